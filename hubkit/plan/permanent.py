"""Addresses that stay: the pages of a hub that people keep links to, and what `urls.yaml` says of them."""

from collections.abc import Callable, Iterator

from hubkit.addresses import Addresses
from hubkit.kinds.hub.value import Hub
from hubkit.kinds.urls.model import UrlsModel
from hubkit.problems import Problem, Severity, did_you_mean
from hubkit.values import Document

NAMED = 3


def permanent_pages(hub: Hub) -> set[str]:
    """Return the pages of a hub that people keep links to, as they stand below its home, in its first language.

    A series stands for all its dates, and a page for its other languages. Lists come and go with what they list.
    """
    records = {record.path for of_kind in hub.records.values() for record in of_kind}
    return {
        *(event.path for event in hub.events),
        *(series.path for series in hub.series),
        *records,
        *(["charter/"] if hub.charter else []),
    }


def lost(
    document: Document, urls: UrlsModel, hub: Hub, addresses: Addresses, is_there: Callable[[str], bool]
) -> Iterator[Problem]:
    """Yield a problem for each recorded page that is neither there nor a redirect, and for each redirect to nothing.

    `is_there` knows the output files of the hub and its old addresses.
    """
    for index, path in enumerate(urls.pages):
        if not is_there(addresses.output(hub.id, path)) and not is_there(addresses.href(hub.id, path)):
            yield document.problem(
                ("pages", index), "people have this address, and nothing is there any more", _remedy(hub.id, path)
            )
    for old, new in urls.redirects.items():
        if not new.startswith("/") and not is_there(addresses.output(hub.id, new)):
            near = did_you_mean(new, permanent_pages(hub))
            hint = f"Did you mean {near}?" if near else "Let it lead to a page that is there, such as events/."
            yield document.problem(("redirects", old), f"there is no page {new}", hint)


def _remedy(hub: str, path: str) -> str:
    folder, _, rest = path.rstrip("/").rpartition("/")
    lists = {"events": "events/", "members": "members/"}
    elsewhere = f"Or let the address lead elsewhere: {path}: {lists.get(folder, f'/{hub}/')} below redirects:."
    if path == "charter/":
        return f"Bring hubs/{hub}/charter.md back. {elsewhere}"
    cancelled = " (with status: cancelled, if it will not happen)" if folder == "events" else ""
    return (
        f"Renamed? Write aliases: [{rest}] into its file in hubs/{hub}/{folder or 'pages'}/, as `hubkit mv` does. "
        f"Deleted? Bring the file back{cancelled}. {elsewhere}"
    )


def not_recorded(document: Document, pages: set[str]) -> list[Problem]:
    """Return a note where `pages` are published and not recorded."""
    if not pages:
        return []
    more = f" and {len(pages) - NAMED} more" if len(pages) > NAMED else ""
    message = f"not recorded yet: {', '.join(sorted(pages)[:NAMED])}{more}"
    hint = "`hubkit check --record` writes them down: then hubkit tells when one of them gets lost."
    return [document.problem(("pages",), message, hint, severity=Severity.note, of_key=True)]
