"""What pages weigh: told by page and weight where it is more than the budget, and never where it is not."""

import gzip
import io
import math
import re
from pathlib import Path

import pytest
from PIL import Image

from hubkit.problems import Problem, Severity
from tests.sites import ADA, BASIC, NETWORK, WALK, Built, built, good, make, write

PAGE = "lisbon/index.html"


def told(made: Built) -> list[Problem]:
    return [each for each in made.report.problems if "budget" in each.message]


def weight(made: Built, path: str) -> int:
    """The compressed size of a page with its style sheets, found without hubkit."""
    sheets = re.findall(r'<link rel="stylesheet" href="/hubs/([^"]+)"', made.text(path))
    assert sheets
    return sum(len(gzip.compress((made.folder / each).read_bytes(), 6)) for each in (path, *sheets))


def test_without_a_budget_nothing_is_weighed(tmp_path: Path) -> None:
    assert told(make(tmp_path)) == []


def test_a_page_is_too_heavy_by_one_byte_and_not_before(tmp_path: Path) -> None:
    made = make(tmp_path / "free")
    exact = max(weight(made, path) for path in made.paths() if path.endswith(".html"))
    just = make(tmp_path / "just", {"hubkit.yaml": NETWORK + f"budget: {{page: {exact / 1000}kB}}\n"})
    assert told(just) == []
    over = make(tmp_path / "over", {"hubkit.yaml": NETWORK + f"budget: {{page: {(exact - 1) / 1000}kB}}\n"})
    [problem] = told(over)
    assert problem.severity is Severity.warning
    assert f" weighs {math.ceil(exact / 100) / 10:g} kB compressed (HTML " in problem.message


def test_the_heaviest_pages_are_named_and_the_others_counted(tmp_path: Path) -> None:
    walks = {f"hubs/lisbon/events/2027-01-{day:02}-walk.yaml": WALK for day in range(1, 5)}
    made = make(tmp_path, {**walks, "hubkit.yaml": NETWORK + "budget: {page: 1kB}\n"})
    hub = [each for each in told(made) if each.place.file.startswith("hubs/")]
    pages = [path for path in made.paths() if path.startswith("lisbon/") and path.endswith(".html")]
    heaviest = sorted((weight(made, path) for path in pages), reverse=True)[:3]
    assert len(hub) == 3
    named = [re.findall(r"the page /hubs/(\S+) weighs", each.message)[0] for each in hub]
    assert sorted((weight(made, f"{path}index.html") for path in named), reverse=True) == heaviest
    assert [each.message.endswith(f"({len(pages) - 3} more pages are too heavy)") for each in hub].count(True) == 1


def test_with_strict_nothing_heavy_is_published(tmp_path: Path) -> None:
    site = write(tmp_path, {**BASIC, "hubkit.yaml": NETWORK + "budget: {page: 1kB}\n"})
    assert not built(site, strict=True).report.published
    made = good(site)
    assert told(made)
    assert told(built(site)) == told(made), "a build that makes nothing anew says the same"


def test_scripts_of_a_page_are_weighed_together(tmp_path: Path) -> None:
    layout = '{% extends "base:layout.html" %}{% block head %}{{ super() }}<script src="{{ asset("a.js") }}"></script>'
    theme: dict[str, str | bytes] = {
        "themes/own/templates/layout.html": layout + '<script async src="{{ asset("b.js") }}"></script>{% endblock %}',
        "themes/own/assets/a.js": bytes(range(32, 127)) * 2 + b"\n//" + bytes(range(126, 32, -1)),
        "themes/own/assets/b.js": bytes(range(40, 120)),
        "hubkit.yaml": NETWORK + "theme: own\nbudget: {script: 0.2kB}\n",
    }
    made = make(tmp_path, theme)
    assert "the scripts of the page /hubs/lisbon/" in " ".join(each.message for each in told(made))
    assert told(make(tmp_path, {**theme, "hubkit.yaml": NETWORK + "theme: own\nbudget: {script: 9kB}\n"})) == []


def test_a_heavy_picture_is_named_once(tmp_path: Path) -> None:
    picture = io.BytesIO()
    Image.effect_noise((1600, 1200), 60).save(picture, "JPEG")
    files: dict[str, str | bytes] = {
        "hubs/lisbon/media/river.jpg": picture.getvalue(),
        "hubs/lisbon/hub.yaml": BASIC["hubs/lisbon/hub.yaml"] + "picture: {file: media/river.jpg, alt: A river}\n",
        "hubs/lisbon/members/ada.md": ADA + "\n![The river](media/river.jpg)\n",
    }
    made = make(tmp_path, {**files, "hubkit.yaml": NETWORK + "budget: {picture: 0.1kB}\n"})
    [problem] = told(made)
    found = re.search(r"the picture (assets/\S+) on the page /hubs/lisbon/\S* weighs (\S+) kB", problem.message)
    assert found
    assert float(found[2]) == pytest.approx((made.folder / found[1]).stat().st_size / 1000, abs=0.1)
    assert told(make(tmp_path, {**files, "hubkit.yaml": NETWORK + "budget: {picture: 5MB}\n"})) == []
