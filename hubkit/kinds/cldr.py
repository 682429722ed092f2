"""What Babel knows of each locale, in a copy of our own."""

from collections.abc import Mapping
from copy import deepcopy
from functools import cache, lru_cache
from typing import Any

from babel import Locale
from babel.localedata import LocaleDataDict, load


class OwnLocale(Locale):
    """A locale whose data is its own.

    Babel's locales share what they inherit, and the first that resolves an inherited alias writes its result there:
    with Babel 2.18, Chinese before Portuguese makes Portuguese months Chinese. A page must not depend on the pages
    made before it.
    """

    @property
    def _data(self) -> LocaleDataDict:
        return _own_data(str(self))


class _OwnData(dict[Any, Any]):
    """The data of a locale, each part of it copied when it is first asked for: pages need few."""

    def __init__(self, shared: Mapping[Any, Any]) -> None:
        super().__init__()
        self._shared = shared

    def __missing__(self, part: Any) -> Any:
        """Return a copy of a part."""
        copied = self[part] = deepcopy(self._shared[part])
        return copied


@cache
def _own_data(name: str) -> LocaleDataDict:
    return LocaleDataDict(_OwnData(load(name)))


@lru_cache(maxsize=256)
def own_locale(name: str) -> OwnLocale:
    """Return the locale `name`, `pt` or `pt_PT` or `pt-PT`; raises as `Locale.parse` does where there is none."""
    found = Locale.parse(name.replace("-", "_"))
    return OwnLocale(found.language, found.territory, found.script, found.variant, found.modifier)
