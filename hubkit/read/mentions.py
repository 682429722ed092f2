"""The names that documents mention: what they could refer to, whether or not it is there."""

import re
from collections.abc import Iterable, Iterator

from hubkit.values import Data, Document, HubDocuments

_ID = re.compile(r"[a-z0-9][a-z0-9-]*")
PICTURE = re.compile(r"""[^/\\\s()\[\]"'<>%]+\.(?:jpe?g|png|webp|gif)\b""", re.IGNORECASE)
"""The file of a picture, as a word of a text."""
_ENDINGS = (".jpg", ".jpeg", ".png", ".webp", ".gif")


def mentions(documents: Iterable[Document | None]) -> frozenset[str]:
    """Return every value in `documents` that could be an id, and every word that could be the file of a picture."""
    found: set[str] = set()
    for document in documents:
        if document is not None:
            for text in _texts(document.data):
                if _ID.fullmatch(text):
                    found.add(text)
            if _may_name_pictures(document.text):
                found.update(PICTURE.findall(document.text))
    return frozenset(found)


def hub_mentions(documents: HubDocuments) -> frozenset[str]:
    """Return the names that the documents of a hub mention."""
    shelves = (document for shelf in documents.shelves.values() for document in shelf)
    return mentions((documents.hub, documents.charter, *shelves))


def _may_name_pictures(text: str) -> bool:
    """Return False where `PICTURE` finds nothing, as none of its endings stands in `text`."""
    small = text.lower()
    return not text.isascii() or any(ending in small for ending in _ENDINGS)


def _texts(data: Data) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, list):
        for each in data:
            yield from _texts(each)
    elif isinstance(data, dict):
        for each in data.values():
            yield from _texts(each)
