"""`hubkit due`: whether the published site would look different by now, so that a scheduled job builds only then."""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from hubkit import __version__
from hubkit.cli.building import Instant
from hubkit.problems import HubkitError, printable

_NOT_YET = 3
_SECONDS = 30
_MOST_BYTES = 64 << 20


class _UnknownError(Exception):
    """Nothing is known of the site's next change; the text says why."""


@click.command("due")
@click.argument("where", metavar="[SITE|URL|FILE]", default=".")
@click.option("--now", type=Instant(), help="The instant that counts as the present. Default: the clock.")
def command(where: str, now: datetime | None) -> None:
    """Say whether it is time to build the site again: with 0 if so, with 3 if not yet.

    The answer stands in the hubs.json that was published last. It is asked for at the url of the network in the folder
    SITE, at URL, or in FILE. Whatever does not clearly say "not yet" counts as time to build: a site that cannot be
    reached, or none yet.

    \b
    Examples:
      hubkit due
      hubkit due https://example.org/
      hubkit due _site/hubs.json && hubkit build
    """
    try:
        is_due, reason = verdict(_content(where), now or datetime.now(UTC))
    except _UnknownError as unknown:
        is_due, reason = True, str(unknown)
    click.echo(f"{'Due' if is_due else 'Not due'}: {printable(reason)}")
    sys.exit(0 if is_due else _NOT_YET)


def verdict(content: bytes, now: datetime) -> tuple[bool, str]:
    """Return whether a site with this `hubs.json` would differ at `now`, and why; what cannot be read counts as due."""
    try:
        moment = _next_change(content)
    except (ValueError, TypeError, LookupError, RecursionError, OverflowError):
        return True, "the hubs.json that is there does not say when the site changes next."
    if moment is None:
        return False, "nothing in the site changes by itself."
    shown = f"{moment:%Y-%m-%d %H:%M} UTC"
    if moment <= now:
        return True, f"the site looks different since {shown}."
    return False, f"the site changes by itself next at {shown}."


def _next_change(content: bytes) -> datetime | None:
    written = json.loads(content)["next_change"]
    if written is None:
        return None
    moment = datetime.fromisoformat(written)
    if moment.tzinfo is None:
        raise ValueError(written)
    return moment.astimezone(UTC)


def _content(where: str) -> bytes:
    """Return the `hubs.json` that is meant."""
    if "://" in where:
        return _fetched(where)
    path = Path(where)
    if (path / "hubkit.yaml").is_file():
        return _fetched(_address(path / "hubkit.yaml"))
    file = path / "hubs.json" if path.is_dir() else path
    try:
        return file.read_bytes()
    except FileNotFoundError:
        raise _UnknownError(f"there is no {file} yet.") from None
    except OSError as error:
        raise _UnknownError(f"{file} could not be read: {error.strerror}.") from None


def _address(settings: Path) -> str:
    from hubkit.starters.workflow import url_of

    return url_of(settings)


def _fetched(url: str) -> bytes:
    """Return what is at `url`, or in the `hubs.json` below it."""
    from http.client import HTTPException
    from urllib.error import HTTPError, URLError
    from urllib.request import Request, urlopen

    if not url.lower().startswith(("https://", "http://")):
        raise HubkitError(f'"{url}" is no address of a site. Write https://example.org/')
    address = url if url.endswith(".json") else f"{url.rstrip('/')}/hubs.json"
    asked = {"User-Agent": f"hubkit/{__version__}", "Cache-Control": "no-cache"}
    try:
        with urlopen(Request(address, headers=asked), timeout=_SECONDS) as answer:  # noqa: S310 - http or https alone
            content: bytes = answer.read(_MOST_BYTES)
    except HTTPError as error:
        raise _UnknownError(f"{address} answered {error.code}.") from None
    except (URLError, HTTPException, OSError, ValueError) as error:
        reason = error.reason if isinstance(error, URLError) else error
        raise _UnknownError(f"{address} could not be read: {reason}.") from None
    return content
