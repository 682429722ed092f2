"""What a checked file becomes: its fields, its Markdown, where it came from, where its page is, when it changed."""

from datetime import datetime
from typing import Any, Generic, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from hubkit.kinds.fields import Fields
from hubkit.kinds.texts import Text

Model = TypeVar("Model", bound=Fields)


class Record(Struct, Generic[Model], frozen=True):
    """One member, page, charter, venue, sponsor or template, checked."""

    id: str
    fields: Model
    source: str
    """The file it was read from, relative to the site."""
    hub: str = ""
    """The id of its hub; empty for what belongs to the network."""
    path: str = ""
    """Its page below the hub's (or network's) home: `members/ada/`."""
    body: Text | None = None
    """The Markdown below the front matter."""
    body_line: int = 1
    changed: datetime | None = None
    """The newest commit that touched it."""

    def spoken_in(self, language: str) -> "Record[Model]":
        """Return the record with the language of its texts named where they name none."""
        return replace(self, fields=_named(self.fields, language), body=_named(self.body, language))


def _named(value: Any, language: str) -> Any:
    if isinstance(value, Text):
        return value.spoken_in(language)
    if isinstance(value, tuple):
        return tuple(_named(each, language) for each in value)  # pyright: ignore[reportUnknownVariableType]
    if isinstance(value, Fields):
        return value.model_copy(
            update={name: _named(getattr(value, name), language) for name in value.model_fields_set}
        )
    return value
