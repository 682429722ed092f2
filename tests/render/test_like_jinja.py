"""Whatever a theme may hold comes out as Jinja's own code makes it: the same text, or the same fault at its line."""
# ruff: noqa: E501 - templates are easier to read on one line

import traceback
from types import SimpleNamespace
from typing import Any

import pytest
from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup

from hubkit.render.theme import PageEnvironment

VARIABLES: dict[str, Any] = {
    "text": "a <b> & 'c' \"d\"",
    "html": Markup("<b>&amp;</b>"),
    "number": 3,
    "nothing": None,
    "list": ["x", "<y>", Markup("<z>")],
    "dict": {"a": 1, "items": 2, "b": {"c": "<d>"}},
    "thing": SimpleNamespace(name="<n>", none=None, inner=SimpleNamespace(deep="deep"), call=lambda *a: f"<{a}>"),
    "tree": [{"n": "a", "c": [{"n": "b", "c": []}]}, {"n": "<c>", "c": []}],
}
OTHERS = {
    "base": "A{% block one %}base one {{ text }}{% endblock %}B{% block two scoped %}base two{% endblock %}C{{ self.one() }}",
    "middle": "{% extends 'base' %}{% block one %}middle({{ super() }}){% endblock %}",
    "macros": "{% macro m(a, b='<def>') %}[{{ a }}|{{ b }}]{% endmacro %}{% macro c(t) %}<{{ t }}{{ caller(t) }}>"
    "{% endmacro %}{% set value = '<v>' %}{% macro all() %}{{ varargs }}{{ kwargs }}{% endmacro %}body",
    "page": "{% macro seen() %}{{ text }} {{ number }}{% endmacro %}",
    "part": "part {{ text }} {{ local|default('none') }};",
    "outer": "{% import 'page' as p with context %}{% macro o() %}{{ p.seen() }}{% endmacro %}",
}
ODD = [
    "{{ text }}{{ html }}{{ number }}{{ nothing }}{{ list }}{{ dict }}{{ true }}{{ 1.5 }}",
    "{{ dict.a }}{{ dict['items'] }}{{ dict.b.c }}{{ thing.name }}{{ thing.inner.deep }}{{ thing['name'] }}",
    "{{ thing.nope is defined }}{{ dict.nope is defined }}{{ nope is defined }}{{ nope|default('<d>') }}",
    "{{ dict.nope|default('x') }}{{ (dict.nope or 1)|default(2) }}",
    "a\n{{ nope }}",
    "a\n\n{{ thing.nope }}",
    "{{ nope.x }}",
    "{{ dict.b.nope.more }}",
    "{{ nothing.x }}",
    "{% for x in nope %}{% endfor %}",
    "{% if nope %}{% endif %}",
    "{{ thing.call(1, 2) }}{{ thing.call() }}{{ text.upper() }}{{ dict.keys()|list }}{{ 'x'.join(list) }}",
    "{{ text.nope() }}",
    "{{ nope() }}",
    "{{ number() }}",
    "{{ 1 / 0 }}",
    "{{ list[0] }}{{ list[-1] }}{{ list[1:] }}{{ list[9]|default('-') }}{{ list.0 }}",
    "{{ 'yes' if number > 2 }}{{ 'no' if number > 5 }}{{ 'a' ~ text ~ html }}{{ text + 'x' }}{{ html + text }}",
    "{{ text|upper }}{{ list|join('<') }}{{ text|safe }}{{ html|striptags }}{{ list|map('upper')|join }}",
    "{{ text|nope }}",
    "{% if false %}{{ text|nope }}{% endif %}x",
    "{% if true %}\n{{ text|nope }}{% endif %}x",
    "{% for x in list %}{{ loop.index }}{{ x }}{% if loop.last %}!{% endif %}{% else %}none{% endfor %}",
    "{% for x in [] %}{% else %}none {{ text }}{% endfor %}{% for k, v in dict|dictsort %}{{ k }}={{ v }}{% endfor %}",
    "{% for x in list if x != 'x' %}{{ x }}{{ thing.name }}{% endfor %}",
    "{% for t in tree recursive %}({{ t.n }}{{ loop(t.c) }}){% endfor %}",
    "{% set x = 1 %}{% for i in list %}{% set x = x + 1 %}{{ x }}{% endfor %}{{ x }}",
    "{% set ns = namespace(n=0) %}{% for i in list %}{% set ns.n = ns.n + 1 %}{% endfor %}{{ ns.n }}",
    "{% set b %}<i>{{ text }}</i>{% endset %}{{ b }}{% set c|upper %}x{{ text }}{% endset %}{{ c }}",
    "{% filter upper %}x{{ text }}<b>{% endfilter %}",
    "{% with a = text, b = 2 %}{{ a }}{{ b }}{% endwith %}{{ a is defined }}",
    (
        "{% autoescape false %}{{ text }}{{ html }}{% macro m(x) %}<{{ x }}>{% endmacro %}{{ m(text) }}{% endautoescape %}"
        "{{ text }}"
    ),
    "{% autoescape number > 2 %}{{ text }}{% macro m(x) %}<{{ x }}>{% endmacro %}{{ m(text) }}{% endautoescape %}",
    "{% macro m(x) %}<{{ x }}>{% endmacro %}{% autoescape false %}{{ m(text) ~ text }}{% endautoescape %}{{ m(1) ~ text }}",
    "{% macro m(a, b=2, c=a) %}{{ a }}{{ b }}{{ c }}{% endmacro %}{{ m(1) }}{{ m(1, c=5) }}{{ m(*[1, 2]) }}{{ m(**{'a': 3}) }}",
    "{% macro m(a) %}{{ a }}{% endmacro %}{{ m() }}",
    "{% macro m(a) %}{{ a }}{% endmacro %}\n{{ m(1, 2) }}",
    "{% macro m(a) %}{{ a }}{% endmacro %}{{ m(b=1) }}",
    "{% macro m(a) %}{{ a.x.y }}{% endmacro %}\n\n{{ m(thing) }}",
    "{% macro m(n) %}{{ n }}{% if n %}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(3) }}{{ m.name }}{{ m.arguments }}",
    "{% macro m() %}x{% endmacro %}{% set m = thing.call %}{{ m(1) }}",
    "{% macro m(f) %}{% set m = f %}{{ m(2) }}{% endmacro %}{{ m(thing.call) }}",
    "{% macro m(x) %}{{ caller(x) if caller else 'alone' }}{% endmacro %}{% call(y) m(1) %}<{{ y }}>{% endcall %}",
    "{% macro m(x) %}<{{ x }}>{% endmacro %}{% set v = m(text) %}{{ v }}{{ v|length }}{{ [m(1)]|join }}",
    "{% import 'macros' as x %}{{ x.m(text) }}{{ x.m(text, html) }}{{ x.value }}{{ x.all(1, k=2) }}{{ x }}",
    "{% import 'macros' as x %}{% call(t) x.c('<t>') %}({{ t }}){% endcall %}",
    "{% import 'macros' as x %}{{ x.nope() }}",
    "{% import 'macros' as x %}\n{{ x.m(1, 2, 3) }}",
    "{% import 'macros' as x %}\n{{ x.value() }}",
    "{% import 'macros' as x %}{% set x = {'m': thing.call} %}{{ x.m(5) }}",
    "{% from 'macros' import m, c as d %}{{ m(1) }}{% call(t) d(2) %}{{ t }}{% endcall %}",
    "{% from 'macros' import nope %}{{ nope(1) }}",
    "{% import 'page' as p with context %}{{ p.seen() }}{% set number = 4 %}{{ p.seen() }}",
    "{% set number = 4 %}{% import 'page' as p with context %}{{ p.seen() }}",
    "{% import 'page' as p %}\n{{ p.seen() }}",
    "{% import 'outer' as p with context %}{{ p.o() }}",
    "{% include 'part' %}{% set local = 1 %}{% include 'part' %}{% include 'part' without context %}",
    "{% for local in list %}{% include 'part' %}{% endfor %}{% include ['nope', 'part'] %}",
    "x{% include 'nope' ignore missing %}y{% include ['nope', 'nope2'] ignore missing %}z",
    "x\n{% include 'nope' %}",
    "{% block one %}x{{ text }}{% endblock %}{{ self.one() }}",
    "{% block one required %}{% endblock %}",
    "{% extends 'base' %}{% block one %}mine {{ super() }}{{ text }}{% endblock %}{% block two %}{{ super() }}2{% endblock %}",
    "{% extends 'middle' %}{% block one %}last({{ super() }}){% set x = 5 %}{{ x }}{% endblock %}ignored",
    "{% extends 'base' %}{% set text = 'set' %}{% block two %}{{ text }}{% import 'macros' as x %}{{ x.m(1) }}{% endblock %}",
    "before{% extends 'base' %}after",
    "{% if number > 2 %}{% extends 'base' %}{% else %}{% extends 'middle' %}{% endif %}{% block one %}!{% endblock %}rest",
    "{% if number > 5 %}{% extends 'base' %}{% endif %}alone {% block one %}!{% endblock %}rest",
    "{% extends 'base' %}{% extends 'middle' %}",
    "{% extends nope %}",
    "{% extends 'nope' %}",
    "{% for x in list %}{% block in_loop scoped %}{{ x }}{{ loop.index }}{% endblock %}{% endfor %}",
    "{% for x in list %}{% block unscoped %}{{ x is defined }}{% endblock %}{% endfor %}",
    "{% block one %}{% set y = 1 %}{% include 'part' %}{{ y }}{% endblock %}{{ y is defined }}",
    "{% macro inner() %}{% include 'part' %}{% endmacro %}{{ inner() }}",
    "{% set f = '{}' %}{{ f.format(text) }}{{ '%s'|format(text) }}{{ html % () }}",
    "{{ list|map(attribute='nope')|list }}",
    "{{ [dict]|map(attribute='b.c')|join }}{{ tree|sum(attribute='n', start='')|length if false else 1 }}",
    "{{ thing.items is defined }}{{ dict.items is callable }}{{ list.append is callable }}",
    "{% set a, b = (1, '<2>') %}{{ a }}{{ b }}{% set it = 5 %}{% set of = thing %}{{ it }}{{ of.name }}{{ it }}",
    "{% set vars = 1 %}{% set given = 2 %}{{ vars }}{{ given }}{{ concat is defined }}{{ missing is defined }}",
]


class Own(Environment):
    """Jinja with its own code."""


def outcome(kind: type[Environment], template: str) -> Any:
    """Return what a template makes, or how it fails: the fault, and the lines of all templates on the way to it."""
    made = kind(
        loader=DictLoader({**OTHERS, "odd": template}),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    try:
        if isinstance(made, PageEnvironment):
            return made.rendered("odd", {**made.globals, **VARIABLES})
        return made.get_template("odd").render(VARIABLES)
    except Exception as fault:
        lines = [(each.filename, each.lineno) for each in traceback.extract_tb(fault.__traceback__)]
        return type(fault), str(fault), [each for each in lines if not each[0].endswith(".py")]


@pytest.mark.parametrize("template", ODD)
def test_a_template_comes_out_as_with_jinja(template: str) -> None:
    assert outcome(PageEnvironment, template) == outcome(Own, template)
