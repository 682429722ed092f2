"""Rules in words: "2nd tuesday", "every other monday", "15th of every month" become RRULE values."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from msgspec import Struct

from hubkit.kinds.series.rule import EXAMPLES, WEEKDAYS, RuleFault
from hubkit.problems import did_you_mean

_DAY_NAMES = (
    ("monday", "mon", "mo"),
    ("tuesday", "tues", "tue", "tu"),
    ("wednesday", "weds", "wed", "we"),
    ("thursday", "thurs", "thur", "thu", "th"),
    ("friday", "fri", "fr"),
    ("saturday", "sat", "sa"),
    ("sunday", "sun", "su"),
)
_MONTH_NAMES = (
    ("january", "jan"),
    ("february", "feb"),
    ("march", "mar"),
    ("april", "apr"),
    ("may",),
    ("june", "jun"),
    ("july", "jul"),
    ("august", "aug"),
    ("september", "sept", "sep"),
    ("october", "oct"),
    ("november", "nov"),
    ("december", "dec"),
)
_ORDINAL_NAMES = ("first", "second", "third", "fourth", "fifth")
_NUMBER_NAMES = ("one", "two", "three", "four", "five", "six")
_UNITS = {
    "day": ("day", "days", "daily"),
    "week": ("week", "weeks", "weekly"),
    "month": ("month", "months", "monthly"),
    "year": ("year", "years", "yearly", "annually"),
    "*2 week": ("fortnight", "fortnightly"),
    "*3 month": ("quarter", "quarters", "quarterly"),
}
_FREQUENCIES = {"day": "DAILY", "week": "WEEKLY", "month": "MONTHLY", "year": "YEARLY"}
_EITHER = {
    "biweekly": "every 2 weeks on monday, or monday and thursday",
    "bimonthly": "every 2 months on the 1st friday, or 1st and 3rd friday",
    "biannually": "every 2 years, or every 6 months",
    "semimonthly": "1st and 15th of the month",
}
_OTHER_FIELDS = {
    "at": "The time of day goes into start: 18:30.",
    "from": "The first day goes into from: 2026-12-05.",
    "starting": "The first day goes into from: 2026-12-05.",
    "until": "The last day goes into until: 2027-06-30.",
    "till": "The last day goes into until: 2027-06-30.",
    "except": "Days without it go into except: [2026-12-25].",
}
_DAYS_OF_MONTH = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_SILENT = ("on", "the", "in", "of", "a", "an", "once")
_AND = ("and", ",", "&", "+")


def _vocabulary() -> Mapping[str, str]:
    """Return the sign of each word: MO a weekday, ~2 a month, #2 "second", =2 "two"; else day, week, month, year."""
    signs = {name: sign for names, sign in zip(_DAY_NAMES, WEEKDAYS, strict=True) for name in names}
    signs |= {f"{name}s": sign for name, sign in signs.items() if len(name) > 2}
    signs |= {name: f"~{month}" for month, names in enumerate(_MONTH_NAMES, 1) for name in names}
    signs |= {name: f"#{number}" for number, name in enumerate(_ORDINAL_NAMES, 1)} | {"last": "#-1"}
    signs |= {name: f"={number}" for number, name in enumerate(_NUMBER_NAMES, 1)}
    signs |= {name: sign for sign, names in _UNITS.items() for name in names}
    signs |= {"weekday": "workdays", "weekdays": "workdays", "weekend": "weekend", "weekends": "weekend"}
    signs |= {"each": "every", "every": "every", "other": "other", "to": "to", "through": "to"}
    signs |= dict.fromkeys(_AND, "and") | dict.fromkeys(_SILENT, "")
    return MappingProxyType(signs)


_SIGNS = _vocabulary()
_GROUPS = {"workdays": WEEKDAYS[:5], "weekend": WEEKDAYS[5:]}
_DAY = rf"(?:{'|'.join(WEEKDAYS)})"
_STEP = r"(?:=(\d+) )?(?:\*(\d+) )?(day|week|month|year) "
_COUNTED = rf"(?:(?:#-?\d+ )+{_DAY} )+"


class _Step(Struct, frozen=True):
    """How often a rule steps, as far as its words say: `every 2 weeks`."""

    unit: str = ""
    interval: int = 1


