"""What all pages of a hub share is rendered once, and what may differ between them is refused there."""

from pathlib import Path

import pytest

from tests.sites import BASIC, BERLIN, NETWORK, built, good, write

LAYOUT = "themes/own/templates/layout.html"


def layout(footer: str) -> dict[str, str | bytes]:
    return {
        **BASIC,
        "hubkit.yaml": NETWORK + "theme: own\n",
        "hubs/berlin/hub.yaml": BERLIN + "languages: [de, en]\n",
        LAYOUT: f'{{% extends "base:layout.html" %}}{{% block footer_start %}}\n{footer}\n{{% endblock %}}',
    }


def test_a_part_is_that_of_its_own_hub_and_language(tmp_path: Path) -> None:
    part = (
        "{% once %}<p>{{ hub.id if hub }} {{ page.language }} {{ _('Events') }} {{ href(hub) if hub }}</p>{% endonce %}"
    )
    made = good(write(tmp_path, layout(part)))
    for page in ("index.html", "events/index.html"):
        assert "<p>berlin de Veranstaltungen /hubs/berlin/</p>" in made.text(f"berlin/{page}")
        assert "<p>berlin en Events /hubs/berlin/en/</p>" in made.text(f"berlin/en/{page}")
        assert "<p>lisbon en Events /hubs/lisbon/</p>" in made.text(f"lisbon/{page}")
    assert "<p> en Events </p>" in made.text("index.html")


def test_a_part_has_variables_of_its_own(tmp_path: Path) -> None:
    count = "{% once %}{% for n in range(2) %}<b>{{ loop.index }}</b>{% endfor %}{% endonce %}<p>{{ page.href }}</p>"
    made = good(write(tmp_path, layout(count)))
    assert "<b>1</b><b>2</b><p>/hubs/lisbon/events/</p>" in made.text("lisbon/events/index.html")


def test_a_part_with_values_is_that_of_the_page_that_has_them(tmp_path: Path) -> None:
    entries = "{% for _, href, now in menu %} {{ href }}={{ now }}{% endfor %}"
    part = f"{{% once menu %}}<p>{{{{ hub.id if hub }}}}{entries}</p>{{% endonce %}}"
    made = good(write(tmp_path, layout(part)))
    assert "<p>lisbon /hubs/lisbon/events/=</p>" in made.text("lisbon/index.html")
    assert "<p>lisbon /hubs/lisbon/events/=page</p>" in made.text("lisbon/events/index.html")
    assert "<p>berlin /hubs/berlin/events/=page</p>" in made.text("berlin/events/index.html")


def test_a_macro_is_drawn_once_for_the_same_values_in_each_hub(tmp_path: Path) -> None:
    macro = "{% once macro counted(box, add=1) %}{{ hub.id if hub }}{{ box.append(add) or box|sum }}"
    files = {
        **layout(
            '{% import "counted.html" as c with context %}{% set box, other = [], [] %}'
            "<p>{{ c.counted(box) }} {{ c.counted(box) }} {{ c.counted(box, 2) }} {{ c.counted(other) }}</p>"
        ),
        "themes/own/templates/counted.html": macro + "{% endmacro %}",
    }
    made = good(write(tmp_path, files))
    assert "<p>berlin1 berlin1 berlin3 berlin1</p>" in made.text("berlin/index.html")
    assert "<p>lisbon1 lisbon1 lisbon3 lisbon1</p>" in made.text("lisbon/index.html")


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ("{% once %}\n{{ page.title }}{% endonce %}", "cannot hold page"),
        ("{% once %}\n{{ event }}{% endonce %}", "cannot hold event"),
        ("{% once menu %}\n{{ page.href }}{% endonce %}", "cannot hold page"),
        ("{% once %}\n{% block mine %}{% endblock %}{% endonce %}", "cannot hold {% block %}"),
        ('{% once %}\n{% include "x.html" %}{% endonce %}', "cannot hold {% include %}"),
    ],
)
def test_what_differs_from_page_to_page_is_refused_at_its_line(tmp_path: Path, part: str, said: str) -> None:
    found = built(write(tmp_path, layout(part)), publishes=False).errors()
    assert any(each.startswith(f"{LAYOUT}:3:") and said in each for each in found), found
