"""Catalogues hold every interface text in all plural forms, and a page in Japanese shows no English of hubkit's own."""

import re
from collections import Counter
from gettext import c2py
from io import BytesIO
from pathlib import Path

import pytest
from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from hubkit.kinds.words import Words
from scripts.messages import MESSAGES, TEMPLATE, gathered, merged, written
from tests.finished import FinishedSite, language

PLACE = re.compile(r"%\(\w+\)s")
LANGUAGES = sorted(MESSAGES.glob("*.po"))
PLURALS = ("zero", "one", "two", "few", "many", "other")


@pytest.fixture(scope="module")
def template() -> Catalog:
    return gathered()


def texts(message: Message) -> tuple[list[str], list[str]]:
    """The English texts of a message, and what they are in the other language."""
    return forms(message.id), forms(message.string)


def forms(said: str | list[str] | tuple[str, ...] | None) -> list[str]:
    """A text, or each form of one with plurals."""
    return list(said) if isinstance(said, (list, tuple)) else [said or ""]


def counts_of_one_number(catalogue: Catalog) -> set[int]:
    """The plural forms that stand for one number only, as the dual of Arabic does: they need not name it."""
    form_of = c2py(catalogue.plural_expr)
    used = Counter(form_of(number) for number in range(1001))
    return {form for form, numbers in used.items() if numbers == 1 and form_of(1_000_000) != form}


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
    unnumbered = counts_of_one_number(catalogue)
    for message in (message for message in catalogue if message.id):
        english, other = texts(message)
        assert all(other), f"{english[0]}: not translated"
        assert not message.fuzzy, f"{english[0]}: fuzzy"
        assert len(other) == (catalogue.num_plurals if message.pluralizable else 1), english[0]
        places = set(PLACE.findall(english[-1]))
        for form, text in enumerate(other):
            left_out = places - set(PLACE.findall(text))
            may_be_left_out = {"%(count)s", "%(num)s"} if message.pluralizable and form in unnumbered else set[str]()
            assert left_out <= may_be_left_out, f"{text}: lacks {left_out}"
            assert set(PLACE.findall(text)) <= places, f"{text}: other places than in English"


@pytest.mark.parametrize("file", LANGUAGES, ids=lambda file: file.stem)
def test_ordinals_agree_with_days(file: Path):
    catalogue = read_po(BytesIO(file.read_bytes()), locale=file.stem)
    said = {message.id: message.string for message in catalogue}
    agreement = str(said["00000000"])
    assert re.fullmatch("[0-9]{8}", agreement), "00000000: a digit for each day of the week, and one for weekday"
    for ordinal in ("1st", "2nd", "3rd", "4th", "5th", "last", "2nd to last"):
        alternatives = str(said[ordinal]).split("|")
        assert len(alternatives) == int(max(agreement)) + 1, f"{ordinal}: 00000000 asks for others"
        assert all(alternatives), ordinal


@pytest.mark.parametrize("file", LANGUAGES, ids=lambda file: file.stem)
def test_a_catalogue_has_the_plural_forms_of_its_language(file: Path):
    catalogue = read_po(BytesIO(file.read_bytes()), locale=file.stem)
    names = [f"form {number}" for number in range(6)]
    cldr = [form for form in PLURALS if form == "other" or form in Locale.parse(file.stem).plural_form.tags]
    assert catalogue.num_plurals == len(cldr), f"Plural-Forms: CLDR has {', '.join(cldr)}"
    words = Words(file.stem, file.stem, file.stem, {"one": tuple(names[: len(cldr)])})
    said_by_editors = c2py(catalogue.plural_expr)
    for number in (*range(201), 1000, 1001, 1_000_000, 2_000_000, 2_000_001):
        shown = words.plural_form("one", "many", number)
        assert shown == names[said_by_editors(number)], f"Plural-Forms: {number}"


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
