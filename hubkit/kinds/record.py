"""What a checked file becomes: its fields, its Markdown, where it came from, where its page is, when it changed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from hubkit.kinds.fields import Fields

Model = TypeVar("Model", bound=Fields)


@dataclass(frozen=True, slots=True)
class Record(Generic[Model]):
    """One member, page, charter, venue, sponsor or template, checked."""

    id: str
    fields: Model
    source: str
    """The file it was read from, relative to the site."""
    hub: str = ""
    """The id of its hub; empty for what belongs to the network."""
    path: str = ""
    """Its page below the hub's (or network's) home: `members/ada/`."""
    body: str = ""
    body_line: int = 1
    changed: datetime | None = None
    """The newest commit that touched it."""
