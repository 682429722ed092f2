"""Lists of RSVPs as files: written so that no spreadsheet takes a name for a formula, and read back strictly."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import cast, get_args

import msgspec
from msgspec import Struct

from hubkit.webhooks.catalog import Catalog
from hubkit.webhooks.forms import BLANK_LETTERS, Fault, asked_rsvp
from hubkit.webhooks.pages import Home, Setting, refusal_of
from hubkit.webhooks.rows import person
from hubkit.webhooks.standing import seats_of
from hubkit.webhooks.store import Answer, Rsvp, Seats, State, Wish
from hubkit.webhooks.texts import Words, words_in

COLUMNS = ("event", "number", "state", "name", "email", "party_size", "language", "made", "changed")
MOST_BYTES = 5_000_000
_NEEDED = ("event", "name", "email")
_NUMBER = re.compile(r"[0-9]{0,18}", re.ASCII)
_NO_ROOM = "for them; raise its capacity, build, and try again"
_BEGINNINGS = frozenset("=+-@\N{MINUS SIGN}")
_CONTROLS = frozenset("\t\r\n\0")
_INVISIBLE = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Me", "Mn", "Zl", "Zp", "Zs"})
_BLANK = BLANK_LETTERS | {"\N{BRAILLE PATTERN BLANK}"}


class Mistake(Struct, frozen=True):
    """What is wrong with a line of a file; names nobody."""

    line: int
    text: str


class Listed(Struct, frozen=True):
    """An RSVP of a file that was read."""

    line: int
    number: int
    """Its place in the order of the file it comes from."""
    state: State | None
    """What the file says it was; None where it says nothing."""
    wish: Wish
    seats: Seats

    @property
    def is_over(self) -> bool:
        """Whether there is nothing to take in: it was cancelled, or never confirmed."""
        return self.state in {"cancelled", "pending"}


def is_formula(text: str) -> bool:
    """Return whether a spreadsheet could take a text for a formula, whatever invisible stands before it.

    That is one that begins with = + - @, in any width, a tab, or an end of line (OWASP ASVS 1.2.10, CWE-1236).
    """
    for character in text:
        if character in _CONTROLS:
            return True
        is_seen = unicodedata.category(character) not in _INVISIBLE and character not in _BLANK
        if is_seen and character != "'":
            return unicodedata.normalize("NFKC", character)[0] in _BEGINNINGS
    return False


def neutralised(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula: with an apostrophe before it where it could be one."""
    return f"'{text}" if is_formula(text) else text


def restored(cell: str) -> str:
    """Return the text of which `neutralised` made a cell."""
    return cell[1:] if cell.startswith("'") and is_formula(cell) else cell


def _record(rsvp: Rsvp) -> dict[str, str | int]:
    return {
        "event": rsvp.event,
        "number": rsvp.number,
        "state": rsvp.state,
        "name": rsvp.name,
        "email": rsvp.email,
        "party_size": rsvp.party_size,
        "language": rsvp.language,
        "made": rsvp.made.isoformat(),
        "changed": rsvp.changed.isoformat(),
    }


def csv_of(rsvps: Iterable[Rsvp]) -> bytes:
    """Return RSVPs as CSV, as `table_of` does."""
    return table_of(COLUMNS, map(_record, rsvps))


def table_of(columns: Iterable[str], records: Iterable[Mapping[str, str | int]]) -> bytes:
    """Return records as CSV (RFC 4180) in UTF-8 with a BOM, which spreadsheets ask for.

    Every cell is quoted, and none is a formula.
    """
    text = io.StringIO(newline="")
    lines = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    lines.writerow(columns)
    for record in records:
        lines.writerow(neutralised(each) if isinstance(each, str) else each for each in record.values())
    return text.getvalue().encode("utf-8-sig")


def json_of(rsvps: Iterable[Rsvp]) -> bytes:
    """Return RSVPs as a JSON array of objects with the fields that `csv_of` has as columns."""
    return json_array(map(_record, rsvps))


def json_array(records: Iterable[Mapping[str, object]]) -> bytes:
    """Return records as a JSON array of objects, for people to read, too."""
    return msgspec.json.format(msgspec.json.encode(list(records)), indent=2) + b"\n"


def read_list(content: bytes, catalog: Catalog) -> tuple[tuple[Listed, ...], tuple[Mistake, ...]]:
    """Return the RSVPs of a CSV as `csv_of` writes it, in the order in which to take them in, and all mistakes.

    Those who wait come last, in order. Of the columns, event, name and email are needed. Semicolons and tabs, as
    spreadsheets write them, part cells as well as commas.
    """
    if len(content) > MOST_BYTES:
        return (), (Mistake(1, f"the file has more than {MOST_BYTES // 1_000_000} MB; divide it"),)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        return (), (Mistake(content[: fault.start].count(b"\n") + 1, "this is not UTF-8; save it as CSV UTF-8"),)
    listed: list[Listed] = []
    mistakes: list[Mistake] = []
    for found in _records(text):
        one = [found] if isinstance(found, Mistake) else _listed(*found, catalog)
        if isinstance(one, Listed):
            listed.append(one)
        else:
            mistakes += one
    listed.sort(key=lambda each: (each.state == "waiting", each.number))
    return tuple(listed), tuple(sorted([*mistakes, *_twice(listed)], key=lambda each: each.line))


