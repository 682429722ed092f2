"""What Babel knows of each locale, in a copy of our own."""

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


@cache
def _own_data(name: str) -> LocaleDataDict:
    data: dict[Any, Any] = deepcopy(load(name))
    return LocaleDataDict(data)


@lru_cache(maxsize=256)
def own_locale(name: str) -> OwnLocale:
    """Return the locale `name`, `pt` or `pt_PT` or `pt-PT`; raises as `Locale.parse` does where there is none."""
    found = Locale.parse(name.replace("-", "_"))
    return OwnLocale(found.language, found.territory, found.script, found.variant, found.modifier)
