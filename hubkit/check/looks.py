"""Themes that are there, and brand colours that can be read."""

from collections.abc import Iterator, Mapping

from hubkit.kinds.brand import Brand
from hubkit.kinds.colour import full
from hubkit.kinds.theme.look import Look, dressed, palettes
from hubkit.problems import Problem, Severity, did_you_mean
from hubkit.values import Document

_INSTEAD = "Links and buttons there take the nearest shade that can"


def check_looks(
    document: Document, theme: str | None, brand: Brand | None, looks: Mapping[str, Look], worn: Look
) -> list[Problem]:
    """Return a problem for a theme that is not there, and one for each colour moved to one that can be read.

    `worn` is how its pages look before its own `brand` has a say.
    """
    problems: list[Problem] = []
    written = document.data.get("brand")
    for name in ("accent", "accent_dark", "second"):
        if isinstance(written, dict) and name in written and written[name] is None:
            hint = 'Put the colour in quotes, "#0a7c5a": all from a bare # on is a comment. Or take the line out.'
            problems.append(document.problem(("brand", name), f"{name} is empty", hint, of_key=True))
    if theme is not None and theme not in looks:
        near = did_you_mean(theme, looks)
        mean = f"Did you mean {near}? " if near else ""
        hint = f"{mean}The themes are: {', '.join(sorted(looks))}."
        problems.append(document.problem(("theme",), f'there is no theme "{theme}"', hint))
    if brand is not None:
        problems += _moved(document, brand, dressed(worn, brand))
    return problems


def _moved(document: Document, brand: Brand, look: Look) -> Iterator[Problem]:
    """Yield what became of the accents that are written here, where they could not be used as they are.

    On light pages that is a warning: the page does not look as it was wished. That dark pages take a lighter shade
    where none is written for them is a note: hardly a colour can be read on both.
    """
    light, dark = palettes(look)
    if brand.accent is not None and full(brand.accent) != light.accent:
        yield _told(document, "accent", brand.accent, f"light pages ({look.light.paper})", light.accent)
    if brand.accent_dark is not None and full(brand.accent_dark) != dark.accent:
        yield _told(document, "accent_dark", brand.accent_dark, f"dark pages ({look.dark.paper})", dark.accent)
    elif brand.accent is not None and not look.accent_dark and full(brand.accent) != dark.accent:
        message = f"{brand.accent} cannot be read on dark pages ({look.dark.paper})"
        hint = f'{_INSTEAD}, {dark.accent}. Write accent_dark: "{dark.accent}" below it to say so.'
        yield document.problem(("brand", "accent"), message, hint, severity=Severity.note)


def _told(document: Document, name: str, wish: str, where: str, used: str) -> Problem:
    hint = f'{_INSTEAD}, {used}. Write {name}: "{used}" to settle it.'
    return document.problem(("brand", name), f"{wish} cannot be read on {where}", hint, severity=Severity.warning)
