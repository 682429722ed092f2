"""The types of the fields that people write: text as typed goes in, a checked value or a plain reason comes out."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Annotated, Any, Literal, NoReturn

from pydantic import BaseModel, ConfigDict, Field, PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from hubkit.kinds.places import is_country, is_currency, zone_problem
from hubkit.times import When

ID_PATTERN = r"^[a-z0-9](-?[a-z0-9])*$"
LANGUAGE_PATTERN = r"^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$"
PLACEHOLDER = re.compile(
    r"lorem ipsum|\bchange[ _-]?me\b|\breplace[ _-]?me\b|^\s*(TODO|FIXME|XXX)\b|\byour[ _-](\w+[ _-]){0,3}here\b",
    re.IGNORECASE,
)
MARKS_IN_A_ROW = 3


def refuse(message: str, hint: str = "") -> NoReturn:
    """Raise the error that becomes a `Problem` with this message and hint at the place of the value."""
    raise PydanticCustomError("hubkit", "{message}", {"message": message, "hint": hint})


class Fields(BaseModel):
    """What a person may write in one file or block: frozen, and nothing but the fields named here."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=False)


@dataclass(frozen=True, slots=True)
class Text:
    """A text as its author wrote it: in one language (under the empty name) or in several, by language."""

    by_language: Mapping[str, str]

    def languages(self) -> tuple[str, ...]:
        """Return the languages that the text names; none for a plain text."""
        return tuple(language for language in self.by_language if language)

    def __hash__(self) -> int:
        return hash(tuple(self.by_language.items()))


def _as_text(value: Any) -> str:
    if isinstance(value, str):
        return value
    kind = (
        "a list" if isinstance(value, list) else "a block of several fields" if isinstance(value, dict) else "nothing"
    )
    return refuse(f"this is {kind}, where a text is needed", "Write one text after the colon.")


def one_line(limit: int) -> Callable[[Any], str]:
    """Return a check for a text on one line of at most `limit` characters."""

    def check(value: Any) -> str:
        text = _as_text(value).strip()
        if not text:
            refuse("this is empty", "Write the text, or leave the line out.")
        if "\n" in text or "\r" in text:
            refuse("this text has a line break, and must stand on one line", "Write it on one line, without \\n.")
        if len(text) > limit:
            refuse(
                f"this text has {len(text)} characters, and at most {limit} fit",
                "Shorten it; details go into the text.",
            )
        return _readable(text)

    return check


def block(limit: int = 60_000) -> Callable[[Any], str]:
    """Return a check for a text of several lines."""

    def check(value: Any) -> str:
        text = _as_text(value).strip()
        if len(text) > limit:
            refuse(f"this text has {len(text)} characters, and at most {limit} fit")
        return _readable(text)

    return check


def _readable(text: str) -> str:
    if PLACEHOLDER.search(text):
        refuse("this is placeholder text", "Write the real text, or take the line out.")
    if not text.isascii():
        run = 0
        for character in text:
            run = run + 1 if unicodedata.combining(character) else 0
            if run > MARKS_IN_A_ROW:
                refuse(f"this text stacks more than {MARKS_IN_A_ROW} marks on one letter", "Take the extra marks away.")
    return text


def by_language(check: Callable[[Any], str]) -> Callable[[Any], Text]:
    """Return a check for a text, or a map of language to text, each of which passes `check`."""

    def localized(value: Any) -> Text:
        if not isinstance(value, dict):
            return Text({"": check(value)})
        texts: dict[str, str] = {}
        for language, text in value.items():  # pyright: ignore[reportUnknownVariableType]
            texts[_language(language)] = check(text)
        if not texts:
            refuse("this is empty", "Write the text, or leave the line out.")
        return Text(texts)

    return localized


def _matching(pattern: str, what: str, hint: str) -> Callable[[Any], str]:
    expression = re.compile(pattern)

    def check(value: Any) -> str:
        text = _as_text(value)
        if not expression.fullmatch(text):
            refuse(f'"{text}" is not {what}', hint)
        return text

    return check


_WINDOWS_NAMES = frozenset(
    ["con", "prn", "aux", "nul", *(f"com{n}" for n in range(1, 10)), *(f"lpt{n}" for n in range(1, 10))]
)


def _id(value: Any) -> str:
    text = _as_text(value)
    if not re.fullmatch(ID_PATTERN, text) or len(text) > 64:
        refuse(f'"{text[:80]}" is not an id', "Write 1 to 64 small letters a-z, digits and single hyphens: photo-walk.")
    if text in _WINDOWS_NAMES:
        refuse(f'"{text}" is a name that Windows keeps for itself', "Choose another id.")
    return text


_language = _matching(LANGUAGE_PATTERN, "a language code", 'Write a code such as "en", "pt" or "zh-Hant".')
_colour = _matching(r"#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})", "a colour", 'Write it as #rrggbb, in quotes: "#0a7c5a".')
_email = _matching(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)+",
    "an e-mail address",
    "Write one address: berlin@example.org.",
)
_domain = _matching(
    r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}",
    "a domain name",
    "Write it without https:// and in small letters: lisbon.example.org.",
)


