"""`hubkit theme`: what there is, a small one to begin with, and what an upgrade changed under one's own."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from hubkit.cli import main
from tests.sites import BASIC, good, write

TEMPLATE = "themes/ours/templates/event.html"
EXTENDED = """\
{% extends "base:event.html" %}
{% block event_people %}
{{ super() }}
<p>Bring a friend.</p>
{% endblock %}
{% block footer_end %}{% block ours %}{% endblock %}{% endblock %}
"""


def theme(*arguments: str | Path) -> tuple[int, str]:
    run = CliRunner().invoke(main, ["theme", *map(str, arguments)])
    assert run.exception is None or isinstance(run.exception, SystemExit), run.exc_info
    return run.exit_code, run.output


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return write(tmp_path, {**BASIC, "hubkit.yaml": BASIC["hubkit.yaml"] + "theme: ours\n"})


@pytest.fixture
def ours(site: Path) -> Path:
    """The site with a theme whose overrides were accepted."""
    write(site, {TEMPLATE: EXTENDED})
    assert theme("doctor", site, "--accept")[0] == 0
    return site


@pytest.mark.parametrize("extends", ["base", "dusk"])
def test_a_new_theme_can_be_worn_at_once(site: Path, extends: str) -> None:
    code, said = theme("new", "ours", "--extends", extends, "--into", site)
    assert code == 0, said
    made = good(site)
    assert made.errors() == []
    page = made.text("lisbon/index.html")
    assert '<p class="wrap neighbours">Made by neighbours, for neighbours.</p>' in page
    assert "assets/ours." in page
    assert theme("doctor", site) == (0, "ours: nothing has changed under its 1 override.\n")


@pytest.mark.parametrize("name", ["base", "Our theme", "../ours", "con"])
def test_a_theme_that_cannot_be_is_refused(site: Path, name: str) -> None:
    assert theme("new", name, "--into", site)[0] == 2
    assert not (site / "themes").exists()


def test_a_new_theme_never_writes_over_one(ours: Path) -> None:
    code, said = theme("new", "ours", "--into", ours)
    assert (code, 'there is a theme "ours" already' in said) == (2, True)


def test_the_list_says_what_a_theme_changes(ours: Path) -> None:
    write(ours, {"themes/ours/assets/base.css": "p{}", "themes/ours/assets/ours.css": "p{}"})
    code, said = theme("list", ours)
    assert code == 0
    assert "dusk, extends base" in said
    assert f"  {TEMPLATE.removeprefix('themes/ours/')}: event_people, footer_end\n" in said
    assert "  assets/base.css: in the place of the whole file\n" in said
    assert "  assets/ours.css: new\n" in said


def test_a_block_that_changed_upstream_is_told_with_its_difference(ours: Path) -> None:
    kept = ours / "themes/ours/upstream/templates/event.html"
    kept.write_text(kept.read_text("utf-8").replace("e.speakers(", "e.talkers("), "utf-8")
    code, said = theme("doctor", ours)
    assert code == 1
    assert f"{TEMPLATE}:2: block event_people of templates/event.html has changed" in said
    assert "  -{{ e.talkers(speakers) }}\n  +{{ e.speakers(speakers) }}\n" in said
    assert "footer_end" not in said
    assert theme("doctor", ours, "--accept")[0] == 0
    assert theme("doctor", ours)[0] == 0


def test_what_changes_elsewhere_on_the_page_is_no_concern(ours: Path) -> None:
    kept = ours / "themes/ours/upstream/templates/event.html"
    kept.write_text(kept.read_text("utf-8").replace("event_turn", "event_corner"), "utf-8")
    assert theme("doctor", ours)[0] == 0


def test_a_block_that_moved_to_another_template_is_the_same_block(ours: Path) -> None:
    upstream = ours / "themes/ours/upstream/templates"
    (upstream / "layout.html").rename(upstream / "frame.html")
    assert theme("doctor", ours)[0] == 0


def test_a_block_that_is_gone_is_an_error_and_says_what_was_meant(ours: Path) -> None:
    write(ours, {TEMPLATE: EXTENDED.replace("event_people", "event_peple")})
    code, said = theme("doctor", ours)
    assert code == 1
    assert 'event.html has no block "event_peple": nobody sees what stands here' in said
    assert "Did you mean event_people?" in said
    assert theme("doctor", ours, "--accept")[0] == 1, "nothing is there to accept"
    warning = next(each for each in good(ours).report.problems if "event_peple" in each.message)
    assert str(warning.place) == f"{TEMPLATE}:2:1"
    assert warning.severity.name == "warning", "an upgrade does not keep a network from publishing"


@pytest.mark.parametrize("file", ["templates/macros.html", "assets/base.css"])
def test_whole_files_that_changed_upstream_are_told(ours: Path, file: str) -> None:
    write(ours, {f"themes/ours/{file}": "{# mine #}"})
    code, said = theme("doctor", ours)
    assert (code, f"nobody kept what {file} was" in said) == (1, True)
    theme("doctor", ours, "--accept")
    kept = ours / "themes/ours/upstream" / file
    kept.write_text("older\n" + kept.read_text("utf-8"), "utf-8")
    code, said = theme("doctor", ours)
    assert code == 1
    assert f"themes/ours/{file}:1: {file} has changed since yours was made" in said
    assert "  -older\n" in said
    (ours / "themes/ours" / file).unlink()
    theme("doctor", ours, "--accept")
    assert not kept.exists(), "what is not overridden any more is not kept"


def test_a_theme_of_the_site_may_be_the_ground_of_another(ours: Path) -> None:
    child = '{% extends "ours:event.html" %}{% block event_people %}mine{% endblock %}'
    write(ours, {"themes/child/theme.yaml": "extends: ours\n", "themes/child/templates/event.html": child})
    theme("doctor", ours, "--accept")
    write(ours, {TEMPLATE: EXTENDED.replace("Bring a friend.", "Bring two.")})
    code, said = theme("doctor", ours, "--theme", "child")
    assert code == 1
    assert "  -<p>Bring a friend.</p>\n  +<p>Bring two.</p>\n" in said
    assert theme("doctor", ours, "--theme", "ours")[0] == 0


def test_a_network_without_a_theme_of_its_own_is_well(tmp_path: Path) -> None:
    assert theme("doctor", write(tmp_path, BASIC)) == (0, "This network has no theme of its own.\n")
    assert theme("doctor", tmp_path, "--theme", "ours")[0] == 2
