"""The values that flow from stage to stage: what was read, what a hub tells others, pages to write, the report."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TypeAlias

from msgspec import Struct, field

from hubkit.problems import Place, Problem, Severity

MEMORY = ".hubkit"
"""The folder in a site that holds what is remembered from build to build."""

Data: TypeAlias = "str | list[Data] | dict[str, Data] | None"
"""What a YAML file holds: every scalar is the text as typed, an empty plain scalar is None."""

DataPath: TypeAlias = tuple[str | int, ...]
"""The way to a value inside a document: `("registration", "tickets", 0, "price")`."""


class Span(Struct, frozen=True):
    """Where a key or value stands in its file: line and column from 1, length in characters on that line."""

    line: int
    column: int
    length: int


class Document(Struct, frozen=True):
    """One source file, read: its data with the place of every key and value, and the Markdown below it."""

    path: str
    """Relative to the site's folder, with forward slashes."""
    id: str
    """The file's name without its ending; of `hub.yaml`, the name of the hub's folder."""
    data: dict[str, Data]
    keys: Mapping[DataPath, Span]
    spans: Mapping[DataPath, Span]
    text: str
    """The whole file."""
    body: str = ""
    """The Markdown below the front matter; empty for a `.yaml` file."""
    body_line: int = 1
    """The line on which `body` begins."""
    translations: Mapping[str, "Document"] = field(default_factory=dict[str, "Document"])
    """By language, the files beside it that say the same in another: `walk.pt.yaml` beside `walk.yaml`."""
    complete: bool = True
    """False when a mistake of syntax ended the reading early: what seems missing may be there."""

    @property
    def written(self) -> tuple["Document", ...]:
        """The document and its translations: everything that its author wrote."""
        return (self, *self.translations.values())

    def place(self, path: DataPath = (), *, of_key: bool = False) -> Place:
        """Return where the value (or the key) at `path` stands; of something missing, where its nearest parent does."""
        spans = self.keys if of_key else self.spans
        span = spans.get(path)
        while span is None and path:
            path = path[:-1]
            span = self.keys.get(path) or self.spans.get(path)
        return Place(self.path, span.line, span.column, span.length) if span else Place(self.path)

    def problem(
        self,
        path: DataPath,
        message: str,
        hint: str = "",
        *,
        severity: Severity = Severity.error,
        of_key: bool = False,
    ) -> Problem:
        """Return a problem at the value (or the key) at `path`, with the line it stands on."""
        return self.problem_at(self.place(path, of_key=of_key), message, hint, severity)

    def problem_at(self, place: Place, message: str, hint: str = "", severity: Severity = Severity.error) -> Problem:
        """Return a problem at `place`, with the line it stands on."""
        return Problem(place, message, hint, severity, line_of(self.text, place.line))


def line_of(text: str, number: int) -> str:
    """Return line `number` (from 1) of `text` without its end, or an empty string past the last line."""
    start = 0
    for _ in range(number - 1):
        start = text.find("\n", start) + 1
        if start == 0:
            return ""
    end = text.find("\n", start)
    return text[start : len(text) if end < 0 else end].rstrip("\r")


class SourceFile(Struct, frozen=True):
    """A file of the site that is no document: a picture or a static file, at `path` below the site's folder."""

    path: str
    size: int


class Shelf(Struct, frozen=True):
    """A folder for documents of one kind: its name, what stands in it, its files' endings, ids they cannot have."""

    folder: str
    what: str
    endings: tuple[str, ...]
    reserved: frozenset[str] | None = None
    at_top: bool = False
    """Their pages stand in the hub's own folder, not in one of the shelf's name."""