def _country(value: Any) -> str:
    text = _as_text(value)
    if not is_country(text.upper()):
        refuse(f'"{text}" is not a country code', "Write the two letters of ISO 3166: PT, NO, JP.")
    return text.upper()


def _currency(value: Any) -> str:
    text = _as_text(value)
    if not is_currency(text.upper()):
        refuse(f'"{text}" is not a currency code', "Write the three letters of ISO 4217: EUR, CLP, JPY.")
    return text.upper()


def _zone(value: Any) -> str:
    text = _as_text(value)
    problem = zone_problem(text)
    if problem:
        refuse(*problem)
    return text


_PRICE = re.compile(r"(0|[1-9]\d{0,8})(\.\d{1,3})?")


def _price(value: Any) -> Decimal:
    text = _as_text(value).strip()
    if not _PRICE.fullmatch(text):
        refuse(
            f'"{text}" is not a price',
            "Write a number with a point and no currency sign: 12.50. The currency is its own field.",
        )
    return Decimal(text)


def url(*schemes: str, relative: bool = False) -> Callable[[Any], str]:
    """Return a check for a link with one of `schemes`, or, if `relative`, one to this site that starts with `/`."""

    def check(value: Any) -> str:
        text = _as_text(value)
        fault = link_fault(text, schemes, relative=relative)
        if fault:
            refuse(*fault)
        return text

    return check


def link_fault(text: str, schemes: tuple[str, ...], *, relative: bool) -> tuple[str, str] | None:
    """Return why `text` is no acceptable link, and what to write; None if it is one. Never trusts what browsers mend."""
    example = "Write a full link that starts with https://."
    if not text or re.search(r"[\s\x00-\x20\x7f\"<>\\^`{|}]", text):
        return (f'"{text}" is not a link: it holds a blank, a quote or a backslash', example)
    if text.startswith("//"):
        return ("a link that starts with // goes to another site", example)
    if text.startswith("/"):
        return None if relative else (f'"{text}" is a link within this site', example)
    scheme, colon, rest = text.partition(":")
    if not colon or scheme.lower() not in schemes:
        return (f'"{text}" is not a link that may be published', example)
    if scheme.lower() in {"http", "https"}:
        host = re.match(r"//([^/?#]*)", rest)
        if not host or not host[1]:
            return (f'"{text}" names no site', example)
        if "@" in host[1]:
            return ("this link hides its real site behind an @", "Write the link without what stands before the @.")
    return None


_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_WHEN = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:(?:[ ]+|[Tt])(\d{1,2}):(\d{2})(?::(\d{2}))?)?")
_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::00)?")
_OFFSET = re.compile(r"(?<=\d)\s*(Z|z|[+-]\d{1,2}:?\d{0,2}|[A-Z]{2,5})$")
_MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]
_WHEN_HINT = "Write the local date and time: 2026-12-05 18:30. For a whole day, the date alone."


def _day(year: str, month: str, day: str) -> date:
    if not 1 <= int(month) <= 12:
        refuse(f"there is no month {int(month)}", "Write year-month-day: 2026-12-05.")
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return refuse(
            f"{int(day)} {_MONTHS[int(month) - 1]} {year} does not exist", "Write the day that is meant: 2026-12-05."
        )


def _wall(hour: str, minute: str) -> time:
    if int(hour) > 23 or int(minute) > 59:
        refuse(f"there is no time {hour}:{minute}", "Write hours from 0 to 23: 18:30.")
    return time(int(hour), int(minute))


def parse_date(value: Any) -> date:
    """Return the date in `2026-12-05`."""
    text = _as_text(value).strip()
    match = _DATE.fullmatch(text)
    if not match:
        return refuse(f'"{text}" is not a date', "Write year-month-day: 2026-12-05.")
    return _day(*match.groups())


def parse_when(value: Any) -> When:
    """Return the date, or date and local time, in `2026-12-05` or `2026-12-05 18:30`; offsets are refused."""
    text = _as_text(value).strip()
    match = _WHEN.fullmatch(text)
    if match is None:
        offset = _OFFSET.search(text)
        if offset and _WHEN.fullmatch(text[: offset.start()].strip()):
            refuse(
                f'"{text}" carries an offset or a zone, "{offset[1]}"',
                f"Write the local time alone, {text[: offset.start()].strip().replace('T', ' ')[:16]}; the zone is the "
                "field timezone (a name such as Europe/Berlin).",
            )
        return refuse(f'"{text}" is not a date or a time', _WHEN_HINT)
    year, month, day, hour, minute, _second = match.groups()
    return When(_day(year, month, day), _wall(hour, minute) if hour else None)


def parse_start(value: Any) -> When | time:
    """Return a date and time as `parse_when` does, or the time of day alone, as a series may have."""
    text = _as_text(value).strip()
    match = _TIME.fullmatch(text)
    return _wall(*match.groups()) if match else parse_when(value)


