"""The catalogues hold every interface text, and a page in Japanese shows no English of hubkit's own."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from scripts.messages import MESSAGES, TEMPLATE, gathered, merged, written
from tests.finished import FinishedSite, language

PLACE = re.compile(r"%\(\w+\)s")
LANGUAGES = sorted(MESSAGES.glob("*.po"))


@pytest.fixture(scope="module")
def template() -> Catalog:
    return gathered()


def texts(message: Message) -> tuple[list[str], list[str]]:
    """The English texts of a message, and what they are in the other language."""
    english, other = message.id, message.string
    return (
        list(english) if isinstance(english, (list, tuple)) else [english],
        list(other) if isinstance(other, (list, tuple)) else [other],
    )


def test_the_template_is_what_the_sources_say(template: Catalog):
    assert TEMPLATE.read_bytes() == written(template), "run: make messages"


def test_texts_of_templates_modules_and_plurals_are_gathered(template: Catalog):
    english = [text for message in template for text in texts(message)[0]]
    assert {"Skip to the content", "Stewards", "%(name)s: calendar", "%(num)s hubs", "Every %(days)s"} <= set(english)


@pytest.mark.parametrize("file", LANGUAGES, ids=lambda file: file.stem)
def test_a_catalogue_is_whole(file: Path, template: Catalog):
    assert file.read_bytes() == written(merged(template, file)), "run: make messages"
    catalogue = read_po(BytesIO(file.read_bytes()), locale=file.stem)
    assert not catalogue.obsolete
    for message in (message for message in catalogue if message.id):
        english, other = texts(message)
        assert all(other), f"{english[0]}: not translated"
        assert not message.fuzzy, f"{english[0]}: fuzzy"
        assert len(other) == (catalogue.num_plurals if message.pluralizable else 1), english[0]
        for text in other:
            assert set(PLACE.findall(text)) == set(PLACE.findall(english[-1])), f"{text}: other places than in English"


def test_japanese_has_one_plural_form():
    assert [file.stem for file in LANGUAGES] == ["ja"]
    assert read_po(BytesIO(LANGUAGES[0].read_bytes()), locale="ja").num_plurals == 1


def test_a_page_in_japanese_has_no_english_of_hubkit(example_site: Path, template: Catalog):
    site = FinishedSite(example_site)
    page = site.pages[Path("kyoto/index.html")]
    assert language(page) == "ja"
    html = (example_site / "kyoto" / "index.html").read_text("utf-8")
    assert "毎月第1・第3日曜日" in html
    shown = {text.strip() for text in re.findall(r">([^<>]+)<|aria-label=\"([^\"]+)\"", html) for text in text}
    english = {text for message in template for text in texts(message)[0] if re.search("[a-z]", PLACE.sub("", text))}
    assert not shown & english
    for text in ("Coming up", "Subscribe", "All events", "Sunday", " member", "A hub of"):
        assert text not in html, text
