"""The `theme.yaml` of every theme: hubkit's own, and those of the site."""

from pathlib import Path

from hubkit.problems import Problem
from hubkit.read.documents import read_document
from hubkit.values import Document


def read_themes(folder: Path) -> tuple[tuple[Document, ...], list[Problem]]:
    """Return a document for every theme in `folder`/themes, an empty one where it has no `theme.yaml`; by name."""
    themes = folder / "themes"
    documents: list[Document] = []
    problems: list[Problem] = []
    for theme in sorted(themes.iterdir()) if themes.is_dir() and not themes.is_symlink() else ():
        if theme.is_symlink() or not theme.is_dir():
            continue
        document, found = read_theme(folder, theme.name)
        problems += found
        if document is not None:
            documents.append(document)
    return tuple(documents), problems


def read_theme(folder: Path, name: str) -> tuple[Document | None, list[Problem]]:
    """Return the document of one theme in `folder`/themes, None where it cannot be read, and its problems."""
    path = f"themes/{name}/theme.yaml"
    if not (folder / path).exists():
        return Document(path, name, {}, {}, {}, ""), []
    return read_document(folder, path, name)
