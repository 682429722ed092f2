"""Every picture of a folder, made fit to publish, or a problem at its path."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from msgspec import Struct, field

from hubkit.kinds.picture import VERSION, PictureFault, PublishedPicture, publishable
from hubkit.memo import Memo
from hubkit.problems import Place, Problem
from hubkit.values import SourceFile


class Pictures(Struct, frozen=True):
    """The pictures of a hub or of the network, by the path they were read from."""

    published: Mapping[str, PublishedPicture] = field(default_factory=dict[str, PublishedPicture])
    problems: tuple[Problem, ...] = ()


def check_pictures(site: Path, files: Iterable[SourceFile], memo: Memo) -> Pictures:
    """Return every picture of `files`, ready to publish; work done before is remembered by the picture's bytes."""
    published: dict[str, PublishedPicture] = {}
    problems: list[Problem] = []
    for file in files:
        try:
            content = (site / file.path).read_bytes()
            published[file.path] = _remembered(file.path, content, memo)
        except PictureFault as fault:
            problems.append(Problem(Place(file.path), fault.message, fault.hint))
        except OSError as fault:
            problems.append(Problem(Place(file.path), f"cannot read this picture: {fault.strerror}"))
    return Pictures(published, tuple(problems))


def _remembered(path: str, content: bytes, memo: Memo) -> PublishedPicture:
    name = f"picture {VERSION} {path.rpartition('.')[2].lower()}"

    def make() -> bytes:
        made = publishable(path, content)
        return f"{made.width} {made.height} {made.suffix}\n".encode() + made.content

    head, _, pixels = memo.remember(name, content, make).partition(b"\n")
    width, height, suffix = head.decode().split(" ")
    return PublishedPicture(path, pixels, int(width), int(height), suffix)
