"""Rules said aloud: an RRULE value becomes a sentence in the language of the page."""

from datetime import date

from hubkit.kinds.event.value import Series
from hubkit.kinds.phrase import Phrase, phrase
from hubkit.kinds.series.rule import WEEKDAYS, part_of
from hubkit.kinds.words import Words

_WORKDAYS = list(WEEKDAYS[:5])
_WORKDAY = len(WEEKDAYS)
"""The place of "weekday" in the text that says how ordinals agree."""
# "Every 1 …" is a text of its own beside the plural forms: not every language has a form for 1 alone.


def spoken_series(series: Series, words: Words) -> Phrase:
    """Return how often a series happens: its rule as a sentence, else its author's words, which are English."""
    spoken = words if words.interface_language == words.language else Words("en", "en", "en_150")
    marked = "" if spoken is words else "en"
    said = spoken_rule(series.rule, spoken)
    return phrase(said, marked) if said else phrase(series.words, "" if words.language.startswith("en") else "en")


def spoken_rule(rule: str, words: Words) -> str:
    """Return a checked RRULE value as a sentence: Every Friday; 1st and 3rd Sunday of the month.

    Empty for what cannot be said in so few words. When the rule begins and ends is not said.
    """
    sentence = {"DAILY": _daily, "WEEKLY": _weekly, "MONTHLY": _monthly, "YEARLY": _yearly}[part_of(rule, "FREQ")]
    said = "" if part_of(rule, "BYWEEKNO") or part_of(rule, "BYYEARDAY") else sentence(rule, words)
    return said[:1].upper() + said[1:]


def _daily(rule: str, words: Words) -> str:
    if "BY" in rule:
        return ""
    count = _interval(rule)
    every = words.plural_form("Every %(count)s day", "Every %(count)s days", count)
    return words("Every day") if count == 1 else every % {"count": words.number(count)}


def _weekly(rule: str, words: Words) -> str:
    days = _values(rule, "BYDAY")
    if part_of(rule, "BYSETPOS"):
        return ""
    said = _weekly_on(_interval(rule), days, words)
    months = _months(rule, words)
    return words("%(rule)s in %(months)s", rule=said, months=months) if months else said


def _weekly_on(count: int, days: list[str], words: Words) -> str:
    if not days:
        every = words.plural_form("Every %(count)s week", "Every %(count)s weeks", count)
        return words("Every week") if count == 1 else every % {"count": words.number(count)}
    if count == 1 and sorted(days) == sorted(_WORKDAYS):
        return words("Every weekday")
    names = _all_of([_weekday(day, words) for day in days], words)
    if count == 1:
        return words("Every %(days)s", days=names)
    if count == 2 and len(days) == 1:
        return words("Every other %(day)s", day=names)
    every = words.plural_form("Every %(count)s week on %(days)s", "Every %(count)s weeks on %(days)s", count)
    return every % {"count": words.number(count), "days": names}


def _monthly(rule: str, words: Words) -> str:
    if part_of(rule, "BYMONTH"):
        return _yearly(rule, words) if _interval(rule) == 1 else ""
    count, days = _interval(rule), _days_of_month(rule, words)
    if not ("BYDAY=" in rule or "BYMONTHDAY=" in rule):
        every = words.plural_form("Every %(count)s month", "Every %(count)s months", count)
        return words("Every month") if count == 1 else every % {"count": words.number(count)}
    if not days:
        return ""
    if count == 1:
        return words("%(days)s of the month", days=days)
    every = words.plural_form("%(days)s, every %(count)s month", "%(days)s, every %(count)s months", count)
    return every % {"count": words.number(count), "days": days}


def _yearly(rule: str, words: Words) -> str:
    count = _interval(rule)
    if "BY" not in rule:
        every = words.plural_form("Every %(count)s year", "Every %(count)s years", count)
        return words("Every year") if count == 1 else every % {"count": words.number(count)}
    days = _of_months(rule, words)
    if not days:
        return ""
    if count == 1:
        return words("%(days)s, every year", days=days)
    every = words.plural_form("%(days)s, every %(count)s year", "%(days)s, every %(count)s years", count)
    return every % {"count": words.number(count), "days": days}


