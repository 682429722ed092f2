"""Interface texts in a language without a catalogue are English, and say so; with one, they are of the page."""

from html.parser import HTMLParser

import pytest

from tests.sites import ADA, LISBON, NETWORK, WALK, Built, good, write

FILES: dict[str, str | bytes] = {
    "hubkit.yaml": NETWORK + "languages: [he, ja]\n",
    "hubs/lisbon/hub.yaml": LISBON + "languages: [he, en, ja]\n",
    "hubs/lisbon/events/2026-12-05-walk.yaml": WALK.replace("Photo walk", "טיול") + "status: tentative\n",
    "hubs/lisbon/events/fridays.yaml": "title: מפגש\nrepeat: every friday\nstart: 2026-12-04 19:00\nduration: 1h\n",
    "hubs/lisbon/members/ada.md": ADA,
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return good(write(tmp_path_factory.mktemp("interface"), FILES))


class Spoken(HTMLParser):
    """Each text below the body, with the language that it is marked with, and each attribute that is read aloud."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, str]] = []
        self.texts: set[tuple[str, str]] = set()
        self.labels: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.labels += [given["aria-label"] or ""] if "aria-label" in given else []
        if tag not in ("meta", "link", "br", "img"):
            self.open.append((tag, given.get("lang") or (self.open[-1][1] if self.open else "")))

    def handle_endtag(self, tag: str) -> None:
        while self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if data.strip() and "body" in {tag for tag, _ in self.open}:
            self.texts.add((self.open[-1][1], data.strip()))


def spoken(made: Built, path: str) -> Spoken:
    page = Spoken()
    page.feed(made.text(path))
    return page


@pytest.mark.parametrize("path", ["", "events/", "members/", "events/2026-12-05-walk/", "events/fridays/"])
def test_no_english_is_taken_for_hebrew(made: Built, path: str) -> None:
    page = spoken(made, f"lisbon/{path}index.html")
    latin = {text for language, text in page.texts if language == "he" and any("a" <= each <= "z" for each in text)}
    own = {"Open Cities", "Lisbon Lights", "Lisbon", "Ada Lopes", "Route keeper", "A story."}
    own |= {"Google Calendar", "Outlook.com", "Microsoft 365", "JSON Feed"}
    assert not latin - own - {text for text in latin if text.startswith("UTC")}
    assert {"Skip to the content", "Events", "Subscribe in your calendar"} <= {
        t for lang, t in page.texts if lang == "en"
    }
    assert all("<" not in label for label in page.labels)


def test_what_stands_in_an_english_text_keeps_its_own_language(made: Built) -> None:
    assert ("he", "Open Cities") in spoken(made, "lisbon/index.html").texts
    assert "<span lang=en dir=ltr>A hub of <span lang=he dir=rtl>" in made.text("lisbon/index.html")


def test_a_rule_is_said_in_one_language(made: Built) -> None:
    assert ("en", "Every Friday") in spoken(made, "lisbon/events/fridays/index.html").texts


def test_heads_and_data_stay_plain(made: Built) -> None:
    head = made.text("lisbon/events/index.html").partition("</head>")[0]
    assert "<span" not in head
    assert "<title>Events · " in head


def test_a_language_with_a_catalogue_and_english_are_not_marked(made: Built) -> None:
    for language in ("en", "ja"):
        assert "lang=en" not in made.text(f"lisbon/{language}/index.html")
    assert "lang=en" not in made.text("ja/index.html")
