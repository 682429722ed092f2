"""Old addresses: each alias becomes a redirect, and none may stand where a page or another redirect is."""

import re
from collections.abc import Callable, Iterable, Iterator

from msgspec import Struct

from hubkit.addresses import Addresses
from hubkit.kinds.hub.value import Hub, Shared
from hubkit.kinds.route import File
from hubkit.problems import Place, Problem
from hubkit.values import line_of


class Move(Struct, frozen=True):
    """An old address and the new one, as `_redirects` writes them, and where it is said."""

    old: str
    new: str
    page: str
    """The output file that a page at the old address would have; empty where that was looked into before."""
    source: str
    written: str
    """What the source says: the alias, or the earlier id."""
    calendar: str = ""
    """The file below both addresses that moves along: an event's calendar."""


def hub_moves(hub: Hub, addresses: Addresses) -> Iterator[Move]:
    """Yield the old addresses of a hub and of its events and pages, each with the new one."""
    home = hub.languages[0]

    def moves(
        before: str, old: str, new: str, source: str, written: str, *, all_below: bool = False, calendar: str = ""
    ) -> Iterator[Move]:
        for language in hub.languages:
            prefix = "" if language == home else f"{language}/"
            was, becomes = addresses.href(before, prefix + old), addresses.href(hub.id, prefix + new)
            page = addresses.output(before, prefix + old)
            yield Move(was + "*" * all_below, becomes + ":splat" * all_below, page, source, written, calendar)

    if not addresses.alone:
        for alias in hub.fields.aliases:
            was, becomes = addresses.href(alias, ""), addresses.href(hub.id, "")
            yield Move(f"{was}*", f"{becomes}:splat", "", hub.source, alias)
    repeating = {series.id for series in hub.series}
    for event in (*hub.events, *(series.first for series in hub.series)):
        below = event.id in repeating
        calendar = "" if below else "event.ics"
        for alias in event.fields.aliases:
            yield from moves(
                hub.id, f"events/{alias}/", event.path, event.source, alias, all_below=below, calendar=calendar
            )
        before, _, name = (event.fields.moved_from or "").partition(".")
        if name and (before == hub.id or not addresses.alone):
            old = f"events/{name}/"
            written = f"{before}.{name}"
            yield from moves(before, old, event.path, event.source, written, all_below=below, calendar=calendar)
    for record in (each for of_kind in hub.records.values() for each in of_kind):
        folder = record.path.removesuffix(f"{record.id}/")
        for alias in getattr(record.fields, "aliases", ()):
            yield from moves(hub.id, f"{folder}{alias}/", record.path, record.source, alias)
    for old, new in (hub.urls.redirects if hub.urls else {}).items():
        source = f"hubs/{hub.id}/urls.yaml"
        if new.startswith("/"):
            was, page = addresses.href(hub.id, old), addresses.output(hub.id, old)
            yield Move(was, addresses.external(new), page, source, old)
        else:
            yield from moves(hub.id, old, new, source, old)


def network_moves(shared: Shared, addresses: Addresses, prefixes: Iterable[str]) -> Iterator[Move]:
    """Yield the old addresses of the network's own pages, in each language (`prefixes`), each with the new one."""
    own = (*shared.pages, *((shared.code_of_conduct,) if shared.code_of_conduct else ()))
    for prefix in prefixes:
        for page in own:
            for alias in page.fields.aliases:
                was, becomes = addresses.href("", f"{prefix}{alias}/"), addresses.href("", prefix + page.path)
                yield Move(was, becomes, addresses.output("", f"{prefix}{alias}/"), page.source, alias)


def moved_from_there(moves: Iterable[Move]) -> Callable[[str], bool]:
    """Return what tells whether a link is an old address that leads to a new one."""
    old = [move.old for move in moves]
    exact = {each for each in old if not each.endswith("*")}
    below = tuple(each[:-1] for each in old if each.endswith("*"))
    return lambda link: link in exact or (bool(below) and link.startswith(below))


def kept_moves(rules: str, home: str) -> Iterator[Move]:
    """Yield the redirects to pages below `home` that the `_redirects` of the last build holds."""
    for line in rules.splitlines():
        old, _, rest = line.partition(" ")
        new = rest.removesuffix(" 301")
        if new.startswith(home):
            yield Move(old, new, "", "", "")


def clashing_moves(
    moves: Iterable[Move], is_there: Callable[[str], bool], read: Callable[[str], str]
) -> Iterator[Problem]:
    """Yield a problem for each old address that is the address of a page, or leads to two; `read` gives a source."""
    taken: dict[str, Move] = {}
    for move in moves:
        first = taken.setdefault(move.old, move)
        address = move.old.removesuffix("*")
        if move.page and is_there(move.page):
            message = f"the old address {address} is that of a page that is there"
            yield _problem(move, message, f"Take {move.written} out, or give that page another id.", read)
        elif first.new != move.new:
            others = f"{first.source} and {move.source}"
            yield _problem(move, f"the old address {address} would lead to two pages: {others}", "Keep one.", read)


def _problem(move: Move, message: str, hint: str, read: Callable[[str], str]) -> Problem:
    text = read(move.source)
    said = re.search(
        rf"^(?:aliases|moved_from|redirects):(?:.*\n)*?.*?(?<![\w-]){re.escape(move.written)}(?![\w-])",
        text,
        re.MULTILINE,
    )
    if not said:
        return Problem(Place(move.source), message, hint)
    start = said.end() - len(move.written)
    line = text.count("\n", 0, start) + 1
    column = start - (text.rfind("\n", 0, start) + 1) + 1
    return Problem(Place(move.source, line, column, len(move.written)), message, hint, excerpt=line_of(text, line))


def redirects(moves: Iterable[Move], source: str) -> File:
    """Return `_redirects`: one rule for each old address, those for all that lies below one at the end."""
    rules: dict[str, str] = {}
    for move in moves:
        rules[move.old] = move.new
        if move.calendar:
            rules[move.old + move.calendar] = move.new + move.calendar
    ordered = sorted(rules.items(), key=lambda rule: (rule[0].endswith("*"), rule))
    return File("", "_redirects", "".join(f"{old} {new} 301\n" for old, new in ordered).encode(), (source,))
