"""Where events and hubs are: no town that nobody named, no town twice, no old date as if it were one; hubs in order."""

import json
import re

import pytest

from tests.oracle import parse
from tests.sites import LISBON, NETWORK, Built, good, write

START = "title: X\nstart: 2026-12-05 18:30\nduration: 2h\n"
NAMES = ["US 2", "US 10", "US 1", "«Tram 9»", "Tram 28", "us 1b"]
FILES: dict[str, str | bytes] = {
    "hubkit.yaml": NETWORK,
    "hubs/lisbon/hub.yaml": LISBON,
    "hubs/lisbon/events/here.yaml": START,
    "hubs/lisbon/events/away.yaml": START + "timezone: America/New_York\n",
    "hubs/lisbon/events/letter.yaml": START + "venue: letter\n",
    "hubs/lisbon/events/street.yaml": START + "venue: street\n",
    "hubs/lisbon/events/named.yaml": START + "venue: named\n",
    "hubs/lisbon/events/later.yaml": START + "status: postponed\nvenue: street\n",
    "venues/letter.yaml": "name: Casa\naddress: Largo 94, 1170-165 Lisboa\ncity: Lisbon\ncountry: PT\n",
    "venues/street.yaml": "name: Casa\naddress: Largo 94\ncity: Lisbon\ncountry: PT\n",
    "venues/named.yaml": "name: Casa\naddress: Largo 94 Lisbon\ncity: Lisbon\n",
    **{f"hubs/h{n}/hub.yaml": f"name: {json.dumps(name)}\ncountry: US\n" for n, name in enumerate(NAMES)},
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return good(write(tmp_path_factory.mktemp("places"), FILES))


def row(made: Built, event: str) -> str:
    text = made.text("index.html")
    return text[text.index(f"events/{event}/") :].partition("</p>")[0]


def data(made: Built, event: str) -> str:
    scripts = parse(made.text(f"lisbon/events/{event}/index.html")).scripts
    return next(text for element, text in scripts if element.get("type") == "application/ld+json" and "Event" in text)


def test_an_event_elsewhere_is_not_in_the_town_of_its_hub(made: Built) -> None:
    assert '<span class="p-location">Lisbon</span>' in row(made, "here")
    assert "p-location" not in row(made, "away")
    assert json.loads(data(made, "here"))["location"]["address"]["addressLocality"] == "Lisbon"
    assert "addressLocality" not in data(made, "away")


@pytest.mark.parametrize(
    ("venue", "said"),
    [
        ("letter", "Largo 94, 1170-165 Lisboa|Portugal"),
        ("street", "Largo 94|Lisbon, Portugal"),
        ("named", "Largo 94 Lisbon"),
    ],
)
def test_a_venue_says_its_town_once(made: Built, venue: str, said: str) -> None:
    page = made.text(f"lisbon/events/{venue}/index.html")
    address = page.partition('<p class="p-adr h-adr">')[2].partition("</p>")[0]
    assert re.sub("<[^>]*>", "", address.replace("<br>", "|")).strip() == said


def test_a_date_that_is_off_is_struck_and_says_so(made: Built) -> None:
    page = made.text("lisbon/events/later/index.html")
    assert "Was planned for <s>Saturday, 5 December 2026, 18:30 – 20:30</s>" in page
    assert "<s>5 December 2026</s></p>" in page
    assert "Was planned for" not in made.text("lisbon/events/here/index.html")


def test_hubs_stand_in_the_order_that_people_count(made: Built) -> None:
    listed = re.findall(r'class="u-url p-name" href="[^"]*">([^<]*)<', made.text("hubs/index.html"))
    assert listed == ["Lisbon Lights", "«Tram 9»", "Tram 28", "US 1", "us 1b", "US 2", "US 10"]
