"""Where things are: the links between pages, the canonical address of each, and its file in the output."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from msgspec import Struct

from hubkit.problems import HubkitError


class Addresses(Struct, frozen=True):
    """The addresses of one build."""

    network: str
    """The absolute address of the network's home, with a slash at the end."""
    home: str
    """The absolute address of the home of what is built: the network's, or that of a hub alone."""
    base: str
    """The path of `home` on its host, for links: `/` or `/hubs/`."""
    host: str
    """The host of the network's own `url`: the right half of every UID."""
    alone: str = ""
    """The id of the hub that is built alone (`--hub`), whose home is then at `base`."""

    def output(self, hub: str, path: str) -> str:
        """Return the output file of the page or file at `path` below a hub (or the network, where `hub` is empty)."""
        folder = "" if not hub or hub == self.alone else f"{hub}/"
        return f"{folder}{path}index.html" if not path or path.endswith("/") else f"{folder}{path}"

    def href(self, hub: str, path: str) -> str:
        """Return a link to `path` below a hub (or the network) that works from every page of this build."""
        if self.alone:
            return f"{self.base}{path}" if hub == self.alone else self.network + _below(hub, path)
        return f"{self.base}{hub}/{path}" if hub else self.base + path

    def absolute(self, hub: str, path: str) -> str:
        """Return the full address of a page or file of this build."""
        if self.alone:
            return f"{self.home}{path}" if hub == self.alone else self.network + _below(hub, path)
        return f"{self.home}{hub}/{path}" if hub else self.home + path

    def canonical(self, hub: str, domain: str | None, path: str) -> str:
        """Return the one address of a page: on the hub's own domain, where it has one."""
        if hub and domain:
            return f"https://{domain}/{path}"
        return self.absolute(hub, path)

    def asset(self, path: str) -> str:
        """Return a link to a file below `assets/`."""
        return f"{self.base}{path}"

    def full(self, link: str) -> str:
        """Return the full address of a link of this build, as `href` and `asset` make them."""
        return self.home + link.removeprefix(self.base) if link.startswith(self.base) else link

    def external(self, site_path: str) -> str:
        """Return the link that an author's `/path` means: below the network's home, wherever that is published."""
        path = site_path.lstrip("/")
        if not self.alone:
            return self.base + path
        hub, _, rest = path.partition("/")
        return self.base + rest if hub == self.alone else self.network + path


def _below(hub: str, path: str) -> str:
    return f"{hub}/{path}" if hub else path


def folder_of(language: str, languages: Sequence[str]) -> str:
    """Return the folder of the pages in `language` below a home that speaks `languages`: empty for the first.

    Where there are none in it, those in the first stand for them.
    """
    return f"{language}/" if language in languages[1:] else ""


def addresses(url: str, base_url: str, alone: str, domain: str | None) -> Addresses:
    """Return the addresses of the network at `url`, published at `base_url` or, a hub alone, on its domain.

    A hub alone that has neither is made for the top of some host; its one address stays that in the network.
    """
    network = _address(url)
    host = urlsplit(network).hostname or "localhost"
    if not alone:
        home = _address(base_url or url)
        return Addresses(network=home, home=home, base=urlsplit(home).path, host=host)
    home = _address(base_url) if base_url else f"https://{domain}/" if domain else f"{network}{alone}/"
    return Addresses(network=network, home=home, base=urlsplit(home).path if base_url else "/", host=host, alone=alone)


def _address(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
        raise HubkitError(f'"{url}" is no address of a site: write https://example.org/ or https://example.org/hubs/')
    return f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}/"
