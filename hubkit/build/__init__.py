"""The pipeline in order: what is new is made, in one process or several; the rest is as it was. All keys are here."""

import time
from collections.abc import Callable, Generator
from contextlib import contextmanager

from msgspec.structs import replace

from hubkit.build.keys import Known, Untrusted, what_is_known
from hubkit.ledger import Ledger, LedgerFile, NoLedger
from hubkit.problems import HubkitError, Severity
from hubkit.read.git import is_tracked
from hubkit.read.scan import scan_site, scanning
from hubkit.values import MEMORY, BuildReport, Options
from hubkit.write import Publication, publish, recover

Progress = Callable[[str, int, int], None]

__all__ = ["Progress", "build"]


def build(options: Options, progress: Progress | None = None) -> BuildReport:
    """Build (or only check) the site; return what was found and done.

    A source error leaves the output as it was. Raises `HubkitError` for a misuse: a folder that is no site, an output
    folder that is not hubkit's to write.
    """
    started = time.perf_counter()
    if not options.site.is_dir():
        raise HubkitError(f"there is no folder {options.site}")
    if options.base_url:
        from hubkit.addresses import addresses

        addresses(options.base_url, "", "", None)
    options = without_foreign_memory(options)
    tell = progress or _silent
    if not options.publishes:
        report = made(options, None, Known(scan_site(options.site)), tell)
        return replace(report, seconds=time.perf_counter() - started)
    place = (options.folder, options.kind_of_build(), options.site)
    recover(options.folder)
    with scanning(options.site) as scanned, publish(*place) as publication, ledger_of(options) as ledger:
        known = what_is_known(options, ledger, publication, scanned)
        report = _as_it_was(options, known, publication) or made(options, publication, known, tell)
    return replace(report, seconds=time.perf_counter() - started)


def without_foreign_memory(options: Options) -> Options:
    """Return the options of a build that remembers nothing where git holds the memory: anybody may have changed it."""
    return replace(options, from_zero=True) if is_tracked(options.site, MEMORY) else options


@contextmanager
def ledger_of(options: Options) -> Generator[Ledger]:
    """Give what the last build of the same output folder knew; without memory, nothing."""
    if options.memory is None:
        yield NoLedger()
        return
    ledger = LedgerFile(options.memory, options.folder, options.kind_of_build())
    try:
        yield ledger
    finally:
        ledger.close()


def _silent(_stage: str, _done: int, _of: int) -> None:
    """Show no progress."""


def _as_it_was(options: Options, known: Known, publication: Publication) -> BuildReport | None:
    """Return the last report again where nothing at all is new: neither source, nor hubkit, nor what time it is."""
    if not known.is_all_as_it_was(options.now):
        return None
    report = known.renewed().report
    stops = options.strict and any(problem.severity is Severity.warning for problem in report.problems)
    return replace(report, published=not stops, unchanged=0 if stops else len(publication.last.files))


def made(options: Options, publication: Publication | None, known: Known, tell: Progress) -> BuildReport:
    """Return the report of a build that makes what is new; what is known and turns out to be lost is made again."""
    from hubkit.build.run import run

    try:
        return run(options, publication, known, tell)
    except Untrusted:
        if publication is not None:
            publication.begin_again()
        return run(options, publication, known.without_index(), tell)
