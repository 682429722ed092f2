"""Themes: folders of templates and assets, each extending another, down to base."""

import marshal
import re
import sys
from collections.abc import Callable, Iterable, MutableMapping
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

import jinja2
from jinja2 import BaseLoader, Environment, StrictUndefined, Template, TemplateNotFound
from msgspec import Struct

from hubkit.kinds.theme.look import BASE
from hubkit.memo import Memo
from hubkit.problems import HubkitError, did_you_mean
from hubkit.render import compiler, filters, once, scope
from hubkit.render.compiler import DirectCode
from hubkit.render.desk import PageContext
from hubkit.render.macros import PageTemplate

OWN = "themes/"
"""How the names of the site's own templates begin; hubkit's are known by their absolute path."""
EXTENSIONS = ("jinja2.ext.i18n", "hubkit.render.once.Once")
"""What templates may use besides Jinja's own tags."""
OF_ONE_PAGE = "page-"
"""How the names of style sheets begin that only the template links which needs them."""
SUFFIXES = {".css", ".svg", ".png", ".jpg", ".webp", ".woff2", ".js", ".ico", ".txt"}


class ThemeFolder(Struct, frozen=True):
    """One theme's own folder; `site` where it belongs to the site, and is not one of hubkit's."""

    name: str
    path: Path
    extends: str
    site: bool


class Theme(Struct, frozen=True):
    """A theme with all that it extends, the nearest first, down to base."""

    name: str
    chain: tuple[ThemeFolder, ...]

    def assets(self) -> dict[str, bytes]:
        """Return every asset by name; a theme's own stands before one of the same name that it extends."""
        found: dict[str, bytes] = {}
        for folder in reversed(self.chain):
            directory = folder.path / "assets"
            for file in sorted(directory.iterdir()) if directory.is_dir() else []:
                if file.is_file() and not file.is_symlink() and file.suffix in SUFFIXES:
                    found[file.name] = file.read_bytes()
        return found

    def styles(self) -> tuple[str, ...]:
        """Return the names of the style sheets of all pages, base's first."""
        names: list[str] = []
        for folder in reversed(self.chain):
            directory = folder.path / "assets"
            found = (file.name for file in sorted(directory.glob("*.css")))
            names += [name for name in found if name not in names and not name.startswith(OF_ONE_PAGE)]
        return tuple(names)


def hashed(name: str, content: bytes) -> str:
    """Return where an asset is published: `assets/base.0f3c….css`."""
    stem, dot, suffix = name.rpartition(".")
    return f"assets/{stem}.{blake2b(content, digest_size=8).hexdigest()}{dot}{suffix}"


