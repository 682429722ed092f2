"""The types of the fields that people write: text as typed goes in, a checked value or a plain reason comes out."""

import re
from collections.abc import Callable
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PlainValidator, WithJsonSchema

from hubkit.ids import is_device
from hubkit.kinds.dates import parse_date, parse_duration, parse_start, parse_when
from hubkit.kinds.links import url
from hubkit.kinds.places import is_country, is_currency, zone_problem
from hubkit.kinds.texts import (
    LANGUAGE_PATTERN,
    Text,
    as_text,
    block,
    by_language,
    language_code,
    matching,
    one_line,
    readable,
    refuse,
)
from hubkit.times import When

ID_PATTERN = r"^[a-z0-9](-?[a-z0-9])*$"
_ID = re.compile(ID_PATTERN)


class Fields(BaseModel):
    """What a person may write in one file or block: frozen, and nothing but the fields named here."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=False, defer_build=True)


def _id(value: Any) -> str:
    text = as_text(value)
    if not _ID.fullmatch(text) or len(text) > 64:
        refuse(f'"{text[:80]}" is not an id', "Write 1 to 64 small letters a-z, digits and single hyphens: photo-walk.")
    if is_device(text):
        refuse(f'"{text}" is a name that Windows keeps for itself', "Choose another id.")
    return text


_global_id = matching(
    r"[a-z0-9](-?[a-z0-9]){0,63}\.[a-z0-9](-?[a-z0-9]){0,63}",
    "the id of an event in the network",
    "Write the hub's id, a full stop and the event's id: lisbon.2026-12-05-photo-walk.",
)
_colour = matching(r"#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})", "a colour", 'Write it as #rrggbb, in quotes: "#0a7c5a".')
_email = matching(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)+",
    "an e-mail address",
    "Write one address: berlin@example.org.",
)
_domain = matching(
    r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}",
    "a domain name",
    "Write it without https:// and in small letters: lisbon.example.org.",
)


def _country(value: Any) -> str:
    text = as_text(value)
    if not is_country(text.upper()):
        refuse(f'"{text}" is not a country code', "Write the two letters of ISO 3166: PT, NO, JP.")
    return text.upper()


def _currency(value: Any) -> str:
    text = as_text(value)
    if not is_currency(text.upper()):
        refuse(f'"{text}" is not a currency code', "Write the three letters of ISO 4217: EUR, CLP, JPY.")
    return text.upper()


def _zone(value: Any) -> str:
    text = as_text(value)
    problem = zone_problem(text)
    if problem:
        refuse(*problem)
    return text


_PRICE = re.compile(r"(0|[1-9]\d{0,8})(\.\d{1,3})?")


def _price(value: Any) -> Decimal:
    text = as_text(value).strip()
    if not _PRICE.fullmatch(text):
        refuse(
            f'"{text}" is not a price',
            "Write a number with a point and no currency sign: 12.50. The currency is its own field.",
        )
    return Decimal(text)


def _each_once(names: tuple[str, ...]) -> tuple[str, ...]:
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        refuse(f'"{twice[0]}" stands here twice', "Name each once.")
    return names


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
_site = url("http", "https", bare=True)
_any_link = url("http", "https", "mailto", "tel", relative=True)

Id = Annotated[str, *_id_type]
GlobalId = Annotated[str, *_typed(_global_id, "The id of an event in the whole network.", "", "lisbon.photo-walk")]
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
Language = Annotated[str, *_typed(language_code, "A language code (BCP 47).", LANGUAGE_PATTERN, "pt")]
Languages = Annotated[tuple[Language, ...], AfterValidator(_each_once)]
Colour = Annotated[str, *_typed(_colour, "A colour.", r"^#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$", "#0a7c5a")]
Email = Annotated[str, *_typed(_email, "An e-mail address that will be public.", "", "lisbon@example.org")]
Domain = Annotated[str, *_typed(_domain, "A domain name, without https://.", "", "lisbon.example.org")]
WebUrl = Annotated[
    str, *_typed(_web, "A link that starts with https:// or http://.", r"^https?://", "https://example.org")
]
SiteUrl = Annotated[str, *_typed(_site, "The address of a site.", r"^https?://[^?#]+$", "https://hubs.example.org/")]
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
    alt: Annotated[Text, *_localized(lambda value: readable(as_text(value).strip()))] = Field(
        description='What the picture shows, for people who do not see it; "" if it is only decoration.'
    )


class LabelledLink(Fields):
    """A link with the words to show for it."""

    label: ShortText
    url: Link
