"""Where mail and notices go, as the environment says it; checked before anything is sent."""

import base64
import binascii
import re
from collections.abc import Mapping
from typing import Literal, TypeAlias
from urllib.parse import SplitResult, unquote, urlsplit

from msgspec import Struct

from hubkit.listening import is_this_machine_alone
from hubkit.webhooks.forms import is_address
from hubkit.webhooks.store import Receiver

Security: TypeAlias = Literal["starttls", "tls", "none"]
Shape: TypeAlias = Literal["slack", "discord", "signed"]

SERVER, SENDER = "HUBKIT_SMTP_URL", "HUBKIT_MAIL_FROM"
HOOK, SECRET, ORGANIZERS = "HUBKIT_NOTIFY_URL", "HUBKIT_NOTIFY_SECRET", "HUBKIT_NOTIFY_MAIL"
_SHAPES: Mapping[str, Shape] = {"hooks.slack.com": "slack", "discord.com": "discord", "discordapp.com": "discord"}
_NAMED = re.compile(r'"?([^<>"\x00-\x1f\x7f]*?)"? *<([^<>]+)>')
_SECRET_BYTES = range(24, 65)
_SERVER_FORM = (
    "smtp://user:password@mail.example.org or smtps://user:password@mail.example.org:465; in the name and the password,"
    " write every character but letters and digits as % and two digits, like %40 for @"
)
_HOW = "python3 -c \"import base64, os; print('whsec_' + base64.b64encode(os.urandom(32)).decode())\""


class SettingError(Exception):
    """A variable of the environment cannot be used; says which, and what to write, and never what stands there."""


class MailServer(Struct, frozen=True):
    """Who takes mail to send it on."""

    host: str
    port: int
    security: Security
    user: str = ""
    password: str = ""


class Mail(Struct, frozen=True):
    """How mail is sent."""

    server: MailServer
    sender: str
    """The address that mail comes from."""
    name: str = ""
    """What stands before it; empty for the name of the hub."""


class Hook(Struct, frozen=True):
    """Where notices are sent as a POST."""

    host: str
    port: int
    path: str
    is_https: bool
    shape: Shape
    key: bytes = b""
    """With which they are signed."""


class Channels(Struct, frozen=True):
    """All ways in which somebody is told something."""

    mail: Mail | None = None
    hook: Hook | None = None
    organizers: str = ""
    """The address of those who are told by mail; empty for none."""

    @property
    def receivers(self) -> frozenset[Receiver]:
        """Who can be told something."""
        there: dict[Receiver, bool] = {
            "person": self.mail is not None,
            "mail": bool(self.organizers),
            "hook": self.hook is not None,
        }
        return frozenset(receiver for receiver, is_there in there.items() if is_there)


def channels_from(environment: Mapping[str, str]) -> Channels:
    """Return the channels that the environment sets up, none where it says nothing of them.

    Raises `SettingError` where one cannot be used.
    """
    set_up = {name: environment.get(name, "") for name in (SERVER, SENDER, HOOK, SECRET, ORGANIZERS)}
    _need(set_up, SERVER, SENDER, "from which address mail comes, like Open Cities <rsvp@example.org>")
    _need(set_up, SENDER, SERVER, f"who sends mail, like {_SERVER_FORM}")
    _need(set_up, ORGANIZERS, SERVER, f"who sends mail, like {_SERVER_FORM}")
    _need(set_up, SECRET, HOOK, "where notices are sent, like https://example.org/rsvps")
    organizers = set_up[ORGANIZERS]
    if organizers and not is_address(organizers):
        raise SettingError(f"{ORGANIZERS} is not one e-mail address, like team@example.org")
    return Channels(
        mail=_mail(set_up[SERVER], set_up[SENDER]) if set_up[SERVER] else None,
        hook=_hook(set_up[HOOK], set_up[SECRET]) if set_up[HOOK] else None,
        organizers=organizers,
    )


def _need(set_up: Mapping[str, str], name: str, other: str, what: str) -> None:
    if set_up[name] and not set_up[other]:
        raise SettingError(f"{name} is set, and {other} is not. Say with {other} {what}")


def _mail(url: str, sender: str) -> Mail:
    named = _NAMED.fullmatch(sender)
    name, address = named.groups() if named else ("", sender)
    if not is_address(address):
        raise SettingError(
            f"{SENDER} is not one e-mail address, like rsvp@example.org or Open Cities <rsvp@example.org>"
        )
    return Mail(_server(url), address, name)


def _server(url: str) -> MailServer:
    wrong = SettingError(f"{SERVER} cannot be read. Write it like {_SERVER_FORM}")
    parts = _split(url, wrong)
    host = parts.hostname or ""
    if (
        parts.scheme not in {"smtp", "smtps"}
        or not host
        or parts.path not in {"", "/"}
        or parts.query
        or parts.fragment
    ):
        raise wrong
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    if bool(user) != bool(password) or not (user + password).isprintable():
        raise wrong
    is_here = is_this_machine_alone(host)
    security: Security = "tls" if parts.scheme == "smtps" else "none" if is_here else "starttls"
    usual = {"tls": 465, "starttls": 587, "none": 25}
    return MailServer(host, parts.port or usual[security], security, user, password)


def _hook(url: str, secret: str) -> Hook:
    wrong = SettingError(f"{HOOK} cannot be read. Write it like https://example.org/rsvps")
    parts = _split(url, wrong)
    host, is_https = parts.hostname or "", parts.scheme == "https"
    if parts.scheme not in {"http", "https"} or not host or parts.username or parts.fragment:
        raise wrong
    if not url.isascii() or not url.isprintable() or " " in url:
        raise wrong
    if not is_https and not is_this_machine_alone(host):
        raise SettingError(f"{HOOK} does not begin with https://: others could read and change what is sent. Use https")
    shape = _SHAPES.get(host, "signed") if is_https else "signed"
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    port = parts.port or (443 if is_https else 80)
    return Hook(host, port, path, is_https, shape, _key(secret) if shape == "signed" else b"")


def _key(secret: str) -> bytes:
    """Return the key of a secret as Standard Webhooks writes it: `whsec_`, and 24 to 64 bytes in base64."""
    try:
        key = base64.b64decode(secret.removeprefix("whsec_"), validate=True)
    except binascii.Error:
        key = b""
    if not secret.startswith("whsec_") or len(key) not in _SECRET_BYTES:
        raise SettingError(
            f"{SECRET} is not set, or no secret. Make one with:  {_HOW}  and give it to the receiver, too"
        )
    return key


def _split(url: str, wrong: SettingError) -> SplitResult:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        raise wrong from None
    return parts
