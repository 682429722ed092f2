"""What may stand in an event template."""

from pydantic import Field

from hubkit.kinds.event.model import EventDefaults
from hubkit.kinds.fields import LineText, ShortText


class TemplateModel(EventDefaults):
    """Defaults for events of one type: any field of an event but its dates."""

    name: ShortText | None = Field(None, description="What events of this type are called.")
    about: LineText | None = Field(None, description="What this type of event is, for organizers.")
