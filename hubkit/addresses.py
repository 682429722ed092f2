"""Where things are: the links between pages, the canonical address of each, and its file in the output."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from hubkit.problems import HubkitError


@dataclass(frozen=True, slots=True)
class Addresses:
    """The addresses of one build."""

    network: str
    """The absolute address of the network's home, with a slash at the end."""
    origin: str
    """Scheme and host of the site that is built."""
    base: str
    """The path below which it is published: `/` or `/hubs/`."""
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
        return self.base + _below(hub, path)

    def absolute(self, hub: str, path: str) -> str:
        """Return the full address of a page or file of this build."""
        link = self.href(hub, path)
        return self.origin + link if link.startswith("/") else link

    def canonical(self, hub: str, domain: str | None, path: str) -> str:
        """Return the one address of a page: on the hub's own domain, where it has one."""
        if hub and domain:
            return f"https://{domain}/{path}"
        return self.absolute(hub, path)

    def asset(self, path: str) -> str:
        """Return a link to a file below `assets/`."""
        return f"{self.base}{path}"

    def external(self, site_path: str) -> str:
        """Return the link that an author's `/path` means: below the network's home, wherever that is published."""
        path = site_path.lstrip("/")
        if not self.alone:
            return self.base + path
        hub, _, rest = path.partition("/")
        return self.base + rest if hub == self.alone else self.network + path


def _below(hub: str, path: str) -> str:
    return f"{hub}/{path}" if hub else path


def addresses(url: str, base_url: str, alone: str, domain: str | None) -> Addresses:
    """Return the addresses of the network at `url`, published at `base_url` or, a hub alone, on its domain."""
    network = url if url.endswith("/") else f"{url}/"
    host = urlsplit(network).hostname or "localhost"
    published = base_url or (
        f"https://{domain}/" if alone and domain else network if not alone else f"{network}{alone}/"
    )
    parts = urlsplit(published)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
        raise HubkitError(
            f'--base-url "{base_url}" is no address: write https://example.org/ or https://example.org/hubs/'
        )
    base = parts.path if parts.path.endswith("/") else f"{parts.path}/"
    effective = f"{parts.scheme}://{parts.netloc}{base}"
    return Addresses(
        network=network if alone else effective,
        origin=f"{parts.scheme}://{parts.netloc}",
        base=base,
        host=host,
        alone=alone,
    )
