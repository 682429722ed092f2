"""An SVG file in static/ may draw, and nothing else."""

import pytest

from hubkit.read.svg import svg_problems

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">\n'


def refused(inside: str) -> list[tuple[int, str]]:
    problems = svg_problems("static/a.svg", f"{HEAD}{inside}\n</svg>".encode())
    return [(problem.place.line, problem.message) for problem in problems]


@pytest.mark.parametrize(
    "inside",
    [
        '<linearGradient id="g"/><rect fill="url(#g)" style="fill:url(#g);stroke:red" d="M0 0"/>',
        '<use href="#g"/><use xlink:href="#g"/>',
        "<style>.a { fill: url('#g') }</style><title>a &lt; b</title>",
        r'<g xmlns:inkscape="i" inkscape:export-filename="C:\pictures\a.png"/>',
        '<animate attributeName="opacity" values="0;1"/>',
    ],
)
def test_drawings_pass(inside: str) -> None:
    assert refused(inside) == []


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        '<x:script xmlns:x="http://www.w3.org/2000/svg">alert(1)</x:script>',
        "<foreignObject><p/></foreignObject>",
        '<iframe src="x"/>',
        '<rect onclick="x()"/>',
        '<rect ONLOAD="x()"/>',
        '<a href="javascript:x()"/>',
        '<a xlink:href="https://evil.example/"/>',
        '<image href="data:image/svg+xml;base64,PHN2Zz4="/>',
        '<use href=" //evil.example/#a"/>',
        '<g xml:base="https://evil.example/"/>',
        '<rect style="fill:url(https://evil.example/)"/>',
        r'<rect style="fill:u\72l(//evil.example)"/>',
        '<rect fill="url(//evil.example/a)"/>',
        "<style>@import 'https://evil.example/a.css';</style>",
        "<style>.a { background: URL( 'https://evil.example' ) }</style>",
        '<animate attributeName="xlink:href" values="javascript:x()"/>',
        '<set attributeName="onload" to="x()"/>',
        '<?xml-stylesheet href="a.css"?>',
    ],
)
def test_what_acts_or_loads_is_refused_at_its_line(inside: str) -> None:
    ((line, _),) = refused(inside)
    assert line == 2


def test_entities_are_refused_before_they_grow() -> None:
    bomb = (
        '<!DOCTYPE svg [<!ENTITY a "lol">' + "".join(f'<!ENTITY b{n} "{"&a;" * 100}">' for n in range(50)) + "]><svg/>"
    )
    (problem,) = svg_problems("static/a.svg", bomb.encode())
    assert "DOCTYPE" in problem.message


def test_what_is_no_xml() -> None:
    (problem,) = svg_problems("static/a.svg", b"<svg>\n<g>\n</svg>")
    assert (problem.place.line, problem.message) == (3, "this is no SVG: mismatched tag")
