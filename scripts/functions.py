"""Write what the functions in JavaScript share with those in Python: `make functions`."""

import json
import sys
from inspect import cleandoc
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from hubkit.webhooks.postgres.schema import LOCK, OLDEST, STEPS  # noqa: E402 - after its folder is known
from hubkit.webhooks.texts import TEXTS  # noqa: E402

ROOMS = ROOT / "hubkit" / "netlify" / "functions" / "hubkit"
_MADE = "Made by `make functions`"


def written(value: object) -> str:
    """Return a value as JavaScript; JSON is part of it (ECMA-262, since 2019)."""
    return json.dumps(value, ensure_ascii=False, indent=2)


def shared() -> dict[Path, str]:
    """Return the texts of the files, by their paths."""
    steps = [[cleandoc(statement) for statement in step] for step in STEPS]
    return {
        ROOMS / "texts.mjs": f"/** What is said, in English. {_MADE} of `TEXTS`. */\n\n"
        f"export const TEXTS = {written(TEXTS)};\n",
        ROOMS / "postgres" / "steps.mjs": f"/** What makes the tables. {_MADE} of `STEPS`. */\n\n"
        f"export const LOCK = {LOCK};\nexport const OLDEST = {OLDEST};\n"
        f"export const STEPS = {written(steps)};\n",
    }


if __name__ == "__main__":
    for path, text in shared().items():
        path.write_text(text, "utf-8", newline="\n")
