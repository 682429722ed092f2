"""Themes: a site's own stands before the one it extends, block by block; each hub may have its own looks."""

import re
from pathlib import Path

import pytest

from hubkit.problems import Severity
from tests.oracle import is_own_script, parse
from tests.sites import BASIC, BERLIN, LISBON, NETWORK, Built, built, good, make, write

HERO = (
    '{% extends "base:hub.html" %}{% block hub_hero %}'
    '<p class="mine">{{ _("Hello") }}</p><h1>{{ hub.fields.name|text }}</h1>{% endblock %}'
)
PO = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "Hello"
msgstr "Hallo"

msgid "Events"
msgstr "Termine"

msgid "%(num)s event"
msgid_plural "%(num)s events"
msgstr[0] "%(num)s Termin"
msgstr[1] "%(num)s Termine"

msgid "%(num)s hub"
msgid_plural "%(num)s hubs"
msgstr[0] "%(num)s Gruppe"
msgstr[1] "%(num)s Gruppen"
"""
FILES: dict[str, str | bytes] = {
    **BASIC,
    "hubkit.yaml": NETWORK + "languages: [en, de]\n",
    "hubs/lisbon/hub.yaml": LISBON + "languages: [en]\n",
    "hubs/berlin/hub.yaml": BERLIN + "languages: [de]\ntheme: own\nbrand: {accent: '#ffdd00'}\n",
    "themes/own/templates/hub.html": HERO,
    "themes/own/assets/own.css": "p{margin:0}",
    "themes/own/messages/de.po": PO,
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return good(write(tmp_path_factory.mktemp("themes"), FILES))


def styles(made: Built, path: str) -> list[str]:
    links = parse(made.text(path)).all("link")
    return [
        (each.get("href") or "").rpartition("/")[2].split(".")[0] for each in links if each.get("rel") == "stylesheet"
    ]


def test_a_theme_changes_one_block_and_keeps_the_rest(made: Built) -> None:
    text = made.text("berlin/index.html")
    assert '<p class="mine">Hallo</p>' in text
    assert 'id="next"' in text, "the other blocks are those of base"
    assert 'class="hero' not in text
    assert 'class="mine"' not in made.text("lisbon/index.html")


def test_styles_come_base_first_and_brand_last(made: Built) -> None:
    assert styles(made, "berlin/index.html") == ["base", "own", "brand"]
    assert styles(made, "lisbon/index.html") == ["base", "brand"]


def test_each_hub_has_its_own_colours_and_a_moved_one_is_told(made: Built) -> None:
    def brand(path: str) -> str:
        name = next(
            each.get("href") or ""
            for each in parse(made.text(path)).all("link")
            if "brand." in (each.get("href") or "")
        )
        return made.text(name.removeprefix("/hubs/"))

    assert brand("berlin/index.html") != brand("lisbon/index.html")
    (warning,) = [each for each in made.report.problems if "#ffdd00 cannot be read on light pages" in each.message]
    assert str(warning.place) == "hubs/berlin/hub.yaml:7:17"
    assert warning.severity is Severity.warning, "a build says so, too"
    used = re.findall("--accent:(#[0-9a-f]{6})", brand("berlin/index.html"))
    assert used[0] != "#ffdd00"
    assert used[0] in warning.hint, "the warning names the colour that is used"
    assert used[1] == "#ffdd00", "on dark pages it can be read"


def test_the_catalogue_of_a_theme_is_used_with_its_plurals(made: Built) -> None:
    assert "<h1>Termine</h1>" in made.text("berlin/events/index.html")
    assert "<h1>Events</h1>" in made.text("lisbon/events/index.html")


def test_plurals_follow_the_number(tmp_path: Path) -> None:
    events = {
        f"hubs/berlin/events/2020-0{1 + n // 9}-0{1 + n % 9}-a.yaml": f"title: A\n"
        f"start: 2020-0{1 + n // 9}-0{1 + n % 9}\n"
        for n in range(21)
    }
    one = {"hubs/berlin/events/2019-05-05-b.yaml": "title: B\nstart: 2019-05-05\n"}
    made = good(write(tmp_path, {**FILES, **events, **one, "hubkit.yaml": NETWORK + "languages: [de]\ntheme: own\n"}))
    assert "1 Termin<" in made.text("berlin/events/2019/index.html")
    assert "21 Termine<" in made.text("berlin/events/2020/index.html")
    assert "2 Gruppen" in made.text("hubs/index.html")
    assert "1 Gruppe " in made.text("hubs/de/index.html")


def test_a_theme_may_extend_another_of_the_site(tmp_path: Path) -> None:
    files = {
        "themes/child/theme.yaml": "extends: own\n",
        "themes/child/templates/hub.html": '{% extends "own:hub.html" %}{% block hub_next %}'
        '<p id="next">soon</p>{% endblock %}',
        "themes/child/assets/child.css": "p{margin:1px}",
        "hubs/berlin/hub.yaml": BERLIN + "theme: child\n",
    }
    made = good(write(tmp_path, {**FILES, **files}))
    text = made.text("berlin/index.html")
    assert 'class="mine"' in text
    assert '<p id="next">soon</p>' in text
    assert styles(made, "berlin/index.html") == ["base", "own", "child", "brand"]


@pytest.mark.parametrize(
    ("template", "line", "said"),
    [
        ("<p>\n{{ nothing_here }}\n</p>", 2, "uses what is not there"),
        ("{% if %}", 1, "this template is broken"),
        ('{% include "gone.html" %}', 1, 'there is no template "gone.html"'),
        ("<p>\n{{ hub.fields.name|safe }}</p>", 2, "|safe publishes what people wrote as it stands"),
        ('<a href="{{ hub.fields.name }}">x</a>', 1, "href may lead anywhere"),
    ],
)
def test_a_mistake_in_a_template_is_told_at_its_line(tmp_path: Path, template: str, line: int, said: str) -> None:
    found = built(write(tmp_path, {**FILES, "themes/own/templates/hub.html": template}), publishes=False).errors()
    assert any(each.startswith(f"themes/own/templates/hub.html:{line}:") and said in each for each in found), found


def test_what_people_write_is_escaped_everywhere(tmp_path: Path) -> None:
    nasty = "<script>alert(1)</script>"
    hub = (
        f"name: '{nasty}'\ncity: '{nasty}'\ncountry: PT\ntagline: '\"><img src=x onerror=alert(1)>'\n"
        f"topics: ['{nasty}']\n"
    )
    event = (
        f"title: '{nasty} </title>'\nsummary: '{nasty}'\nstart: 2026-12-05 10:00\nduration: 1h\n"
        f"venue: {{name: '{nasty}', address: '{nasty}'}}\n"
    )
    made = make(tmp_path, {"hubs/lisbon/hub.yaml": hub, "hubs/lisbon/events/2026-12-05-photo-walk.yaml": event})
    for path in made.paths():
        if path.endswith(".html"):
            page = parse(made.text(path))
            kinds = {element.get("type") for element, text in page.scripts if not is_own_script(element, text)}
            assert kinds <= {"application/ld+json"}, path
            assert not [each for each in page.elements if each.get("onerror")], path
