"""The judge of finished sites: it must see what a reader would stumble over."""

from pathlib import Path

from tests.finished import FinishedSite
from tests.server import header_rules
from tests.validators.test_links import dead_links

HOME = "https://example.org/hubs/"


def page(canonical: str, body: str = "") -> str:
    """Return a small page."""
    head = f'<title>A</title><link rel="canonical" href="{canonical}">'
    return f'<!doctype html><html lang="en">{head}<h1 id="a">A</h1>{body}'


def anchors(urls: list[str]) -> str:
    """Return a link to each URL."""
    return "".join(f'<a href="{url}"></a>' for url in urls)


def small_site(folder: Path, **bodies: str) -> FinishedSite:
    """Write a network with one hub that has a domain of its own."""
    (folder / "lisbon" / "events").mkdir(parents=True)
    (folder / "lisbon" / "hub.json").write_text("{}")
    (folder / "index.html").write_text(page(HOME, bodies.get("home", "")))
    (folder / "lisbon" / "index.html").write_text(page("https://lisbon.example/", bodies.get("hub", "")))
    (folder / "lisbon" / "events" / "index.html").write_text(page("https://lisbon.example/events/"))
    return FinishedSite(folder)


def test_living_links_are_left_alone(tmp_path: Path):
    living = [
        "lisbon/#a",
        "/hubs/lisbon/events/",
        "#top",
        "//other.example/x",
        "mailto:a@example.org",
        "webcal://example.org/hubs/lisbon/hub.json",
        "https://lisbon.example/events/#a",
    ]
    site = small_site(tmp_path, home=anchors(living), hub=anchors(["../"]))
    assert dead_links(site) == []


def test_dead_links_are_seen(tmp_path: Path):
    dead = [
        "/",
        "/lisbon/",
        "lisbon",
        "lisbon/index",
        "#b",
        "lisbon/#b",
        "missing/",
        "https://lisbon.example/missing/",
        "webcal://example.org/hubs/events.ics",
    ]
    site = small_site(tmp_path, home=anchors(dead) + '<img src="x.png" srcset="y.png 2x">')
    assert len(dead_links(site)) == len(dead) + 2


def test_covering_pages_show_every_class(tmp_path: Path):
    site = small_site(tmp_path, home='<p class="plain"></p>', hub='<p class="plain rare"></p>')
    assert Path("lisbon/index.html") in site.covering_pages()


def test_covering_pages_show_every_language_once_and_every_type_in_every_script(tmp_path: Path):
    site = small_site(tmp_path)
    for language in ("en", "pt", "ja"):
        for name in ("events", "members"):
            file = tmp_path / "lisbon" / language / name / "index.html"
            file.parent.mkdir(parents=True)
            file.write_text(page("https://lisbon.example/").replace("<html", f'<html lang="{language}"', 1))
    found = [path.as_posix() for path in site.covering_pages()]
    assert sum("/ja/" in path for path in found) == 2
    assert sum("/pt/" in path for path in found) == 1


def test_rules_of_headers_speak_of_paths():
    star, place = header_rules("# all\n/*\n  X-A: 1\n  X-B: a: b\n/:hub/widget/*\n  X-C: 3\n")
    assert star.headers == (("X-A", "1"), ("X-B", "a: b"))
    assert star.matches("/")
    assert place.matches("/lisbon/widget/list/")
    assert not place.matches("/lisbon/events/widget/")
