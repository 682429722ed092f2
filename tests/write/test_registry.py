"""Who wants which path: every clash is found and names everyone who wants it."""

import unicodedata

import pytest

from hubkit.problems import Place
from hubkit.write import Registry


def clash(*claims: tuple[str, tuple[str, ...]]) -> str:
    """Return the message of the only problem, which the last of the claims raises."""
    registry = Registry()
    problems = [registry.claim(path, sources) for path, sources in claims]
    assert problems[:-1] == [None] * (len(claims) - 1)
    assert problems[-1] is not None
    assert problems[-1].place == Place(claims[-1][1][0], 1, 1)
    return problems[-1].message


def test_paths_that_differ_are_accepted_in_order() -> None:
    registry = Registry()
    paths = ["index.html", "lisbon/index.html", "lisbon/events/index.html", "media/Plan.PNG", "media/Größe.png"]
    assert [registry.claim(path, ("a.md",)) for path in paths] == [None] * 5
    assert list(registry.paths) == paths
    assert len(registry) == 5


def test_two_sources_of_one_page_are_both_named() -> None:
    message = clash(
        ("lisbon/x/index.html", ("hubs/lisbon/pages/x.md", "hubs/lisbon/hub.yaml")),
        ("lisbon/x/index.html", ("static/lisbon/x/index.html",)),
    )
    assert message == "two pages want /lisbon/x/: hubs/lisbon/pages/x.md and static/lisbon/x/index.html"


def test_a_third_source_learns_of_both_others() -> None:
    registry = Registry()
    for source in ("a.md", "b.md"):
        registry.claim("x.txt", (source,))
    problem = registry.claim("x.txt", ("c.md",))
    assert problem is not None
    assert problem.message == "three files want /x.txt: a.md, b.md and c.md"


def test_a_source_that_wants_a_page_twice_is_told_so() -> None:
    assert clash(("x/index.html", ("a.md",)), ("x/index.html", ("a.md",))) == "a.md wants /x/ twice"


def test_what_hubkit_makes_itself_clashes_too_and_the_problem_stands_at_the_source() -> None:
    registry = Registry()
    assert registry.claim("robots.txt", ("static/robots.txt",)) is None
    problem = registry.claim("robots.txt", ())
    assert problem is not None
    assert problem.place == Place("static/robots.txt", 1, 1)
    assert problem.message == "two files want /robots.txt: static/robots.txt and a file that hubkit makes itself"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("lisbon/index.html", "Lisbon/index.html"),
        ("straße/index.html", "STRASSE/index.html"),
        ("ΟΔΟΣ.txt", "οδος.txt"),
        ("MÜNCHEN.txt", "münchen.txt"),
    ],
)
def test_paths_that_differ_only_in_capitals_clash(one: str, other: str) -> None:
    message = clash((one, ("a.md",)), (other, ("b.md",)))
    assert "one path where capitals do not count: a.md and b.md" in message


def test_accents_in_another_form_are_refused() -> None:
    name = unicodedata.normalize("NFD", "münchen.txt")
    assert "no file of the site can be called" in clash(("münchen.txt", ("a.md",)), (name, ("b.md",)))


@pytest.mark.parametrize(("one", "other"), [("a/b", "a/b/c/d"), ("a/b/c/d", "a/b"), ("A/b/c", "a/B")])
def test_a_file_where_another_needs_a_folder_clashes(one: str, other: str) -> None:
    message = clash((one, ("a.md",)), (other, ("b.md",)))
    above, below = sorted((one, other), key=len)
    assert message == f"/{above} cannot be a file and the folder of /{below}: a.md and b.md"


def test_equal_bytes_below_assets_are_one_file() -> None:
    registry = Registry()
    assert registry.claim("assets/a.css", ("a.yaml",), "1234") is None
    assert registry.claim("assets/a.css", ("b.yaml",), "1234") is None
    assert registry.claim("assets/a.css", ("c.yaml",), "5678") is not None
    assert registry.claim("media/a.css", ("a.yaml",), "1234") is None
    assert registry.claim("media/a.css", ("b.yaml",), "1234") is not None


@pytest.mark.parametrize("path", ["../b", "b\\c", "CON/index.html", "a" * 201, "a\u202eb"])
def test_a_path_that_breaks_the_rules_is_a_problem_at_its_source(path: str) -> None:
    registry = Registry()
    problem = registry.claim(path, ("hubs/lisbon/pages/x.md",))
    assert problem is not None
    assert problem.place == Place("hubs/lisbon/pages/x.md", 1, 1)
    assert problem.message.isprintable()
    assert len(registry) == 0


@pytest.mark.parametrize(
    "names",
    [
        ("assets/card-lisbon.1.png", "assets/base.2.css"),
        ("assets/card-lisbon.1.png", "assets/Logo.3.svg", "assets/fonts/é.4.woff2"),
        (),
    ],
)
def test_shared_files_are_as_if_each_had_been_claimed(names: tuple[str, ...]) -> None:
    at_once, each = Registry(), Registry()
    at_once.add_shared({name: name[-6:] for name in names})
    for name in names:
        assert each.claim(name, (), name[-6:]) is None
    wanted = [*names, *(name.swapcase() for name in names), "assets", "assets/fonts", "assets/new.css"]
    for registry in (at_once, each):
        assert [name in registry for name in names] == [True] * len(names)
        assert len(registry) == len(names)
    for name in wanted:
        for content_hash in (name[-6:], "another"):
            assert at_once.claim(name, ("a",), content_hash) == each.claim(name, ("a",), content_hash)
    assert sorted(at_once.paths) == sorted(each.paths)
