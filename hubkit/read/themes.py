"""The `theme.yaml` of every theme: hubkit's own, and those of the site."""

from pathlib import Path

from hubkit.problems import Problem
from hubkit.read.documents import read_document
from hubkit.values import Document

_FILE = "theme.yaml"


def read_themes(folder: Path) -> tuple[tuple[Document, ...], list[Problem]]:
    """Return a document for every theme in `folder`/themes, an empty one where it has no `theme.yaml`; by name."""
    themes = folder / "themes"
    documents: list[Document] = []
    problems: list[Problem] = []
    for theme in sorted(themes.iterdir()) if themes.is_dir() and not themes.is_symlink() else ():
        if theme.is_symlink() or not theme.is_dir():
            continue
        path = f"themes/{theme.name}/{_FILE}"
        document: Document | None = Document(path, theme.name, {}, {}, {}, "")
        if (theme / _FILE).exists():
            document, found = read_document(folder, path, theme.name)
            problems += found
        if document is not None:
            documents.append(document)
    return tuple(documents), problems
