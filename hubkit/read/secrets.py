"""Keys and passwords that must never be in a repository: found by their shape, and masked."""

import functools
import re
from collections.abc import Iterable

from msgspec import Struct

from hubkit.read.characters import holds_one

_SHAPES = {
    "a Stripe key": r"(?P<stripe>[sr]k_(?:live|test)_)[0-9A-Za-z_]{10,}",
    "a Stripe webhook secret": r"(?P<stripe_webhook>whsec_)[0-9A-Za-z_+/=-]{10,}",
    "an AWS key": r"(?P<aws>A[KS]IA)[0-9A-Z]{16,}",
    "a GitHub token": r"(?P<github>gh[pousr]_|github_pat_)[0-9A-Za-z_]{20,}",
    "a Slack token": r"(?P<slack>xox[abeprs]-)[0-9A-Za-z-]{10,}",
    "a Google key": r"(?P<google>AIza)[0-9A-Za-z_-]{30,}",
    "a SendGrid key": r"(?P<sendgrid>SG\.)[0-9A-Za-z_-]{16,}\.[0-9A-Za-z_-]{16,}",
    "a private key": (
        r"(?P<pem>-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY[A-Z ]{0,20}-----)"
        r"(?:(?:[^-]|-(?!----))*+-----END [A-Z0-9 ]{0,60}-----|(?:\s*[0-9A-Za-z+/=]{20,})*+)"
    ),
}
_MARKERS = ("AKIA", "ASIA", "xox", "AIza", "SG.", "PRIVATE KEY")
_MARKERS_WITH_LINE = re.compile(r"k_live_|k_test_|whsec_|gh[pousr]_|github_pat_")
"""One of these, or of `_MARKERS`, stands in every secret."""


class Secret(Struct, frozen=True):
    """A secret in a text: it begins at `start`, ends before `end`, and shows what it is up to `shown`."""

    start: int
    shown: int
    end: int
    what: str
    """Such as `a Stripe key (sk_live_****)`."""


@functools.cache
def _secret() -> re.Pattern[str]:
    return re.compile(rf"(?<![0-9A-Za-z])(?:{'|'.join(_SHAPES.values())})")


@functools.cache
def _names() -> dict[str, str]:
    return dict(zip(_secret().groupindex, _SHAPES, strict=True))


def find_secrets(text: str) -> list[Secret]:
    """Return every secret in `text`, in order; it costs little where there is none."""
    if not holds_one(_MARKERS, text) and ("_" not in text or not _MARKERS_WITH_LINE.search(text)):
        return []
    return [_secret_of(match) for match in _secret().finditer(text)]


def _secret_of(match: re.Match[str]) -> Secret:
    group = match.lastgroup or ""
    prefix = match[group]
    return Secret(match.start(), match.end(group), match.end(), f"{_names()[group]} ({prefix}****)")


def masked(text: str, secrets: Iterable[Secret]) -> str:
    """Return `text`, as long as before, with `*` for every visible character of each secret after its prefix."""
    parts: list[str] = []
    done = 0
    for secret in secrets:
        parts.append(text[done : secret.shown])
        parts.append(re.sub(r"\S", "*", text[secret.shown : secret.end]))
        done = secret.end
    return "".join([*parts, text[done:]])
