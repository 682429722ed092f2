"""What is known from the last build, and what of it still holds: by files, by time, by hubkit and by the output."""

from collections.abc import Callable, Mapping
from datetime import datetime
from hashlib import blake2b
from pathlib import Path
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from hubkit.edition import edition
from hubkit.ledger import NETWORK, Index, Ledger, NoLedger, Seal
from hubkit.packed import unpack
from hubkit.read.scan import SHARED, Scan, read_content
from hubkit.values import Options
from hubkit.write import CatalogFile, Damage, FunctionFiles, Publication


class Untrusted(Exception):  # noqa: N818 - nobody's error: all is made again
    """The ledger lacks something that its index promises: all of it is made again."""


class Known(Struct, frozen=True):
    """What the sources are now, and what the last build knew of them."""

    scan: Scan
    edition: str = ""
    index: Index | None = None
    ledger: Ledger = field(default_factory=NoLedger)
    changed: frozenset[str] = frozenset()
    """The groups of sources whose names or bytes are new."""
    signatures: Mapping[str, bytes] = field(default_factory=dict[str, bytes])
    """A digest of the signatures of each group."""
    touched: frozenset[str] = frozenset()
    """The groups whose signatures are new, or could not be sure."""
    damage: Damage = field(default_factory=Damage)
    """The published files that somebody removed or changed since."""
    catalog_is_whole: bool = True
    """The functions' catalogue is as the last build wrote it, if it wrote one."""

    def is_all_as_it_was(self, now: datetime) -> bool:
        """Return whether a build at `now` would end as the last did, and find nothing to write."""
        index = self.index
        return (
            index is not None
            and not self.changed
            and index.report.is_whole
            and index.head == self.scan.head
            and index.signatures.keys() == self.scan.groups.keys()
            and all(line.holds_at(now) for line in index.lines.values())
            and self.catalog_is_whole
            and not self.damage.paths
        )

    def renewed(self) -> Index:
        """Return the index with today's signatures, and keep it where they are other than those that are kept."""
        if self.index is None:
            raise Untrusted
        if not self.touched:
            return self.index
        index = replace(self.index, signatures=self.signatures, unsure=self.scan.unsure)
        self.ledger.keep(index, {}, (), anew=False)
        return index

    def without_index(self) -> "Known":
        """Return what is known where the last build counts for nothing."""
        return replace(self, index=None)

    @property
    def shared_is_as_it_was(self) -> bool:
        """Whether neither the shared files nor the history is new."""
        return self.index is not None and SHARED not in self.changed and self.index.head == self.scan.head

    def is_hub_as_it_was(self, hub: str, now: datetime) -> bool:
        """Return whether a hub's own files are those of its line, which still holds, and its output is untouched."""
        line = self.index.lines.get(hub) if self.index else None
        return line is not None and hub not in self.changed and line.holds_at(now) and not self.is_damaged(hub)

    def is_damaged(self, hub: str) -> bool:
        """Return whether a file of a hub is damaged; of shared assets nobody knows whose they are."""
        return hub in self.damage.folders or "assets" in self.damage.folders

    def shared_digest(self, site: Path) -> bytes:
        """Return a digest of the names and bytes of the shared files, read again only where they may be new."""
        line = self.index.lines.get(NETWORK) if self.index else None
        if line is not None and SHARED not in self.changed:
            return line.source
        return read_content(site, SHARED, self.scan.signatures(SHARED)).digest

    def details(self, name: str, kind: type) -> Any:
        """Return what the ledger holds under `name`; `Untrusted` where it is not there."""
        return _trusted(self.ledger.details(name), kind)

    @staticmethod
    def unpacked(content: bytes, kind: type) -> Any:
        """Return what is packed in details; `Untrusted` where that is something else."""
        try:
            return _trusted(unpack(content), kind)
        except ValueError as fault:
            raise Untrusted from fault


def _trusted(found: Any, kind: type) -> Any:
    if not isinstance(found, kind):
        raise Untrusted
    return found


def what_is_known(options: Options, ledger: Ledger, publication: Publication, scanned: Callable[[], Scan]) -> Known:
    """Return what the last build knew that can be trusted, beside a scan of today's sources, which this waits for."""
    this = edition()
    index = ledger.index()
    is_trusted = index is not None and index.edition == this and index.manifest == publication.last.digest()
    damage = publication.damage() if is_trusted else Damage()
    scan = scanned()
    signatures = {group: scan.digest(group) for group in scan.groups}
    if index is None or not is_trusted:
        return Known(scan, this, None, ledger, signatures=signatures)
    touched = frozenset(
        name for name, each in signatures.items() if name in index.unsure or index.signatures.get(name) != each
    )
    changed = frozenset(group for group in touched if not _has_same_bytes(index, options.site, scan, group))
    is_whole = is_sealed(CatalogFile(options.folder), index.catalog) and (
        index.catalog is None or FunctionFiles(options.folder).are_there()
    )
    return Known(scan, this, index, ledger, changed, signatures, touched, damage, is_whole)


def is_sealed(file: CatalogFile, seal: Seal | None) -> bool:
    """Return whether the catalogue is as it was written; only where the disk says otherwise its bytes are read."""
    return seal is None or file.signature() == seal.signature or content_digest(file.content()) == seal.content


def content_digest(content: bytes) -> bytes:
    """Return 16 bytes that tell a catalogue from any other."""
    return blake2b(content, digest_size=16).digest()


def _has_same_bytes(index: Index, site: Path, scan: Scan, group: str) -> bool:
    line = index.lines.get(NETWORK if group == SHARED else group)
    return line is not None and read_content(site, group, scan.signatures(group)).digest == line.source
