"""A small good network on disk, for tests that put something wrong into it."""

from collections.abc import Iterable
from pathlib import Path

from hubkit.problems import Problem

FILES = {
    "hubkit.yaml": "name: Open Cities\n",
    "charter.md": "# All of us\n",
    "code-of-conduct.md": "# Be kind\n",
    "README.md": "How this works\n",
    "package.json": "{}\n",
    ".github/workflows/build.yml": "on: push\n",
    "event-templates/photo-walk.yaml": "title: Photo walk\n",
    "venues/library.yaml": "name: Library\n",
    "sponsors/acme.yaml": "name: Acme\n",
    "sponsors/acme.png": "picture",
    "pages/about.md": "# About\n",
    "media/deep/er/logo.png": "picture",
    "static/robots.txt": "hello\n",
    "hubs/.gitkeep": "",
    "hubs/berlin/hub.yaml": "name: Berlin\n",
    "hubs/berlin/urls.yaml": "a: b\n",
    "hubs/berlin/charter.md": "---\nversion: 1\n---\n# Berlin\n",
    "hubs/berlin/events/2026-12-05-photo-walk.yaml": "title: Winter\n",
    "hubs/berlin/events/monthly.md": "---\ntitle: Monthly\n---\nCome!\n",
    "hubs/berlin/events/poster.JPG": "picture",
    "hubs/berlin/events/.gitkeep": "",
    "hubs/berlin/members/ada.md": "---\nname: Ada\n---\nStory\n",
    "hubs/berlin/members/ada.webp": "picture",
    "hubs/berlin/pages/faq.md": "# FAQ\n",
    "hubs/berlin/media/2026/a.jpeg": "picture",
    "hubs/accra/hub.yaml": "name: Accra\n",
}


def make_site(folder: Path, more: dict[str, str | bytes] | None = None) -> Path:
    """Write the good network and `more` files into `folder` and return it."""
    for path, content in {**FILES, **(more or {})}.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def told(problems: Iterable[Problem]) -> list[str]:
    """Return each problem as place and message, in order of place."""
    return [f"{problem.place}: {problem.message}" for problem in sorted(problems, key=Problem.sort_key)]
