"""What may stand in the front matter of `charter.md`; the Markdown below is the text."""

from typing import Literal

from pydantic import Field

from hubkit.kinds.fields import Currency, Day, Fields, Id, Line, LineText, Price, ShortText


class Steward(Fields):
    """Who holds a task, from when until when."""

    member: Id = Field(description="The id of a member: the name of a file in members/.")
    role: LineText = Field(description="What they look after.")
    from_: Day | None = Field(None, alias="from", description="The first day of the term.")
    until: Day | None = Field(None, description="The last day of the term.")


class Tier(Fields):
    """A level of governance."""

    tier: ShortText = Field(description="What this level is called.")
    function: LineText | None = Field(None, description="Who belongs to it, or what it does.")
    decides: LineText | None = Field(None, description="What is decided here.")


class BudgetLine(Fields):
    """An income or an expense."""

    label: LineText = Field(description="What the money is from, or for.")
    amount: Price = Field(description="Digits and a point, without a currency sign: 12.50.")
    currency: Currency = Field(description="Three letters, ISO 4217.")
    kind: Literal["income", "expense"] = Field(description="income or expense.")


class Amendment(Fields):
    """A change to the charter."""

    date: "Day" = Field(description="The day on which it was agreed.")
    title: LineText = Field(description="What changed, in one sentence.")


class CharterModel(Fields):
    """A charter: its version, its stewards, who decides what, the budget and the changes."""

    title: ShortText | None = Field(None, description="The heading of the page.")
    version: Line | None = Field(None, description="Which version this is, in quotes where it is a number.")
    ratified: Day | None = Field(None, description="The day on which it was agreed.")
    stewards: tuple[Steward, ...] = Field((), description="Who holds a task, and from when until when.")
    governance: tuple[Tier, ...] = Field((), description="Who decides what.")
    budget: tuple[BudgetLine, ...] = Field((), description="Income and expenses; hubkit adds them up.")
    amendments: tuple[Amendment, ...] = Field((), description="What changed, the newest first.")
