"""The site that something is added to: what is there already, and how a new file in it would be judged."""

from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from msgspec import Struct
from msgspec.structs import replace

from hubkit.check import check_hub, check_network
from hubkit.check.pictures import check_pictures
from hubkit.kinds.hub.value import Shared
from hubkit.kinds.table import HUB_SHELVES, KINDS
from hubkit.memo import Memo
from hubkit.plan.network import unknown_hubs
from hubkit.problems import HubkitError, Problem, Severity, did_you_mean
from hubkit.read.documents import document_of
from hubkit.read.files import read_hub, read_network
from hubkit.survey import theme_looks
from hubkit.times import Clock
from hubkit.values import Data, Document, FileHistory, HubDocuments, NetworkDocuments, SourceFile


class BrokenSiteError(HubkitError):
    """The network's own files have mistakes, so nothing can be added; `problems` says which."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("the network's own files have mistakes")
        self.problems = problems


class Site(Struct, frozen=True):
    """A network's folder, read as far as something new in it needs."""

    folder: Path
    documents: NetworkDocuments
    shared: Shared

    @property
    def hub_ids(self) -> tuple[str, ...]:
        """The ids of all hubs, by name."""
        return self.documents.hub_ids

    def hub(self, hub_id: str) -> HubDocuments:
        """Return everything in a hub's folder; raises `HubkitError` for a hub that is not there."""
        if hub_id not in self.hub_ids:
            near = did_you_mean(hub_id, self.hub_ids)
            hint = f'Did you mean "{near}"?' if near else "`hubkit new hub` makes one."
            raise HubkitError(f'there is no hub "{hub_id}". {hint}')
        return read_hub(self.folder, hub_id, HUB_SHELVES)

    def inherited(self, hub: HubDocuments, template: str = "") -> dict[str, Data]:
        """Return what an event of the hub need not say: the network's and hub's defaults, its template."""
        given: dict[str, Data] = {}
        for document in (self.documents.network, hub.hub):
            defaults = document.data.get("defaults") if document else None
            given |= defaults if isinstance(defaults, dict) else {}
        for document in self.documents.templates:
            given |= document.data if document.id == template else {}
        return {key: value for key, value in given.items() if value is not None}


def open_site(folder: Path) -> Site:
    """Return the network in `folder`; raises `HubkitError` for none, `BrokenSiteError` for one with mistakes."""
    if not (folder / "hubkit.yaml").is_file():
        hint = "`hubkit new network` makes a network; --into names the folder of one."
        raise HubkitError(f"there is no hubkit.yaml in {folder.resolve()}. {hint}")
    documents = read_network(folder)
    shared, problems = _network(folder, replace(documents, pictures=()))
    if shared is None:
        raise BrokenSiteError(tuple(sorted(problems, key=Problem.sort_key)))
    return Site(folder, documents, shared)


def judge(site: Site, path: str, text: str) -> list[Problem]:
    """Return the errors and warnings that `hubkit check` would find in a new file `path` with this text, by place."""
    parts = PurePosixPath(path).parts
    document, problems = document_of(path, PurePosixPath(path).stem, text.encode())
    if parts[0] == "hubs":
        problems += _in_hub(site, document, parts[1], parts[2])
    else:
        documents = replace(site.documents, pages=(), charter=None, pictures=_named(site.documents.pictures, text))
        of_network = (
            replace(documents, pages=(document,)) if parts[0] == "pages" else replace(documents, charter=document)
        )
        problems += _network(site.folder, of_network)[1]
    wrong = {each for each in problems if each.place.file == path and each.severity is not Severity.note}
    return sorted(wrong, key=Problem.sort_key)


def _network(folder: Path, documents: NetworkDocuments) -> tuple[Shared | None, list[Problem]]:
    pictures = check_pictures(folder, documents.pictures, Memo())
    return check_network(documents, pictures, FileHistory(), theme_looks(folder)[0], drafts=True)


def _in_hub(site: Site, document: Document, hub_id: str, part: str) -> list[Problem]:
    there = read_hub(site.folder, hub_id, HUB_SHELVES) if hub_id in site.hub_ids else HubDocuments(hub_id, None, None)
    members = there.on("members")
    shelves = {"members": members}
    documents = replace(there, shelves=shelves, charter=None, pictures=_named(there.pictures, document.text))
    if part == "hub.yaml":
        documents = replace(documents, hub=document)
    elif part == "charter.md":
        documents = replace(documents, charter=document)
    else:
        beside = members if part == "members" else ()
        documents = replace(documents, shelves={**shelves, part: (*beside, document)})
    memo = Memo()
    pictures = check_pictures(site.folder, documents.pictures, memo)
    of_network = check_pictures(site.folder, _named(site.documents.pictures, document.text), memo)
    shared = replace(site.shared, pictures=of_network.found)
    clock = Clock(datetime.now(UTC))
    looks, _ = theme_looks(site.folder)
    checked = check_hub(documents, shared, pictures, FileHistory(), clock, looks, KINDS, drafts=True)
    return [*checked.problems, *unknown_hubs(checked.references, site.hub_ids)]


def _named(pictures: tuple[SourceFile, ...], text: str) -> tuple[SourceFile, ...]:
    """Return the pictures that a text may name: the others need no look."""
    return tuple(picture for picture in pictures if PurePosixPath(picture.path).name in text)
