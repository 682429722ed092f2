"""What a site's own theme changes of those it extends, and what changed there since: blocks, whole templates, assets.

What a theme was made against lies in its folder `upstream/`: the templates and assets as they were then.
"""

import re
from collections.abc import Iterator, Mapping
from difflib import unified_diff
from pathlib import Path

from msgspec import Struct

from hubkit.problems import HubkitError, Problem, Severity, did_you_mean
from hubkit.render.faults import problem_in_line
from hubkit.render.theme import ThemeFolder, find_theme, folders_of_kinds

UPSTREAM = "upstream"
_BLOCK = re.compile(r"\{%[-+]?\s*(?:block\s+(?P<name>\w+)[^%]*|endblock\b[^%]*)%\}")
_EXTENDS = re.compile(r"""\{%[-+]?\s*extends\s+["']([^"']+)["']""")
_TEXTS = frozenset({".css", ".svg", ".js", ".txt", ".html"})


class Block(Struct, frozen=True):
    """A block of a template: its text with its tags, its line, and whether it stands in no other block."""

    text: str
    line: int
    is_outermost: bool


class Override(Struct, frozen=True):
    """A file of a theme, or a block in it, that stands in the place of one upstream."""

    file: str
    """Below the theme's folder: `templates/event.html`."""
    line: int
    block: str
    """Empty where the whole file is replaced."""
    source: str
    """The file upstream that holds the block, or that is replaced."""
    now: bytes
    """That file, as this hubkit or the other theme has it."""


class Overrides(Struct, frozen=True):
    """What a theme changes, and its blocks that stand in the place of none: nobody ever sees those."""

    found: tuple[Override, ...]
    problems: tuple[Problem, ...]


class Change(Struct, frozen=True):
    """An override whose ground is another than when it was made; no `difference` where nothing was recorded."""

    override: Override
    difference: str


def blocks_of(text: str) -> Mapping[str, Block]:
    """Return the blocks of a template by name."""
    found: dict[str, Block] = {}
    open_: list[tuple[str, int]] = []
    for tag in _BLOCK.finditer(text):
        if tag["name"]:
            open_.append((tag["name"], tag.start()))
        elif open_:
            name, start = open_.pop()
            found[name] = Block(text[start : tag.end()], text.count("\n", 0, start) + 1, not open_)
    return found


def overrides_of(site: Path, name: str) -> Overrides:
    """Return what theme `name` of the site changes; raises `HubkitError` where there is no such theme."""
    chain = find_theme(site, name).chain
    own, upstream = chain[0], chain[1:]
    found: list[Override] = []
    problems: list[Problem] = []
    for path in _files(own.path / "templates"):
        file = path.relative_to(own.path / "templates").as_posix()
        overrides, unknown = _in_template(file, own, upstream)
        found += overrides
        problems += unknown
    for path in _files(own.path / "assets"):
        there = _first(upstream, f"assets/{path.name}")
        if there is not None:
            asset = f"assets/{path.name}"
            found.append(Override(asset, 1, "", asset, there.read_bytes()))
    return Overrides(tuple(found), tuple(problems))


def unknown_blocks(site: Path, name: str) -> tuple[Problem, ...]:
    """Return a warning for each block of a theme that no page has; nothing for a theme that is broken otherwise."""
    try:
        problems = overrides_of(site, name).problems
    except HubkitError:
        return ()
    return tuple(problem._replace(severity=Severity.warning) for problem in problems)


def changes_since(folder: Path, overrides: Overrides) -> Iterator[Change]:
    """Yield each override whose ground is not as the theme in `folder` recorded it, with the difference."""
    for each in overrides.found:
        recorded = _recorded(folder, each)
        if recorded is None:
            yield Change(each, "")
            continue
        was, now = recorded, _part(each.now, each.block)
        if was != now:
            yield Change(each, _difference(each, was, now))