def _records(text: str) -> Iterator[tuple[int, dict[str, str]] | Mistake]:
    """Yield the lines below the head as (line, cells by column), or what is wrong with them; empty ones are nothing."""
    head = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=head.count), strict=True)
    line = 1
    try:
        columns = [cell.strip().lower() for cell in next(reader, list[str]())]
        wrong = _wrong_columns(columns)
        if wrong:
            yield Mistake(1, wrong)
            return
        line = reader.line_num + 1
        for cells in reader:
            if any(cells) and len(cells) == len(columns):
                yield line, {name: restored(cell) for name, cell in zip(columns, cells, strict=True)}
            elif any(cells):
                yield Mistake(line, f"this line has {len(cells)} cells, the first line has {len(columns)}")
            line = reader.line_num + 1
    except csv.Error as fault:
        yield Mistake(line, f"this is not CSV ({fault})")


def _wrong_columns(columns: list[str]) -> str:
    missing = [name for name in _NEEDED if name not in columns]
    if missing:
        return f"the first line must name the columns; missing: {', '.join(missing)}"
    if len(set(columns)) != len(columns):
        return "a column stands twice"
    if not set(columns) <= set(COLUMNS):
        place = next(index for index, name in enumerate(columns, 1) if name not in COLUMNS)
        return f"column {place} is none that is kept; remove it. Those that are: {', '.join(COLUMNS)}"
    return ""


def _listed(line: int, cells: Mapping[str, str], catalog: Catalog) -> Listed | list[Mistake]:
    """Return the RSVP of a line, or all that is wrong with it."""
    name = cells["event"].strip()
    event = catalog.events.get(name)
    if event is None or event.mode != "rsvp":
        return [Mistake(line, "event: the catalogue has no such event that takes RSVPs; it may be over")]
    sent = {key: cells[key] for key in ("name", "email", "party_size") if cells.get(key)}
    asked, faults = asked_rsvp({"event": name, **sent}, "form")
    texts = [*_said(faults), *_wrong_state(cells), *_wrong_number(cells)]
    if texts:
        return [Mistake(line, text) for text in texts]
    language = words_in(cells.get("language", "").strip(), catalog.hubs[event.hub].name, {}).language
    wish = Wish(name, asked.name, asked.email, asked.party_size, language, needs_confirmation=False)
    state = cast("State", cells.get("state", "").strip()) or None
    return Listed(line, int(cells.get("number", "").strip() or line), state, wish, seats_of(name, event))


def _said(faults: Iterable[Fault]) -> list[str]:
    """Return what the functions say of fields, in English, with their names."""
    english = Setting(Home({}, {}), Words("en", {}))
    return [f"{field}: {text}" for field, text in refusal_of(english, "invalid", tuple(faults)).faults.items()]


def _wrong_state(cells: Mapping[str, str]) -> list[str]:
    known = get_args(State)
    return [] if cells.get("state", "").strip() in {"", *known} else [f"state: write one of {', '.join(known)}"]


def _wrong_number(cells: Mapping[str, str]) -> list[str]:
    return [] if _NUMBER.fullmatch(cells.get("number", "").strip()) else ["number: write a whole number, or nothing"]


def _twice(listed: Iterable[Listed]) -> Iterator[Mistake]:
    """Yield those that stand in a file more than once for the same event, but for what is over."""
    first: dict[tuple[str, str], int] = {}
    for each in sorted(listed, key=lambda each: each.line):
        if not each.is_over:
            line = first.setdefault((each.wish.event, person(each.wish.email)), each.line)
            if line != each.line:
                yield Mistake(each.line, f"email: the same person for the same event as in line {line}")


def refusals(listed: Iterable[Listed], answers: Iterable[Answer]) -> tuple[Mistake, ...]:
    """Return for which RSVPs of a file an event has no room: neither seat nor list, or no seat where they had one."""
    return tuple(
        Mistake(
            each.line, f"{each.wish.event} has no {'place' if answer.outcome == 'full' else 'seat'} left {_NO_ROOM}"
        )
        for each, answer in zip(listed, answers, strict=True)
        if answer.outcome == "full" or _lost_its_seat(each, answer)
    )


def _lost_its_seat(each: Listed, answer: Answer) -> bool:
    is_waiting = answer.outcome == "new" and answer.rsvp is not None and answer.rsvp.state == "waiting"
    return each.state == "confirmed" and is_waiting
