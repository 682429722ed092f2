"""The looks of every theme: what its `theme.yaml` says over those it extends, and whether it can be read."""

from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import replace

from hubkit.check.fields import validate
from hubkit.kinds.colour import MARK_CONTRAST, TEXT_CONTRAST, contrast, nearest, passes
from hubkit.kinds.theme.look import BASE, Look, Shades, dressed
from hubkit.kinds.theme.model import Shades as WrittenShades
from hubkit.kinds.theme.model import ThemeModel
from hubkit.problems import Problem
from hubkit.values import Document

_NOTHING = Shades(paper="", card="", ink="", soft="", line="", edge="")
_LEAST = {"ink": TEXT_CONTRAST, "soft": TEXT_CONTRAST, "edge": MARK_CONTRAST}
"""What the colours of text and of edges must have on paper and card."""


def check_themes(bundled: Sequence[Document], own: Sequence[Document]) -> tuple[Mapping[str, Look], list[Problem]]:
    """Return the look of every theme by its name, and what is wrong in the site's `own`; `bundled` are hubkit's."""
    problems: list[Problem] = []
    models: dict[str, ThemeModel] = {}
    for document in (*bundled, *own):
        checked = validate(ThemeModel, document)
        problems += checked.problems
        models[document.id] = checked.fields or ThemeModel.model_validate({})
    basic = next(document for document in bundled if document.id == BASE)
    base = _over(Look(_NOTHING, _NOTHING, "", "", "", "", "", "", ""), ThemeModel.model_validate(basic.data))
    looks = {name: _look(name, models, base) for name in models}
    for document in own:
        problems += _unreadable(document, looks[document.id])
    return looks, problems


def _look(name: str, models: Mapping[str, ThemeModel], base: Look) -> Look:
    chain: list[str] = []
    while name in models and name not in chain:
        chain.append(name)
        name = models[name].extends or BASE
    look = base
    for each in reversed(chain):
        look = _over(look, models[each])
    return look


def _over(look: Look, theme: ThemeModel) -> Look:
    """Return `look` with what a theme says otherwise."""
    shaded = replace(look, light=_shaded(look.light, theme.light), dark=_shaded(look.dark, theme.dark))
    return dressed(shaded, theme.brand)


def _shaded(shades: Shades, written: WrittenShades) -> Shades:
    return replace(shades, **{name: colour for name, colour in written.model_dump().items() if colour is not None})


def _unreadable(document: Document, look: Look) -> Iterator[Problem]:
    """Yield a problem for each colour of a theme's own that cannot be read on its paper or card."""
    for mode, shades in (("light", look.light), ("dark", look.dark)):
        if mode not in document.data:
            continue
        grounds = (shades.paper, shades.card)
        for name, least in _LEAST.items():
            colour = getattr(shades, name)
            found = min(contrast(colour, ground) for ground in grounds)
            if found < least:
                message = f"{name} {colour} cannot be told from the {mode} page: {found:.1f}:1, and it takes {least}:1"
                hint = f'The nearest shade that can: "{_passing(colour, grounds, least)}".'
                yield document.problem((mode, name), message, hint)


def _passing(colour: str, grounds: tuple[str, str], least: float) -> str:
    return nearest(colour, grounds[0], lambda shade: passes(shade, grounds, least))
