"""What an SVG file of the network's own may not hold: scripts, links to elsewhere, entities."""

import re
from xml.parsers import expat

from hubkit.problems import Place, Problem

_ACTIVE = frozenset({"script", "foreignobject", "iframe", "embed", "object", "handler", "listener"})
_FOREIGN_URL = re.compile(r"url\s*\(\s*(?![\"']?\s*#)", re.IGNORECASE)
_FOREIGN_STYLE = re.compile(rf"{_FOREIGN_URL.pattern}|@import|\\", re.IGNORECASE)
_PAINT = frozenset(
    {"style", "fill", "stroke", "filter", "mask", "clip-path", "cursor", "marker-start", "marker-mid", "marker-end"}
)
_HINT = "Export it as PNG, or save it as plain SVG without this."


class _RefusedError(Exception):
    """Ends the parsing at the first thing that is refused."""


def svg_problems(path: str, content: bytes) -> list[Problem]:
    """Return the first thing in an SVG file that could run code or load something, as an error with its line."""
    parser = expat.ParserCreate()
    style: list[str] = []

    def doctype(*_: object) -> None:
        raise _RefusedError("a DOCTYPE, which can define entities")

    def instruction(target: str, _data: str) -> None:
        raise _RefusedError(f'the instruction "<?{target}"')

    def start(name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2].lower()
        if local in _ACTIVE:
            raise _RefusedError(f"the element <{name}>")
        for attribute, value in attributes.items():
            _check_attribute(attribute.lower(), value)
        style.extend([""] if local == "style" else [])

    def text(data: str) -> None:
        if style:
            style[-1] += data

    def end(name: str) -> None:
        if style and name.rpartition(":")[2].lower() == "style":
            _check_style(style.pop())

    parser.StartDoctypeDeclHandler = doctype
    parser.ProcessingInstructionHandler = instruction
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, text
    try:
        parser.Parse(content, True)  # noqa: FBT003
    except _RefusedError as refused:
        place = Place(path, parser.CurrentLineNumber, parser.CurrentColumnNumber + 1)
        return [Problem(place, f"this SVG holds {refused}", _HINT)]
    except expat.ExpatError as error:
        place = Place(path, error.lineno, error.offset + 1)
        return [Problem(place, f"this is no SVG: {expat.ErrorString(error.code)}", "Export it again, or as PNG.")]
    return []


def _check_attribute(name: str, value: str) -> None:
    local = name.rpartition(":")[2]
    if local.startswith("on"):
        raise _RefusedError(f'"{name}", which runs a script')
    if (local == "href" and not value.strip().startswith("#")) or name == "xml:base":
        raise _RefusedError(f'"{name}" with a link to something outside the picture')
    if local == "attributename" and value.strip().lower().rpartition(":")[2].startswith(("href", "on")):
        raise _RefusedError(f'an animation of "{value.strip()}"')
    if local in _PAINT:
        _check_style(value)
    elif _FOREIGN_URL.search(value):
        raise _RefusedError(f'"{name}" with a link to something outside the picture')


def _check_style(value: str) -> None:
    if _FOREIGN_STYLE.search(value):
        raise _RefusedError("a style that loads something, or hides by a backslash that it does")
