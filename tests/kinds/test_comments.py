"""Comments in Markdown are read over, in any place but code."""

import pytest

from hubkit.kinds.markdown import Links, render_markdown

LINKS = Links(lambda target: target, lambda _: None)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("before <!-- a note --> after", "<p>before  after</p>\n"),
        ("<!-- a note\n\nover lines\n-->\nafter", "<p>after</p>\n"),
        ("before\n<!-- a note -->\nafter", "<p>before</p>\n<p>after</p>\n"),
        ("- one\n  <!-- a\n  note -->\n- two", "<ul>\n<li>one</li>\n<li>two</li>\n</ul>\n"),
        ("<!--[if IE]><script>alert(1)</script><![endif]-->", ""),
        ("<!-- a note --> after", "<p> after</p>\n"),
        ("`<!-- code -->`", "<p><code>&lt;!-- code --&gt;</code></p>\n"),
        ("```\n<!-- code -->\n```", "<pre><code>&lt;!-- code --&gt;\n</code></pre>\n"),
        ("<!-- never closed", "<p>&lt;!-- never closed</p>\n"),
    ],
)
def test_a_comment_is_for_authors_alone(text: str, html: str) -> None:
    assert render_markdown(text, LINKS) == html


def test_many_comments_that_never_close_are_shown_as_they_are() -> None:
    text = "<!--\n" * 10_000
    assert render_markdown(text, LINKS).count("&lt;!--") == 10_000
