"""The names that documents mention: what they could refer to, whether or not it is there."""

import re
from collections.abc import Iterable

from hubkit.values import Data, Document, HubDocuments

_ID = re.compile(r"[a-z0-9][a-z0-9-]*")
PICTURE = re.compile(r"""[^/\\\s()\[\]"'<>%]+\.(?:jpe?g|png|webp|gif)\b""", re.IGNORECASE)
"""The file of a picture, as a word of a text."""
_ENDING = re.compile(r"\.(?:[jJ][pP]|[pP][nN][gG]|[wW][eE][bB][pP]|[gG])")
"""Stands in the name of every picture, and is sooner looked for; the i of .gif may be one of Turkish."""


def mentions(documents: Iterable[Document | None]) -> frozenset[str]:
    """Return every value in `documents` that could be an id, and every word that could be the file of a picture."""
    found: set[str] = set()
    for document in documents:
        for each in document.written if document is not None else ():
            found.update(filter(_ID.fullmatch, _texts(each.data)))
            if _ENDING.search(each.text):
                found.update(PICTURE.findall(each.text))
    return frozenset(found)


def hub_mentions(documents: HubDocuments) -> frozenset[str]:
    """Return the names that the documents of a hub mention."""
    shelves = (document for shelf in documents.shelves.values() for document in shelf)
    return mentions((documents.hub, documents.charter, *shelves))


def _texts(data: Data) -> list[str]:
    found: list[str] = []
    waiting = [data]
    while waiting:
        each = waiting.pop()
        if isinstance(each, str):
            found.append(each)
        elif each is not None:
            waiting.extend(each.values() if isinstance(each, dict) else each)
    return found
