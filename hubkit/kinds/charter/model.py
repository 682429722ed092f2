"""What may stand in the front matter of `charter.md`; the Markdown below is the text."""

from typing import Literal

from pydantic import Field

from hubkit.kinds.fields import Currency, Day, Fields, Id, Line, LineText, Price, ShortText


class Steward(Fields):
    """Who holds a task, from when until when."""

    member: Id
    role: LineText
    from_: Day | None = Field(None, alias="from")
    until: Day | None = None


class Tier(Fields):
    """A level of governance."""

    tier: ShortText
    function: LineText | None = None
    decides: LineText | None = None


class BudgetLine(Fields):
    """An income or an expense."""

    label: LineText
    amount: Price
    currency: Currency
    kind: Literal["income", "expense"]


class Amendment(Fields):
    """A change to the charter."""

    date: "Day"
    title: LineText


class CharterModel(Fields):
    """A charter: its version, its stewards, who decides what, the budget and the changes."""

    title: ShortText | None = None
    version: Line | None = None
    ratified: Day | None = None
    stewards: tuple[Steward, ...] = ()
    governance: tuple[Tier, ...] = ()
    budget: tuple[BudgetLine, ...] = ()
    amendments: tuple[Amendment, ...] = ()
