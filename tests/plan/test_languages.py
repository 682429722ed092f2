"""Languages: the first at the top, the others below their code, and texts that fall back say in which they are."""

from pathlib import Path

import pytest

from hubkit.kinds.phrase import script
from tests.oracle import Page, parse
from tests.sites import ADA, NETWORK, Built, good, write

HUB = (
    "name: {de: Berliner Lichter, en: Berlin Lights}\ncity: Berlin\ncountry: DE\n"
    "timezone: Europe/Berlin\nlanguages: [de, en]\ntagline: Langsam gehen\n"
)
EVENT = (
    "title: {de: Rundgang, en: Walk}\nsummary: {de: Am Kanal}\nstart: 2026-12-05 18:30\nduration: 2h\nhosts: [ada]\n"
    "venue: {name: Am Urbanhafen, address: Carl-Herz-Ufer 1}\n"
)
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
    for other in ("berlin/de", "berlin/ar", "berlin/en/hub.json", "ar/hubs.json", "ar/events.json", "en"):
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


def test_what_two_languages_share_is_counted_once(made: Built) -> None:
    assert (made.report.written, made.report.unchanged) == (len(made.paths()), 0)


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


def test_a_name_is_of_no_language_but_keeps_its_letters(made: Built) -> None:
    english = made.text("berlin/en/events/2026-12-05-walk/index.html")
    for name in ("Ada Lopes", "Am Urbanhafen", "Carl-Herz-Ufer 1"):
        assert f">{name}<" in english, name
        assert f'"ltr">{name}<' not in english, name
    assert script("zh-Hant") == "Hant" != script("zh") == "Hans"
    assert script("pt-BR") == script("de") == "Latn"


def test_what_the_network_says_is_in_its_own_language(made: Built) -> None:
    german, english = made.text("berlin/charter/index.html"), made.text("berlin/en/charter/index.html")
    assert ">Open Cities</a>" in german, "a name"
    assert '<div lang="en" dir="ltr"><h2 id="section-who">' in german, "the charter that it inherits"
    assert 'lang="de"' not in english.partition("<h1>")[2].partition("</main>")[0]
    assert '<span lang="de" dir="ltr">Open Cities' not in english


def test_links_within_a_text_stay_in_the_language_of_the_page(made: Built) -> None:
    links = {each.get("href") for each in page(made, "berlin/en/wege/index.html").all("a")}
    assert {"/hubs/berlin/en/members/ada/", "/hubs/berlin/en/", "/hubs/berlin/charter/"} <= links, "a full path is kept"
    assert "/hubs/berlin/members/ada/" in {each.get("href") for each in page(made, "berlin/wege/index.html").all("a")}


def test_each_language_has_calendars_and_a_feed_that_speak_it(made: Built) -> None:
    event = "events/2026-12-05-walk/"
    for path in ("events.ics", f"{event}event.ics"):
        german, english = made.lines(f"berlin/{path}"), made.lines(f"berlin/en/{path}")
        assert "SUMMARY:Rundgang" in german
        assert "SUMMARY:Walk" in english
        assert "URL:https://x.org/hubs/berlin/events/2026-12-05-walk/" in german
        assert "URL:https://x.org/hubs/berlin/en/events/2026-12-05-walk/" in english
        uids = [[line for line in lines if line.startswith("UID:")] for lines in (german, english)]
        assert uids[0] == uids[1] == ["UID:berlin.2026-12-05-walk@x.org"], "it is one event"
    german, english = made.text("berlin/feed.xml"), made.text("berlin/en/feed.xml")
    assert "<title>Rundgang</title>" in german
    assert "<title>Walk</title>" in english
    assert 'href="https://x.org/hubs/berlin/en/events/2026-12-05-walk/"' in english
    assert "<id>tag:x.org,2020:berlin</id>" in german
    assert "<id>tag:x.org,2020:berlin/en</id>" in english
    home = page(made, "berlin/en/index.html")
    assert {"/hubs/berlin/en/feed.xml", "/hubs/berlin/en/events.ics", "webcal://x.org/hubs/berlin/en/events.ics"} <= {
        each.get("href") for each in home.all("a")
    }
    assert f"/hubs/berlin/en/{event}event.ics" in {
        each.get("href") for each in page(made, f"berlin/en/{event}index.html").all("a")
    }


def test_the_network_leads_to_pages_in_the_language_of_the_reader(made: Built) -> None:
    links = {each.get("href") for each in page(made, "index.html").all("a")}
    assert {"/hubs/berlin/en/", "/hubs/berlin/en/events/2026-12-05-walk/"} <= links
    assert "/hubs/berlin/" in {each.get("href") for each in page(made, "ar/index.html").all("a")}, "it speaks no Arabic"
    assert "SUMMARY:Walk" in made.lines("events.ics")
    assert "SUMMARY:Rundgang" in made.lines("ar/events.ics"), "its own language where it does not speak that one"
    assert "https://x.org/hubs/berlin/en/events/2026-12-05-walk/" in made.text("feed.xml")


def test_a_file_beside_a_text_says_it_in_another_language(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "hubkit.yaml": NETWORK + "languages: [en, pt]\n",
        "hubkit.pt.yaml": "tagline: Juntos\n",
        "charter.md": "---\ntitle: Charter\n---\nWe agree.\n",
        "charter.pt.md": "---\ntitle: Carta\n---\nConcordamos.\n",
        "pages/about.md": "---\ntitle: About\n---\nHello.\n",
        "pages/about.pt.md": "---\ntitle: Sobre\n---\nOlá.\n",
        "hubs/porto/hub.yaml": "name: Porto\nlanguages: [pt, en]\ncountry: PT\n",
        "hubs/porto/hub.en.yaml": "tagline: Slowly\n",
        "hubs/porto/events/2026-12-05-passeio.yaml": (
            "title: Passeio\nsummary: Devagar\ndescription: Um texto\nstart: 2026-12-05 18:30\nduration: 2h\n"
        ),
        "hubs/porto/events/2026-12-05-passeio.en.md": "---\ntitle: Walk\n---\nA *text*.\n",
        "hubs/porto/members/ana.md": "---\nname: Ana\nrole: Guia\nconsent: 2026-01-01\n---\nUma história.\n",
        "hubs/porto/members/ana.en.md": "---\nrole: Guide\n---\nA story.\n",
    }
    made = good(write(tmp_path, files))
    event = made.text("porto/en/events/2026-12-05-passeio/index.html")
    assert '<h1 class="p-name">Walk</h1>' in event
    assert '<div class="prose e-content"><p>A <em>text</em>.</p>' in event
    assert '<span lang="pt" dir="ltr">Devagar</span>' in event, "what it does not say falls back"
    assert "<p>Um texto</p>" in made.text("porto/events/2026-12-05-passeio/index.html")
    member = made.text("porto/en/members/ana/index.html")
    assert "Guide" in member
    assert "<p>A story.</p>" in member
    assert "Guia" not in member
    assert "<p>Uma história.</p>" in made.text("porto/members/ana/index.html")
    assert "Slowly" in made.text("porto/en/index.html")
    assert "<p>Concordamos.</p>" in made.text("porto/charter/index.html"), "an inherited text as well"
    assert "<p>We agree.</p>" in made.text("porto/en/charter/index.html")
    assert "<p>Olá.</p>" in made.text("pt/about/index.html")
    assert "<p>Hello.</p>" in made.text("about/index.html")
    assert "Juntos" in made.text("pt/index.html")
    assert not made.has("porto/members/ana.en/index.html")


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
