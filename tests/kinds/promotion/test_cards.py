"""Cards and posters of whole networks: which pages have one, and when there is none."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, features

from hubkit.cards.card import PREVIEW, STORY
from hubkit.problems import Severity
from tests.sites import BASIC, Built, good, write

EVENT = "lisbon/events/2026-12-05-photo-walk/"
WALK = "hubs/lisbon/events/2026-12-05-photo-walk.yaml"
PAST = {"hubs/lisbon/events/2026-11-01-tiles.yaml": "title: Tiles\nstart: 2026-11-01 10:00\nduration: 2h\n"}


def picture() -> bytes:
    target = BytesIO()
    Image.new("RGB", (640, 400), "#336699").save(target, "PNG")
    return target.getvalue()


def preview(made: Built, page: str) -> str:
    """Return the file that a page shows for previews; empty where it shows none."""
    found = re.search(r'<meta property="og:image" content="https://x\.org/hubs/(.+?)">', made.text(f"{page}index.html"))
    return found[1] if found else ""


def test_hubs_and_events_to_come_have_a_card(tmp_path: Path):
    made = good(write(tmp_path, {**BASIC, **PAST}))
    for page in ("lisbon/", EVENT):
        card = preview(made, page)
        assert Image.open(made.folder / card).size == (PREVIEW.width, PREVIEW.height)
        html = made.text(f"{page}index.html")
        assert '<meta property="og:image:width" content="1200">' in html
        assert '<meta property="og:image:height" content="630">' in html
        assert re.search(r'<meta property="og:image:alt" content="[^"]*Lisbon Lights', html)
        assert '<meta name="twitter:card" content="summary_large_image">' in html
    assert preview(made, "lisbon/events/2026-11-01-tiles/") == ""


def test_a_picture_of_the_event_wins_over_its_card(tmp_path: Path):
    walk = BASIC[WALK] + 'image: {file: media/river.png, alt: "The river"}\n'
    made = good(write(tmp_path, {**BASIC, WALK: walk, "hubs/lisbon/media/river.png": picture()}))
    assert "river" in preview(made, EVENT)
    assert '<meta property="og:image:alt" content="The river">' in made.text(f"{EVENT}index.html")


def test_with_promotion_none_nothing_is_drawn(tmp_path: Path):
    made = good(write(tmp_path, {**BASIC, "hubkit.yaml": BASIC["hubkit.yaml"] + "promotion: none\n"}))
    assert preview(made, EVENT) == preview(made, "lisbon/") == ""
    assert not [path for path in made.paths() if "card-" in path or "story-" in path or "poster/" in path]


def test_with_promotion_all_past_events_have_cards_too(tmp_path: Path):
    made = good(write(tmp_path, {**BASIC, **PAST, "hubkit.yaml": BASIC["hubkit.yaml"] + "promotion: all\n"}))
    assert preview(made, "lisbon/events/2026-11-01-tiles/")
    assert made.has("lisbon/events/2026-11-01-tiles/poster/index.html")


def test_the_page_to_share_leads_to_the_poster_and_the_pictures(tmp_path: Path):
    made = good(write(tmp_path, BASIC))
    html = made.text(f"{EVENT}share/index.html")
    assert f'href="/hubs/{EVENT}poster/"' in html
    [story] = re.findall(r'href="/hubs/(assets/story-[^"]+)"', html)
    assert Image.open(made.folder / story).size == (STORY.width, STORY.height)


def test_a_cancelled_event_says_so_on_its_card(tmp_path: Path):
    made = good(write(tmp_path, {**BASIC, WALK: BASIC[WALK] + "status: cancelled\n"}))
    assert 'og:image:alt" content="Cancelled: Photo walk. Was planned for' in made.text(f"{EVENT}index.html")


def test_each_language_has_its_card(tmp_path: Path):
    hub = BASIC["hubs/lisbon/hub.yaml"] + "languages: [en, pt]\n"
    walk = BASIC[WALK].replace("title: Photo walk", "title: {en: Photo walk, pt: Passeio fotográfico}")
    made = good(write(tmp_path, {**BASIC, "hubs/lisbon/hub.yaml": hub, WALK: walk}))
    assert preview(made, EVENT) != preview(made, EVENT.replace("lisbon/", "lisbon/pt/"))


def test_a_script_without_a_font_is_a_note_that_no_hub_repeats(tmp_path: Path):
    amharic = {"hubs/addis/hub.yaml": "name: አዲስ አበባ\ntimezone: Africa/Addis_Ababa\n"}
    made = good(
        write(tmp_path, {**BASIC, **amharic, "hubs/adama/hub.yaml": "name: አዳማ\ntimezone: Africa/Addis_Ababa\n"})
    )
    [note] = [problem for problem in made.report.problems if "card" in problem.message]
    assert note.severity is Severity.note
    assert "Ethiopic" in note.message
    assert preview(made, "addis/") == ""
    assert preview(made, "lisbon/")


@pytest.mark.skipif(not features.check("raqm"), reason="needs FriBidi")
def test_an_arabic_hub_has_cards(tmp_path: Path):
    hub = "name: القاهرة\nlanguages: [ar]\ntimezone: Africa/Cairo\n"
    made = good(write(tmp_path, {**BASIC, "hubs/cairo/hub.yaml": hub}))
    assert preview(made, "cairo/")


def test_a_new_accent_draws_new_cards(tmp_path: Path):
    before = preview(good(write(tmp_path, BASIC)), EVENT)
    hub = BASIC["hubs/lisbon/hub.yaml"] + 'brand: {accent: "#b3261e"}\n'
    made = good(write(tmp_path, {"hubs/lisbon/hub.yaml": hub}))
    assert preview(made, EVENT) != before
    assert not made.has(before)
    with Image.open(made.folder / preview(made, EVENT)) as card:
        assert card.convert("RGB").getpixel((4, 4)) == (0xB3, 0x26, 0x1E)


@pytest.mark.parametrize(("name", "content"), [("letters.woff2", b"wOF2"), ("letters.ttf", b"<!doctype html>")])
def test_what_is_no_font_is_told_of(tmp_path: Path, name: str, content: bytes):
    from hubkit.read.fonts import read_fonts

    [problem] = read_fonts(write(tmp_path, {f"fonts/{name}": content, "fonts/OFL.txt": "A licence"}))
    assert problem.place.file == f"fonts/{name}"
    assert ".ttf" in problem.hint
