"""What may stand in the file of a series: an event's fields, with `repeat:`."""

from typing import Any

from pydantic import Field, model_validator

from hubkit.kinds.dates import parse_date
from hubkit.kinds.event.model import Attendance, EventModel, EventStatus, Online, Registration, SpeakerOrId, VenueOrId
from hubkit.kinds.fields import (
    BlockText,
    Day,
    Duration,
    Fields,
    Fold,
    Id,
    Line,
    LineText,
    LocalStart,
    Picture,
    ShortText,
)
from hubkit.kinds.texts import refuse


class Change(Fields):
    """What is different about one occurrence; what is left out stays as the series says."""

    status: EventStatus | None = Field(None, description="cancelled, postponed … for this date alone.")
    start: LocalStart | None = Field(None, description="Another time on that day, or another date and time.")
    end: LocalStart | None = Field(None, description="When it ends on that day.")
    duration: Duration | None = Field(None, description="How long it lasts, instead of an end.")
    fold: Fold | None = Field(None, description="Which of the two, where the local time occurs twice.")
    title: ShortText | None = Field(None, description="What it is called on that day.")
    summary: LineText | None = Field(None, description="One or two sentences about that day.")
    description: BlockText | None = Field(None, description="All about that day, in Markdown.")
    venue: VenueOrId | None = Field(None, description="Another place on that day.")
    online: Online | None = Field(None, description="How to join from elsewhere on that day.")
    attendance: Attendance | None = Field(None, description="In person, online, or both.")
    registration: Registration | None = Field(None, description="How people sign up for that day.")
    hosts: tuple[Id, ...] | None = Field(None, description="Who hosts on that day: ids of members of the hub.")
    speakers: tuple[SpeakerOrId, ...] | None = Field(None, description="Who speaks on that day.")
    sponsors: tuple[Id, ...] | None = Field(None, description="Who pays for that day: ids of files in sponsors/.")
    tags: tuple[LineText, ...] | None = Field(None, description="A few words to find that day by.")
    image: Picture | None = Field(None, description="Another picture for that day.")


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
        if len({parse_date(day) for day in self.changes}) < len(self.changes):
            refuse("one date has changes twice", "Write each date once, as 2026-12-05.")
        return self


class SeriesModel(EventModel):
    """An event that repeats."""

    repeat: Repeat = Field(description="When it happens: a rule, from and until when, and its exceptions.")
    start: LocalStart = Field(description="The time of day; or the date and time of the first.")  # pyright: ignore[reportIncompatibleVariableOverride]
    end: LocalStart | None = Field(None, description="The time of day at which it ends.")  # pyright: ignore[reportIncompatibleVariableOverride]
