"""Every picture of a folder, looked at: what pages must know of it, or a problem at its path."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from msgspec import Struct, field

from hubkit.kinds.picture import VERSION, Look, Photo, PictureFault, digest_of, looked_at
from hubkit.memo import Memo
from hubkit.problems import Place, Problem
from hubkit.values import SourceFile


class Pictures(Struct, frozen=True):
    """The pictures of a hub or of the network, by the path they were read from."""

    found: Mapping[str, Photo] = field(default_factory=dict[str, Photo])
    problems: tuple[Problem, ...] = ()


def check_pictures(site: Path, files: Iterable[SourceFile], memo: Memo) -> Pictures:
    """Return what there is to know of each picture of `files`; what was seen before is remembered by its bytes."""
    found: dict[str, Photo] = {}
    problems: list[Problem] = []
    for file in files:
        try:
            found[file.path] = _remembered(file.path, (site / file.path).read_bytes(), memo)
        except PictureFault as fault:
            problems.append(Problem(Place(file.path), fault.message, fault.hint))
        except OSError as fault:
            problems.append(Problem(Place(file.path), f"cannot read this picture: {fault.strerror}"))
    return Pictures(found, tuple(problems))


def _remembered(path: str, content: bytes, memo: Memo) -> Photo:
    digest = digest_of(content)

    def make() -> bytes:
        seen = looked_at(path, content)
        return f"{seen.width} {seen.height} {seen.look} {seen.tone}".encode()

    known = memo.remember(f"picture {VERSION} {path.rpartition('.')[2].lower()}", digest.encode(), make)
    width, height, look, tone = known.decode().split(" ")
    return Photo(path, digest, int(width), int(height), Look(look), int(tone))
