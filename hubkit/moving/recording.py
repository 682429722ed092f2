"""`urls.yaml`: the addresses of a hub written down, so that the loss of one is noticed."""

from collections.abc import Iterable
from pathlib import Path

from hubkit.moving.change import Change, apply
from hubkit.moving.sources import Edit, Source, edited, readable_source, swapped, with_entries
from hubkit.problems import HubkitError
from hubkit.values import Data

_HEAD = """\
# The addresses that this hub has published. People have them in mails, calendars and bookmarks: commit this file.
# `hubkit check --record` adds what is new, `hubkit mv` what is renamed. An address that is lost is an error.
"""


def record(site: Path, hub: str, pages: Iterable[str]) -> str:
    """Write down the `pages` of a hub beside those that are recorded already; return the path of the file."""
    path = f"hubs/{hub}/urls.yaml"
    apply(site, Change({path: recorded(site, hub, (hub,), pages)}))
    return path


def recorded(
    site: Path, hub: str, ids: Iterable[str], pages: Iterable[str], renamed: tuple[str, str] = ("", "")
) -> bytes:
    """Return the `urls.yaml` of a hub with these ids and pages beside those that it has, and its comments.

    A redirect to the first of `renamed` leads to the second then. Raises `HubkitError` where a redirect has that
    address already.
    """
    path = f"hubs/{hub}/urls.yaml"
    if not (site / path).exists():
        lines = "".join(f"  - {page}\n" for page in sorted(set(pages)))
        return f"{_HEAD}ids: [{', '.join(sorted(set(ids)))}]\n{f'pages:{chr(10)}{lines}' if lines else ''}".encode()
    source = readable_source(site, path)
    old, new = renamed
    if new and new in _redirects(source):
        raise HubkitError(f"{path} has a redirect from {new}. Take it out first.")
    wanted = {"ids": set(ids), "pages": set(pages)}
    edits: list[Edit] = []
    for key, values in wanted.items():
        edits += with_entries(source, key, values - set(map(str, source.list(key))))
    edits += [
        swapped(source, ("redirects", each), old, new) for each, to in _redirects(source).items() if old and to == old
    ]

    def is_right(data: dict[str, Data]) -> bool:
        return all(values <= set(map(str, _list(data, key))) for key, values in wanted.items())

    return edited(source, edits, is_right)


def _list(data: dict[str, Data], key: str) -> list[Data]:
    found = data.get(key)
    return found if isinstance(found, list) else []


def _redirects(source: Source) -> dict[str, Data]:
    found = source.document.data.get("redirects")
    return found if isinstance(found, dict) else {}
