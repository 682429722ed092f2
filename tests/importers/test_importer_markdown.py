import pytest
from markdown_it import MarkdownIt

from hubkit.importers.fixes import Fix
from hubkit.importers.markdown import mend_markdown
from hubkit.importers.texts import clean_line, slug_of

PAGE = "https://www.meetup.com/oslo/"


def mend(text: str) -> tuple[str, set[Fix]]:
    fixes: set[Fix] = set()
    return mend_markdown(text, PAGE, fixes.add), fixes


@pytest.mark.parametrize(
    ("written", "mended", "fix"),
    [
        ("<p>One &amp; <b>two </b>three</p><p>Four<br>five</p>", "One & **two** three\n\nFour\\\nfive", Fix.html),
        ('<a href="https://a.org/x">here</a>', "[here](https://a.org/x)", Fix.html),
        ('<a href="javascript:alert(1)">here</a>', "here", Fix.odd_link),
        ("a <script>alert(1)</script>b", "a b", Fix.html),
        ("<p>2 * 3 * 4 and [a]</p>", "2 \\* 3 \\* 4 and \\[a\\]", Fix.html),
        ("P.S. &lt;br&gt;Rules", "P.S.\nRules".replace("\n", "\\\n"), Fix.html),
        ("see [us](www.a.org/x)", "see [us](https://www.a.org/x)", Fix.odd_link),
        ("see [us](//a.org/x)", "see [us](https://a.org/x)", Fix.odd_link),
        ("see [us](/events/1)", "see [us](https://www.meetup.com/events/1)", Fix.odd_link),
        ("see [us](javascript:x)", "see us", Fix.odd_link),
        ("on \\[a\\.io\\]\\(https://a\\.io\\)\\.", "on [a\\.io](https://a.io)\\.", Fix.odd_link),
        ("see [us](#there)", "see us", Fix.odd_link),
        ("![A cat](https://a.org/cat.png)", "[A cat](https://a.org/cat.png)", Fix.remote_picture),
        ("![](//a.org/cat.png)", "[Picture](https://a.org/cat.png)", Fix.remote_picture),
        ("[![logo](https://a.org/l.png)](https://a.org)", "[logo](https://a.org)", Fix.remote_picture),
        ("Go to https://a.org/b\\_c.", "Go to <https://a.org/b_c>.", Fix.bare_link),
        ("(https://a.org/b_(c))", "(<https://a.org/b_(c)>)", Fix.bare_link),
        ("# Big\n### Small\n##\nText", "## Big\n\n### Small\n\nText", Fix.headings),
        ("Title\n====\nText", "## Title\n\nText", Fix.headings),
        ("one\ntwo", "one\\\ntwo", Fix.line_breaks),
        ("* one\n  two\n* three", "* one\\\n  two\n* three", Fix.line_breaks),
        ("**Agenda ** here", "**Agenda** here", Fix.emphasis),
        ("**IMPORTANT**\\*\\*", "**IMPORTANT**", Fix.emphasis),
        ("費用：**免費！**報名", "費用：**免費！** 報名", Fix.emphasis),
        ("before\n\n\\*\\*\\*\\*\\*\n\nafter", "before\n\n***\n\nafter", Fix.rule),
        ("a long line of text\nand more of it\n-----\nafter", None, Fix.rule),
        ("one\n\n    two", "one\n\ntwo", Fix.indented),
        ("```\n" + "So it is with words. " * 6 + "\n```", ("So it is with words. " * 6).strip(), Fix.indented),
        ("one\u2028two\u200b\x7f \u202ethree\x85four", "one\\\ntwo three\\\nfour", Fix.characters),
        ("R&amp;amp;D", "R&amp;D", Fix.entities),
    ],
)
def test_each_trap_is_mended_and_told(written: str, mended: str | None, fix: Fix) -> None:
    text, fixes = mend(written)
    assert mended is None or text == mended
    assert fix in fixes
    assert mend(text)[0] == text


@pytest.mark.parametrize(
    "text",
    [
        "**Bold** and *italic* with [a link](https://a.org/x_(y)).",
        "#tidyverts is no heading",
        "* one\n* two\n\n1. three",
        "👩‍💻 می‌خواهم",
        '```r\nx <- "https://a.org"\ny <- x\n```',
        "Use `a ** b` and `[x](y)`.",
        "[https://a.org](https://a.org)",
        "20:00 < talk > 21:00",
    ],
)
def test_what_is_right_stays(text: str) -> None:
    assert mend(text) == (text, set())


def test_a_text_that_is_made_to_cost_time_costs_little() -> None:
    text, fixes = mend("[" * 40_000 + "1 " * 40_000)
    assert len(text) <= 50_002
    assert "[" not in text
    assert Fix.long_text in fixes


def test_nothing_shows_that_was_meant_as_a_mark() -> None:
    text, _ = mend("**a\n\nb ** c **d** ** e\n\n***x:**y")
    shown = [child for token in MarkdownIt("js-default").parse(text) for child in token.children or []]
    assert not any("**" in child.content for child in shown if child.type == "text")


def test_long_lines_end_in_a_word() -> None:
    fixes: set[Fix] = set()
    line = clean_line("word " * 50, 120, fixes.add)
    assert len(line) <= 120
    assert line.endswith("word…")
    assert fixes == {Fix.long_text}


@pytest.mark.parametrize(
    ("written", "cleaned"),
    [
        ("R &amp;amp; Python &#39;24", "R & Python '24"),
        (" two\n lines\t", "two lines"),
        ("\u200bZero\u202e", "Zero"),
        ("write to ann@gmail.com", "write to"),
        ("call 080 6384 3498 now", "call now"),
        ("z" + "\u0300" * 9, "z" + "\u0300" * 3),
    ],
)
def test_a_line_holds_what_can_be_read(written: str, cleaned: str) -> None:
    assert clean_line(written, 200, lambda _fix: None) == cleaned


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("R-Ladies Café: Ærø & Straße!", "r-ladies-cafe-aero-strasse"),
        ("揭露：環保資料調查", ""),
        ("سری R", ""),
        ("Let's talk", "lets-talk"),
        ("a" * 80, "a" * 48),
        ("one two three four five six seven eight nine ten", "one-two-three-four-five-six-seven-eight-nine-ten"),
        ("one two three four five six seven eight nine eleven", "one-two-three-four-five-six-seven-eight-nine"),
    ],
)
def test_slugs_are_short_and_plain(title: str, slug: str) -> None:
    assert slug_of(title, 48) == slug
