"""RRULE values of RFC 5545: what hubkit takes, in one normal form, with or without a last day."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from hubkit.problems import did_you_mean

EXAMPLES = "every friday, 2nd tuesday, last saturday, every 2 weeks on monday"
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
_ORDER = (
    "FREQ",
    "INTERVAL",
    "COUNT",
    "UNTIL",
    "BYMONTH",
    "BYWEEKNO",
    "BYYEARDAY",
    "BYMONTHDAY",
    "BYDAY",
    "BYSETPOS",
    "WKST",
)
_CLOCK_PARTS = frozenset({"BYHOUR", "BYMINUTE", "BYSECOND"})
_HIGHEST = {"BYMONTH": 12, "BYWEEKNO": 53, "BYYEARDAY": 366, "BYMONTHDAY": 31, "BYSETPOS": 366}
_UNTIL = re.compile(r"\d{8}(T\d{6}Z?)?")
_BYDAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
_LAST_MOMENT = time(23, 59, 59)


class RuleFault(Exception):  # noqa: N818 - a person's mistake, no error of the program
    """A rule that hubkit does not take: why, and what to write instead."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


def parse_rule(words: str) -> str:
    """Return the RRULE value of a rule in words, such as `2nd tuesday`; raises `RuleFault`."""
    from hubkit.kinds.series.words import rule_of

    return check_rrule(rule_of(words))


def check_rrule(text: str) -> str:
    """Return an RRULE value in its normal form (RFC 5545 section 3.3.10), without `RRULE:`; raises `RuleFault`."""
    value = re.sub(r"\s+", "", text).upper().removeprefix("RRULE:")
    if "DTSTART" in value:
        raise RuleFault("a rule holds no DTSTART", "Write the first day in from: and the time of day in start:.")
    parts: dict[str, str] = {}
    for part in value.rstrip(";").split(";"):
        key, equals, content = part.partition("=")
        if not equals or not content:
            raise RuleFault(
                f'"{part}" is no part of an RRULE', "Write NAME=value, with ; between: FREQ=MONTHLY;BYDAY=2TU."
            )
        if key in parts:
            raise RuleFault(f"{key} stands twice in this rule", "Write it once, with its values apart by commas.")
        parts[key] = _checked(key, content)
    _check_together(parts)
    if parts.get("INTERVAL") == "1":
        del parts["INTERVAL"]
    return ";".join(f"{key}={parts[key]}" for key in _ORDER if key in parts)


def with_until(rule: str, day: date) -> str:
    """Return a checked rule that ends with `day`; raises `RuleFault` where it says already when it ends."""
    if "UNTIL=" in rule or "COUNT=" in rule:
        raise RuleFault("this series says twice when it ends", "Keep until:, and take COUNT or UNTIL out of the rule.")
    return check_rrule(f"{rule};UNTIL={day:%Y%m%d}")


def part_of(rule: str, key: str) -> str:
    """Return the value of one part of a checked rule, empty where it has none."""
    return next((part[len(key) + 1 :] for part in rule.split(";") if part.startswith(f"{key}=")), "")


def without(rule: str, *keys: str) -> str:
    """Return a checked rule without some of its parts."""
    return ";".join(part for part in rule.split(";") if part.partition("=")[0] not in keys)


def last_moment(rule: str, zone: ZoneInfo) -> datetime | None:
    """Return the last local time that the rule's UNTIL allows, without a zone; of a date alone, the end of that day."""
    until = part_of(rule, "UNTIL")
    if not until:
        return None
    if "T" not in until:
        return datetime.combine(_parsed(until, "%Y%m%d").date(), _LAST_MOMENT)
    if not until.endswith("Z"):
        return _parsed(until, "%Y%m%dT%H%M%S")
    return _parsed(until, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None)


def _parsed(text: str, form: str) -> datetime:
    return datetime.strptime(text, form)  # noqa: DTZ007 - a local time, which has its zone elsewhere


def _checked(key: str, value: str) -> str:
    if key in _CLOCK_PARTS:
        raise RuleFault(f"a rule gives days, and {key} gives a time of day", "Write the time of day in start: 18:30.")
    if key not in _ORDER:
        near = did_you_mean(key, _ORDER)
        mean = f"Did you mean {near}? " if near else ""
        raise RuleFault(f"{key} is no part of an RRULE", f"{mean}The parts are {', '.join(_ORDER)}.")
    check = _CHECKS.get(key)
    return check(value) if check else _numbers(key, value, _HIGHEST[key])


