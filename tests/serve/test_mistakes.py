"""How the browser shows mistakes: all of them, with place, excerpt and hint, and nothing of it is markup."""

from hubkit.problems import Place, Problem, Severity
from hubkit.serve.mistakes import MOST_SHOWN, as_html, as_page, fault_as_html

EVIL = "<img src=x onerror=alert(1)>\u202e"


def test_every_part_of_a_problem_is_shown() -> None:
    place = Place("hubs/lisbon/hub.yaml", 4, 11, 13)
    shown = as_html(
        [Problem(place, "there is no such zone", "Write Europe/Berlin.", excerpt="timezone: Europe/Berlyn")]
    )
    assert "<h1>1 problem in 1 file</h1>" in shown
    assert "<code>hubs/lisbon/hub.yaml:4:11</code><br>there is no such zone" in shown
    assert "<span>4 | </span>timezone: <mark>Europe/Berlyn</mark>" in shown
    assert "<p>Write Europe/Berlin.</p>" in shown


def test_nothing_that_somebody_wrote_is_markup() -> None:
    shown = as_html([Problem(Place(EVIL, 1, 3, 9), EVIL, EVIL, excerpt=EVIL)])
    assert "<img" not in shown
    assert "\u202e" not in shown
    assert shown.count("\\u202e") == 4
    assert "<img" not in fault_as_html(EVIL, EVIL)


def test_what_is_missing_behind_the_end_of_a_line_is_marked() -> None:
    shown = as_html([Problem(Place("a.yaml", 1, 7), "something is missing", excerpt="title:")])
    assert "title:<mark> </mark>" in shown


def test_warnings_and_notes_do_not_stand_in_the_way() -> None:
    quiet = [Problem(Place("a.yaml"), "hm", severity=severity) for severity in (Severity.warning, Severity.note)]
    assert as_html(quiet) == ""
    assert "2 problems in 1 file" in as_html(
        [*quiet, Problem(Place("b.yaml"), "no"), Problem(Place("b.yaml", 2), "no")]
    )


def test_thousands_of_mistakes_are_counted_and_the_first_are_shown() -> None:
    shown = as_html([Problem(Place(f"{number}.yaml"), "no") for number in range(MOST_SHOWN + 1200)])
    assert "<h1>1,700 problems in 1,700 files</h1>" in shown
    assert shown.count("<li>") == MOST_SHOWN
    assert "The terminal shows 1,200 more." in shown


def test_a_page_of_mistakes_is_a_whole_page() -> None:
    page = as_page(as_html([Problem(Place("a.yaml"), "no")]))
    assert page.startswith("<!doctype html>")
    assert '<html lang="en">' in page
    assert "a.yaml:1:1" in page
