"""Where pages get their looks: a theme's templates, a brand's colours, a language's words, each made once."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from pathlib import Path

from hubkit.addresses import Addresses
from hubkit.cards.card import Colours
from hubkit.cards.drawing import Drawer
from hubkit.cards.typefaces import Typefaces
from hubkit.kinds.hub.value import Hub, Shared
from hubkit.kinds.theme.look import BASE, Look, dressed, flat_of, look_css
from hubkit.kinds.words import Words, locale_name
from hubkit.memo import Memo
from hubkit.problems import HubkitError
from hubkit.render.atlas import Atlas
from hubkit.render.catalogue import read_catalogue
from hubkit.render.darkroom import developed
from hubkit.render.desk import Desk
from hubkit.render.filters import FILTERS, GLOBALS
from hubkit.render.frame import Frame
from hubkit.render.interface import Texts
from hubkit.render.press import Press
from hubkit.render.theme import PageEnvironment, Theme, environment, find_theme, hashed
from hubkit.render.variants import Variant
from hubkit.render.weight import compressed
from hubkit.values import Output

_ASSET = re.compile(rb'/(assets/[^"/ ,<>]+)')


class Studio:
    """Makes the frames of one build; themes, words and style sheets are made once and used again."""

    def __init__(
        self,
        site: Path,
        shared: Shared,
        addresses: Addresses,
        looks: Mapping[str, Look],
        memo: Memo | None = None,
        code: Memo | None = None,
    ) -> None:
        """Dress pages in `looks`, by theme.

        Remember texts in `memo`, and the code of templates in `code`, which must be of this user's own folder.
        """
        self._site = site
        self._shared = shared
        self.addresses = addresses
        self._looks = looks
        self._memo = memo or Memo()
        self._code = code or Memo()
        self._themes: dict[str, Theme] = {}
        self._environments: dict[str, PageEnvironment] = {}
        self._words: dict[tuple[str, str, str, str], tuple[Words, Texts]] = {}
        self._assets: dict[str, dict[str, str]] = {}
        self._styles: dict[str, tuple[str, ...]] = {}
        self._sheets: dict[Look, str] = {}
        self._weights: dict[str, int] = {}
        self._atlas = Atlas()
        self._outputs: dict[str, Output] = {}
        """By the links that pages have to them."""

    def compressed_asset(self, link: str) -> int:
        """Return the size of an asset of a theme as hosts send it, by the link to it; 0 where there is none."""
        if link not in self._weights:
            self._weights[link] = compressed(self._outputs[link].content) if link in self._outputs else 0
        return self._weights[link]

    def save(self) -> None:
        """Keep what is new to remember."""
        self._memo.save()
        self._code.save()

    def network_languages(self) -> tuple[str, ...]:
        """Return the languages of the network's own pages, the default first."""
        return self._shared.network.fields.ordered_languages

    def interface(self, language: str) -> Words:
        """Return the words of a language by the network's theme, for what belongs to no page."""
        return self._language(self._shared.network.fields.theme, language, language, "")[0]

    def hub_frame(self, hub: Hub, shared: Shared, language: str) -> Frame:
        """Return what all pages of a hub share in one language; `shared` is what the hub sees of the shared files."""
        settings = shared.network.fields
        theme = hub.fields.theme or settings.theme
        words = self._language(theme, language, hub.languages[0], hub.fields.country or "")
        prefix = "" if language == hub.languages[0] else f"{language}/"
        has_charter = hub.charter is not None or shared.charter is not None
        return self._frame(theme, words, hub, shared, prefix, hub.languages, has_charter=has_charter)

    def network_frame(self, language: str) -> Frame:
        """Return what all of the network's own pages share in one language."""
        settings = self._shared.network.fields
        languages = self.network_languages()
        words = self._language(settings.theme, language, languages[0], "")
        prefix = "" if language == languages[0] else f"{language}/"
        has_charter = self._shared.charter is not None
        return self._frame(settings.theme, words, None, self._shared, prefix, languages, has_charter=has_charter)

    def assets_of(self, frame: Frame) -> Iterator[Output]:
        """Return the style sheets and other assets that the pages of a frame may refer to."""
        return (self._outputs[link] for link in dict.fromkeys((*frame.desk.assets.values(), *frame.styles)))

    def pictures(self, variants: Iterable[Variant]) -> Iterator[Output]:
        """Return pictures as they are published; what was made before is remembered."""
        return developed(variants, self._site, self._memo)

    @staticmethod
    def assets_in(pages: Iterable[Path]) -> set[str]:
        """Return the paths of the assets that finished pages refer to."""
        return {match.decode() for page in pages for match in _ASSET.findall(page.read_bytes())}

    def _frame(
        self,
        theme: str,
        language: tuple[Words, Texts],
        hub: Hub | None,
        shared: Shared,
        prefix: str,
        languages: tuple[str, ...],
        *,
        has_charter: bool,
    ) -> Frame:
        words, texts = language
        look = self._look(theme, hub, shared)
        desk = Desk(
            words=words,
            texts=texts,
            addresses=self.addresses,
            hub=hub,
            prefix=prefix,
            pictures=hub.pictures if hub else {},
            shared_pictures=shared.pictures,
            allowed_hosts=shared.network.fields.allow_hosts,
            assets=self._assets_of(theme),
            home=self.addresses.href(hub.id if hub else "", prefix),
            press=Press(self._drawer, Colours(*flat_of(look), look.light.paper, look.light.ink), self._memo),
            atlas=self._atlas,
        )
        return Frame(
            environment=self._environment(theme),
            desk=desk,
            shared=shared,
            styles=(*self._styles_of(theme), self._sheet(look)),
            papers=(look.light.paper, look.dark.paper),
            languages=languages,
            has_charter=has_charter,
        )

    @cached_property
    def _drawer(self) -> Drawer:
        return _drawer_of(self._site, Typefaces(self._site).digest)

    def _theme(self, name: str) -> Theme:
        """Return a theme; base where `name` is none, of which the checks have told."""
        if name not in self._themes:
            try:
                self._themes[name] = find_theme(self._site, name)
            except HubkitError:
                self._themes[name] = find_theme(self._site, BASE)
        return self._themes[name]

    def _environment(self, name: str) -> PageEnvironment:
        if name not in self._environments:
            made = environment(self._theme(name), FILTERS, GLOBALS, self._code)
            self._environments[name] = made
        return self._environments[name]

    def _assets_of(self, name: str) -> dict[str, str]:
        if name not in self._assets:
            found = self._theme(name).assets()
            self._assets[name] = {
                asset: self._published(hashed(asset, content), content) for asset, content in found.items()
            }
        return self._assets[name]

    def _styles_of(self, name: str) -> tuple[str, ...]:
        if name not in self._styles:
            links = self._assets_of(name)
            self._styles[name] = tuple(links[style] for style in self._theme(name).styles())
        return self._styles[name]

    def _look(self, theme: str, hub: Hub | None, shared: Shared) -> Look:
        look = dressed(self._looks.get(theme, self._looks[BASE]), shared.network.fields.brand)
        return dressed(look, hub.fields.brand) if hub else look

    def _sheet(self, look: Look) -> str:
        if look not in self._sheets:
            content = look_css(look).encode()
            self._sheets[look] = self._published(hashed("brand.css", content), content)
        return self._sheets[look]

    def _published(self, path: str, content: bytes) -> str:
        link = self.addresses.asset(path)
        self._outputs[link] = Output(path, content, ("hubkit.yaml",))
        return link

    def _language(self, theme: str, language: str, home: str, country: str) -> tuple[Words, Texts]:
        locale = locale_name(language, country)
        key = (theme, language, home, locale)
        if key not in self._words:
            catalogue = read_catalogue(self._theme(theme), language, self._memo)
            words = Words(language, home, locale, catalogue)
            self._words[key] = words, Texts(words)
        return self._words[key]


@lru_cache(maxsize=1)
def _drawer_of(site: Path, fonts: bytes) -> Drawer:
    """Return what draws the cards of a site, with its fonts of that digest; a preview goes on with its letters."""
    del fonts
    return Drawer(Typefaces(site))