def rule_of(words: str) -> str:
    """Return the RRULE value that the words mean; raises `RuleFault` where they are unknown or ambiguous."""
    signs = _signs(words)
    step, signs = _step(signs)
    months, signs = _months(signs)
    days = signs.replace("every ", "")
    if not days:
        return _plain(step, months, words)
    if re.fullmatch(rf"(?:{_DAY} )+|(?:workdays|weekend) ", days):
        return _weekly(step, months, days, words)
    if re.fullmatch(_COUNTED, days) or re.fullmatch(r"#-?\d+ workdays ", days):
        return _counted(step, months, days)
    if re.fullmatch(r"(?:#-?\d+ )+", days):
        return _month_days(step, months, days)
    raise _unclear(words, days)


def _signs(words: str) -> str:
    text = re.sub(r"\b(bi|semi)[- ](?=\w)", r"\1", words.lower())
    signs = [_sign(token) for token in re.findall(r"[^\W_]+|[^\w\s]|_", text)]
    line = " ".join(sign for sign in signs if sign) + " "
    line = re.sub(r"#(\d) (?:to )?#-1 ", r"#-\1 ", line)
    line = re.sub(rf"({_DAY}) to ({_DAY}) ", _range, line)
    if "to " in line:
        raise RuleFault(
            "a range works for days of the week only", f"Write every day that is meant. For instance: {EXAMPLES}."
        )
    line = line.replace("and ", "")
    return re.sub(
        r"(~\d+) =(\d+) |=(\d+) (~\d+) ", lambda found: f"#{found[2] or found[3]} {found[1] or found[4]} ", line
    )


def _sign(token: str) -> str:
    ordinal = re.fullmatch(r"([0-9]{1,2})(?:st|nd|rd|th)", token)
    if ordinal:
        return f"#{int(ordinal[1])}"
    if re.fullmatch(r"[0-9]{1,2}", token):
        return f"={int(token)}"
    if token in {"-", "–"}:
        return "to"
    if token in _SIGNS:
        return _SIGNS[token]
    if token in _EITHER:
        raise RuleFault(f'"{token}" can mean two things', f"Write {_EITHER[token]}.")
    if token in _OTHER_FIELDS:
        raise RuleFault(f'"{token}" does not belong into the rule', _OTHER_FIELDS[token])
    near = did_you_mean(token, sorted(word for word in _SIGNS if len(word) > 3))
    mean = f"Did you mean {near}? " if near else ""
    raise RuleFault(f'"{token}" is not understood in a rule', f"{mean}Write for instance: {EXAMPLES}.")


def _range(found: re.Match[str]) -> str:
    first, last = WEEKDAYS.index(found[1]), WEEKDAYS.index(found[2])
    length = (last - first) % 7 + 1
    return "".join(f"{WEEKDAYS[(first + number) % 7]} " for number in range(length))


def _step(line: str) -> tuple[_Step, str]:
    line = re.sub(r"(?<!every )((?:#-?\d+ )+)day (?!every day)", r"\1", line)
    line = re.sub(r"every (#\d+ )day (?=(?:every )?month )", r"\1", line)
    line = re.sub(rf"other (?={_DAY} )", "=2 week ", line)
    line = re.sub(r"other (?=\*|day |week |month |year )", "=2 ", line)
    line = re.sub(r"every #([2-9]|\d\d) (?=\*|day |week |month |year )", r"=\1 ", line)
    step = _Step()
    for number, factor, unit in re.findall(_STEP, line):
        interval = int(number or 1) * int(factor or 1)
        if interval == 0:
            raise RuleFault(f"every 0 {unit}s is never", "Write a number from 1.")
        if step.unit and unit != step.unit and {unit, step.unit} != {"month", "year"}:
            raise RuleFault(
                f"this rule speaks of a {step.unit} and of a {unit}", f"Write one rule, such as {EXAMPLES}."
            )
        step = _Step("year" if "year" in {unit, step.unit} else unit, step.interval * interval)
    return step, re.sub(_STEP, "", line)


def _months(line: str) -> tuple[list[int], str]:
    found = re.findall(r"(?:~\d+ )+", line)
    if len(found) > 1:
        raise RuleFault("these are two rules in one", "Write one day and its months: 1st friday of march and october.")
    months = sorted({int(number) for number in re.findall(r"~(\d+)", line)})
    return months, re.sub(r"~\d+ ", "", line)


