"""The catalogue of interface texts: one `.po` file a language in a theme's `messages/`; English needs none."""

import json
from collections.abc import Mapping
from pathlib import Path

from hubkit.memo import Memo
from hubkit.problems import HubkitError
from hubkit.render.theme import Theme


def read_catalogue(theme: Theme, language: str, memo: Memo) -> Mapping[str, str | tuple[str, ...]]:
    """Return the interface texts of a language, by their English; what is not there is shown in English.

    `pt-BR` falls back to `pt`, and a theme to those it extends.
    """
    found: dict[str, str | tuple[str, ...]] = {}
    for folder in reversed(theme.chain):
        for name in dict.fromkeys((language.partition("-")[0], language)):
            file = folder.path / "messages" / f"{name}.po"
            if file.is_file():
                found.update(_texts(file, memo))
    return found


def _texts(file: Path, memo: Memo) -> dict[str, str | tuple[str, ...]]:
    content = file.read_bytes()
    read = memo.remember("catalogue", content, lambda: json.dumps(_read(content, str(file))).encode())
    return {each: text if isinstance(text, str) else tuple(text) for each, text in json.loads(read).items()}


def _read(content: bytes, name: str) -> dict[str, str | tuple[str, ...]]:
    from io import BytesIO

    from babel.messages.pofile import PoFileError, read_po

    try:
        catalogue = read_po(BytesIO(content), abort_invalid=True)
    except PoFileError as fault:
        raise HubkitError(f"the catalogue {name} is broken: {fault}") from fault
    texts: dict[str, str | tuple[str, ...]] = {}
    for message in catalogue:
        if not message.id or message.fuzzy:
            continue
        if isinstance(message.id, str) and isinstance(message.string, str) and message.string:
            texts[message.id] = message.string
        elif (
            isinstance(message.id, (list, tuple)) and isinstance(message.string, (list, tuple)) and all(message.string)
        ):
            texts[message.id[0]] = tuple(message.string)
    return texts
