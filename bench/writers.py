"""Writes the network as each generator wants it; what does not change with the network stands in sites/."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import cast

from bench import network
from bench.documents import Document, documents, front_matter
from bench.network import Hub

SITES = Path(__file__).parent / "sites"

Writer = Callable[[Path, int], None]


def write_hubkit(site: Path, hubs: int) -> None:
    """Write hubkit's format: YAML for the hub, Markdown with front matter for all else."""
    _file(site / "hubkit.yaml", _yaml(name=network.NAME, url=network.ADDRESS, tagline=network.TAGLINE))
    _file(site / "code-of-conduct.md", "---\ntitle: Code of conduct\n---\n\nBe kind.\n")
    for hub in network.hubs_of(hubs):
        folder = site / "hubs" / hub.id
        _file(folder / "hub.yaml", _hub_yaml(hub))
        _file(folder / "charter.md", f"---\ntitle: Charter\nratified: 2024-01-01\n---\n\n{hub.charter}")
        for member in hub.members:
            links = f"links:\n  - {{label: Home, url: {member.link}}}\n"
            fields = _yaml(name=member.name, role=member.role, consent="2024-01-01") + links
            _file(folder / "members" / f"{member.id}.md", f"---\n{fields}---\n\n{member.body}")
        for event in hub.events:
            fields = _yaml(
                title=event.title,
                summary=event.summary,
                start=f"{event.start:%Y-%m-%d %H:%M}",
                end=f"{event.end:%Y-%m-%d %H:%M}",
                venue=f"{{name: {event.venue}, address: {event.address}}}",
                hosts=f"[{event.host.id}]",
                registration=f"{{mode: link, url: {event.link}}}",
            )
            _file(folder / "events" / f"{event.id}.md", f"---\n{fields}---\n\n{event.body}")


def write_hubkit_pages(site: Path, hubs: int) -> None:
    """Write the same without what only hubkit makes to tell others of events: cards, posters, texts to share."""
    write_hubkit(site, hubs)
    with (site / "hubkit.yaml").open("a", encoding="utf-8") as settings:
        settings.write("promotion: none\n")


def write_hugo(site: Path, hubs: int) -> None:
    """Write Hugo's format: a section for each hub."""
    _static(site, "hugo", site / "static")
    content = site / "content"
    _file(content / "_index.md", front_matter({"title": network.NAME, "summary": network.TAGLINE}))
    for page in _pages(hubs):
        name = f"{page.path}/_index.md" if page.kind == "hub" else f"{page.path}.md"
        _file(content / name, front_matter(page.fields) + page.body)


def write_zola(site: Path, hubs: int) -> None:
    """Write Zola's format: a section for each hub, its events in a section that shows through, its members in one."""
    _static(site, "zola", site / "static")
    content = site / "content"
    _file(content / "_index.md", front_matter({"title": network.NAME, "extra": {"summary": network.TAGLINE}}))
    for page in _pages(hubs):
        own = {name: value for name, value in page.fields.items() if name != "title"}
        fields = {"title": page.fields["title"], "extra": own}
        if page.kind == "hub":
            folder = content / page.path
            _file(folder / "events" / "_index.md", front_matter({"render": False, "transparent": True}))
            _file(folder / "members" / "_index.md", front_matter({"render": False}))
            _file(folder / "_index.md", front_matter({**fields, "template": "hub.html", "generate_feeds": True}))
            continue
        if page.kind == "event":
            # Without its own word for it, Zola takes the date at the beginning of the name away from the address.
            fields |= {"slug": page.name, "date": page.fields["start"]}
        _file(content / f"{page.path}.md", front_matter(fields) + page.body)


def write_eleventy(site: Path, hubs: int) -> None:
    """Write Eleventy's format; every page names its address, from which a date would be taken away."""
    _static(site, "eleventy", site / "src")
    for page in _pages(hubs):
        layout = "hub.njk" if page.kind == "hub" else "text.njk"
        fields = {**page.fields, "layout": layout, "permalink": f"/{page.path}/"}
        _file(site / "src" / _file_of(page), front_matter(fields) + page.body)


def write_astro(site: Path, hubs: int) -> None:
    """Write Astro's format: one collection of pages."""
    _static(site, "astro", site / "public")
    for page in _pages(hubs):
        _file(site / "src" / "content" / f"{page.path}.md", front_matter(page.fields) + page.body)


def write_pelican(site: Path, hubs: int) -> None:
    """Write Pelican's format: events are articles with the hub as category, all else are pages."""
    _static(site, "pelican", site / "content")
    for page in _pages(hubs):
        own: dict[str, object] = {**page.fields, "url": f"{page.path}/", "save_as": f"{page.path}/index.html"}
        own["slug"] = page.path.replace("/", "-")
        if page.kind == "event":
            own |= {"date": page.fields["start"], "category": page.hub}
        elif page.kind == "hub":
            own["template"] = "hub"
        # Its metadata is lines of text: the one link of a page is two of them.
        for link in cast("list[dict[str, str]]", own.pop("links", [])):
            own |= {"link": link["url"], "link_label": link["label"]}
        folder = site / "content" / ("events" if page.kind == "event" else "pages")
        _file(folder / _file_of(page), "".join(f"{name}: {value}\n" for name, value in own.items()) + "\n" + page.body)


def write_mkdocs(site: Path, hubs: int) -> None:
    """Write MkDocs' format; a hook of the site's gathers the lists of a hub, and writes its feed."""
    _static(site, "mkdocs", site / "docs")
    _file(site / "docs" / "index.md", front_matter({"title": network.NAME, "summary": network.TAGLINE}))
    for page in _pages(hubs):
        _file(site / "docs" / _file_of(page), front_matter(page.fields) + page.body)


def _file_of(page: Document) -> str:
    """Return the page's file where a hub is the index of its folder."""
    return f"{page.path}/index.md" if page.kind == "hub" else f"{page.path}.md"


def _pages(hubs: int) -> list[Document]:
    """Return the pages of all hubs, hub by hub."""
    return [page for hub in network.hubs_of(hubs) for page in documents(hub)]


def _static(site: Path, tool: str, assets: Path) -> None:
    """Copy the tool's settings and templates, and the style sheet to where it takes such files from."""
    shutil.copytree(SITES / tool, site, dirs_exist_ok=True)
    _file(assets / "assets" / "base.css", (SITES / "base.css").read_text(encoding="utf-8"))


def _hub_yaml(hub: Hub) -> str:
    """Return hubkit's `hub.yaml`."""
    return _yaml(
        name=hub.name,
        city=hub.name,
        country=hub.country_code,
        timezone=hub.timezone,
        coordinates=f"{{lat: {hub.latitude}, lon: {hub.longitude}}}",
        tagline=hub.tagline,
        founded=str(hub.founded),
        organizers="[person-0, person-1]",
        links=json.dumps([{"label": "Forum", "url": hub.forum}]),
    )


def _yaml(**fields: str) -> str:
    """Return the fields as lines of YAML; the values are such that they need no quotes."""
    return "".join(f"{name}: {value}\n" for name, value in fields.items())


def _file(path: Path, text: str) -> None:
    """Write one file, and the folders it stands in."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


WRITERS: dict[str, Writer] = {
    "hubkit": write_hubkit,
    "hubkit pages": write_hubkit_pages,
    "hugo": write_hugo,
    "zola": write_zola,
    "eleventy": write_eleventy,
    "astro": write_astro,
    "mkdocs": write_mkdocs,
    "pelican": write_pelican,
}
