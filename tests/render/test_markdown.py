"""Markdown becomes HTML: pairs of input and output, in markdown.txt, and what the pairs cannot say."""

import time
from pathlib import Path

import pytest

from hubkit.addresses import addresses
from hubkit.kinds.markdown import Found, Links, render_markdown
from hubkit.kinds.references import link_of
from tests.oracle import parse

PAIRS = (Path(__file__).parent / "markdown.txt").read_text("utf-8").split("\n=====\n")
NETWORK = addresses("https://x.org/hubs/", "", "", None)
LISBON = addresses("https://x.org/hubs/", "https://lisbon.example/", "lisbon", None)
OWNER = "hubs/lisbon/events/2026-12-05-walk.md"


def picture(src: str) -> Found | None:
    return Found("/hubs/assets/x.jpg", 60, 40) if src == "media/x.jpg" else None


def rendered(text: str) -> str:
    links = Links(lambda target: link_of(OWNER, target, NETWORK), picture)
    return render_markdown(text, links, id_prefix="section")


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.split("\n")[0].removeprefix("# "))
def test_it_becomes(pair: str) -> None:
    _, _, rest = pair.partition("\n")
    text, _, wanted = rest.partition("\n-----\n")
    assert rendered(text).strip() == wanted.strip()


@pytest.mark.parametrize(
    ("target", "link"),
    [
        ("../members/ada.md", "/hubs/lisbon/members/ada/"),
        ("../pages/first-walk.md#coats", "/hubs/lisbon/first-walk/#coats"),
        ("lantern.yaml", "/hubs/lisbon/events/lantern/"),
        ("../hub.yaml", "/hubs/lisbon/"),
        ("../../../pages/about.md", "/hubs/about/"),
        ("../../../hubkit.yaml", "/hubs/"),
        ("../../berlin/charter.md", "/hubs/berlin/charter/"),
        ("/lisbon/charter/", "/hubs/lisbon/charter/"),
        ("/files/poster.pdf?v=2#page=3", "/hubs/files/poster.pdf?v=2#page=3"),
        ("#part", "#part"),
        ("https://example.org/a b", "https://example.org/a b"),
        ("mailto:lisbon@example.org", "mailto:lisbon@example.org"),
        ("//evil.example/", None),
        ("/\\evil.example/", None),
        ("javascript:alert(1)", None),
        ("java\tscript:alert(1)", None),
        ("data:text/html,x", None),
        ("%6aavascript:alert(1)", None),
    ],
)
def test_a_link_leads_to_the_page_of_the_file(target: str, link: str | None) -> None:
    assert link_of(OWNER, target, NETWORK) == link


def test_a_link_of_a_hub_alone_leads_to_the_network_where_it_must() -> None:
    assert link_of(OWNER, "../members/ada.md", LISBON) == "/members/ada/"
    assert link_of(OWNER, "/lisbon/charter/", LISBON) == "/charter/"
    assert link_of(OWNER, "../../berlin/charter.md", LISBON) == "https://x.org/hubs/berlin/charter/"


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[a](javascript:alert(1))",
        "[a](JaVaScRiPt&colon;alert(1))",
        "![a](javascript:alert(1))",
        "<javascript:alert(1)>",
        "[a]: javascript:alert(1)\n\n[a]",
        "```<b onclick=x>\ncode\n```",
        '[a](https://x.org/ "t\\" onclick=alert(1)")',
        "<svg/onload=alert(1)>",
        "<!-- --><iframe src=//evil.example>",
    ],
)
def test_nothing_in_a_text_can_act(text: str) -> None:
    page = parse(f"<!doctype html><html><body>{rendered(text)}</body></html>")
    assert {element.tag for element in page.elements} <= {"html", "body", "p", "a", "pre", "code", "img"}
    for element in page.elements:
        for name, value in element.attributes:
            assert not name.startswith("on")
            assert not (name in {"href", "src"} and "script" in value.lower())


@pytest.mark.parametrize(
    "text",
    [
        *["[" * 50_000, "![[](" * 20_000, "> " * 5_000 + "a", "*a " * 20_000, "|" * 20_000, "- " * 3_000],
        *[
            "*a " * 6_000,
            "_a*b_ " * 3_000,
            "> a\n\n" * 3_000,
            "a](b " * 3_000,
            "[*a" * 190,
            "<https://a." * 1_800,
            "<0" * 9_000,
        ],
    ],
)
def test_a_text_that_is_made_to_be_slow_is_not(text: str) -> None:
    begun = time.process_time()
    rendered(text)
    assert time.process_time() - begun < 20


def test_ids_of_headings_are_each_there_once() -> None:
    html = rendered("# A\n\n# A\n\n# A 2\n\n# !\n\n# ?\n\n# 写真")
    page = parse(f"<!doctype html><html><body>{html}</body></html>")
    ids = [element.get("id") for element in page.elements if element.get("id")]
    assert len(ids) == len(set(ids)) == 6, ids