def _plain(step: _Step, months: list[int], words: str) -> str:
    if not step.unit or months:
        raise _unclear(words, "")
    return f"FREQ={_FREQUENCIES[step.unit]};INTERVAL={step.interval}"


def _weekly(step: _Step, months: list[int], signs: str, words: str) -> str:
    days = _days(signs)
    if step.unit == "day":
        raise _unclear(words, signs)
    if step.unit not in {"", "week"}:
        raise RuleFault(
            "this rule does not say which one of the month", "Count it: 1st friday, last friday; or every friday."
        )
    rule = f"FREQ=WEEKLY;INTERVAL={step.interval};BYDAY={','.join(day for day in WEEKDAYS if day in days)}"
    return rule + (f";BYMONTH={_joined(months)}" if months else "")


def _counted(step: _Step, months: list[int], signs: str) -> str:
    counted: list[tuple[int, str]] = []
    position = ""
    for numbers, day in re.findall(r"((?:#-?\d+ )+)(\w+) ", signs):
        for number in (int(text) for text in re.findall(r"-?\d+", numbers)):
            if not 1 <= abs(number) <= 5:
                raise RuleFault(f"no month has a {_nth(number)} one of that day", "Write 1st to 5th, or last.")
            counted.append((number, day))
            if day in _GROUPS:
                position = f";BYSETPOS={number}"
    if position:
        return f"{_monthly(step, months)};BYDAY={','.join(_days(signs))}{position}"
    counted.sort(key=lambda pair: (pair[0] < 0, pair[0], WEEKDAYS.index(pair[1])))
    return f"{_monthly(step, months)};BYDAY={','.join(f'{number}{day}' for number, day in counted)}"


def _month_days(step: _Step, months: list[int], signs: str) -> str:
    days = sorted({int(text) for text in re.findall(r"-?\d+", signs)}, key=lambda day: (day < 0, day))
    longest = max(_DAYS_OF_MONTH[month - 1] for month in months or [1])
    for day in days:
        if not 1 <= abs(day) <= longest:
            raise RuleFault(
                f"there is no {_nth(day)} in these months", f"Write 1st to {_nth(longest)}, or last day of the month."
            )
    return f"{_monthly(step, months)};BYMONTHDAY={_joined(days)}"


def _monthly(step: _Step, months: list[int]) -> str:
    if step.unit not in {"", "month", "year"} or (step.unit == "month" and months):
        raise RuleFault(f"a day of the month does not go with every {step.unit}", f"Write for instance: {EXAMPLES}.")
    if step.unit == "year" and not months:
        raise RuleFault("this rule does not say in which month", "Write it: every year on the 1st friday of march.")
    if months:
        return f"FREQ=YEARLY;INTERVAL={step.interval};BYMONTH={_joined(months)}"
    return f"FREQ=MONTHLY;INTERVAL={step.interval}"


def _days(signs: str) -> list[str]:
    days: list[str] = []
    for sign in signs.split():
        days += _GROUPS.get(sign, (sign,) if sign in WEEKDAYS else ())
    return days


def _joined(numbers: list[int]) -> str:
    return ",".join(map(str, numbers))


def _nth(number: int) -> str:
    if number < 0:
        return "last" if number == -1 else f"{_nth(-number)} last"
    ending = "th" if 10 < number % 100 < 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _unclear(words: str, signs: str) -> RuleFault:
    shown = " ".join(words.split())
    number = re.match(rf"=(\d+) {_DAY} ", signs)
    if number:
        day = _DAY_NAMES[WEEKDAYS.index(signs.split()[1])][0]
        return RuleFault(
            f'"{shown}" can mean two things',
            f"Write {_nth(int(number[1]))} {day}, or every {number[1]} weeks on {day}.",
        )
    if re.match(rf"{_COUNTED}{_DAY} ", signs):
        return RuleFault(
            f'"{shown}" can mean two things', "Write the number before each day: 1st monday and 1st thursday."
        )
    return RuleFault(f'"{shown}" is not a rule that hubkit understands', f"Write for instance: {EXAMPLES}.")
