"""A Markdown file splits at the two lines of dashes at its very start, and nowhere else."""

import pytest

from hubkit.read.frontmatter import Parts, split_front_matter


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("---\na: 1\n---\nbody\n", Parts("a: 1\n", "body\n", 13, 4)),
        ("---\r\na: 1\r\n---\r\nbody\r\n", Parts("a: 1\r\n", "body\r\n", 16, 4)),
        ("---\n---\nbody", Parts("", "body", 8, 3)),
        ("--- \na: 1\n---\t\nbody", Parts("a: 1\n", "body", 15, 4)),
        ("---\na: 1\n---", Parts("a: 1\n", "", 12, 4)),
        ("body\n---\na: 1\n---\n", Parts("", "body\n---\na: 1\n---\n", 0, 1)),
        ("\n---\na: 1\n---\n", Parts("", "\n---\na: 1\n---\n", 0, 1)),
        ("----\nbody", Parts("", "----\nbody", 0, 1)),
        ("", Parts("", "", 0, 1)),
        ("---\na: |\n  ---\n  x\n---\nbody\n---\nmore", Parts("a: |\n  ---\n  x\n", "body\n---\nmore", 23, 6)),
    ],
)
def test_parts(text: str, parts: Parts) -> None:
    assert split_front_matter(text) == parts


@pytest.mark.parametrize("text", ["---\na: 1\nbody\n", "---", "---\n ---\n"])
def test_front_matter_without_end(text: str) -> None:
    assert not split_front_matter(text).closed