def _frequency(value: str) -> str:
    if value in FREQUENCIES:
        return value
    if value in {"HOURLY", "MINUTELY", "SECONDLY"}:
        raise RuleFault(f"an event cannot repeat {value.lower()}", "A series happens at most once a day: FREQ=DAILY.")
    near = did_you_mean(value, FREQUENCIES)
    mean = f"Did you mean {near}? " if near else ""
    raise RuleFault(f"FREQ={value} is not known", f"{mean}Write FREQ=DAILY, WEEKLY, MONTHLY or YEARLY.")


def _amount(key: str, highest: int) -> Callable[[str], str]:
    def check(value: str) -> str:
        if not value.isascii() or not value.isdigit() or len(value) > 4 or not 1 <= int(value) <= highest:
            raise RuleFault(f"{key}={value} makes no series", f"Write a number from 1 to {highest}.")
        return str(int(value))

    return check


def _until(value: str) -> str:
    forms = {8: "%Y%m%d", 15: "%Y%m%dT%H%M%S", 16: "%Y%m%dT%H%M%SZ"}
    try:
        if _UNTIL.fullmatch(value):
            _parsed(value, forms[len(value)])
            return value
    except ValueError:
        pass
    raise RuleFault(f"UNTIL={value} is no date", "Write the last day in until: 2027-06-30, or UNTIL=20270630 here.")


def _weekdays(value: str) -> str:
    days: list[str] = []
    for day in value.split(","):
        match = _BYDAY.fullmatch(day)
        number = int(match[1] or 0) if match else 99
        if match is None or (match[1] and number == 0) or abs(number) > 53:
            raise RuleFault(f"BYDAY={day} is no day of the week", "Write MO, TU, WE, TH, FR, SA or SU; 2TU; -1SA.")
        days.append(f"{number or ''}{match[2]}")
    return ",".join(dict.fromkeys(days))


def _first_of_week(value: str) -> str:
    if value not in WEEKDAYS:
        raise RuleFault(f"WKST={value} is no day of the week", "Write MO or SU.")
    return value


def _numbers(key: str, value: str, highest: int) -> str:
    numbers: list[int] = []
    for text in value.split(","):
        lowest = 1 if key == "BYMONTH" else -highest
        if not re.fullmatch(r"[+-]?[0-9]{1,3}", text) or int(text) == 0 or not lowest <= int(text) <= highest:
            raise RuleFault(f"{key}={text} is not possible", f"Write numbers from 1 to {highest}, with commas between.")
        numbers.append(int(text))
    return ",".join(str(number) for number in dict.fromkeys(numbers))


_CHECKS: dict[str, Callable[[str], str]] = {
    "FREQ": _frequency,
    "INTERVAL": _amount("INTERVAL", 999),
    "COUNT": _amount("COUNT", 9999),
    "UNTIL": _until,
    "BYDAY": _weekdays,
    "WKST": _first_of_week,
}


def _check_together(parts: dict[str, str]) -> None:
    frequency = parts.get("FREQ")
    if frequency is None:
        raise RuleFault("this rule does not say how often", "Begin with FREQ=: FREQ=MONTHLY;BYDAY=2TU.")
    if "COUNT" in parts and "UNTIL" in parts:
        raise RuleFault("COUNT and UNTIL cannot stand in one rule", "Keep one of them.")
    wrong = {
        "BYWEEKNO": frequency != "YEARLY",
        "BYYEARDAY": frequency != "YEARLY",
        "BYMONTHDAY": frequency == "WEEKLY",
        "BYSETPOS": not any(key.startswith("BY") and key != "BYSETPOS" for key in parts),
    }
    for key in parts:
        if wrong.get(key):
            raise RuleFault(
                f"{key} does not go with the rest of this rule", "RFC 5545, 3.3.10 says what goes together."
            )
    counted = [abs(int(number)) for number in re.findall(r"\d+", parts.get("BYDAY", ""))]
    if frequency == "MONTHLY" and max(counted, default=0) > 5:
        raise RuleFault(
            f"no month has the day of BYDAY={parts['BYDAY']}", "Write 1 to 5 before the day, or -1: 2TU, -1SA."
        )
    if counted and (frequency in {"DAILY", "WEEKLY"} or "BYWEEKNO" in parts):
        raise RuleFault(
            f"BYDAY={parts['BYDAY']} counts days, which goes with FREQ=MONTHLY or FREQ=YEARLY only",
            "Write FREQ=MONTHLY, or the day of the week without a number.",
        )
