"""Building again and again in one process, which keeps in memory what a new one would have to find out."""

import time
from collections.abc import Set as AbstractSet
from datetime import datetime
from functools import partial

from msgspec.structs import replace

from hubkit.build import Progress, made, without_foreign_memory
from hubkit.build.keys import Known, what_is_known
from hubkit.edition import edition
from hubkit.ledger import LedgerInMemory
from hubkit.read.scan import Scan, scan_site
from hubkit.values import BuildReport, Options
from hubkit.write import publish
from hubkit.write.manifest import Manifest


class Warm:
    """Builds a site into a folder that nobody else writes to, and that is thrown away in the end."""

    def __init__(self, options: Options) -> None:
        self._options = without_foreign_memory(options)
        self._ledger = LedgerInMemory()
        self._scan: Scan | None = None
        self._published: Manifest | None = None
        self._edition = edition()
        self._pending: frozenset[str] | None = None
        """The hubs that changed since the last site was published; None: anything may have."""

    @property
    def files(self) -> AbstractSet[str]:
        """The files of the last site that was published."""
        return self._published.files.keys() if self._published else frozenset()

    def build(self, now: datetime, changed: AbstractSet[str] | None, progress: Progress) -> BuildReport:
        """Return how a build at `now` ended.

        `changed` are all source files that changed since the last call, relative to the site; None: any may have.
        """
        started = time.perf_counter()
        options = replace(self._options, now=now)
        hubs = _hubs_of(changed) if changed is not None else None
        self._pending = self._pending | hubs if self._pending is not None and hubs is not None else None
        place = (options.folder, options.kind_of_build(), options.site)
        with publish(*place, last=self._published, durable=False) as publication:
            scanned = partial(scan_site, options.site)
            known = self._known(self._pending) or what_is_known(options, self._ledger, publication, scanned)
            report = made(options, publication, known, progress)
            if report.published:
                self._published = publication.published_now
                self._scan, self._pending = known.scan, frozenset()
        return replace(report, seconds=time.perf_counter() - started)

    def _known(self, hubs: frozenset[str] | None) -> Known | None:
        """Return what is known where only `hubs` changed since the last site; None where more may have."""
        index = self._ledger.index()
        if hubs is None or self._scan is None or index is None:
            return None
        scan = self._scan.again(self._options.site, hubs)
        signatures = {**index.signatures, **{hub: scan.digest(hub) for hub in hubs}}
        return Known(scan, self._edition, index, self._ledger, hubs, signatures, hubs)


def _hubs_of(changed: AbstractSet[str]) -> frozenset[str] | None:
    """Return the hubs whose files changed; None where others did, or a hub may have come or gone."""
    hubs: set[str] = set()
    for path in changed:
        folder, _, rest = path.partition("/")
        hub, slash, _ = rest.partition("/")
        if folder != "hubs" or not slash or rest == f"{hub}/hub.yaml":
            return None
        hubs.add(hub)
    return frozenset(hubs)
