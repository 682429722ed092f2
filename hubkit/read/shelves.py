"""The folders that hold documents of one kind, and those that hold pictures: every file in them has its use."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from hubkit.ids import RESERVED_FOR_HUBS, id_mistake
from hubkit.problems import Problem
from hubkit.read.documents import read_document
from hubkit.read.folders import Entry, list_folder, walk
from hubkit.read.names import is_ignored, name_mistake, translated_name
from hubkit.values import Document, Shelf, SourceFile

PICTURES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".gif"})
_ALMOST_MARKDOWN = frozenset({".markdown", ".mdown", ".mdx", ".txt", ".md"})
_ALMOST_YAML = frozenset({".yml", ".yaml", ".json"})


NETWORK_PAGES = Shelf("pages", "page", (".md",), RESERVED_FOR_HUBS)
TEMPLATES = Shelf("event-templates", "template", (".yaml",))
VENUES = Shelf("venues", "venue", (".yaml",))
SPONSORS = Shelf("sponsors", "sponsor", (".yaml",))


class Findings(Struct):
    """What is found on the way through some folders."""

    pictures: list[SourceFile] = field(default_factory=list[SourceFile])
    problems: list[Problem] = field(default_factory=list[Problem])
    contents: Mapping[str, bytes] = field(default_factory=dict[str, bytes])
    """The bytes of documents that were read before, by path."""

    def document(self, site: Path, entry: Entry, document_id: str) -> Document | None:
        """Return the document in the file `entry`, and keep its problems."""
        if entry.is_folder:
            self.problems.append(entry.problem("this is a folder and should be a file", "Rename or delete it."))
            return None
        document, problems = read_document(site, entry.path, document_id, self.contents.get(entry.path))
        self.problems.extend(problems)
        return document

    def shelf(self, site: Path, parent: str, shelf: Shelf) -> tuple[Document, ...]:
        """Return the documents of one folder below `parent`, by file name; pictures beside them are kept."""
        documents: list[Document] = []
        translations: list[Entry] = []
        seen: dict[str, str] = {}
        listing = list_folder(site, f"{parent}{shelf.folder}")
        self.problems.extend(listing.problems)
        ids = {entry.stem for entry in listing.entries}
        for entry in listing.entries:
            if entry.is_folder or not entry.name.endswith(shelf.endings):
                self.other(entry, shelf)
            elif translated_name(entry.stem, ids):
                translations.append(entry)
            elif not is_ignored(entry.name):
                self.check_id(entry, entry.stem, shelf, seen)
                document = self.document(site, entry, entry.stem)
                documents.extend([document] if document else [])
        return tuple(self.translated(site, each, each.id, translations) for each in documents)

    def translated(self, site: Path, document: Document, stem: str, beside: Iterable[Entry]) -> Document:
        """Return the document in the file `stem` with those files `beside` it that say the same in other languages."""
        found: dict[str, Document] = {}
        for entry in beside:
            language = translated_name(entry.stem, (stem,))
            if not language or entry.is_folder:
                continue
            if language in found:
                self.problems.append(
                    entry.problem(f"{found[language].path} is this text in {language}, too", "Keep one of them.")
                )
            elif translation := self.document(site, entry, document.id):
                found[language] = translation
        return replace(document, translations=found) if found else document

    def check_id(self, entry: Entry, document_id: str, shelf: Shelf, seen: dict[str, str]) -> None:
        """Keep a problem where the name of a document cannot be its id, or another has it."""
        mistake = id_mistake(document_id, shelf.what, shelf.reserved)
        of = document_id.partition(".")[0]
        if mistake and translated_name(document_id, (of,)):
            hint = f"Write {of}{entry.ending} first, in the hub's first language."
            self.problems.append(entry.problem(f"there is no {shelf.what} {of} that this could translate", hint))
        elif mistake:
            self.problems.append(entry.problem(*mistake))
        first = seen.setdefault(document_id, entry.path)
        if first != entry.path:
            message = f'this {shelf.what} and {first} have the same id, "{document_id}"'
            self.problems.append(entry.problem(message, "Rename one of them, or delete it."))

    def other(self, entry: Entry, shelf: Shelf) -> None:
        """Take an entry of a shelf that is no document: a picture, or a problem."""
        if entry.is_folder:
            hint = f"Put documents into {shelf.folder}/ itself, and pictures into media/."
            self.problems.append(entry.problem(f"folders inside {shelf.folder}/ are not read", hint))
        elif not is_ignored(entry.name) and not self.is_picture(entry):
            self.problems.append(unknown(entry, _ending_hint(entry, shelf)))

    def media(self, site: Path, path: str) -> None:
        """Keep every picture below the folder `path`, and a problem for everything else."""
        for entry in walk(site, path, self.problems):
            if not is_ignored(entry.name) and not self.is_picture(entry):
                self.problems.append(unknown(entry, "Only pictures belong here: JPEG, PNG, WebP or GIF."))

    def is_picture(self, entry: Entry) -> bool:
        """Return whether `entry` is a picture, and keep it; one that is refused counts, with its problem."""
        if entry.ending in {".svg", ".svgz"}:
            self.problems.append(entry.problem("SVG is refused: it can carry scripts", "Export it as PNG."))
            return True
        if entry.ending not in PICTURES:
            return False
        mistake = name_mistake(entry.name)
        if mistake:
            self.problems.append(entry.problem(f"this picture cannot be published: {mistake}", "Rename it."))
        else:
            self.pictures.append(SourceFile(entry.path, entry.size))
        return True


def unknown(entry: Entry, hint: str) -> Problem:
    """Return the problem of a file or folder that nothing is made of, so that no page fails to appear unsaid."""
    what = "folder" if entry.is_folder else "file"
    return entry.problem(f"hubkit does not know what to do with this {what}", hint)


def _ending_hint(entry: Entry, shelf: Shelf) -> str:
    article = "An" if shelf.what[0] in "aeiou" else "A"
    if ".md" in shelf.endings and entry.ending in _ALMOST_MARKDOWN:
        return f"{article} {shelf.what} is a Markdown file: rename it to {entry.stem}.md."
    if ".yaml" in shelf.endings and entry.ending in _ALMOST_YAML:
        return f"{article} {shelf.what} is a YAML file: rename it to {entry.stem}.yaml."
    right = shelf.endings[0]
    kind = "Markdown" if right == ".md" else "YAML"
    if entry.ending in _ALMOST_YAML | _ALMOST_MARKDOWN:
        return f"{article} {shelf.what} is a {kind} file: rename it to {entry.stem}{right}."
    return f"{shelf.folder}/ holds {' and '.join(f'*{ending}' for ending in shelf.endings)} files and pictures."
