"""Pages that were published and are gone: nothing published should be, so each is named, with what to do."""

import re
from collections.abc import Callable, Iterable, Iterator

from hubkit.addresses import Addresses
from hubkit.plan.moves import Move, moved_from_there
from hubkit.problems import Place, Problem, Severity

NAMED = 5
# Not the lists of a year, nor what is to share and to print, which goes when their event is over.
_LASTING = re.compile(
    r"(?:(?P<hub>[a-z0-9-]+)/)?(?:events/(?!\d{4}/|.+/(?:share|poster)/index)|members/).+/index\.html"
)


def vanished(
    before: Iterable[str], is_there: Callable[[str], bool], moves: Iterable[Move], addresses: Addresses
) -> Iterator[Problem]:
    """Return a warning for each hub whose event or member pages were published before and now lead nowhere."""
    leads_on = moved_from_there(moves)
    gone: dict[str, list[str]] = {}
    for path in before:
        match = _LASTING.fullmatch(path)
        link = addresses.base + path.removesuffix("index.html")
        if match and not is_there(path) and not leads_on(link):
            gone.setdefault(match["hub"] or addresses.alone, []).append(link)
    for hub, links in sorted(gone.items()):
        more = f" and {len(links) - NAMED} more" if len(links) > NAMED else ""
        yield Problem(
            Place(f"hubs/{hub}/hub.yaml"),
            f"published before, and gone now: {', '.join(sorted(links)[:NAMED])}{more}",
            "Keep the file, with status: cancelled if it will not happen; or let its id stand under aliases: of what "
            "takes its place. People have this link.",
            Severity.warning,
        )
