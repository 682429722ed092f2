"""A site's own templates: places where escaping does not protect, and templates that include each other."""

import re
from collections.abc import Iterator
from pathlib import Path

from jinja2 import Environment, TemplateSyntaxError, nodes
from jinja2.meta import find_referenced_templates

from hubkit.problems import HubkitError, Place, Problem
from hubkit.render.faults import problem_in_line, said
from hubkit.render.overrides import unknown_blocks
from hubkit.render.theme import EXTENSIONS, find_theme
from hubkit.values import line_of

_SAFE_URL = re.compile(
    r"\|\s*url\s*$|^\s*(?:href|asset|calendar|webcal|maps_href)\s*\(|(?:_|\b)href\s*$|\bcanonical\s*$"
)
_TAG = re.compile(
    r"<!--.*?-->|<(?P<name>[a-zA-Z][\w-]*)(?P<rest>(?:\"[^\"]*\"|'[^']*'|\{\{.*?\}\}|\{%.*?%\}|[^>\"'])*)>", re.DOTALL
)
_ATTRIBUTE = re.compile(
    r"(?P<name>[\w:@.-]+)\s*=\s*(?:\"(?P<double>(?:\{\{.*?\}\}|\{%.*?%\}|[^\"])*)\"|'(?P<single>(?:\{\{.*?\}\}|\{%.*?%\}|[^'])*)'"
    r"|(?P<bare>(?:\{\{.*?\}\}|[^\s>])+))",
    re.DOTALL,
)
_EXPRESSION = re.compile(r"\{\{-?(.*?)-?\}\}", re.DOTALL)
_URLS = {"href", "src", "action", "formaction", "poster", "xlink:href", "data"}


def lint_themes(site: Path) -> list[Problem]:
    """Return the problems of every template in the site's own `themes/`."""
    problems: list[Problem] = []
    themes = site / "themes"
    there = sorted(themes.iterdir()) if themes.is_dir() and not themes.is_symlink() else []
    for theme in (each for each in there if each.is_dir() and not each.is_symlink()):
        folder = theme / "templates"
        texts: dict[str, str] = {}
        for file in sorted(folder.rglob("*")) if folder.is_dir() else []:
            if file.is_file() and not file.is_symlink():
                name = file.relative_to(folder).as_posix()
                texts[name] = file.read_text(encoding="utf-8", errors="replace")
        where = f"themes/{theme.name}/templates"
        problems.extend(_lint_chain(site, theme.name))
        for name, text in texts.items():
            problems.extend(_lint(f"{where}/{name}", text))
        problems.extend(_circles(where, texts))
        problems.extend(unknown_blocks(site, theme.name) if texts else ())
    return problems


def _lint_chain(site: Path, name: str) -> Iterator[Problem]:
    """Yield the problem of a theme that extends one that is not there, or itself."""
    try:
        find_theme(site, name)
    except HubkitError as fault:
        path = f"themes/{name}/theme.yaml"
        text = (site / path).read_text(encoding="utf-8", errors="replace") if (site / path).is_file() else ""
        before = text.partition("extends:")[0]
        yield problem_in_line(path, text, before.count("\n") + 1, str(fault), "Mend the line extends:.")


def _lint(path: str, text: str) -> Iterator[Problem]:
    if "\ufffd" in text:
        line = text[: text.index("\ufffd")].count("\n") + 1
        yield problem_in_line(path, text, line, "this template is not UTF-8", "Save the file as UTF-8.")
    try:
        tree = Environment(extensions=EXTENSIONS).parse(text)  # noqa: S701 - parsed to look at, never rendered
    except TemplateSyntaxError as fault:
        yield problem_in_line(path, text, fault.lineno, *said(fault))
        return
    for kept in tree.find_all(nodes.Filter):
        if kept.name == "safe":
            message = "|safe publishes what people wrote as it stands"
            yield problem_in_line(path, text, kept.lineno, message, "Use |markdown or |text.")
    for match in re.finditer(
        r"<script\b(?![^>]*application/ld\+json)[^>]*>(.*?)</script>", text, re.DOTALL | re.IGNORECASE
    ):
        for expression in _EXPRESSION.finditer(match[1]):
            if not re.search(r"\|\s*tojson\s*$", expression[1]):
                yield _at(
                    path,
                    text,
                    match.start(1) + expression.start(),
                    "escaping does not protect inside a script",
                    "Use |tojson, or a data- attribute.",
                )
    yield from _attributes(path, text)


def _attributes(path: str, text: str) -> Iterator[Problem]:
    for tag in _TAG.finditer(text):
        for attribute in _ATTRIBUTE.finditer(tag["rest"] or ""):
            at = tag.start("rest") + attribute.start()
            name = attribute["name"].lower()
            value = attribute["double"] or attribute["single"] or attribute["bare"] or ""
            if "{{" not in value:
                continue
            if attribute["bare"] is not None:
                yield _at(path, text, at, f"the value of {name} stands without quotes", f'Write {name}="{value}".')
            elif name in _URLS and value.lstrip().startswith("{{"):
                expression = _EXPRESSION.match(value.lstrip())
                if expression and not _SAFE_URL.search(expression[1].strip()):
                    yield _at(
                        path,
                        text,
                        at,
                        f"{name} may lead anywhere: escaping does not look at links",
                        f'Write {name}="{{{{ … |url }}}}".',
                    )
            elif name == "style" or name.startswith("on"):
                yield _at(path, text, at, f"escaping does not protect inside {name}", "Use a class.")


def _circles(where: str, texts: dict[str, str]) -> Iterator[Problem]:
    environment = Environment(extensions=EXTENSIONS)  # noqa: S701 - parsed to look at, never rendered
    uses: dict[str, list[str]] = {}
    for name, text in texts.items():
        try:
            found = find_referenced_templates(environment.parse(text))
        except TemplateSyntaxError:
            continue
        uses[name] = sorted({each for each in found if each in texts})
    for name in sorted(uses):
        chain = _circle(name, name, uses, (name,))
        if chain:
            first = texts[name].find(chain[1])
            message = f"templates include each other: {' → '.join(chain)}"
            yield _at(
                f"{where}/{name}",
                texts[name],
                max(first, 0),
                message,
                "Take one of the includes out; to extend a theme's own template, name the theme: base:event.html.",
            )


def _circle(start: str, name: str, uses: dict[str, list[str]], chain: tuple[str, ...]) -> tuple[str, ...]:
    for used in uses.get(name, ()):
        if used == start:
            return (*chain, used)
        if used not in chain:
            found = _circle(start, used, uses, (*chain, used))
            if found:
                return found
    return ()


def _at(path: str, text: str, index: int, message: str, hint: str) -> Problem:
    line = text.count("\n", 0, index) + 1
    column = index - (text.rfind("\n", 0, index) + 1) + 1
    return Problem(Place(path, line, column), message, hint, excerpt=line_of(text, line))
