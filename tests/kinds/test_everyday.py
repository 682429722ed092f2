"""Everyday Markdown: the compiled parser and the reference say the same, whatever a person writes."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hubkit.kinds.commonmark import reference_html, reference_targets
from hubkit.kinds.everyday import BESIDE_EMPHASIS, everyday_html, everyday_targets, is_everyday
from hubkit.kinds.markdown import cleaned
from hubkit.kinds.shape import Found, Links

LINKS = Links(
    lambda target: None if "gone" in target else f'{target}?a=1&b="2"<',
    lambda src: None if "gone" in src else Found('/x&".jpg', 60 if "wide" in src else 0, 40),
)
EVERYDAY = [
    "",
    "Plain words: R&D and Q&A, 5 < 6, <3, 2 > 1, ~20 people, a|b, $5 {x} (y) [z] “quoted” – é 写真 🎉!",
    "Two lines\nof one paragraph  \nwith breaks\\\nof both kinds\n\nAnd another.\n",
    "# One\n### *Three* with [a link](/x)\n## Q&A <3\n# One\n#hashtag",
    "*a* **b** ***c*** _d_ __e__ *f **g** h* i*j*k l_m_n 2 * 3 ** x\n**Date:**📅 **📅 Date**, «*é*»",
    "- one\n- two\n  goes on\n\n- three\n\n  has two paragraphs\n\n* another\n+ and another",
    "1. one\n2. two\n\n7) seven\n8) eight\n\nIn the year\n2024. and in\n1. 2025",
    "> quoted\nand more\n> and more\n\nText\n> quoted\n***\nText\n*****\n",
    "[a](https://e.org/a_b?c=1&d=2#e_f) [*b* c\\]](../x.md#y) ([d](mailto:a@b.org)) [**[e](/f)** g",
    "**[https://e.org/a_b_c](https://e.org/a_b_c)** <https://e.org/x_y_z?a=b&c=d> [gone](gone) [e] ( [f] [g][h]",
    '![A tram & "more"](x.jpg) ![](wide.jpg) ![decorative](wide.jpg) ![Gone & so](gone.jpg) \\![a](b)',
    "Code `a < b && *c*` and `[d](e)` \\*not\\* \\_this\\_ \\[a\\] \\`b\\` \\# \\<b\\>",
    "Un\u00a0mot\u202f! 名前\u3000東京",
]
NOT_EVERYDAY = [
    "<b>x</b>",
    "<!-- a note -->",
    "<a@b.org>",
    "&copy;",
    "| a |\n|---|",
    "a | b\n-|-",
    "```\ncode\n```",
    "    code",
    "- a\n  - b",
    "a\n---",
    "a\n===",
    "[a]: /x\n\n[a]",
    "[a](/x 'title')",
    "[a](javascript:x)",
    "[a](//e.org)",
    "[a](https://é.org)",
    "[a](https://xn--e1afmkfd.org)",
    "![*a*](x.jpg)",
    "~~a~~",
    "a\tb",
    "\u00a0a",
    "a\0b",
    "a\\b",
    "-",
    "> > a",
    "> # a",
    "``a``",
    "*\u0301a*",
    "a " * 20_000,
]
PIECES = [
    *[
        "a",
        "b c",
        "é",
        "写真",
        "。",
        "🎉",
        "“",
        "1",
        "\u00a0",
        "\u3000",
        "\u0301",
        " ",
        "  ",
        "    ",
        "\n",
        "\n\n",
        "\\\n",
        "  \n",
        "\t",
    ],
    *[
        "- ",
        "* ",
        "+ ",
        "1. ",
        "2. ",
        "10) ",
        "> ",
        "# ",
        "### ",
        "#",
        "-",
        "+",
        "=",
        ":",
        "|",
        "***",
        "---",
        "===",
        "- a\n",
        "  a\n",
    ],
    *[
        "*",
        "**",
        "_",
        "__",
        "~",
        "~~",
        "`",
        "`a`",
        "``",
        "*a*",
        "**b**",
        "_c_",
        "\\",
        "\\*",
        "\\[",
        "\\]",
        "\\`",
        "\\<",
        "\\!",
    ],
    *[
        "[",
        "]",
        "(",
        ")",
        "](x)",
        "](https://e.org/a_b?c=1&d=2#e)",
        "[a](b)",
        "[*a*](gone)",
        "![",
        "!",
        "![a](wide.jpg)",
        "![a](gone)",
    ],
    *[
        "<",
        ">",
        "<https://e.org/a_b>",
        "<b>",
        "<!-- c -->",
        "<a@b.c>",
        "<3",
        "&",
        "&amp;",
        "&a",
        "[a]: b\n",
        '"',
        "'",
        ".",
        ",",
        "@",
        "http://x.y",
    ],
]
TEXTS = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=14).map("".join),
    st.lists(st.sampled_from([line for text in EVERYDAY for line in text.split("\n")]), max_size=8).map("\n".join),
    st.text(st.sampled_from("*_a \\[]()`!~<>&.1-#\né"), max_size=16),
    st.text(max_size=30),
)


def agrees(text: str) -> bool:
    """Return whether a text is of every day, having seen that the two parsers then agree about it."""
    if not is_everyday(text):
        return False
    for prefix in ("", "section"):
        fast = cleaned(everyday_html(text, LINKS, 2, prefix))
        assert fast == cleaned(reference_html(text, LINKS, 2, prefix))
    assert everyday_targets(text) == reference_targets(text)
    return True


@pytest.mark.parametrize("text", EVERYDAY)
def test_what_people_write_every_day_takes_the_fast_way_to_the_same_page(text: str) -> None:
    assert agrees(text)


@pytest.mark.parametrize("text", NOT_EVERYDAY)
def test_what_parsers_may_read_differently_is_left_to_the_reference(text: str) -> None:
    assert not is_everyday(text)


@settings(max_examples=500, deadline=None)
@given(TEXTS)
def test_whatever_takes_the_fast_way_comes_to_the_same_page(text: str) -> None:
    agrees(text)


def test_the_texts_of_the_example_site_come_to_the_same_page() -> None:
    site = Path(__file__).parents[2] / "example-site"
    bodies = [path.read_text("utf-8").rpartition("\n---\n")[2] for path in sorted(site.rglob("*.md"))]
    assert sum(agrees(body) for body in bodies) > len(bodies) / 2


def test_each_character_beside_emphasis_is_read_alike() -> None:
    beside = re.compile(rf"[{BESIDE_EMPHASIS}]")
    characters = [chr(code) for code in range(0xA0, 0x1FA00) if beside.match(chr(code)) and not chr(code).isalnum()]
    for start in range(0, len(characters), 50):
        lines = [f"x*{c}a*b a*{c}*b *a{c}*b _{c}_{c} {c}*a*" for c in characters[start : start + 50]]
        assert agrees("\n\n".join(lines))