_DURATION = re.compile(r"(?:(\d+)\s*d)?\s*(?:(\d+)\s*h)?\s*(?:(\d+)\s*m(?:in)?)?", re.IGNORECASE)
_ISO_DURATION = re.compile(r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?")


def parse_duration(value: Any) -> timedelta:
    """Return the length in `2h`, `90m`, `1h 30m` or `PT2H`: more than nothing and at most 31 days."""
    text = _as_text(value).strip()
    match = _DURATION.fullmatch(text) or _ISO_DURATION.fullmatch(text)
    parts = [int(part or 0) for part in match.groups()] if match else [0, 0, 0]
    length = timedelta(days=min(parts[0], 99), hours=min(parts[1], 999), minutes=min(parts[2], 99999))
    if not timedelta() < length <= timedelta(days=31):
        refuse(f'"{text}" is not a length of time', "Write 2h, 90m or 1h 30m.")
    return length


def _typed(check: Callable[[Any], Any], description: str, pattern: str = "", example: str = "") -> Any:
    schema: dict[str, Any] = {"type": "string", "description": description}
    if pattern:
        schema["pattern"] = pattern
    if example:
        schema["examples"] = [example]
    return (PlainValidator(check), WithJsonSchema(schema))


def _localized(check: Callable[[Any], str]) -> Any:
    schema: dict[str, Any] = {
        "anyOf": [{"type": "string"}, {"type": "object", "additionalProperties": {"type": "string"}}],
        "description": "A text, or a map of language code to text.",
    }
    return (PlainValidator(by_language(check)), WithJsonSchema(schema))


_id_type = _typed(_id, "The id of a hub, event, member, venue …: its file or folder name.", ID_PATTERN, "photo-walk")
_when_type = _typed(parse_when, "A local date and time, or a date.", r"^\d{4}-\d{1,2}-\d{1,2}", "2026-12-05 18:30")
_start_type = _typed(parse_start, "A local date and time, a date, or (in a series) a time.", "", "2026-12-05 18:30")
_date_type = _typed(parse_date, "A date.", r"^\d{4}-\d{1,2}-\d{1,2}$", "2026-12-05")
_web = url("http", "https")
_any_link = url("http", "https", "mailto", "tel", relative=True)

Id = Annotated[str, *_id_type]
Line = Annotated[str, *_typed(one_line(200), "A text on one line.")]
ShortText = Annotated[Text, *_localized(one_line(120))]
LineText = Annotated[Text, *_localized(one_line(400))]
BlockText = Annotated[Text, *_localized(block())]
Day = Annotated[date, *_date_type]
LocalWhen = Annotated[When, *_when_type]
LocalStart = Annotated[When | time, *_start_type]
Duration = Annotated[timedelta, *_typed(parse_duration, "A length of time.", "", "2h")]
Price = Annotated[Decimal, *_typed(_price, "A price: digits and a point.", r"^\d+(\.\d{1,3})?$", "12.50")]
Currency = Annotated[str, *_typed(_currency, "A currency (ISO 4217).", r"^[A-Za-z]{3}$", "EUR")]
Country = Annotated[str, *_typed(_country, "A country (ISO 3166 alpha-2).", r"^[A-Za-z]{2}$", "PT")]
ZoneName = Annotated[str, *_typed(_zone, "An IANA time zone.", "", "Europe/Lisbon")]
Language = Annotated[str, *_typed(_language, "A language code (BCP 47).", LANGUAGE_PATTERN, "pt")]
Colour = Annotated[str, *_typed(_colour, "A colour.", r"^#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$", "#0a7c5a")]
Email = Annotated[str, *_typed(_email, "An e-mail address that will be public.", "", "lisbon@example.org")]
Domain = Annotated[str, *_typed(_domain, "A domain name, without https://.", "", "lisbon.example.org")]
WebUrl = Annotated[
    str, *_typed(_web, "A link that starts with https:// or http://.", r"^https?://", "https://example.org")
]
Link = Annotated[str, *_typed(_any_link, "A link: https, http, mailto, tel, or within this site, from /.")]
Count = Annotated[int, Field(ge=0, le=1_000_000)]
Fold = Literal["first", "second"]


class Coordinates(Fields):
    """A point on the earth, WGS 84, in degrees."""

    lat: float = Field(ge=-90, le=90, allow_inf_nan=False, description="Degrees north.")
    lon: float = Field(ge=-180, le=180, allow_inf_nan=False, description="Degrees east.")


class Picture(Fields):
    """A picture with the text that stands for it."""

    file: Annotated[str, *_typed(one_line(180), "The picture's path, from this file or from the hub's folder.")]
    alt: Annotated[Text, *_localized(lambda value: _readable(_as_text(value).strip()))] = Field(
        description='What the picture shows, for people who do not see it; "" if it is only decoration.'
    )


class LabelledLink(Fields):
    """A link with the words to show for it."""

    label: ShortText
    url: Link