class HubDocuments(Struct, frozen=True):
    """Everything in one hub's folder, read and nothing judged."""

    id: str
    hub: Document | None
    charter: Document | None
    shelves: Mapping[str, tuple[Document, ...]] = field(default_factory=dict[str, tuple[Document, ...]])
    """The documents of each folder, by its name."""
    pictures: tuple[SourceFile, ...] = ()
    problems: tuple[Problem, ...] = ()
    urls: Document | None = None
    """The record of its addresses."""

    def on(self, folder: str) -> tuple[Document, ...]:
        """Return the documents of a folder, none where there is no such folder."""
        return self.shelves.get(folder, ())


class NetworkDocuments(Struct, frozen=True):
    """Everything outside `hubs/`, and the names of the hubs."""

    network: Document | None
    charter: Document | None = None
    code_of_conduct: Document | None = None
    templates: tuple[Document, ...] = ()
    venues: tuple[Document, ...] = ()
    sponsors: tuple[Document, ...] = ()
    pages: tuple[Document, ...] = ()
    pictures: tuple[SourceFile, ...] = ()
    static: tuple[SourceFile, ...] = ()
    hub_ids: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


class FileHistory(Struct, frozen=True):
    """What git knows of the files of a site, by path: the newest commit, and the last that moved an event."""

    changed: Mapping[str, datetime] = field(default_factory=dict[str, datetime])
    rescheduled: Mapping[str, int] = field(default_factory=dict[str, int])
    """Minutes from the start of 2020 to the newest commit that changed when or where an event is (its SEQUENCE)."""


class Output(Struct, frozen=True):
    """One file of the finished site: where below the output folder, its bytes, and the source files it is made of."""

    path: str
    content: bytes
    sources: tuple[str, ...] = ()


class BuildReport(Struct, frozen=True):
    """How a build ended: what it wrote, what it found, and when the output would differ without any edit."""

    problems: tuple[Problem, ...]
    hubs: int = 0
    pages: int = 0
    written: int = 0
    unchanged: int = 0
    removed: int = 0
    seconds: float = 0.0
    next_change: datetime | None = None
    made: tuple[str, ...] = ()
    """The hubs of which something was new, so that they were read and made again."""
    output: str = ""
    published: bool = False
    kept: tuple[str, ...] = field(default=())
    """The hubs whose last good pages were kept because their source is broken."""
    left_out: tuple[str, ...] = field(default=())
    """The hubs that are broken and were never published, of which there is nothing to keep."""
    unrecorded: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    """Of hubs without errors, the pages that are not in `urls.yaml` yet; only where that was asked."""

    @property
    def is_whole(self) -> bool:
        """True when every hub is as its source says: nothing is wrong, kept as it was, or left out."""
        return not (self.has_errors or self.kept or self.left_out)

    @property
    def has_errors(self) -> bool:
        """True when the source is wrong."""
        return any(problem.severity is Severity.error for problem in self.problems)


class Options(Struct, frozen=True):
    """What a build is asked to do; `now` is an input, like everything else."""

    site: Path
    now: datetime
    output: Path | None = None
    hub: str = ""
    base_url: str = ""
    drafts: bool = False
    strict: bool = False
    without_broken: bool = False
    jobs: int = 0
    """How many processes work on hubs; 0: as many as there are processors."""
    from_zero: bool = False
    """Nothing that was made before counts, and nothing is remembered."""
    publishes: bool = True
    """False for `hubkit check`, which writes nothing."""
    records: bool = False
    """True where the report is to name the pages that are not recorded in `urls.yaml` yet."""

    @property
    def folder(self) -> Path:
        """Where the finished site goes."""
        return self.output or self.site / (f"_site-{self.hub}" if self.hub else "_site")

    @property
    def memory(self) -> Path | None:
        """The folder of what is remembered from build to build; None where nothing is."""
        return self.site / MEMORY if self.publishes and not self.from_zero else None

    def kind_of_build(self) -> dict[str, str]:
        """Return what an output folder is made with; another set must not overwrite it."""
        return {"hub": self.hub, "base_url": self.base_url, "drafts": "true" if self.drafts else ""}
