"""The site's folder becomes documents: the network's own, and hub by hub."""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from hubkit.ids import RESERVED_FOR_HUBS, id_mistake
from hubkit.problems import Place, Problem
from hubkit.read.folders import Entry, link_problem, list_folder, walk
from hubkit.read.fonts import read_fonts
from hubkit.read.names import folded, is_ignored, near_miss, translated_name
from hubkit.read.shelves import (
    NETWORK_PAGES,
    SPONSORS,
    TEMPLATES,
    VENUES,
    Findings,
    unknown,
)
from hubkit.read.static import read_static
from hubkit.values import Document, HubDocuments, NetworkDocuments, Shelf

_TEXTS_OF_HUB = frozenset({"hub.yaml", "charter.md"})
_HUB_FILES = _TEXTS_OF_HUB | {"urls.yaml"}
_NETWORK_FOLDERS = frozenset(
    {"event-templates", "venues", "sponsors", "pages", "hubs", "media", "static", "themes", "fonts"}
)
_NETWORK_FILES = frozenset({"hubkit.yaml", "charter.md", "code-of-conduct.md"})
_USUAL_IN_REPOSITORIES = frozenset({"CODE_OF_CONDUCT.md"})
_UNREAD: Mapping[str, bytes] = {}
_WHERE_IT_BELONGS = {
    ".yaml": "An event belongs into events/.",
    ".yml": "An event belongs into events/, with the ending .yaml.",
    ".md": "A page belongs into pages/, an event into events/, a person into members/.",
    ".jpg": "A picture belongs into media/.",
    ".jpeg": "A picture belongs into media/.",
    ".png": "A picture belongs into media/.",
    ".webp": "A picture belongs into media/.",
    ".gif": "A picture belongs into media/.",
}


class _Folder:
    """One folder with a known layout: gives its documents by name, and keeps what it finds.

    `mine` are the names whose links and pipes matter; others may stand beside them in a repository.
    """

    def __init__(
        self, site: Path, path: str, mine: frozenset[str] | None = None, contents: Mapping[str, bytes] = _UNREAD
    ) -> None:
        self.site = site
        self.path = path
        self.findings = Findings(contents=contents)
        listing = list_folder(site, path.rstrip("/"))
        problems = [problem for problem in listing.problems if mine is None or problem.place.file in mine]
        self.findings.problems.extend(problems)
        self.entries = {entry.name: entry for entry in listing.entries}
        self.unreadable = {problem.place.file for problem in problems}

    def document(self, name: str, document_id: str) -> Document | None:
        """Return the document in the file `name`, None where there is none."""
        entry = self.entries.get(name)
        document = self.findings.document(self.site, entry, document_id) if entry else None
        if document is None:
            return None
        stem, dot, ending = name.rpartition(".")
        beside = (each for each in self.entries.values() if each.name.endswith(dot + ending))
        return self.findings.translated(self.site, document, stem, beside)

    def shelf(self, shelf: Shelf) -> tuple[Document, ...]:
        """Return the documents of the folder `shelf`."""
        return self.findings.shelf(self.site, self.path, shelf) if self.has_folder(shelf.folder) else ()

    def media(self) -> None:
        """Keep the pictures of `media/`."""
        if self.has_folder("media"):
            self.findings.media(self.site, f"{self.path}media")

    def has_folder(self, name: str) -> bool:
        """Return whether `name` is a folder here."""
        return name in self.entries and self.entries[name].is_folder


def read_hub(
    site: Path, hub_id: str, shelves: Iterable[Shelf], contents: Mapping[str, bytes] = _UNREAD
) -> HubDocuments:
    """Return everything in the folder `hubs/<hub_id>` of the network in `site`, and every problem in it.

    `shelves` are the folders of documents that a hub can have; `contents`, by path, the bytes that were read before.
    """
    for path in ("hubs", f"hubs/{hub_id}"):
        if os.path.islink(f"{site}/{path}"):  # noqa: PTH114 - a Path per hub costs more than the question
            return HubDocuments(hub_id, None, None, problems=(link_problem(path, f"{site}/{path}"),))
    folder = _Folder(site, f"hubs/{hub_id}/", contents=contents)
    findings = folder.findings
    findings.problems.extend(_hub_problems(folder, hub_id))
    by_folder = {shelf.folder: shelf for shelf in shelves}
    folders = frozenset({*by_folder, "media"})
    for entry in folder.entries.values():
        findings.problems.extend(_unknown_in_hub(entry, folders, findings))
    folder.media()
    return HubDocuments(
        id=hub_id,
        hub=folder.document("hub.yaml", hub_id),
        charter=folder.document("charter.md", "charter"),
        urls=folder.document("urls.yaml", "urls"),
        shelves={name: folder.shelf(shelf) for name, shelf in by_folder.items()},
        pictures=tuple(sorted(findings.pictures, key=lambda picture: picture.path)),
        problems=tuple(findings.problems),
    )


def _hub_problems(folder: _Folder, hub_id: str) -> list[Problem]:
    place = Place(f"hubs/{hub_id}/hub.yaml")
    mistake = id_mistake(hub_id, "hub", RESERVED_FOR_HUBS)
    problems = [Problem(place, *mistake)] if mistake else []
    if "hub.yaml" not in folder.entries and folder.unreadable.isdisjoint({f"hubs/{hub_id}", place.file}):
        hint = f"Make one with a name and a time zone, or delete the folder hubs/{hub_id}."
        problems.append(Problem(place, "this hub has no hub.yaml", hint))
    return problems


