"""What Babel knows of each locale, in a copy of our own."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache, lru_cache
from operator import attrgetter
from typing import Any

from babel import Locale
from babel.dates import DateTimeFormat, DateTimePattern, match_skeleton, parse_pattern
from babel.localedata import LocaleDataDict, load

_STYLES = frozenset({"full", "long", "medium", "short"})


class OwnLocale(Locale):
    """A locale whose data is its own.

    Babel's locales share what they inherit, and the first that resolves an inherited alias writes its result there:
    with Babel 2.18, Chinese before Portuguese makes Portuguese months Chinese. A page must not depend on the pages
    made before it.
    """

    @property
    def _data(self) -> LocaleDataDict:
        return _own_data(str(self))


class _OwnData(dict[Any, Any]):
    """The data of a locale, each part of it copied when it is first asked for: pages need few."""

    def __init__(self, shared: Mapping[Any, Any]) -> None:
        super().__init__()
        self._shared = shared

    def __missing__(self, part: Any) -> Any:
        """Return a copy of a part."""
        copied = self[part] = _copied(self._shared[part])
        return copied


def _copied(part: Any) -> Any:
    """Return a part with its own dictionaries, which are all that Babel ever writes to."""
    return {key: _copied(value) for key, value in part.items()} if isinstance(part, dict) else part  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]


@cache
def _own_data(name: str) -> LocaleDataDict:
    return LocaleDataDict(_OwnData(load(name)))


@lru_cache(maxsize=256)
def own_locale(name: str) -> OwnLocale:
    """Return the locale `name`, `pt` or `pt_PT` or `pt-PT`; raises as `Locale.parse` does where there is none."""
    found = Locale.parse(name.replace("-", "_"))
    return OwnLocale(found.language, found.territory, found.script, found.variant, found.modifier)


class DayPattern(dict[date, str]):
    """What dates are by a CLDR pattern in one locale; each is said once, as is each year, month and weekday in it."""

    def __init__(self, pattern: DateTimePattern, locale: OwnLocale) -> None:
        super().__init__()
        self._form = str(pattern.format)
        self._fields: list[str] = re.findall(r"%\((\w+)\)s", self._form)
        self._locale = locale
        names_month = any(field in _NAMED_MONTHS for field in self._fields)
        first = _FIRST_OF_MONTH.get(locale.language, "") if names_month else ""
        self._parts: dict[tuple[str, int], str] = {("d", 1): first} if first else {}

    def __missing__(self, day: date) -> str:
        """Return a date as Babel says it, and the first of a month as the language has it."""
        said = self[day] = self._form % {field: self._part(field, day) for field in self._fields}
        return said

    def _part(self, field: str, day: date) -> str:
        number = _NUMBERS.get(field[0], date.toordinal)(day)
        part = self._parts.get((field, number))
        if part is None:
            part = self._parts[field, number] = DateTimeFormat(day, self._locale)[field]
        return part


_NUMBERS: dict[str, Callable[[date], int]] = {
    "y": attrgetter("year"),
    "M": attrgetter("month"),
    "L": attrgetter("month"),
    "d": attrgetter("day"),
    "E": date.weekday,
    "c": date.weekday,
}
"""What the value of a field depends on, by its letter; any other may depend on the whole date."""
_NAMED_MONTHS = frozenset({"MMM", "MMMM", "LLL", "LLLL"})
_FIRST_OF_MONTH = {"fr": "1er"}
"""How the first of a month is written before its name, where that is an ordinal, which no pattern of CLDR can say."""


@cache
def day_pattern(locale: str, pattern: str) -> DayPattern:
    """Return a CLDR style of dates (full, long, medium, short), or a pattern, in a locale."""
    own = own_locale(locale)
    return DayPattern(parse_pattern(own.date_formats[pattern] if pattern in _STYLES else pattern), own)


@cache
def skeleton_pattern(locale: str, skeleton: str) -> DayPattern:
    """Return the pattern that a locale has for a CLDR skeleton, or for the one that is nearest to it."""
    own = own_locale(locale)
    known = own.datetime_skeletons
    return DayPattern(parse_pattern(known[skeleton if skeleton in known else match_skeleton(skeleton, known)]), own)
