"""Templates compiled for speed do what Jinja's own do: macros, names of their own, and code from an earlier build."""

import sqlite3
from pathlib import Path

import pytest

from hubkit.memo import Memo
from hubkit.render.filters import FILTERS, GLOBALS
from hubkit.render.macros import PageTemplate
from hubkit.render.theme import environment, find_theme
from tests.sites import BASIC, NETWORK, built, good, write

PAGES = ("index.html", "events/index.html", "events/2026-12-05-photo-walk/index.html")


def themed(templates: dict[str, str]) -> dict[str, str | bytes]:
    files: dict[str, str | bytes] = {**BASIC, "hubkit.yaml": NETWORK + "theme: own\n"}
    return files | {f"themes/own/templates/{name}": text for name, text in templates.items()}


def layout(text: str) -> str:
    return f'{{% extends "base:layout.html" %}}\n{text}'


def test_macros_that_see_the_page_are_made_for_each_page(tmp_path: Path) -> None:
    files = {
        "own.html": '{% import "inner.html" as inner with context %}{% macro say() %}{{ inner.where() }}{% endmacro %}',
        "inner.html": "{% macro where() %}<p>{{ page.href }}</p>{% endmacro %}",
        "layout.html": layout(
            '{% import "own.html" as own with context %}{% block footer_start %}{{ own.say() }}{% endblock %}'
        ),
    }
    made = good(write(tmp_path, themed(files)))
    for page in PAGES:
        assert f"<p>/hubs/lisbon/{page.removesuffix('index.html')}</p>" in made.text(f"lisbon/{page}")


def test_a_count_that_macros_keep_begins_anew_on_each_page(tmp_path: Path) -> None:
    count = "{% set seen.n = seen.n + 1 %}<p>{{ seen.n }}</p>"
    counting = f"{{% set seen = namespace(n=0) %}}{{% macro next() %}}{count}{{% endmacro %}}"
    use = layout('{% import "own.html" as own with context %}{% block footer_start %}{{ own.next() }}{% endblock %}')
    made = good(write(tmp_path, themed({"own.html": counting, "layout.html": use})))
    assert all("<p>1</p>" in made.text(f"lisbon/{page}") for page in PAGES)


def test_a_macro_takes_values_names_defaults_and_a_caller(tmp_path: Path) -> None:
    macros = (
        "{% macro two(a, b='<b>') %}[{{ a }}{{ b }}]{% endmacro %}"
        "{% macro all() %}[{{ varargs|join }}{{ kwargs.x }}]{% endmacro %}"
        "{% macro around(a) %}[{{ a }}{{ caller() }}]{% endmacro %}"
    )
    use = "{{ two(1) }}{{ two(1, 2) }}{{ two(b=3, a=4) }}{{ all(5, 6, x=7) }}{% call around(8) %}<i>9</i>{% endcall %}"
    made = good(
        write(tmp_path, themed({"layout.html": layout(f"{{% block footer_start %}}{macros}{use}{{% endblock %}}")}))
    )
    assert "[1&lt;b&gt;][12][43][567][8<i>9</i>]" in made.text("lisbon/index.html")


@pytest.mark.parametrize(
    "own",
    [
        "{% macro href(it) %}#own{% endmacro %}{{ href(hub) }}",
        '{% from "own.html" import href %}{{ href(hub) }}',
        '{% import "own.html" as own %}{{ own.href(hub) }}',
    ],
)
def test_a_name_that_a_template_has_of_its_own_is_not_hubkits(tmp_path: Path, own: str) -> None:
    files = {
        "own.html": "{% macro href(it) %}#own{% endmacro %}",
        "layout.html": layout(f"{{% block footer_start %}}<p>{own}</p>{{% endblock %}}"),
    }
    assert "<p>#own</p>" in good(write(tmp_path, themed(files))).text("lisbon/index.html")


def test_hubkits_filters_work_wherever_jinja_takes_one(tmp_path: Path) -> None:
    uses = (
        "{{ 3|number }}{{ 3 is number }}",
        "{{ [hub.fields.name]|map('text')|join }}{% filter plain %}<b>{% endfilter %}",
        "{% set name|text %}x{% endset %}{{ name }}{{ hub.fields.name|plain|upper }}",
    )
    use = layout(f"{{% block footer_start %}}{{% if hub %}}<p>{'|'.join(uses)}</p>{{% endif %}}{{% endblock %}}")
    page = good(write(tmp_path, themed({"layout.html": use}))).text("lisbon/index.html")
    assert "<p>3True|Lisbon Lights<b>|xLISBON LIGHTS</p>" in page


def test_macros_imported_without_context_are_told_what_they_need(tmp_path: Path) -> None:
    files = {
        "own.html": '{% macro say() %}\n{{ _("Events") }}{% endmacro %}',
        "layout.html": layout(
            '{% import "own.html" as own %}{% block footer_start %}{% if hub %}{{ own.say() }}{% endif %}{% endblock %}'
        ),
    }
    found = built(write(tmp_path, themed(files)), publishes=False).errors()
    assert any(each.startswith("themes/own/templates/own.html:2:") and "with context" in each for each in found), found


def test_the_code_of_a_template_is_kept_and_changes_with_its_text(tmp_path: Path) -> None:
    site = write(tmp_path, themed({"one.html": "{{ 1 + 1 }}"}))

    def rendered(memo: Memo) -> str:
        return environment(find_theme(site, "own"), FILTERS, GLOBALS, memo).get_template("one.html").render()

    def kept() -> int:
        return sqlite3.connect(site / ".hubkit" / "memo.sqlite3").execute("SELECT count(*) FROM memo").fetchone()[0]

    for text, said, number in (("{{ 1 + 1 }}", "2", 1), ("{{ 1 + 1 }}", "2", 1), ("{{ 1 + 2 }}", "3", 2)):
        write(site, themed({"one.html": text}))
        memo = Memo(site / ".hubkit")
        assert rendered(memo) == said
        memo.save()
        assert kept() == number


@pytest.mark.parametrize("name", ["macros.html", "event-parts.html"])
def test_macros_that_come_with_hubkit_are_not_made_for_each_page(name: str, tmp_path: Path) -> None:
    template = environment(find_theme(tmp_path, "base"), FILTERS, GLOBALS, Memo(tmp_path / "memo")).get_template(name)
    assert isinstance(template, PageTemplate)
    assert template.seen is not None
    assert "page" not in template.seen
