"""Mends Markdown from elsewhere, so that CommonMark shows what its author saw where it was written."""

import itertools
import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import TYPE_CHECKING

from hubkit.importers.fixes import Fix, Note
from hubkit.importers.html import as_markdown, holds_html
from hubkit.importers.links import mend_links
from hubkit.importers.texts import clean_block

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_CODE = re.compile(
    r"(^(?P<fence>```+|~~~+).*?^(?P=fence)[`~]*[ ]*$"
    r"|(?<![`\\])(?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`))",
    re.MULTILINE | re.DOTALL,
)
_DIVIDER = re.compile(r"[ ]{0,3}(?:(?:\\?\*){4,}|(?:\\?_){4,}|(?:\\?=){3,}|(?:\\?~){4,}|(?:\\?-){3,})[ ]*")
_ONLY_HASHES = re.compile(r"[ ]{0,3}#+[ ]*")
_BOLD = re.compile(r"(?<!\*)\*\*(?!\*)([ ]*)((?:[^*\n]|(?<!\*)\*(?!\*))*?\S)([ ]*)(?<!\*)\*\*(?!\*)(\w?)")
_STARS = re.compile(r"(?:\\?\*){2,}")
_ESCAPED_STARS = re.compile(r"(?:\\\*){2,}")
_UNNAMED_FENCE = re.compile(r"(?:```+|~~~+)[ ]*\n(.*)\n(?:```+|~~~+)[ ]*", re.DOTALL)
_LONGEST_HEADING = 80
_LONGEST_CODE = 100


def mend_markdown(text: str, base: str, note: Note) -> str:
    """Return `text`, Markdown or HTML or both, as CommonMark without HTML; relative links are those of page `base`."""
    cleaned = clean_block(text, note)
    text = outside_code(cleaned, lambda part: part, code=_prose)
    if text != cleaned:
        note(Fix.indented)
    if holds_html(outside_code(text, lambda part: part, code=lambda _part: "")):
        note(Fix.html)
        text = outside_code(text, as_markdown) if "```" in text else as_markdown(text)
    text = outside_code(text, lambda part: mend_links(part, base, note))
    text = _dividers(text, note)
    text = _to_the_left(text, note)
    text = _emphasis(text, note)
    text = _headings(text, note)
    return re.sub(r"\n{3,}", "\n\n", _line_breaks(text, note)).strip("\n")


def outside_code(text: str, change: Callable[[str], str], code: Callable[[str], str] = lambda part: part) -> str:
    """Return `text` with `change` applied to what stands outside code, and `code` to code blocks and spans."""
    parts: list[str] = []
    done = 0
    for match in _CODE.finditer(text):
        parts += [change(text[done : match.start()]), code(match[0])]
        done = match.end()
    return "".join([*parts, change(text[done:])])


@cache
def _parser() -> "MarkdownIt":
    from markdown_it import MarkdownIt

    return MarkdownIt("js-default")


def _prose(code: str) -> str:
    """Return what stands in a code block without a language, if it reads like sentences; else the block."""
    match = _UNNAMED_FENCE.fullmatch(code)
    is_prose = match and any(
        len(line) > _LONGEST_CODE and line.rstrip().endswith((".", "!", "?", ":")) for line in match[1].split("\n")
    )
    return match[1] if match and is_prose else code


def _dividers(text: str, note: Note) -> str:
    lines = text.split("\n")
    mended: list[str] = []
    inside_code = False
    for line in lines:
        if line.lstrip().startswith(("```", "~~~")) and not _DIVIDER.fullmatch(line):
            inside_code = not inside_code
        above, before = ["", "", *mended][-2:]
        heads = line.strip("= -") == "" and 0 < len(before) <= _LONGEST_HEADING and not above
        if inside_code or not _DIVIDER.fullmatch(line) or heads:
            mended.append(line)
            continue
        if line.strip() not in {"***", "---"} or before:
            note(Fix.rule)
        mended += ["", "***", ""]
    return "\n".join(mended)


def _to_the_left(text: str, note: Note) -> str:
    lines = text.split("\n")
    for first, end in [token.map for token in _parser().parse(text) if token.type == "code_block" and token.map]:
        note(Fix.indented)
        lines[first:end] = [line.lstrip() for line in lines[first:end]]
    return "\n".join(lines)


def _paragraphs(text: str) -> Iterator[tuple[int, int, "Token"]]:
    """Yield first line, line after the last and inline token of each paragraph and heading."""
    for token in _parser().parse(text):
        if token.type == "inline" and token.map:
            yield token.map[0], token.map[1], token


def _shows_stars(token: "Token") -> bool:
    return any(child.type == "text" and "**" in child.content for child in token.children or [])


def _emphasis(text: str, note: Note) -> str:
    lines = text.split("\n")
    for first, end, token in _paragraphs(text):
        if not _shows_stars(token):
            continue
        note(Fix.emphasis)
        for attempt in (_closer, _unescaped, _without_escaped_stars, _without_stars):
            if not _shows_stars(_parser().parseInline(attempt(token.content))[0]):
                lines[first:end] = [outside_code(line, attempt) for line in lines[first:end]]
                break
    return "\n".join(lines)


def _closer(text: str) -> str:
    def close(match: re.Match[str]) -> str:
        before, words, after, follower = match.groups()
        needs_blank = follower and not after and not words[-1].isalnum()
        doubled = match.string[match.end() : match.end() + 1] == " "
        return f"{before}**{words.strip()}**{' ' if needs_blank else '' if doubled else after}{follower}"

    return _BOLD.sub(close, text)


def _unescaped(text: str) -> str:
    return _closer(text.replace(r"\*", "*"))


def _without_escaped_stars(text: str) -> str:
    return _closer(_ESCAPED_STARS.sub("", text))


def _without_stars(text: str) -> str:
    return _STARS.sub("", text)


def _headings(text: str, note: Note) -> str:
    """Set headings below the page's title: from the second level on, without a gap; empty ones go."""
    tokens = _parser().parse(text)
    found = [
        (token.map, int(token.tag[1]), inline.content, token.markup)
        for token, inline in itertools.pairwise(tokens)
        if token.type == "heading_open" and token.map and token.level == 0
    ]
    ranks = {level: rank for rank, level in enumerate(sorted({level for _, level, words, _ in found if words}), 2)}
    lines = text.split("\n")
    last = 1
    for (first, end), level, words, markup in found:
        title = " ".join(words.split())
        if title and markup in {"-", "="} and len(title) > _LONGEST_HEADING:
            heading = lines[first:end]
            heading[-1:] = ["", "***", ""]
        elif title:
            last = min(ranks[level], last + 1)
            heading = ["", f"{'#' * last} {title}", ""]
        else:
            heading = [""]
        if [line for line in heading if line] != lines[first:end]:
            note(Fix.headings)
        lines[first:end] = ["\n".join(heading)] + [""] * (end - first - 1)
    return "\n".join("" if _ONLY_HASHES.fullmatch(line) else line for line in lines)


def _line_breaks(text: str, note: Note) -> str:
    lines = text.split("\n")
    for first, end, token in _paragraphs(text):
        breaks = [child.type for child in token.children or [] if child.type in {"softbreak", "hardbreak"}]
        if len(breaks) != end - first - 1:
            continue
        for line, kind in enumerate(breaks, first):
            if kind == "softbreak":
                note(Fix.line_breaks)
                lines[line] += "\\"
        if lines[end - 1].endswith("\\") and not lines[end - 1].endswith("\\\\"):
            lines[end - 1] = lines[end - 1][:-1].rstrip()
    return "\n".join(lines)
