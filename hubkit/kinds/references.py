"""What a link or picture in a file means: the page of another file, a site path, a picture beside it."""

import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from urllib.parse import unquote

from hubkit.addresses import Addresses
from hubkit.kinds.picture import Photo

SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
PUBLISHED_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
_USUAL = ("https:", "http:")
_CONTROLS = re.compile(r"[\x00-\x20\x7f-\xa0]")


def scheme_of(target: str) -> str:
    """Return the scheme that a browser sees in `target`, after decoding and dropping controls; empty for none."""
    if target.startswith(_USUAL):
        return target[: target.index(":")]
    match = SCHEME.match(_CONTROLS.sub("", unquote(target)))
    return match[1].lower() if match else ""


def host_of(target: str) -> str:
    """Return the host that a link leads to; empty for one within the site."""
    scheme = scheme_of(target)
    rest = target[len(scheme) + 1 :] if scheme else target
    return (
        re.split(r"[/?#\\]", rest[2:])[0].rpartition("@")[2].lower() if rest.startswith(("//", "/\\", "\\\\")) else ""
    )


def resolved(owner: str, file: str) -> str:
    """Return the site path of `file` as named in the file `owner`; empty where it would leave the site."""
    parts: list[str] = []
    start = () if file.startswith("/") else PurePosixPath(owner).parent.parts
    for part in (*start, *file.split("/")):
        if part == "..":
            if not parts:
                return ""
            parts.pop()
        elif part not in {"", "."}:
            parts.append(part)
    return "/".join(parts) + ("/" if parts and file.endswith("/") else "")


def picture_paths(owner: str, hub: str, file: str) -> tuple[str, ...]:
    """Return where a picture named in the file `owner` may lie: beside it, in its hub's folder, in the network's media.

    A path that leaves the hub's folder (or, in a network's file, enters one) names no picture.
    """
    if "\\" in file or ":" in file or file.startswith("//"):
        return ()
    root = f"hubs/{hub}/" if hub else ""
    beside = resolved(owner, file)
    found = [beside] if beside.startswith(root or "") and (root or not beside.startswith("hubs/")) else []
    found.append(resolved(f"{root}hub.yaml", file.lstrip("/")))
    if file.startswith("/media/") or beside.startswith("media/"):
        found.append(resolved("hubkit.yaml", file) if file.startswith("/") else beside)
    inside = [
        path for path in found if path and (path.startswith((root, "media/")) if root else not path.startswith("hubs/"))
    ]
    return tuple(dict.fromkeys(inside))


def find_picture(
    owner: str, hub: str, file: str, pictures: Mapping[str, Photo], shared: Mapping[str, Photo]
) -> Photo | None:
    """Return the picture that the file `owner` names, from its hub's pictures or the network's."""
    for path in picture_paths(owner, hub, file):
        found = pictures.get(path) or shared.get(path)
        if found is not None:
            return found
    return None


def page_of(path: str) -> tuple[str, str]:
    """Return the hub and the page below it that a source file makes; other paths are taken as the page's own."""
    hub = ""
    rest = path
    if path.startswith("hubs/"):
        hub, _, rest = path.removeprefix("hubs/").partition("/")
    stem = re.sub(r"\.(md|yaml)$", "", rest)
    if stem == rest:
        return hub, rest
    folder, _, name = stem.rpartition("/")
    if name in {"hub", "hubkit"} and not folder:
        return hub, ""
    return hub, f"{name}/" if folder in {"", "pages"} else f"{stem}/"


def link_of(owner: str, target: str, addresses: Addresses, hub: str = "", prefix: str = "") -> str | None:
    """Return the link to publish for `target` in the file `owner`; None for one that may not be published.

    A link to the file of a page of `hub` (empty: the network) leads to that page in the language under `prefix`.
    """
    scheme = scheme_of(target)
    if scheme:
        return target if scheme in PUBLISHED_SCHEMES and target.lower().startswith(f"{scheme}:") else None
    if host_of(target):
        return None
    path, mark, fragment = target.partition("#")
    if not path:
        return target
    path, question, query = path.partition("?")
    if path.startswith("/"):
        link = addresses.external(path)
    else:
        whose, page = page_of(resolved(owner, unquote(path)))
        is_translated = whose == hub and (not page or page.endswith("/"))
        link = addresses.href(whose, prefix * is_translated + page)
    return f"{link}{question}{query}{mark}{fragment}"