def installed_themes() -> Path:
    """Return the folder of hubkit's own themes: inside the wheel, or beside the package in a checkout."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "themes"
    return inside if inside.is_dir() else package.parent / "themes"


def folders_of_kinds() -> list[Path]:
    """Return the folders in which each kind has its templates."""
    kinds = Path(__file__).resolve().parent.parent / "kinds"
    return sorted(path for path in kinds.glob("*/templates") if path.is_dir())


def find_theme(site: Path, name: str) -> Theme:
    """Return the theme `name`, the site's or hubkit's own; raises `HubkitError` where there is none."""
    chain: list[ThemeFolder] = []
    wanted = name
    while True:
        folder = _folder(site, wanted)
        if any(known.path == folder.path for known in chain):
            names = " → ".join([*(known.name for known in chain), wanted])
            raise HubkitError(f"themes extend each other in a circle: {names}")
        chain.append(folder)
        if not folder.extends:
            return Theme(name, tuple(chain))
        wanted = folder.extends


def _folder(site: Path, name: str) -> ThemeFolder:
    own = site / "themes" / name
    if own.is_dir() and not own.is_symlink():
        return ThemeFolder(name, own, _extends(own, name, site=True), site=True)
    bundled = installed_themes() / name
    if bundled.is_dir():
        return ThemeFolder(name, bundled, _extends(bundled, name, site=False), site=False)
    near = did_you_mean(name, theme_names(site))
    mean = f' Did you mean "{near}"?' if near else ""
    raise HubkitError(f'there is no theme "{name}".{mean} The themes are: {", ".join(theme_names(site))}.')


def theme_names(site: Path) -> list[str]:
    """Return the names of hubkit's themes and of the site's own."""
    folders = (installed_themes(), site / "themes")
    return sorted({each.name for folder in folders if folder.is_dir() for each in folder.iterdir() if each.is_dir()})


def theme_digest(site: Path, name: str) -> bytes:
    """Return a digest of the site's own files that theme `name` is made of; base's where there is no such theme."""
    made = blake2b(digest_size=16)
    try:
        theme = find_theme(site, name)
    except HubkitError:
        theme = find_theme(site, BASE)
    for folder in theme.chain:
        made.update(f"{folder.name}\0{folder.site}\0".encode())
        for file in sorted(folder.path.rglob("*")) if folder.site else ():
            if file.is_file() and not file.is_symlink():
                made.update(file.relative_to(folder.path).as_posix().encode("utf-8", "surrogateescape") + b"\0")
                made.update(blake2b(file.read_bytes()).digest())
    return made.digest()


def _extends(folder: Path, name: str, *, site: bool) -> str:
    file = folder / "theme.yaml"
    text = file.read_text(encoding="utf-8", errors="replace") if file.is_file() else ""
    match = re.search(r"^extends:[ \t]*[\"']?([a-z0-9-]+)", text, re.MULTILINE)
    if match:
        return match[1]
    return BASE if site or name != BASE else ""


def own_template(file: str) -> bool:
    """Return whether `file`, as a template's faults name it, is one of the site's own themes."""
    return file.startswith(OWN)


class ChainLoader(BaseLoader):
    """Finds a template in a theme or what it extends, then among the kinds; `base:hub.html` skips to theme base."""

    def __init__(self, theme: Theme, memo: Memo) -> None:
        self._theme = theme
        self._memo = memo
        self._kinds = folders_of_kinds()

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        """Return the template's text and file; raises `TemplateNotFound`."""
        del environment
        name = template.rpartition(":")[2]
        for folder, shown in self._folders(template):
            file = folder / name
            if ".." not in template and file.is_file() and not file.is_symlink():
                return file.read_text(encoding="utf-8", errors="replace"), f"{shown}/{name}", lambda: True
        raise TemplateNotFound(template)

    def load(
        self,
        environment: Environment,
        name: str,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002 - Jinja's name
    ) -> Template:
        """Return a template, from the code that an earlier build made of the same text where there is one.

        That code is run as it lies in the memo's file, as Python runs its own in `__pycache__`: it must be the user's.
        """
        source, filename, is_current = self.get_source(environment, name)
        key = "\0".join((_compiler(), name, filename, source)).encode()
        code = self._memo.remember("template", key, lambda: marshal.dumps(environment.compile(source, name, filename)))
        return environment.template_class.from_code(environment, marshal.loads(code), globals or {}, is_current)  # noqa: S302 - said above

    def _folders(self, template: str) -> Iterable[tuple[Path, str]]:
        """Yield each folder to look in, and how it is named where a template fails."""
        wanted, colon, _ = template.rpartition(":")
        names = [folder.name for folder in self._theme.chain]
        if colon and wanted not in names:
            return
        start = names.index(wanted) if colon else 0
        for folder in self._theme.chain[start:]:
            templates = folder.path / "templates"
            yield templates, f"{OWN}{folder.name}/templates" if folder.site else str(templates)
        for kind in self._kinds:
            yield kind, str(kind)


class PageEnvironment(Environment):
    """The templates of a theme, compiled to code that does little for a page that it did for the one before."""

    code_generator_class = DirectCode
    context_class = PageContext
    template_class = PageTemplate

    def __init__(self, *settings: Any, **named: Any) -> None:
        super().__init__(*settings, **named)
        self._known: dict[str, Template] = {}

    def get_template(
        self,
        name: str | Template,
        parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002 - Jinja's name
    ) -> Template:
        """Return a template; of one that was loaded before without asking anything."""
        if not isinstance(name, str) or globals:
            return super().get_template(name, parent, globals)
        known = self._known.get(name)
        if known is None:
            known = self._known[name] = super().get_template(name, parent)
        return known

    def rendered(self, template: str, variables: dict[str, Any]) -> str:
        """Return the page that a template makes of these variables, which include the global ones."""
        found = self.get_template(template)
        context = PageContext(self, variables, found.name, found.blocks)
        try:
            return "".join(found.root_render_func(context))
        except Exception:
            self.handle_exception()  # raises it again, with the lines of the template


@cache
def _compiler() -> str:
    """Return what changes wherever the same template may become other code."""
    own = blake2b()
    for file in (compiler.__file__, filters.__file__, once.__file__, scope.__file__):
        own.update(Path(file).read_bytes())
    return f"{sys.implementation.cache_tag} {jinja2.__version__} {own.hexdigest()}"


def environment(theme: Theme, filters: dict[str, Any], globals_: dict[str, Any], memo: Memo) -> PageEnvironment:
    """Return the templates of a theme: always escaped, and strict about names that are not there."""
    made = PageEnvironment(
        loader=ChainLoader(theme, memo),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
        auto_reload=False,
        extensions=EXTENSIONS,
    )
    made.filters.update(filters)
    made.globals.update(globals_)  # pyright: ignore[reportUnknownMemberType]
    return made