def _unknown_in_hub(entry: Entry, folders: frozenset[str], findings: Findings) -> list[Problem]:
    if entry.name in (folders if entry.is_folder else _HUB_FILES) or _is_translation(entry, _TEXTS_OF_HUB):
        return []
    wrong_kind = _wrong_kind(entry, folders, _HUB_FILES)
    if wrong_kind or (not entry.is_folder and is_ignored(entry.name)):
        return wrong_kind
    if entry.ending in {".svg", ".svgz"} and findings.is_picture(entry):
        return []
    meant = near_miss(entry.name, folders if entry.is_folder else _HUB_FILES)
    shelves = ", ".join(f"{name}/" for name in sorted(folders - {"media"}))
    hint = _WHERE_IT_BELONGS.get(entry.ending, f"A hub holds hub.yaml, charter.md, {shelves} and media/.")
    return [unknown(entry, f"Did you mean {meant}{'/' if entry.is_folder else ''}?" if meant else hint)]


def read_network(site: Path) -> NetworkDocuments:
    """Return everything in `site` outside `hubs/`, the folders in `hubs/` by name, and every problem but theirs."""
    folder = _Folder(site, "", _NETWORK_FOLDERS | _NETWORK_FILES | {"."})
    findings = folder.findings
    for entry in folder.entries.values():
        findings.problems.extend(_slip_in_network(entry))
    if "hubkit.yaml" not in folder.entries and folder.unreadable.isdisjoint({"hubkit.yaml", "."}):
        findings.problems.extend(_no_network(site, folder))
    folder.media()
    static, static_problems = read_static(site) if folder.has_folder("static") else ((), [])
    hub_ids, hub_problems = _hub_ids(site) if folder.has_folder("hubs") else ((), [])
    if folder.has_folder("themes"):  # read by the theme's own loader, and links are refused here
        for _ in walk(site, "themes", findings.problems):
            pass
    if folder.has_folder("fonts"):
        findings.problems.extend(read_fonts(site))
    return NetworkDocuments(
        network=folder.document("hubkit.yaml", "hubkit"),
        charter=folder.document("charter.md", "charter"),
        code_of_conduct=folder.document("code-of-conduct.md", "code-of-conduct"),
        templates=folder.shelf(TEMPLATES),
        venues=folder.shelf(VENUES),
        sponsors=folder.shelf(SPONSORS),
        pages=folder.shelf(NETWORK_PAGES),
        pictures=tuple(sorted(findings.pictures, key=lambda picture: picture.path)),
        static=static,
        hub_ids=hub_ids,
        problems=(*findings.problems, *static_problems, *hub_problems),
    )


def _slip_in_network(entry: Entry) -> list[Problem]:
    known = _NETWORK_FOLDERS if entry.is_folder else _NETWORK_FILES
    if entry.name in known or entry.name in _USUAL_IN_REPOSITORIES or _is_translation(entry, known):
        return []
    meant = near_miss(entry.name, known)
    if meant:
        return [unknown(entry, f"Did you mean {meant}{'/' if entry.is_folder else ''}?")]
    return _wrong_kind(entry, _NETWORK_FOLDERS, _NETWORK_FILES)


def _is_translation(entry: Entry, files: Iterable[str]) -> bool:
    """Return whether an entry is one of these files in another language: `charter.pt.md`."""
    if entry.is_folder:
        return False
    stems = {stem for stem, _, ending in (name.rpartition(".") for name in files) if f".{ending}" == entry.ending}
    return translated_name(entry.stem, stems) != ""


def _wrong_kind(entry: Entry, folders: frozenset[str], files: frozenset[str]) -> list[Problem]:
    if entry.name in folders and not entry.is_folder:
        return [entry.problem(f"this is a file, and {entry.name}/ should be a folder", "Rename it or delete it.")]
    if entry.name in files and entry.is_folder:
        return [entry.problem("this is a folder and should be a file", "Rename it or delete it.")]
    return []


def _no_network(site: Path, folder: _Folder) -> list[Problem]:
    if any(near_miss(name, {"hubkit.yaml"}) for name, entry in folder.entries.items() if not entry.is_folder):
        return []
    message = f"there is no hubkit.yaml in {site.resolve()}"
    return [Problem(Place("hubkit.yaml"), message, "Is this the folder of a network? `hubkit new network` makes one.")]


def _hub_ids(site: Path) -> tuple[tuple[str, ...], list[Problem]]:
    listing = list_folder(site, "hubs")
    problems = list(listing.problems)
    ids: list[str] = []
    seen: dict[str, str] = {}
    for entry in listing.entries:
        if entry.is_folder:
            ids.append(entry.name)
            first = seen.setdefault(folded(entry.name), entry.name)
            if first != entry.name:
                message = (
                    f"this hub and hubs/{first} have the same name, but for capitals or the way accents are stored"
                )
                problems.append(Problem(Place(f"{entry.path}/hub.yaml"), message, "Rename one of the two folders."))
        elif not is_ignored(entry.name):
            hint = "Each hub is a folder with a hub.yaml in it."
            problems.append(unknown(entry, hint))
    return tuple(ids), problems
