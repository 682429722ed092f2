"""The network's `static/` folder: copied as it is, so what steers a host or is private never gets in."""

import fnmatch
import functools
import re
import warnings
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from hubkit.problems import Place, Problem
from hubkit.read.characters import places
from hubkit.read.documents import cannot_read, read_bytes
from hubkit.read.folders import Entry, list_folder
from hubkit.read.names import is_ignored, name_mistake
from hubkit.read.secrets import find_secrets, masked
from hubkit.values import SourceFile, line_of

_LARGEST_TEXT = 1 << 20
_LARGEST_PICTURE = 64 << 20
_PHOTOS = frozenset({".jpg", ".jpeg", ".png", ".webp", ".tif", ".tiff"})
_GPS_DIRECTORY = 0x8825
_STEERS_A_HOST = frozenset({
    "_redirects", "_headers", "_worker.js", "_routes.json", "netlify.toml", "vercel.json", ".htaccess", "web.config",
    "cname", "wrangler.toml",
})  # fmt: skip
_REFUSED_FOLDERS = frozenset({".well-known", "functions", "netlify", ".netlify", ".git", ".svn", ".hg"})
_PRIVATE = ("*.db", "*.db-wal", "*.db-shm", "*.sqlite*", "*.sql", "*.pem", "*.key", "id_*", "*.env*", "*.bak")


@functools.cache
def _private() -> re.Pattern[str]:
    return re.compile("|".join(map(fnmatch.translate, _PRIVATE)))


def read_static(site: Path) -> tuple[tuple[SourceFile, ...], list[Problem]]:
    """Return the files of `static/` that may be published, sorted by path, and a problem for each that may not."""
    problems: list[Problem] = []
    files: list[SourceFile] = []
    for entry in _entries(site, problems):
        found = _refused(entry) or _inside(site, entry)
        problems.extend(found)
        if not found:
            files.append(SourceFile(entry.path, entry.size))
    return tuple(sorted(files, key=lambda file: file.path)), problems


def _entries(site: Path, problems: list[Problem]) -> Iterator[Entry]:
    waiting = ["static"]
    while waiting:
        listing = list_folder(site, waiting.pop())
        problems.extend(listing.problems)
        for entry in listing.entries:
            if not entry.is_folder:
                if not is_ignored(entry.name) or not entry.name.startswith((".", "Thumbs", "desktop")):
                    yield entry
            elif entry.name.lower() in _REFUSED_FOLDERS or entry.name.startswith("."):
                problems.append(
                    entry.problem("a folder of this name steers the host or is private", "Move it out of static/.")
                )
            elif mistake := name_mistake(entry.name):
                problems.append(entry.problem(f"this folder cannot be published: {mistake}", "Rename it."))
            else:
                waiting.append(entry.path)


def _refused(entry: Entry) -> list[Problem]:
    name = entry.name.lower()
    if name in _STEERS_A_HOST:
        hint = "Delete it: hubkit writes such files from hubkit.yaml and hub.yaml."
        return [entry.problem("a file of this name steers the host, so it could take over the site", hint)]
    if name.startswith(".") or name.endswith("~") or _private().fullmatch(name):
        hint = "Move it out of static/, where everything is public."
        return [entry.problem("a file of this name is private, or may hold what is", hint)]
    if name.endswith(".svgz"):
        return [entry.problem("a compressed SVG cannot be checked for scripts", "Save it as plain .svg, or as PNG.")]
    mistake = name_mistake(entry.name)
    return [entry.problem(f"this file cannot be published: {mistake}", "Rename it.")] if mistake else []


def _inside(site: Path, entry: Entry) -> list[Problem]:
    """Return what is wrong in a file: a secret, a script in an SVG, the place where a photo was taken."""
    is_photo = entry.ending in _PHOTOS
    if not is_photo and entry.ending != ".svg" and entry.size > _LARGEST_TEXT:
        return []
    try:
        content = read_bytes(site, entry.path, _LARGEST_PICTURE)
    except OSError as error:
        return [cannot_read(entry.path, error)]
    if is_photo:
        return _place_of_photo(entry, content)
    return [*(_scripts(entry.path, content) if entry.ending == ".svg" else ()), *_secrets(entry.path, content)]


def _scripts(path: str, content: bytes) -> list[Problem]:
    from hubkit.read.svg import svg_problems

    return svg_problems(path, content)


def _secrets(path: str, content: bytes) -> list[Problem]:
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return []
    secrets = find_secrets(text)
    hidden = masked(text, secrets) if secrets else text
    hint = "Delete it, and have it replaced where it was issued."
    return [
        Problem(
            place._replace(length=secret.shown - secret.start),
            f"here is {secret.what}, which must not be published",
            hint,
            excerpt=line_of(hidden, place.line),
        )
        for secret, place in zip(secrets, places(text, [secret.start for secret in secrets], path), strict=True)
    ]


def _place_of_photo(entry: Entry, content: bytes) -> list[Problem]:
    if b"GPSL" not in content and b"exif" not in content.lower():
        return []
    if b"GPSLatitude" not in content and not _has_gps(content):
        return []
    hint = "Remove it (export the picture “without location”), or put the picture into media/, where hubkit does."
    return [Problem(Place(entry.path), "this photo says where it was taken", hint)]


def _has_gps(content: bytes) -> bool:
    from PIL import Image

    try:
        with warnings.catch_warnings(action="ignore"):
            picture = Image.open(BytesIO(content), formats=("JPEG", "PNG", "WEBP", "TIFF"))
            return bool(picture.getexif().get_ifd(_GPS_DIRECTORY))
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return False  # no picture at all: it says nothing
