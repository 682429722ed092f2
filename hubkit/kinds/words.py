"""One language of the site: interface texts, authors' texts with fallback, dates, money and countries."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Protocol

from markupsafe import Markup, escape

from hubkit.kinds.texts import Text

if TYPE_CHECKING:
    from hubkit.kinds.cldr import OwnLocale

_RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi"})
_PLACE = re.compile(r"%\(\w+\)s")
EVENING = timedelta(hours=12)
"""What is shorter and ends on the next day is still of one evening."""


class Timed(Protocol):
    """An event, or its summary."""

    @property
    def start(self) -> datetime:
        """The instant it starts, in its zone."""
        ...

    @property
    def end(self) -> datetime:
        """The first instant after it."""
        ...

    @property
    def all_day(self) -> bool:
        """Whether it has no time of day."""
        ...

    @property
    def first_day(self) -> date:
        """The local date on which it starts."""
        ...

    @property
    def last_day(self) -> date:
        """The local date on which it ends."""
        ...


def is_whole_day(event: Timed) -> bool:
    """Return whether an event is shown without times: it has none, or lasts one day from midnight to midnight."""
    return event.all_day or (
        event.start.time() == event.end.time() == time() and event.first_day == event.last_day < event.end.date()
    )


def is_over_days(event: Timed) -> bool:
    """Return whether an event ends on another day than it starts, and not just past the midnight of its evening."""
    return event.first_day != event.last_day and (event.all_day or event.end - event.start >= EVENING)


class Phrase(str):
    """An author's text as it is shown on a page, marked with its language where that is not the page's."""

    __slots__ = ("marked",)
    marked: str

    def __html__(self) -> str:
        if not self.marked:
            return str(escape(str(self)))
        return str(Markup('<span lang="{}" dir="{}">{}</span>').format(self.marked, direction(self.marked), str(self)))


def phrase(text: str, marked: str = "") -> Phrase:
    """Return `text` in the language `marked`; in the page's own where that is empty."""
    made = Phrase(text)
    made.marked = marked
    return made


def direction(language: str) -> str:
    """Return the direction in which a language is written, "ltr" or "rtl"."""
    main, _, rest = language.partition("-")
    return "rtl" if (main in _RIGHT_TO_LEFT and "Latn" not in rest) or "Arab" in rest else "ltr"


@lru_cache(maxsize=256)
def locale_name(language: str, country: str) -> str:
    """Return the CLDR locale for a language in a country; English in a country without its own is European English."""
    from babel import Locale, UnknownLocaleError

    main = language.replace("-", "_")
    for name in (f"{main}_{country}", "en_150" if main == "en" else main, main.partition("_")[0]):
        try:
            return str(Locale.parse(name))
        except (UnknownLocaleError, ValueError):
            continue
    return "en_150"


