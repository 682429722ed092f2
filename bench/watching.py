"""The measuring of preview servers: from saving an event to its new page being served."""

import http.client
import socket
import statistics
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from bench.processes import CommandError, TimeLimitError, start, stop
from bench.tools import Tool
from bench.trees import seconds_used_by

_EDITS = 5
_SECONDS_BETWEEN_LOOKS = 0.004
# A server that used less than a twentieth of this time is idle: done with all that it does after it served a page.
_SECONDS_TO_BE_IDLE = 1.0


def watch(tool: Tool, site: Path, page: str, limit: float) -> list[float]:
    """Start the tool's preview server, edit the page five times, and return the seconds each new page took.

    Raises CommandError when the server ends, TimeLimitError when it or a new page does not come within `limit` seconds.
    """
    port = _free_port()
    log = site.parent / f"{site.name}.serve.log"
    command = [part.format(port=port) for part in tool.serve]
    server = start(command, site, log, tool.surroundings())
    source = tool.source_of(site, page)
    before = source.read_bytes()
    try:
        _await(server, log, port, page, "</html>", limit)
        return list(_edits(server, log, port, page, source, limit))
    finally:
        source.write_bytes(before)
        stop(server)


def _edits(
    server: subprocess.Popen[bytes], log: Path, port: int, page: str, source: Path, limit: float
) -> Iterator[float]:
    """Edit the source again and again; give the seconds until each edit is served."""
    before = source.read_bytes()
    for number in range(_EDITS):
        _await_idleness(server, limit)
        words = f"Sentence {number} was not here before."
        began = time.perf_counter()
        source.write_bytes(before + f"\n{words}\n".encode())
        _await(server, log, port, page, words, limit)
        yield time.perf_counter() - began


def _await(server: subprocess.Popen[bytes], log: Path, port: int, page: str, words: str, limit: float) -> None:
    """Return when the page is served with these words."""
    end = time.perf_counter() + limit
    while words not in _served(port, f"/{page}/"):
        if server.poll() is not None:
            raise CommandError(f"the server ended\n{log.read_text(encoding='utf-8', errors='replace')[-2000:]}")
        if time.perf_counter() > end:
            raise TimeLimitError(f"more than {limit:g} s to serve a page")
        time.sleep(_SECONDS_BETWEEN_LOOKS)


def _await_idleness(server: subprocess.Popen[bytes], limit: float) -> None:
    """Return when the server has nothing more to do, for some do not yet watch when they begin to serve."""
    end = time.perf_counter() + limit
    used = -1.0
    while (now := seconds_used_by(server.pid)) - used > _SECONDS_TO_BE_IDLE / 20 and time.perf_counter() < end:
        used = now
        time.sleep(_SECONDS_TO_BE_IDLE)


def _served(port: int, path: str) -> str:
    """Return what the server answers; nothing where it does not (yet)."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", path)
        return connection.getresponse().read().decode("utf-8", "replace")
    except (OSError, http.client.HTTPException):
        return ""
    finally:
        connection.close()


def _free_port() -> int:
    """Return a port of this machine that nobody uses."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def median(seconds: list[float]) -> float | None:
    """Return the median; None where nothing was measured."""
    return statistics.median(seconds) if seconds else None