def _of_months(rule: str, words: Words) -> str:
    months, month_days = _values(rule, "BYMONTH"), [int(number) for number in _values(rule, "BYMONTHDAY")]
    days = _days_of_month(rule, words)
    if not days or not months:
        return ""
    if month_days and min(month_days) > 0:
        if len(months) == len(month_days) == 1:
            # A leap year has every day that a rule can name.
            return words.skeleton(date(2024, int(months[0]), month_days[0]), "MMMMd")
        return words("on %(days)s of %(months)s", days=days, months=_months(rule, words))
    return words("%(days)s of %(months)s", days=days, months=_months(rule, words))


def _days_of_month(rule: str, words: Words) -> str:
    """Return the days of a month that a rule names; empty where it has none, or cannot be said."""
    weekdays, month_days, position = _values(rule, "BYDAY"), _values(rule, "BYMONTHDAY"), part_of(rule, "BYSETPOS")
    if weekdays and month_days:
        return ""
    if position:
        is_workday = weekdays == _WORKDAYS and _which(position, _WORKDAY, words)
        return _counted([position], _WORKDAY, words) if is_workday else ""
    if month_days:
        said = [_month_day(int(number), words) for number in month_days]
        return _all_of(said, words) if all(said) else ""
    by_day: dict[int, list[str]] = {}
    for day in weekdays:
        by_day.setdefault(WEEKDAYS.index(day[-2:]), []).append(day[:-2])
    if not all(_which(number, day, words) for day, numbers in by_day.items() for number in numbers):
        return ""
    return _all_of([_counted(numbers, day, words) for day, numbers in by_day.items()], words)


def _counted(numbers: list[str], day: int, words: Words) -> str:
    which = _all_of([_which(number, day, words) for number in numbers], words)
    name = words("weekday") if day == _WORKDAY else _weekday(WEEKDAYS[day], words)
    return words("%(which)s %(weekday)s", which=which, weekday=name)


def _which(number: str, day: int, words: Words) -> str:
    """Return the ordinal for the number before a day of BYDAY, as it agrees with that day; empty where there is none.

    Its catalogue may give alternatives, such as `primeiro|primeira`.
    """
    # Translators: "1st" to "2nd to last" may be alternatives with | between (primeiro|primeira). This text has a digit
    # for Monday to Sunday, then one for "weekday": which alternative stands with it, 0 for the first.
    agreement = words.form("00000000")[day : day + 1]
    alternatives = {
        "1": words.form("1st"),
        "2": words.form("2nd"),
        "3": words.form("3rd"),
        "4": words.form("4th"),
        "5": words.form("5th"),
        "-1": words.form("last"),
        "-2": words.form("2nd to last"),
    }
    said = alternatives.get(number, "").split("|")
    return said[min(int(agreement) if agreement.isdecimal() else 0, len(said) - 1)]


def _month_day(number: int, words: Words) -> str:
    if number == -1:
        return words("last day")
    if number == 1:
        return words("day 1")
    return words("day %(number)s", number=words.number(number)) if number > 0 else ""


def _months(rule: str, words: Words) -> str:
    from babel.dates import get_month_names

    names = get_month_names("wide", "stand-alone", words.cldr)
    return _all_of([names[int(number)] for number in _values(rule, "BYMONTH")], words)


def _weekday(day: str, words: Words) -> str:
    from babel.dates import get_day_names

    return get_day_names("wide", "format", words.cldr)[WEEKDAYS.index(day)]


def _all_of(names: list[str], words: Words) -> str:
    """Return "a, b and c" in the language of the page."""
    if len(names) < 2:
        return "".join(names)
    said = names[0]
    for name in names[1:-1]:
        said = words("%(first)s, %(second)s", first=said, second=name)
    return words("%(first)s and %(second)s", first=said, second=names[-1])


def _values(rule: str, key: str) -> list[str]:
    return [value for value in part_of(rule, key).split(",") if value]


def _interval(rule: str) -> int:
    return int(part_of(rule, "INTERVAL") or 1)
