"""The rules that a finished site has for its host: `_headers` and `_redirects`."""

import re
from collections.abc import Mapping
from urllib.parse import quote, unquote

from msgspec import Struct


class HeaderRule(Struct, frozen=True):
    """One block of `_headers`: the paths it speaks of, and their headers, names in small letters.

    A later rule's value takes the place of an earlier one's.
    """

    pattern: re.Pattern[str]
    headers: Mapping[str, str]


class Redirects(Struct, frozen=True):
    """The rules of `_redirects`: of single old addresses, and of all below one."""

    single: Mapping[str, tuple[str, int]]
    below: tuple[tuple[str, str, int], ...]

    def find(self, path: str) -> tuple[str, int] | None:
        """Return where `path` (decoded) moved, and the status that says so; None where it did not."""
        if path in self.single:
            return self.single[path]
        for old, new, status in self.below:
            if path.startswith(old):
                rest = quote(path.removeprefix(old).lstrip("/"))  # `new` may end with a slash: `//x` is another host
                return new.replace(":splat", rest), status
        return None


def header_rules(text: str) -> tuple[HeaderRule, ...]:
    """Return the rules of a `_headers` file, in their order."""
    blocks: list[tuple[str, dict[str, str]]] = []
    for line in filter(str.strip, text.splitlines()):
        if not line[0].isspace():
            blocks.append((line.strip(), {}))
        elif blocks and not line.lstrip().startswith("!"):  # of hosts that would join the values
            name, _, value = line.partition(":")
            blocks[-1][1][name.strip().lower()] = value.strip()
    return tuple(HeaderRule(_pattern(path), headers) for path, headers in blocks)


def _pattern(path: str) -> re.Pattern[str]:
    """Return what a path of a rule stands for: `*` for anything, `:name` for one part of a path."""
    literal = re.escape(unquote(path)).replace(r"\*", ".*")
    return re.compile(re.sub(r"(?<=/):[a-z]+", "[^/]+", literal), re.DOTALL)


def base_of(headers: str) -> str:
    """Return the path at which the site stands on its host: what the first rule of `_headers` is for all of."""
    first = headers.partition("\n")[0].strip()
    return f"/{unquote(first).removesuffix('*').strip('/')}/".replace("//", "/") if first.endswith("/*") else "/"


def redirect_rules(text: str) -> Redirects:
    """Return the rules of a `_redirects` file."""
    single: dict[str, tuple[str, int]] = {}
    below: list[tuple[str, str, int]] = []
    for line in text.splitlines():
        old, new, status = line.split(" ")
        if old.endswith("*"):
            below.append((unquote(old[:-1]), new, int(status)))
        else:
            single[unquote(old)] = (new, int(status))
    return Redirects(single, tuple(below))
