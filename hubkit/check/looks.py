"""Themes that are there, and brand colours that can be read."""

from collections.abc import Collection

from hubkit.kinds.colour import brand_colours
from hubkit.kinds.network.model import Brand
from hubkit.problems import Problem, Severity, did_you_mean
from hubkit.values import Document


def check_looks(document: Document, theme: str | None, brand: Brand | None, themes: Collection[str]) -> list[Problem]:
    """Return a problem for a theme that is not there, and a note for an accent moved to a shade that can be read."""
    problems: list[Problem] = []
    written = document.data.get("brand")
    if isinstance(written, dict) and "accent" in written and written["accent"] is None:
        hint = 'Put the colour in quotes, "#0a7c5a": without them, all from # on is a comment. Or take the line out.'
        problems.append(document.problem(("brand", "accent"), "accent is empty", hint, of_key=True))
    if theme is not None and theme not in themes:
        near = did_you_mean(theme, themes)
        mean = f"Did you mean {near}? " if near else ""
        hint = f"{mean}The themes are: {', '.join(sorted(themes))}."
        problems.append(document.problem(("theme",), f'there is no theme "{theme}"', hint))
    if brand is not None:
        colours = brand_colours(brand.accent)
        if colours.moved:
            problems.append(
                document.problem(
                    ("brand", "accent"),
                    f"text in {brand.accent} cannot be read well on the page",
                    f"The nearest shade that can, {colours.light}, is used instead. Write it here to be sure of it.",
                    severity=Severity.note,
                )
            )
    return problems
