"""A hub that writes from right to left: everything stands on its side, and names and numbers stay whole."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.pages import visiting
from tests.sites import make

pytestmark = [pytest.mark.long, pytest.mark.browser]

CAIRO = """
name: R-Ladies القاهرة
city: القاهرة
country: EG
timezone: Africa/Cairo
languages: [ar]
contact: {phone: "+20 2 1234 5678"}
"""
CHARTER = """---
stewards: [{member: mona, role: Steward, from: 2026-01-01}]
budget:
- {label: منحة, amount: 1488.00, currency: EUR, kind: income}
- {label: القاعة, amount: 80.50, currency: EUR, kind: expense}
- {label: الطباعة, amount: 764.25, currency: EUR, kind: expense}
---
نص الميثاق.
"""
MEMBER = "---\nname: Mona Said\nrole: Room keeper (2026)\npronouns: she/her\nconsent: 2026-01-01\n---\nقصة.\n"
# Where the text of each element stands, without the space around it.
TEXT_BOXES = """elements => elements.map(element => {
  const range = document.createRange();
  range.selectNodeContents(element);
  const {left, right} = range.getBoundingClientRect();
  return {left, right, text: element.innerText};
})"""


@pytest.fixture(scope="module")
def cairo(tmp_path_factory: pytest.TempPathFactory, serve: Callable[..., str]) -> str:
    """The home of the hub on the test's server."""
    folder = tmp_path_factory.mktemp("cairo")
    hub: dict[str, str | bytes] = {
        "hubs/cairo/hub.yaml": CAIRO,
        "hubs/cairo/charter.md": CHARTER,
        "hubs/cairo/members/mona.md": MEMBER,
    }
    built = make(folder, hub)
    return f"{serve(built.folder, '/hubs/')}cairo/"


@pytest.fixture(params=[360, 1280])
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A window, narrow and wide."""
    with visiting(browser, width=request.param) as visit:
        yield visit.page


def boxes(page: Page, selector: str) -> list[dict[str, Any]]:
    """Where the texts of these elements stand."""
    return page.eval_on_selector_all(selector, TEXT_BOXES)


def test_the_first_link_appears_where_reading_begins(page: Page, cairo: str):
    page.goto(cairo)
    page.keyboard.press("Tab")
    box = page.locator(".skip:focus").bounding_box()
    width = page.evaluate("document.documentElement.clientWidth")
    assert box is not None
    assert 0 < width - box["x"] - box["width"] < 16
    assert box["width"] < width * 2 / 3


def test_amounts_stand_below_each_other_and_the_balance_below_its_column(page: Page, cairo: str):
    page.goto(f"{cairo}charter/")
    expenses = boxes(page, ".budget tr > :nth-child(3)")
    said = [box for box in expenses if box["text"]]
    assert len(said) == 5, "a heading, two expenses, their total and the balance"
    assert len({round(box["right"]) for box in said}) == 1
    [income] = boxes(page, ".budget thead th:nth-child(2)")
    assert max(box["right"] for box in said) < income["left"]
    [first] = boxes(page, ".budget thead th:first-child")
    edge = page.locator(".budget").evaluate("table => table.getBoundingClientRect().right")
    assert abs(edge - first["right"]) < 1, "the first column begins at the edge"


def test_names_in_other_letters_do_not_mix_with_their_neighbours(page: Page, cairo: str):
    page.goto(f"{cairo}members/mona/")
    [role], [pronouns] = boxes(page, ".p-role"), boxes(page, ".p-pronouns")
    assert role["left"] > pronouns["right"]


def test_a_telephone_number_begins_with_its_plus(page: Page, cairo: str):
    page.goto(cairo)
    first, last = page.locator(".p-tel").evaluate(
        """element => [0, element.firstChild.length - 1].map(at => {
          const range = document.createRange();
          range.setStart(element.firstChild, at);
          range.setEnd(element.firstChild, at + 1);
          return range.getBoundingClientRect().left;
        })"""
    )
    assert first < last