def record(folder: Path, overrides: Overrides) -> None:
    """Write down what the theme in `folder` changes as it is upstream today, and nothing else."""
    kept = {each.source: each.now for each in overrides.found}
    upstream = folder / UPSTREAM
    for old in _files(upstream):
        if old.relative_to(upstream).as_posix() not in kept:
            old.unlink()
    for source, content in kept.items():
        file = upstream / source
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)


def _in_template(
    file: str, own: ThemeFolder, upstream: tuple[ThemeFolder, ...]
) -> tuple[list[Override], list[Problem]]:
    text = _text(own.path / "templates" / file)
    path = f"templates/{file}"
    ancestors = list(_ancestors(text, (own, *upstream)))
    found: list[Override] = []
    problems: list[Problem] = []
    same = _first(upstream, path)
    if same is not None and all(each != same for _, each in ancestors):
        found.append(Override(path, 1, "", path, same.read_bytes()))
    for name, block in blocks_of(text).items():
        if not ancestors or not block.is_outermost:
            continue
        source = next((each for each in ancestors if name in blocks_of(_text(each[1]))), None)
        if source is None:
            problems.append(_unknown(f"{own.name}/{path}", text, name, block, ancestors))
        elif own.path not in source[1].parents:
            found.append(Override(path, block.line, name, f"templates/{source[0]}", source[1].read_bytes()))
    return found, problems


def _ancestors(text: str, chain: tuple[ThemeFolder, ...]) -> Iterator[tuple[str, Path]]:
    """Yield name and file of the template that this one extends, of the one that that extends, and so on."""
    seen: set[Path] = set()
    while match := _EXTENDS.search(text):
        theme, _, name = match[1].rpartition(":")
        names = [folder.name for folder in chain]
        start = names.index(theme) if theme in names else 0
        file = _first(chain[start:], f"templates/{name}")
        if file is None or file in seen:
            return
        seen.add(file)
        yield name, file
        text = _text(file)


def _unknown(path: str, text: str, name: str, block: Block, ancestors: list[tuple[str, Path]]) -> Problem:
    known = {each for _, file in ancestors for each in blocks_of(_text(file))}
    near = did_you_mean(name, known)
    hint = f"Did you mean {near}?" if near else "docs/themes.md names the blocks of every page; take this one out."
    message = f'{ancestors[0][0]} has no block "{name}": nobody sees what stands here'
    return problem_in_line(f"themes/{path}", text, block.line, message, hint)


def _first(chain: tuple[ThemeFolder, ...], path: str) -> Path | None:
    """Return the file that is found at `path` in these themes or, of a template, among those of the kinds."""
    kinds = folders_of_kinds() if path.startswith("templates/") else ()
    places = (*(folder.path / path for folder in chain), *(kind / path.removeprefix("templates/") for kind in kinds))
    return next((file for file in places if file.is_file() and not file.is_symlink()), None)


def _files(folder: Path) -> list[Path]:
    return sorted(file for file in folder.rglob("*") if file.is_file() and not file.is_symlink())


def _recorded(folder: Path, override: Override) -> str | None:
    """Return what was recorded of an override's ground; a block may have stood in another file then."""
    upstream = folder / UPSTREAM
    same = upstream / override.source
    files = [same, *_files(upstream / "templates")] if override.block else [same]
    parts = (_part(file.read_bytes(), override.block) for file in files if file.is_file())
    return next((part for part in parts if part), None)


def _part(content: bytes, block: str) -> str:
    text = content.decode("utf-8", "backslashreplace").replace("\r\n", "\n")
    if not block:
        return text
    found = blocks_of(text).get(block)
    return found.text if found else ""


def _difference(override: Override, was: str, now: str) -> str:
    if Path(override.source).suffix not in _TEXTS:
        return f"{override.source} is another file now"
    lines = unified_diff(
        was.splitlines(), now.splitlines(), f"{override.source}, as it was", f"{override.source}, as it is", lineterm=""
    )
    return "\n".join(lines)


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8", errors="replace")
