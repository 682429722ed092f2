"""The files that a host or a crawler reads: sitemap, robots and headers."""

from collections.abc import Iterable
from datetime import datetime
from operator import attrgetter
from typing import NamedTuple
from urllib.parse import urlsplit

from hubkit.addresses import Addresses
from hubkit.kinds.door.routes import DOOR
from hubkit.kinds.network.model import NetworkModel
from hubkit.kinds.promotion.routes import WIDGET
from hubkit.kinds.route import File, Network
from hubkit.kinds.xml import attribute, document, element
from hubkit.times import stamp

MOST_URLS = 50_000
_PAYMENTS = "https://checkout.stripe.com"
_DOOR_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'none'; worker-src 'self'; "
    "form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
)
_OWN_CAMERA = "camera=(self), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"
_NO_CAMERA = _OWN_CAMERA.replace("(self)", "()")
_DOOR_RULE = [
    "! Content-Security-Policy",
    f"Content-Security-Policy: {_DOOR_POLICY}",
    "! Permissions-Policy",
    f"Permissions-Policy: {_OWN_CAMERA}",
]
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"


class SitemapEntry(NamedTuple):
    """A page as the sitemap lists it: its full address and the newest commit among its sources."""

    url: str
    changed: datetime | None


def sitemap(entries: Iterable[SitemapEntry], addresses: Addresses, source: str) -> list[File]:
    """Return the sitemap (sitemaps.org, version 0.9); past 50,000 addresses, an index and its parts."""
    listed = sorted(entries, key=attrgetter("url"))
    if len(listed) <= MOST_URLS:
        return [File("", "sitemap.xml", _urlset(listed), (source,))]
    files: list[File] = []
    index = [f"<sitemapindex{attribute('xmlns', _SITEMAP)}>"]
    for number, start in enumerate(range(0, len(listed), MOST_URLS), start=1):
        name = f"sitemap-{number}.xml"
        files.append(File("", name, _urlset(listed[start : start + MOST_URLS]), (source,)))
        index.append(f"  <sitemap>\n    {element('loc', f'{addresses.home}{name}')}\n  </sitemap>")
    return [File("", "sitemap.xml", document([*index, "</sitemapindex>"]), (source,)), *files]


def listed_below(home: str, content: bytes) -> list[SitemapEntry]:
    """Return what a sitemap that hubkit wrote lists below the address `home`."""
    from xml.etree import ElementTree as ET

    names = {"s": _SITEMAP}
    found = ((url.findtext("s:loc", "", names), url.findtext("s:lastmod", "", names)) for url in ET.fromstring(content))  # noqa: S314 - hubkit's own file
    return [
        SitemapEntry(url, datetime.fromisoformat(day) if day else None) for url, day in found if url.startswith(home)
    ]


def _urlset(entries: list[SitemapEntry]) -> bytes:
    if not entries:
        return document([f"<urlset{attribute('xmlns', _SITEMAP)} />"])
    return document([f"<urlset{attribute('xmlns', _SITEMAP)}>", *map(_url, entries), "</urlset>"])


def _url(entry: SitemapEntry) -> str:
    changed = f"    {element('lastmod', stamp(entry.changed))}\n" if entry.changed else ""
    return f"  <url>\n    {element('loc', entry.url)}\n{changed}  </url>"


def robots(addresses: Addresses, source: str) -> File:
    """Return `robots.txt` (RFC 9309): everything may be read, and here is the sitemap."""
    text = f"User-agent: *\nAllow: /\n\nSitemap: {addresses.home}sitemap.xml\n"
    return File("", "robots.txt", text.encode(), (source,))


def headers(network: Network, addresses: Addresses) -> File:
    """Return `_headers`: no script or style but the site's own, no sniffing, assets kept for a year.

    Forms may lead on to Stripe where the network sells tickets. Only widgets may stand in frames; only pages for the
    door may see, and those connect to nothing. Where two rules speak of a path, Netlify takes the later value;
    Cloudflare joins both, unless the later rule begins with `! <name>`, a line that Netlify skips.
    """
    settings = network.shared.network.fields
    has_domains = any(hub.domain for hub in network.hubs)
    sells = bool(settings.webhooks) and any(hub.sells for hub in network.hubs)
    policy = _policy(settings, addresses, has_domains=has_domains, sells=sells)
    common = [
        f"Content-Security-Policy: {policy}; frame-ancestors 'none'",
        "Strict-Transport-Security: max-age=63072000",
        "X-Content-Type-Options: nosniff",
        "Referrer-Policy: strict-origin-when-cross-origin",
        f"Permissions-Policy: {_NO_CAMERA}",
        "Cross-Origin-Opener-Policy: same-origin",
    ]
    rules: list[tuple[str, list[str]]] = [
        ("/*", common),
        ("/assets/*", ["Cache-Control: public, max-age=31536000, immutable"]),
        ("/*.webmanifest", ["Content-Type: application/manifest+json"]),
        ("/*.svg", ["Content-Security-Policy: sandbox; default-src 'none'; style-src 'unsafe-inline'"]),
        ("/*.ics", ["Content-Type: text/calendar; charset=utf-8", "Access-Control-Allow-Origin: *"]),
        ("/*.json", ["Access-Control-Allow-Origin: *"]),
        ("/*feed.xml", ["Content-Type: application/atom+xml; charset=utf-8"]),
        ("/*feed.json", ["Content-Type: application/feed+json; charset=utf-8"]),
    ]
    framed = ["! Content-Security-Policy", f"Content-Security-Policy: {policy}; frame-ancestors *"]
    rules += [(path, framed) for path in _in_hubs(WIDGET, network, addresses)]
    if settings.webhooks and settings.door:
        rules += [(path, _DOOR_RULE) for path in _in_hubs(DOOR, network, addresses)]
    prefix = addresses.base.rstrip("/")
    text = "\n".join(f"{prefix}{path}\n" + "".join(f"  {line}\n" for line in lines) for path, lines in rules)
    return File("", "_headers", text.encode(), (network.shared.network.source,))


def _in_hubs(page: str, network: Network, addresses: Addresses) -> list[str]:
    """Return the paths of a page of all hubs: of hubs' first languages by one pattern, of each other by another."""
    hub = "" if addresses.alone else "/:hub"
    others = {language for each in network.hubs for language in each.languages[1:]}
    return [f"{hub}/{page}", *(f"{hub}/{language}/{page}" for language in sorted(others))]


def _policy(settings: NetworkModel, addresses: Addresses, *, has_domains: bool, sells: bool) -> str:
    pictures = " ".join(["'self'", *(f"https://{host}" for host in settings.allow_hosts)])
    functions = ["'self'"]
    if settings.api_url:
        api = urlsplit(settings.api_url)
        if has_domains or not addresses.home.startswith(f"{api.scheme}://{api.netloc}/"):
            functions.append(f"{api.scheme}://{api.netloc}")
    payments = [_PAYMENTS] if sells else []
    return "; ".join(
        [
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            f"img-src {pictures}",
            f"connect-src {' '.join(functions)}",
            "manifest-src 'self'",
            "worker-src 'self'",
            f"form-action {' '.join([*functions, *payments])}",
            "base-uri 'none'",
        ]
    )
