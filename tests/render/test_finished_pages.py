"""The last look at finished pages: what only they show is reported where its author can mend it."""

from pathlib import Path

import pytest

from tests.sites import BASIC, BERLIN, NETWORK, built, good, write

HEAD = "---\ntitle: Look\n---\n"
PAGE = "hubs/lisbon/pages/look.md"


def found(folder: Path, text: str, files: dict[str, str | bytes] | None = None) -> list[tuple[str, str]]:
    made = built(
        write(folder, {**BASIC, "hubs/berlin/hub.yaml": BERLIN, PAGE: HEAD + text, **(files or {})}), publishes=False
    )
    return [(f"{each.place}: {each.message}", each.hint) for each in made.report.problems if each.severity]


def test_a_dead_link_is_reported_where_it_is_written_with_the_nearest_page(tmp_path: Path) -> None:
    [(said, hint)] = found(tmp_path, "\nSee [the walk](/lisbon/events/2026-12-05-foto-walk/).\n")
    assert said.startswith("hubs/lisbon/pages/look.md:5:16: this link leads nowhere")
    assert "Did you mean /hubs/lisbon/events/2026-12-05-photo-walk/?" in hint


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[a](/berlin/charter/)", "this link leads nowhere: /hubs/berlin/charter/"),
        ("[a](../../berlin/pages/gone.md)", "this link leads nowhere: /hubs/berlin/gone/"),
        ("[a](#gone)", "there is no part #gone"),
        ("[a](../hub.yaml#gone)", "there is no part #gone"),
        ("[a](//example.org/)", "a link that starts with // goes to another site"),
        ("![](../media/x.jpg)", "this picture has no words in its place"),
        ("![x](../media/x.jpg)", 'there is no picture "../media/x.jpg"'),
        ("![x](https://pictures.example/x.jpg)", "this picture lies on another site"),
        ("[a](javascript:alert&#40;1&#41;)", ""),
    ],
)
def test_it_is_reported_at_its_line(tmp_path: Path, text: str, said: str) -> None:
    problems = [each for each, _ in found(tmp_path, text + "\n")]
    assert any(each.startswith("hubs/lisbon/pages/look.md:4:") and said in each for each in problems) or not said


@pytest.mark.parametrize(
    "text",
    [
        "[a](../hub.yaml#next) [b](/lisbon/#next) [c](look.md#section-part) [d](#section-part)\n\n## Part",
        "[a](/berlin/) [b](../../berlin/hub.yaml) [c](/hubs.json) [d](/lisbon/events.ics)",
        "[a](/poster.txt)",
        "[a](https://x.org/hubs/lisbon/) [b](https://elsewhere.example/gone) [c](tel:+351123456)",
    ],
)
def test_good_links_are_no_complaint(tmp_path: Path, text: str) -> None:
    assert found(tmp_path, text + "\n", {"static/poster.txt": "hello"}) == []


def test_pictures_of_allowed_sites_are_shown(tmp_path: Path) -> None:
    files = {
        "hubkit.yaml": NETWORK + "allow_hosts: [pictures.example]\n",
        PAGE: HEAD + "![A tram](https://pictures.example/x.jpg)\n",
    }
    made = good(write(tmp_path, {**BASIC, **files}))
    assert '<img src="https://pictures.example/x.jpg" alt="A tram">' in made.text("lisbon/look/index.html")
    assert "img-src 'self' https://pictures.example;" in made.text("_headers")


def test_every_page_with_the_same_dead_link_is_named(tmp_path: Path) -> None:
    other = "hubs/lisbon/pages/other.md"
    problems = found(tmp_path, "[a](/gone/)\n", {other: HEAD + "\n[a](/gone/)\n"})
    assert [said.partition(": ")[0] for said, _ in problems] == [f"{PAGE}:4:5", f"{other}:5:5"]


def test_a_part_of_one_page_is_missing_on_another(tmp_path: Path) -> None:
    other = "hubs/lisbon/pages/other.md"
    problems = found(tmp_path, "[a](#section-part)\n\n## Part\n", {other: HEAD + "[a](#section-part)\n"})
    assert problems == [
        (f"{other}:4:5: there is no part #section-part on lisbon/other/index.html", "Link to the page itself.")
    ]


def test_a_theme_that_forgets_alt_or_writes_an_id_twice_is_told(tmp_path: Path) -> None:
    theme = (
        '{% extends "base:page.html" %}{% block main %}'
        '{{ super() }}<img src="{{ asset("favicon.svg") }}"><p id="main"></p>{% endblock %}'
    )
    files: dict[str, str | bytes] = {"hubkit.yaml": NETWORK + "theme: own\n", "themes/own/templates/page.html": theme}
    problems = [said for said, _ in found(tmp_path, "Hello\n", files)]
    assert any("has no alt text" in said for said in problems), problems
    assert any("the id main stands twice" in said for said in problems), problems


def test_a_static_page_in_another_encoding_is_looked_at_without_a_traceback(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "static/old.html": '<a href="/lisbon/">caf\u00e9</a><a href="/hubs/caf\u00e9/">x</a>'.encode("latin-1")
    }
    assert all("leads nowhere" in said for said, _ in found(tmp_path, "Hello\n", files))


def test_a_link_that_only_looks_like_the_name_of_a_file_is_dead(tmp_path: Path) -> None:
    links = ("/hubs/a%20b.txt", "/hubs/c&amp;d.txt", "/hubs/e%20f.txt")
    files: dict[str, str | bytes] = {
        "static/old.html": "".join(f'<a href="{link}">x</a>' for link in links),
        "static/a%20b.txt": "A link to it would have %2520.",
        "static/c&amp;d.txt": "A link to it would have &amp;amp;.",
        "static/e f.txt": "This one is there.",
    }
    said = {each.partition("leads nowhere: ")[2].partition(" (")[0] for each, _ in found(tmp_path, "Hello\n", files)}
    assert said == {"/hubs/a%20b.txt", "/hubs/c&d.txt"}
