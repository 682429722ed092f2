"""Languages: the first at the top, the others below their code, and texts that fall back say in which they are."""

from pathlib import Path

import pytest

from tests.oracle import Page, parse
from tests.sites import ADA, NETWORK, Built, good, write

HUB = (
    "name: {de: Berliner Lichter, en: Berlin Lights}\ncity: Berlin\ncountry: DE\n"
    "timezone: Europe/Berlin\nlanguages: [de, en]\ntagline: Langsam gehen\n"
)
EVENT = "title: {de: Rundgang, en: Walk}\nsummary: {de: Am Kanal}\nstart: 2026-12-05 18:30\nduration: 2h\n"
FILES: dict[str, str | bytes] = {
    "hubkit.yaml": NETWORK + "languages: [en, ar]\ntagline: {en: Light, ar: ضوء}\n",
    "charter.md": "---\nversion: '1'\n---\n# Who\n",
    "hubs/berlin/hub.yaml": HUB,
    "hubs/berlin/events/2026-12-05-walk.yaml": EVENT,
    "hubs/berlin/members/ada.md": ADA,
    "hubs/berlin/pages/wege.md": "---\ntitle: Wege\n---\n"
    "[Ada](../members/ada.md), [Start](../hub.yaml) und [Satzung](/berlin/charter/)\n",
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return good(write(tmp_path_factory.mktemp("languages"), FILES))


def page(made: Built, path: str) -> Page:
    return parse(made.text(path))


def alternates(made: Built, path: str) -> dict[str, str]:
    links = (each for each in page(made, path).all("link") if each.get("hreflang"))
    return {each.get("hreflang") or "": each.get("href") or "" for each in links}


def attributes(made: Built, path: str) -> tuple[str | None, str | None]:
    root = next(iter(page(made, path).all("html")))
    return root.get("lang"), root.get("dir")


def test_the_first_language_is_at_the_top_and_the_others_below_their_code(made: Built) -> None:
    assert attributes(made, "berlin/index.html") == ("de", "ltr")
    assert attributes(made, "berlin/en/events/2026-12-05-walk/index.html") == ("en", "ltr")
    assert attributes(made, "ar/index.html") == ("ar", "rtl")
    assert attributes(made, "ar/hubs/de/index.html") == ("ar", "rtl")
    assert '<h1 class="p-name">Rundgang</h1>' in made.text("berlin/events/2026-12-05-walk/index.html")
    assert '<h1 class="p-name">Walk</h1>' in made.text("berlin/en/events/2026-12-05-walk/index.html")
    for other in ("berlin/de", "berlin/ar", "berlin/en/hub.json", "berlin/en/events.ics", "berlin/en/feed.xml", "en"):
        assert not (made.folder / other).exists(), other


def test_alternates_name_the_pages_that_exist_and_no_others(made: Built) -> None:
    base = "https://x.org/hubs/berlin/"
    found = alternates(made, "berlin/en/events/2026-12-05-walk/index.html")
    assert found == {
        "de": f"{base}events/2026-12-05-walk/",
        "en": f"{base}en/events/2026-12-05-walk/",
        "x-default": f"{base}events/2026-12-05-walk/",
    }
    assert alternates(made, "berlin/events/2026-12-05-walk/index.html") == found
    assert set(alternates(made, "index.html")) == {"en", "ar", "x-default"}
    assert alternates(made, "404.html") == {}
    assert page(made, "berlin/en/index.html").link("canonical") == f"{base}en/"
    for path in made.paths():
        if path.endswith(".html"):
            for address in alternates(made, path).values():
                assert made.has(address.removeprefix("https://x.org/hubs/") + "index.html"), (path, address)


def switch(made: Built, path: str) -> dict[str, str]:
    links = (each for each in page(made, path).all("a") if each.get("hreflang"))
    return {each.get("hreflang") or "": each.get("href") or "" for each in links}


def test_the_switch_of_languages_stays_in_this_build(made: Built, tmp_path: Path) -> None:
    event = "events/2026-12-05-walk/"
    assert switch(made, f"berlin/{event}index.html") == {
        "de": f"/hubs/berlin/{event}",
        "en": f"/hubs/berlin/en/{event}",
    }
    assert switch(made, "ar/index.html") == {"en": "/hubs/", "ar": "/hubs/ar/"}
    assert switch(made, "404.html") == {}
    alone = good(write(tmp_path, FILES), hub="berlin")
    assert switch(alone, "en/index.html") == {"de": "/", "en": "/en/"}


def test_a_text_in_another_language_than_its_page_says_so(made: Built) -> None:
    english = made.text("berlin/en/events/2026-12-05-walk/index.html")
    assert '<span lang="de" dir="ltr">Am Kanal</span>' in english
    assert '<span lang="de" dir="ltr">Langsam gehen</span>' in made.text("berlin/en/index.html")
    assert '<span lang="de"' not in made.text("berlin/index.html")
    assert '<span lang="en" dir="ltr">Berlin Lights</span>' in made.text("ar/hubs/index.html")
    assert '<div lang="de" dir="ltr"><p><a href=' in made.text("berlin/en/wege/index.html"), "Markdown as well"


def test_what_the_network_says_is_in_its_own_language(made: Built) -> None:
    german, english = made.text("berlin/charter/index.html"), made.text("berlin/en/charter/index.html")
    assert '<span lang="en" dir="ltr">Open Cities</span>' in german
    assert '<div lang="en" dir="ltr"><h2 id="section-who">' in german, "the charter that it inherits"
    assert 'lang="de"' not in english.partition("<h1>")[2].partition("</main>")[0]
    assert '<span lang="de" dir="ltr">Open Cities' not in english


def test_links_within_a_text_stay_in_the_language_of_the_page(made: Built) -> None:
    links = {each.get("href") for each in page(made, "berlin/en/wege/index.html").all("a")}
    assert {"/hubs/berlin/en/members/ada/", "/hubs/berlin/en/", "/hubs/berlin/charter/"} <= links, "a full path is kept"
    assert "/hubs/berlin/members/ada/" in {each.get("href") for each in page(made, "berlin/wege/index.html").all("a")}


def test_dates_are_those_of_the_language_and_country(made: Built) -> None:
    assert "Samstag, 5. Dezember 2026 um 18:30" in made.text("berlin/events/2026-12-05-walk/index.html") or (
        "Samstag, 5. Dezember 2026, 18:30" in made.text("berlin/events/2026-12-05-walk/index.html")
    )
    assert "Saturday 5 December 2026, 18:30" in made.text("berlin/en/events/2026-12-05-walk/index.html").replace(
        "Saturday,", "Saturday"
    )


def test_a_default_language_comes_first(tmp_path: Path) -> None:
    files = {
        **FILES,
        "hubkit.yaml": NETWORK + "languages: [en, pt]\ndefault_language: pt\n",
        "hubs/porto/hub.yaml": "name: Porto\ncountry: PT\n",
    }
    made = good(write(tmp_path, files))
    assert attributes(made, "index.html") == ("pt", "ltr")
    assert attributes(made, "en/index.html") == ("en", "ltr")
    assert attributes(made, "porto/index.html") == ("pt", "ltr"), "hubs that name no languages have the network's"
    assert not made.has("pt/index.html")
