"""Writes the network as each generator wants it; what does not change with the network stands in sites/."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

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


def write_hugo(site: Path, hubs: int) -> None:
    """Write Hugo's format: a section for each hub."""
    _static(site, "hugo", site / "static")
    content = site / "content"
    _file(content / "_index.md", front_matter({"title": network.NAME, "summary": network.TAGLINE}))
    for page in _pages(hubs):
        name = f"{page.path}/_index.md" if page.kind == "hub" else f"{page.path}.md"
        _file(content / name, front_matter(page.fields) + page.body)


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


WRITERS: dict[str, Writer] = {"hubkit": write_hubkit, "hugo": write_hugo}
