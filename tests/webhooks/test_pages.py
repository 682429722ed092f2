"""The pages: whole, labelled, safe, in the visitor's language, and with all that was typed."""

import re
from collections import Counter
from datetime import timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest
from msgspec.structs import replace

import hubkit.webhooks
from hubkit.webhooks.texts import TEXTS, Words
from tests.oracle import active_content, parse
from tests.webhooks.answering import CATALOG, MEETUP, SITE, Answering, Home, event, link_on

NASTY = "\"'><svg onload=alert(1)>{{7*7}}"
VOID = {"meta", "link", "input", "br"}


@pytest.fixture(scope="module")
def server(home: Home, tmp_path_factory: pytest.TempPathFactory):
    with home(tmp_path_factory.mktemp("pages") / "rsvps.db") as run:
        yield run


class Balance(HTMLParser):
    """Finds elements that are not closed in order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag, attrs) -> None:
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag) -> None:
        assert self.open.pop() == tag


def look_at(html: str) -> None:
    """Hold a page against what every page promises."""
    assert active_content(html, SITE) == []
    balance = Balance()
    balance.feed(html)
    assert balance.open == []
    page = parse(html)
    assert html.startswith("<!doctype html>")
    (root,) = page.all("html")
    assert root.get("lang")
    assert root.get("dir") in {"ltr", "rtl"}
    assert len(page.all("h1")) == len(page.all("main")) == len(page.all("title")) == 1
    assert page.scripts == []
    assert page.link("stylesheet") in {None, CATALOG.hubs["lisbon"].styles[0]}
    ids = Counter(element.get("id") for element in page.elements if element.get("id"))
    assert set(ids.values()) <= {1}
    labelled = {label.get("for") for label in page.all("label")}
    for field in page.all("input", "select", "textarea"):
        assert field.get("type") == "hidden" or field.get("id") in labelled
    for element in page.elements:
        for name in ("aria-describedby", "aria-labelledby", "for"):
            assert element.get(name) is None or element.get(name) in ids
        if element.tag == "a" and (element.get("href") or "").startswith("#"):
            assert (element.get("href") or "")[1:] in ids
    for form in page.all("form"):
        assert form.get("method") == "post"
        assert (form.get("action") or "").startswith("/api/rsvp")


@pytest.mark.parametrize("language", ["en", "pt", "ar", "xx", ""])
def test_every_page_is_whole(server: Answering, language: str) -> None:
    wish = server.wish(language=language)
    thanks = server.get(server.form(wish).headers["location"])
    link = link_on(thanks.text)
    pages = [
        thanks,
        server.get(link),
        server.get(f"{link}?done=change"),
        server.form({"action": "change", "party_size": "x"}, link),
        server.form(wish | {"name": "", "email": "x", "party_size": "0"}),
        server.form(server.wish(language=language, event="lisbon.2026-12-05-cancelled")),
        server.form(server.wish(event="unheard.of")),
        server.get("/api/rsvp/x"),
        server.get("/no", Accept="text/html"),
        server.form(wish, Origin="https://evil.example"),
    ]
    for page in pages:
        assert page.headers["content-type"] == "text/html; charset=utf-8"
        look_at(page.text)
    expected = language if language in {"pt", "ar"} else "en"
    assert {parse(page.text).all("html")[0].get("lang") for page in pages[:5]} == {expected}


def test_a_mistake_stands_beside_its_field_and_all_else_is_kept(server: Answering) -> None:
    typed = {"event": MEETUP, "name": "Ada <Lovelace>", "email": "ada@x", "party_size": "4", "language": "pt"}
    got = server.form(typed)
    assert got.status == 422
    look_at(got.text)
    page = parse(got.text)
    fields = {element.get("name"): element for element in page.all("input")}
    assert {name: fields[name].get("value") for name in typed} == typed
    assert (fields["email"].get("aria-invalid"), fields["email"].get("aria-describedby")) == ("true", "email-error")
    assert fields["name"].get("aria-invalid") is None
    assert "O seu nome" in got.text
    assert page.texts["title"].startswith("Error: ")
    (summary,) = [element for element in page.elements if element.get("role") == "alert"]
    assert summary.get("autofocus") is not None
    assert summary.get("tabindex") == "-1"
    assert '<a href="#email">Write one e-mail address, like name@example.org.</a>' in got.text


def test_the_form_that_comes_back_can_be_sent(server: Answering) -> None:
    page = parse(server.form(server.wish(name="")).text)
    fields = {element.get("name"): element.get("value") or "" for element in page.all("input")}
    assert fields["website"] == ""
    early = server.form(fields | {"name": "Ada"})
    assert early.status == 422
    assert "Wait a few seconds" in early.text
    again = {element.get("name"): element.get("value") or "" for element in parse(early.text).all("input")}
    assert again == fields | {"name": "Ada"}
    server.now += timedelta(seconds=3)
    assert server.form(again).status == 303


@pytest.mark.parametrize("field", ["name", "email", "party_size", "language", "t", "event"])
def test_what_was_typed_does_nothing_on_the_page(server: Answering, field: str) -> None:
    typed = {"event": MEETUP, "name": "", "email": "x", "party_size": "0"} | {field: f"{NASTY}\x00\u2028"}
    got = server.form(typed)
    assert got.status in {404, 422}
    look_at(got.text)
    assert "49" not in got.text.replace(server.form_token(), "").partition("<main")[2].partition('name="t"')[0]
    assert "\0" not in got.text


def test_what_the_catalogue_says_does_nothing_either(home: Home, tmp_path) -> None:
    texts = {language: dict.fromkeys(TEXTS, NASTY) for language in ("en", "pt")}
    events = event("nasty", title={"en": NASTY}, when={"pt": NASTY}, where={"en": NASTY})
    nasty = replace(CATALOG, events=events, texts=texts)
    with home(tmp_path / "rsvps.db", catalog=nasty) as server:
        wish = server.wish(event="lisbon.2026-12-05-nasty", name=NASTY)
        thanks = server.get(server.form(wish).headers["location"])
        pages = [thanks, server.get(link_on(thanks.text)), server.form(wish | {"email": ""}), server.get("/api/rsvp/x")]
    for page in pages:
        look_at(page.text)
        assert "{{7*7}}" in page.text


def test_what_a_translation_gets_wrong_is_said_in_english() -> None:
    for broken in ("%(lost)s", "%(event)", "%d", "100 %", ""):
        assert Words("pt", {"thanks-confirmed": broken}).say("thanks-confirmed", event="X") == "You have a place at X."


@pytest.mark.parametrize("name", TEXTS)
def test_each_text_is_a_sentence_whose_places_can_be_filled(name: str) -> None:
    places = set(re.findall(r"%\((\w+)\)s", TEXTS[name]))
    assert TEXTS[name] % dict.fromkeys(places, "x")


def test_each_text_is_said_somewhere() -> None:
    folder = Path(hubkit.webhooks.__file__).parent
    sources = "".join(file.read_text("utf-8") for file in [*folder.rglob("*.py"), *folder.glob("templates/*")])
    without_table = sources.replace((folder / "texts.py").read_text("utf-8"), "")
    made_up = {"state-", "thanks-", "mail-", "notice-", "bought-"}
    for name in TEXTS:
        assert f'"{name}"' in without_table or any(name.startswith(each) for each in made_up), name
