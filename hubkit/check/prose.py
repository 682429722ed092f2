"""Markdown texts: pictures that are there and described, links that may be published, a size that can be read."""

import re
from collections.abc import Collection

from hubkit.check.references import no_picture
from hubkit.kinds.markdown import Target, targets
from hubkit.kinds.references import PUBLISHED_SCHEMES, host_of, picture_paths, scheme_of
from hubkit.problems import Place, Problem, Severity
from hubkit.values import DataPath, Document

LONGEST = 100_000
_UNUSUAL_LINK = re.compile(r"\]\(\s*<?(?!https?:|mailto:|#|/[^/\\])")
_WORTH_A_LOOK = re.compile(rf"!\[|{_UNUSUAL_LINK.pattern}|\]:|<(?!https?:)[A-Za-z][A-Za-z0-9+.-]+:|&#|&[A-Za-z]+;")
"""What may be wrong with a text begins like this."""


def check_prose(
    document: Document,
    hub: str,
    pictures: Collection[str],
    allowed_hosts: Collection[str],
    path: DataPath | None = None,
) -> list[Problem]:
    """Return the problems of the Markdown below the front matter, or of that in the field at `path`."""
    text: object = document.body if path is None else document.data.get(str(path[0]))
    if not isinstance(text, str) or (len(text) <= LONGEST and not _is_worth_a_look(text)):
        return []
    line = document.body_line if path is None else document.place(path).line
    if len(text) > LONGEST:
        place = Place(document.path, line)
        message = f"this text has {len(text)} characters, and at most {LONGEST} fit on a page"
        return [document.problem_at(place, message, "Split it into several pages.")]
    problems: list[Problem] = []
    for target in targets(text):
        place = _place(document, line + target.line, target.url)
        found = (
            _picture(document, place, target, hub, pictures, allowed_hosts)
            if target.is_picture
            else _link(document, place, target)
        )
        problems.extend(found)
    return problems


def _is_worth_a_look(text: str) -> bool:
    """Return whether `_WORTH_A_LOOK` finds anything; sooner, as most texts hold no other of its signs than links."""
    has_others = "<" in text or "&" in text or "![" in text or "]:" in text
    return (_WORTH_A_LOOK if has_others else _UNUSUAL_LINK).search(text) is not None


def _place(document: Document, line: int, url: str) -> Place:
    lines = document.text.split("\n")
    for number in range(line, min(line + 200, len(lines)) + 1):
        column = lines[number - 1].find(url)
        if url and column >= 0:
            return Place(document.path, number, column + 1, len(url))
    return Place(document.path, line)


def _picture(
    document: Document,
    place: Place,
    target: Target,
    hub: str,
    pictures: Collection[str],
    allowed_hosts: Collection[str],
) -> list[Problem]:
    problems: list[Problem] = []
    if not target.words.strip():
        hint = (
            f"Describe it for people who do not see it: ![A tram on a hill]({target.url}); or write ![decorative](…)."
        )
        problems.append(document.problem_at(place, "this picture has no words in its place", hint))
    if host_of(target.url) or scheme_of(target.url):
        if host_of(target.url) not in allowed_hosts:
            hint = "Copy the picture into media/ and name it from there; or allow the site in hubkit.yaml: allow_hosts."
            problems.append(document.problem_at(place, "this picture lies on another site", hint))
        return problems
    candidates = picture_paths(document.path, hub, target.url)
    if not any(candidate in pictures for candidate in candidates):
        problems.append(no_picture(document, place, target.url, hub, pictures, outside=not candidates))
    return problems


def _link(document: Document, place: Place, target: Target) -> list[Problem]:
    scheme = scheme_of(target.url)
    if scheme and (scheme not in PUBLISHED_SCHEMES or not target.url.lower().startswith(f"{scheme}:")):
        message = "this link may not be published, and is taken out"
        return [document.problem_at(place, message, "Write a link that starts with https://.", Severity.warning)]
    if not scheme and host_of(target.url):
        return [
            document.problem_at(
                place, "a link that starts with // goes to another site", f"Write https:{target.url}, if that is meant."
            )
        ]
    return []
