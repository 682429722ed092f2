"""Cleaning: what is taken to be clean is what the cleaner would leave as it is, whatever stands in it."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hubkit.kinds import cleaning
from hubkit.kinds.cleaning import cleaned, is_clean
from hubkit.kinds.everyday import everyday_html, is_everyday
from hubkit.kinds.shape import Found, Links
from tests.kinds.test_everyday import EVERYDAY

TAGS = ["p", "li", "ul", "ol", "em", "strong", "code", "blockquote", "h2", "h3", "h6", "a"]
PIECES = [
    *[f"<{tag}>" for tag in TAGS],
    *[f"</{tag}>" for tag in TAGS],
    *["<br>", "<hr>", "<br />", "\n", " ", "a", "é", '"', "'", "&amp;", "&lt;", "&gt;", "&quot;", "&"],
    *['<a href="https://e.org/x?a=1&amp;b=2#c">', '<a href="/x/">', '<a href="#x">', '<a href="mailto:a@b.org">'],
    *['<h2 id="section-a">', '<h3 id="é">', '<ol start="3">', '<p id="a">', '<em title="a">', "\u00a0", "\r"],
    *["&copy", ">", "<", "\f", '<img src="/x.jpg" alt="a">'],
    *['<img src="https://e.org/a.jpg" alt="" width="6" height="4" loading="lazy">'],
]
ADDRESSES = st.one_of(
    st.text(st.sampled_from("htps:/.-#?@&;%aA1x é\"'\\[]"), max_size=24),
    st.builds("{}{}".format, st.sampled_from(["https://", "http://", "mailto:", "/", "#", "//", "tel:"]), st.text()),
    st.lists(st.sampled_from([*"/?#[]%@:x1\u2044", "https://", "e.", "xn--", "--", "0x", "..", "org", "127.0."])).map(
        "".join
    ),
)
LINKS = Links(
    lambda target: "/" + target.removeprefix("/"), lambda src: Found(f"/{src}", 60 if "wide" in src else 0, 40)
)


def left_as_it_is(html: str) -> str:
    return cleaning._cleaner().clean(html)  # pyright: ignore[reportPrivateUsage]


def within(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Return elements that hold some of these."""
    children = st.lists(inner, max_size=4).map("".join)
    return st.builds("<{0}>{1}</{0}>".format, st.sampled_from(TAGS), children)


HTML = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=12).map("".join),
    st.recursive(st.sampled_from([piece for piece in PIECES if piece[0] != "<"]), within, max_leaves=12),
    st.builds('<p><a href="{}">a</a></p>'.format, ADDRESSES),
    st.builds('<p><img src="{}" alt="a"></p>'.format, ADDRESSES),
    st.builds('<p><img src="/a" alt="{}">{}</p>'.format, st.text(max_size=8), st.text(max_size=8)),
)


@settings(max_examples=1000, deadline=None)
@given(HTML)
def test_what_is_clean_is_left_as_it_is(html: str) -> None:
    if is_clean(html):
        assert left_as_it_is(html) == html


@pytest.mark.parametrize(
    "html",
    [
        "<script>a</script>",
        "<p><b>a</b></p>",
        '<p onclick="a()">a</p>',
        "<p>a",
        "a</p>",
        "<p>a<p>b</p></p>",
        "<em><p>a</p></em>",
        '<a href="/a"><em><a href="/b">c</a></em></a>',
        "<p><ul></ul></p>",
        "<h3><h2>a</h2></h3>",
        "<li><li>a</li></li>",
        '<p><a href="javascript:a()">b</a></p>',
        '<p><a href="//e.org">b</a></p>',
        '<p><a href="https://1.2.3.999/">b</a></p>',
        '<p><a href="https://xn--a/">b</a></p>',
        '<p><img src="data:a" alt="b"></p>',
        '<p><img src="/a" alt="b" onerror="c()"></p>',
        "<p>&nbsp;</p>",
        "<p>a > b</p>",
        "<!-- a -->",
    ],
)
def test_what_is_not_surely_clean_goes_to_the_cleaner(html: str) -> None:
    assert not is_clean(html)
    assert cleaned(html) == left_as_it_is(html)


def test_what_people_write_every_day_is_clean() -> None:
    site = Path(__file__).parents[2] / "example-site"
    written = [path.read_text("utf-8").rpartition("\n---\n")[2] for path in sorted(site.rglob("*.md"))]
    texts = [text for text in (*EVERYDAY, *written) if is_everyday(text)]
    made = [everyday_html(text, LINKS, 2, "section") for text in texts]
    clean = [html for html in made if is_clean(html)]
    assert len(clean) > 0.9 * len(made)
    assert [left_as_it_is(html) for html in clean] == clean
