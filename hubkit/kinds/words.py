"""One language of the site: interface texts, authors' texts with fallback, dates, money and countries."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, Protocol

from hubkit.kinds.phrase import Phrase, direction, phrase
from hubkit.kinds.texts import Text
from hubkit.times import MIDNIGHT

if TYPE_CHECKING:
    from hubkit.kinds.cldr import DayPattern, OwnLocale

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
        event.start.time() == event.end.time() == MIDNIGHT and event.first_day == event.last_day < event.end.date()
    )


def is_over_days(event: Timed) -> bool:
    """Return whether an event ends on another day than it starts, and not just past the midnight of its evening."""
    return event.first_day != event.last_day and (event.all_day or event.end - event.start >= EVENING)


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

    @cached_property
    def direction(self) -> str:
        """The direction of the page."""
        return direction(self.language)

    @cached_property
    def prefix(self) -> str:
        """The folder of the pages in this language: empty for that of the home, at the top."""
        return "" if self._is_home else f"{self.language}/"

    @cached_property
    def cldr(self) -> "OwnLocale":
        """What CLDR says of the locale."""
        from hubkit.kinds.cldr import own_locale

        return own_locale(self.locale)

    @property
    def interface_language(self) -> str:
        """The language of interface texts: English where there is no catalogue for this language."""
        return self.language if self.catalogue or self._is_english else "en"

    def __call__(self, message: str, **values: object) -> Phrase:
        """Return an interface text in this language, else in English, and marked as such."""
        if values:
            return phrase(self.form(message) % values, self.foreign(message))
        said: Phrase | None = self._made.get(message)
        if said is None:
            said = self._made[message] = phrase(self.form(message), self.foreign(message))
        return said

    def form(self, message: str) -> str:
        """Return an interface text in this language, else in English, its places still empty."""
        known = self.catalogue.get(message)
        return known if isinstance(known, str) and known else message

    def foreign(self, message: str) -> str:
        """Return the language of an interface text, where that is not this one; nothing for signs without words."""
        if message in self.catalogue or self._is_english:
            return ""
        return self._once(("foreign", message), lambda: "en" if _has_words(message) else "")

    @cached_property
    def _is_english(self) -> bool:
        return self.language.partition("-")[0] == "en"

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
        own = self.own(text)
        if own is not None:
            return phrase(own)
        known = text.by_language
        if self.home in known:
            return phrase(known[self.home], self.home)
        language, first = next(iter(known.items()))
        marked = language or self.home
        return phrase(first, "" if marked == self.language else marked)

    def own(self, text: Text) -> str | None:
        """Return an author's text in this language, if it is there."""
        own = text.by_language.get(self.language)
        return text.by_language.get("") if own is None and self._is_home else own

    @cached_property
    def _is_home(self) -> bool:
        return self.home == self.language

    def plain(self, text: Text | str | None) -> str:
        """Return an author's text without markup, for attributes and titles."""
        if not isinstance(text, Text):
            return str(text or "")
        own = self.own(text)
        return str(self.text(text)) if own is None else own

    def _once(self, key: Any, make: Any) -> Any:
        if key not in self._made:
            self._made[key] = make()
        return self._made[key]

    def day(self, day: date, pattern: str = "long") -> str:
        """Return a date: 5 December 2026. `pattern` is a CLDR style or skeleton-free pattern."""
        return self._pattern("day", pattern)[day]

    def skeleton(self, day: date, skeleton: str) -> str:
        """Return a date in the order that the locale gives the parts of a CLDR skeleton."""
        return self._pattern("skeleton", skeleton)[day]

    def _pattern(self, kind: str, name: str) -> "DayPattern":
        found: DayPattern | None = self._made.get((kind, name))
        if found is None:
            from hubkit.kinds.cldr import day_pattern, skeleton_pattern

            make = day_pattern if kind == "day" else skeleton_pattern
            found = self._made[kind, name] = make(self.locale, name)
        return found

    def clock(self, moment: datetime) -> str:
        """Return the time of day as clocks show it there: 18:30."""
        wall = moment.time()
        said: str | None = self._made.get(wall)
        if said is None:
            from babel.dates import format_time

            said = self._made[wall] = format_time(wall, "short", locale=self.cldr)
        return said

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
        return self.form("%(first)s – %(last)s") % {"first": first, "last": last}

    def _at(self, day: str, time: str) -> str:
        return self.form("%(day)s, %(time)s") % {"day": day, "time": time}

    def zone_name(self, event: Timed) -> str:
        """Return the offset from UTC that an event's times are in: +01."""
        moment = event.start
        return self._once(("zone", moment.utcoffset()), lambda: self._offset(moment))

    def _offset(self, moment: datetime) -> str:
        from babel.dates import get_timezone_gmt

        return get_timezone_gmt(moment, width="iso8601_short", locale=self.cldr)

    def zone_city(self, timezone: str) -> str:
        """Return the city that a zone is named after: Lisbon."""
        return self._once(("city", timezone), lambda: self._city(timezone))

    def _city(self, timezone: str) -> str:
        from babel.dates import get_timezone, get_timezone_location

        return get_timezone_location(get_timezone(timezone), locale=self.cldr, return_city=True)

    def money(self, amount: Decimal, currency: str) -> str:
        """Return an amount with its currency, with the digits that the currency has."""
        return self._once(("money", amount, currency), lambda: self._money(amount, currency))

    def _money(self, amount: Decimal, currency: str) -> str:
        from babel.numbers import format_currency

        return format_currency(amount, currency, locale=self.cldr)

    def number(self, number: int) -> str:
        """Return a number with the locale's digits and marks."""
        if 0 <= number < 1000 and self.language[:2] not in {"ar", "fa", "mr", "ne", "bn", "my"}:
            return str(number)
        from babel.numbers import format_decimal

        return self._once((number, "number"), lambda: format_decimal(number, locale=self.cldr))

    def country(self, code: str | None) -> str:
        """Return a country's name."""
        return self._once(("country", code), lambda: self._names("territories").get(code or "", code or ""))

    def language_name(self, code: str) -> str:
        """Return a language's name."""
        return self._once(("language", code), lambda: self._names("languages").get(code.replace("-", "_"), code))

    def _names(self, kind: str) -> Mapping[str, str]:
        return getattr(self.cldr, kind)


@lru_cache(maxsize=256)
def native_name(language: str) -> str:
    """Return what speakers of a language call it."""
    from babel import UnknownLocaleError

    from hubkit.kinds.cldr import own_locale

    try:
        name = own_locale(language).get_display_name() or language
    except (UnknownLocaleError, ValueError):
        return language
    return name[:1].upper() + name[1:]


def _has_words(message: str) -> bool:
    return any(letter.isalpha() for letter in _PLACE.sub("", message))


def _plural_index(language: str, number: int) -> int:
    """Return which form of a catalogue's plural goes with `number`, the forms in CLDR's order."""
    from hubkit.kinds.cldr import own_locale

    rule = own_locale(language).plural_form
    used = [form for form in ("zero", "one", "two", "few", "many", "other") if form == "other" or form in rule.tags]
    return used.index(rule(number))
