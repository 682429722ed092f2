"""What may stand in the file of a series: an event's fields, with `repeat:`."""

from typing import Any

from pydantic import Field, model_validator

from hubkit.kinds.event.model import Attendance, EventModel, EventStatus, Online, VenueOrId
from hubkit.kinds.fields import (
    BlockText,
    Day,
    Duration,
    Fields,
    Fold,
    Line,
    LineText,
    LocalStart,
    ShortText,
    parse_date,
    refuse,
)


class Change(Fields):
    """What is different about one occurrence; what is left out stays as the series says."""

    status: EventStatus | None = None
    start: LocalStart | None = Field(None, description="Another time on that day, or another date and time.")
    end: LocalStart | None = None
    duration: Duration | None = None
    fold: Fold | None = None
    title: ShortText | None = None
    summary: LineText | None = None
    description: BlockText | None = None
    venue: VenueOrId | None = None
    online: Online | None = None
    attendance: Attendance | None = None


class Repeat(Fields):
    """When a series happens: a rule in words or as an RRULE, from and until when, and its exceptions."""

    every: Line | None = Field(
        None, description='The rule in words: "2nd tuesday", "friday", "last saturday", "2 weeks".'
    )
    rrule: Line | None = Field(None, description="The rule as RFC 5545 writes it: FREQ=MONTHLY;BYDAY=2TU")
    from_: Day | None = Field(None, alias="from", description="The first day on which the rule counts.")
    until: Day | None = Field(None, description="The last day on which the rule counts.")
    except_: tuple[Day, ...] = Field((), alias="except", description="Dates that were never announced.")
    changes: dict[str, Change] = Field(default_factory=dict[str, Change], description="By the date the rule gives.")

    @model_validator(mode="before")
    @classmethod
    def _words_alone(cls, value: Any) -> Any:
        return {"every": value} if isinstance(value, str) else value

    @model_validator(mode="after")
    def _one_rule(self) -> "Repeat":
        if (self.every is None) == (self.rrule is None):
            refuse("a series needs one rule", "Write either every: 2nd tuesday, or rrule: FREQ=….")
        for day in self.changes:
            parse_date(day)
        return self


class SeriesModel(EventModel):
    """An event that repeats."""

    repeat: Repeat
    start: LocalStart = Field(description="The time of day; or the date and time of the first.")  # pyright: ignore[reportIncompatibleVariableOverride]
    end: LocalStart | None = Field(None, description="The time of day at which it ends.")  # pyright: ignore[reportIncompatibleVariableOverride]