@dataclass(frozen=True)
class Words:
    """How one language, in one country, says things."""

    language: str
    home: str
    """The language of texts that name none: the hub's first."""
    locale: str
    catalogue: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict[str, "str | tuple[str, ...]"])
    _made: dict[Any, Any] = field(default_factory=dict[Any, Any], repr=False, compare=False)

    @property
    def direction(self) -> str:
        """The direction of the page."""
        return direction(self.language)

    @property
    def cldr(self) -> "OwnLocale":
        """What CLDR says of the locale."""
        from hubkit.kinds.cldr import own_locale

        return own_locale(self.locale)

    @property
    def interface_language(self) -> str:
        """The language of interface texts: English where there is no catalogue for this language."""
        return self.language if self.catalogue or self.language.partition("-")[0] == "en" else "en"

    def __call__(self, message: str, **values: object) -> Phrase:
        """Return an interface text in this language, else in English, and marked as such."""
        text = self.form(message)
        return phrase(text % values if values else text, self.foreign(message))

    def form(self, message: str) -> str:
        """Return an interface text in this language, else in English, its places still empty."""
        known = self.catalogue.get(message)
        return known if isinstance(known, str) and known else message

    def foreign(self, message: str) -> str:
        """Return the language of an interface text, where that is not this one; nothing for signs without words."""
        if message in self.catalogue or self.language.partition("-")[0] == "en":
            return ""
        return "en" if any(letter.isalpha() for letter in _PLACE.sub("", message)) else ""

    def plural_form(self, one: str, many: str, number: int) -> str:
        """Return the form of an interface text that goes with `number`, its places still empty."""
        forms = self.catalogue.get(one)
        if isinstance(forms, tuple) and forms:
            index: int = self._once(("plural", number), lambda: _plural_index(self.language, number))
            return forms[min(index, len(forms) - 1)]
        return one if number == 1 else many

    def text(self, text: Text | None) -> Phrase:
        """Return an author's text in this language, else in its own, marked as such; nothing for None."""
        if text is None:
            return phrase("")
        known = text.by_language
        if self.language in known:
            return phrase(known[self.language])
        if "" in known and self.home == self.language:
            return phrase(known[""])
        if self.home in known:
            return phrase(known[self.home], self.home)
        language, first = next(iter(known.items()))
        marked = language or self.home
        return phrase(first, "" if marked == self.language else marked)

    def plain(self, text: Text | str | None) -> str:
        """Return an author's text without markup, for attributes and titles."""
        return str(self.text(text)) if isinstance(text, Text) else str(text or "")

    def _once(self, key: Any, make: Any) -> Any:
        if key not in self._made:
            self._made[key] = make()
        return self._made[key]

    def day(self, day: date, pattern: str = "long") -> str:
        """Return a date: 5 December 2026. `pattern` is a CLDR style or skeleton-free pattern."""
        from babel.dates import format_date

        return self._once((day, pattern), lambda: format_date(day, pattern, locale=self.cldr))

    def skeleton(self, day: date, skeleton: str) -> str:
        """Return a date in the order that the locale gives the parts of a CLDR skeleton."""
        from babel.dates import format_skeleton

        def make() -> str:
            return format_skeleton(skeleton, datetime(day.year, day.month, day.day), locale=self.cldr)  # noqa: DTZ001 - a date

        return self._once((day, "skeleton", skeleton), make)

    def clock(self, moment: datetime) -> str:
        """Return the time of day as clocks show it there: 18:30."""
        from babel.dates import format_time

        wall = moment.time()
        return self._once((wall, "clock"), lambda: format_time(wall, "short", locale=self.cldr))

    def when(self, event: Timed) -> str:
        """Return when an event is: Saturday, 5 December 2026, 18:30 – 20:30."""
        first, last = event.first_day, event.last_day
        if is_whole_day(event):
            return self.day(first, "full") if first == last else self._span(self.day(first), self.day(last))
        start, end = self.clock(event.start), self.clock(event.end)
        if not is_over_days(event):
            return self._at(self.day(first, "full"), self._span(start, end))
        # An end at midnight is said as its clock has it: 0:00 of the day that begins.
        return self._span(self._at(self.day(first), start), self._at(self.day(event.end.date()), end))

    def _span(self, first: str, last: str) -> str:
        return self("%(first)s – %(last)s", first=first, last=last)

    def _at(self, day: str, time: str) -> str:
        return self("%(day)s, %(time)s", day=day, time=time)

    def zone_name(self, event: Timed) -> str:
        """Return the offset from UTC that an event's times are in: +01."""
        from babel.dates import get_timezone_gmt

        moment = event.start
        offset = moment.utcoffset()
        return self._once((offset, "zone"), lambda: get_timezone_gmt(moment, width="iso8601_short", locale=self.cldr))

    def zone_city(self, timezone: str) -> str:
        """Return the city that a zone is named after: Lisbon."""
        from babel.dates import get_timezone, get_timezone_location

        def make() -> str:
            return get_timezone_location(get_timezone(timezone), locale=self.cldr, return_city=True)

        return self._once((timezone, "city"), make)

    def money(self, amount: Decimal, currency: str) -> str:
        """Return an amount with its currency, with the digits that the currency has."""
        from babel.numbers import format_currency

        return self._once((amount, currency), lambda: format_currency(amount, currency, locale=self.cldr))

    def number(self, number: int) -> str:
        """Return a number with the locale's digits and marks."""
        if 0 <= number < 1000 and self.language[:2] not in {"ar", "fa", "mr", "ne", "bn", "my"}:
            return str(number)
        from babel.numbers import format_decimal

        return self._once((number, "number"), lambda: format_decimal(number, locale=self.cldr))

    def country(self, code: str | None) -> str:
        """Return a country's name."""
        return self._names("territories").get(code or "", code or "")

    def language_name(self, code: str) -> str:
        """Return a language's name."""
        return self._names("languages").get(code.replace("-", "_"), code)

    def _names(self, kind: str) -> Mapping[str, str]:
        return self._once(kind, lambda: getattr(self.cldr, kind))


def native_name(language: str) -> str:
    """Return what speakers of a language call it."""
    from babel import UnknownLocaleError

    from hubkit.kinds.cldr import own_locale

    try:
        name = own_locale(language).get_display_name() or language
    except (UnknownLocaleError, ValueError):
        return language
    return name[:1].upper() + name[1:]


def _plural_index(language: str, number: int) -> int:
    """Return which form of a catalogue's plural goes with `number`, the forms in CLDR's order."""
    from hubkit.kinds.cldr import own_locale

    rule = own_locale(language).plural_form
    used = [form for form in ("zero", "one", "two", "few", "many", "other") if form == "other" or form in rule.tags]
    return used.index(rule(number))
