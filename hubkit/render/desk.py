"""What the filters and functions of templates work at: one desk for all pages of a hub in one language."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from jinja2 import Environment, UndefinedError
from jinja2.runtime import Context
from markupsafe import Markup

from hubkit.addresses import Addresses
from hubkit.kinds.hub.value import Hub
from hubkit.kinds.picture import Photo
from hubkit.kinds.references import find_picture
from hubkit.kinds.words import Words
from hubkit.render.atlas import Atlas
from hubkit.render.interface import Texts
from hubkit.render.press import Press
from hubkit.render.variants import Variant


@dataclass(frozen=True)
class Desk:
    """What the filters of one page, or of all pages of a hub in one language, need to know."""

    words: Words
    texts: Texts
    addresses: Addresses
    hub: Hub | None
    prefix: str
    pictures: Mapping[str, Photo]
    shared_pictures: Mapping[str, Photo]
    allowed_hosts: tuple[str, ...]
    assets: Mapping[str, str]
    home: str
    """The link to the home page in this language; those to all others below it begin with it."""
    press: Press
    """Draws cards and codes."""
    atlas: Atlas
    """Draws small maps."""
    used: dict[str, Variant] = field(default_factory=dict[str, Variant])
    """The pictures that pages show, by the path they are published at."""
    kept: dict[tuple[object, ...], tuple[Markup, tuple[object, ...]]] = field(default_factory=dict[Any, Any])
    """What is the same on all pages, or on those with the same values, as the first of them shows it.

    By its name and the ids of the values, which are theirs as long as they are kept beside it.
    """

    def photo(self, owner: str, hub: str, file: str) -> Photo | None:
        """Return the picture that the file `owner` names."""
        return find_picture(owner, hub, file, self.pictures, self.shared_pictures)

    def link(self, variant: Variant) -> str:
        """Return the link to a variant of a picture, and note that it is used."""
        path = variant.path
        self.used[path] = variant
        return self.addresses.asset(path)


class PageContext(Context):
    """The variables of a page, with its desk at hand."""

    desk: Desk
    words: Words
    texts: Texts

    def __init__(self, environment: Environment, parent: dict[str, Any], *others: Any, **named: Any) -> None:
        super().__init__(environment, parent, *others, **named)
        if "desk" in parent:
            self.desk = parent["desk"]
            self.words, self.texts = self.desk.words, self.desk.texts

    def __getattr__(self, name: str) -> Any:
        """Raise what tells the author of a theme what is amiss; only called for what is not there."""
        if name in {"desk", "words", "texts"}:
            raise UndefinedError("the page that a text or link is for; import this template `with context`")
        raise AttributeError(name)
