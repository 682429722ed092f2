"""Rules said aloud: an RRULE value becomes a sentence in the language of the page."""

from datetime import date

from hubkit.kinds.event.value import Series
from hubkit.kinds.phrase import Phrase, phrase
from hubkit.kinds.series.rule import WEEKDAYS, part_of
from hubkit.kinds.words import Words

_WORKDAYS = list(WEEKDAYS[:5])


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
    return words("Every day") if count == 1 else words("Every %(count)s days", count=words.number(count))


def _weekly(rule: str, words: Words) -> str:
    days = _values(rule, "BYDAY")
    if part_of(rule, "BYSETPOS"):
        return ""
    said = _weekly_on(_interval(rule), days, words)
    months = _months(rule, words)
    return words("%(rule)s in %(months)s", rule=said, months=months) if months else said


def _weekly_on(count: int, days: list[str], words: Words) -> str:
    if not days:
        return words("Every week") if count == 1 else words("Every %(count)s weeks", count=words.number(count))
    if count == 1 and sorted(days) == sorted(_WORKDAYS):
        return words("Every weekday")
    names = _all_of([_weekday(day, words) for day in days], words)
    if count == 1:
        return words("Every %(days)s", days=names)
    if count == 2:
        return words("Every 2 weeks on %(days)s", days=names)
    return words("Every %(count)s weeks on %(days)s", count=words.number(count), days=names)


def _monthly(rule: str, words: Words) -> str:
    if part_of(rule, "BYMONTH"):
        return _yearly(rule, words) if _interval(rule) == 1 else ""
    count, days = _interval(rule), _days_of_month(rule, words)
    if not ("BYDAY=" in rule or "BYMONTHDAY=" in rule):
        return words("Every month") if count == 1 else words("Every %(count)s months", count=words.number(count))
    if not days:
        return ""
    if count == 1:
        return words("%(days)s of the month", days=days)
    return words("%(days)s, every %(count)s months", days=days, count=words.number(count))


def _yearly(rule: str, words: Words) -> str:
    count = _interval(rule)
    if "BY" not in rule:
        return words("Every year") if count == 1 else words("Every %(count)s years", count=words.number(count))
    days = _of_months(rule, words)
    if not days:
        return ""
    if count == 1:
        return words("%(days)s, every year", days=days)
    return words("%(days)s, every %(count)s years", days=days, count=words.number(count))


def _of_months(rule: str, words: Words) -> str:
    months, month_days = _values(rule, "BYMONTH"), _values(rule, "BYMONTHDAY")
    days = _days_of_month(rule, words)
    if not days or not months:
        return ""
    if len(months) == len(month_days) == 1 and int(month_days[0]) > 0:
        # A leap year has every day that a rule can name.
        return words.skeleton(date(2024, int(months[0]), int(month_days[0])), "MMMMd")
    return words("%(days)s of %(months)s", days=days, months=_months(rule, words))


def _days_of_month(rule: str, words: Words) -> str:
    """Return the days of a month that a rule names; empty where it has none, or cannot be said."""
    weekdays, month_days, position = _values(rule, "BYDAY"), _values(rule, "BYMONTHDAY"), part_of(rule, "BYSETPOS")
    if weekdays and month_days:
        return ""
    if position:
        is_workday = weekdays == _WORKDAYS and _which(position, words)
        return _counted([position], words("weekday"), words) if is_workday else ""
    if month_days:
        said = [_month_day(int(number), words) for number in month_days]
        return _all_of(said, words) if all(said) else ""
    if not all(_which(day[:-2], words) for day in weekdays):
        return ""
    by_day: dict[str, list[str]] = {}
    for day in weekdays:
        by_day.setdefault(day[-2:], []).append(day[:-2])
    return _all_of([_counted(numbers, _weekday(day, words), words) for day, numbers in by_day.items()], words)


def _counted(numbers: list[str], weekday: str, words: Words) -> str:
    which = _all_of([_which(number, words) for number in numbers], words)
    return words("%(which)s %(weekday)s", which=which, weekday=weekday)


def _which(number: str, words: Words) -> str:
    """Return the ordinal for the number before a day of BYDAY; empty where there is none."""
    return {
        "1": words("1st"),
        "2": words("2nd"),
        "3": words("3rd"),
        "4": words("4th"),
        "5": words("5th"),
        "-1": words("last"),
        "-2": words("2nd to last"),
    }.get(number, "")


def _month_day(number: int, words: Words) -> str:
    if number == -1:
        return words("last day")
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
