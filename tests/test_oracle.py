"""The oracle itself: it must see what a browser would see."""

import pytest

from tests.oracle import active_content, foreign_requests

ORIGIN = "https://example.org"


@pytest.mark.parametrize(
    "html",
    [
        "<p onclick=x>",
        "<svg><path OnLoad=alert(1)></svg>",
        "<svg/onload=alert(1)>",
        "<a href='javascript:alert(1)'>",
        "<a href=' java&#10;script&colon;alert(1)'>",
        "<a href='&#106;avascript:alert(1)'>",
        "<a href='\x01javascript:alert(1)'>",
        "<a href='vbscript:x'>",
        "<a href='blob:x'>",
        "<img src='data:text/html,x' alt=''>",
        "<img srcset='a.png 1x, data:image/svg+xml,x 2x' alt=''>",
        "<form action='//evil.example/'>",
        "<button formaction='https://evil.example/'>",
        "<form action='https:\\\\evil.example/'>",
        "<base href='/'>",
        "<meta http-equiv=Refresh content='0;url=/'>",
        "<iframe></iframe>",
        "<object></object>",
        "<embed>",
        "<style>p{}</style>",
        "<p style='color:red'>",
        "<!-- hidden -->",
        "<![CDATA[ x ]]>",
        "<script>alert(1)</script>",
        "<script src='/a.js'></script>",
        "<script src='/assets/live.0123456789abcdef.js'>alert(1)</script>",
        "<script src='https://x.example/assets/live.0123456789abcdef.js'></script>",
        "<script src='//x.example/assets/live.0123456789abcdef.js'></script>",
        "<script src='/../x/../assets/live.js'></script>",
        "<script type=application/ld+json src='/a.js'></script>",
        '<script type=application/ld+json>{"a": "<!--<script>"}</script>',
        "<svg><foreignObject></foreignObject></svg>",
        "<svg><animate attributeName=href></svg>",
        "<svg><a xlink:href='javascript:x'></a></svg>",
        '<p x"y=1>',
    ],
)
def test_sees_active_content(html: str):
    assert active_content(html, ORIGIN)


@pytest.mark.parametrize(
    "html",
    [
        "<p>&lt;script&gt;alert(1)&lt;/script&gt; {{7*7}} onload=x</p>",
        "<a href='mailto:a@example.org' title='javascript:x'>a</a>",
        "<a href='webcal://example.org/events.ics'>a</a>",
        "<a href='/talks/a:b?c:d' hidden>a</a>",
        "<form action='/search/'><button>Find</button></form>",
        "<script src='/hubs/assets/live.0123456789abcdef.js' defer></script>",
        '<script type=application/ld+json>{"a": "\\u003cscript>"}</script>',
        "<svg viewBox='0 0 1 1' aria-hidden=true><path d='M0 0'/></svg>",
    ],
)
def test_leaves_honest_content_alone(html: str):
    assert active_content(html, ORIGIN) == []


def test_foreign_requests_are_those_made_without_a_click():
    calls = [
        "<link rel='stylesheet' href='https://fonts.example/a.css'>",
        "<img src='//pixel.example/a.gif' alt=''>",
        "<source srcset='/a.webp 1x, https://cdn.example/b.webp 2x'>",
        "<link rel='preconnect' href='https://fonts.example'>",
    ]
    quiet = [
        "<a href='https://elsewhere.example/'>elsewhere</a>",
        "<link rel='canonical' href='https://elsewhere.example/'>",
        "<link rel='icon' href='/assets/icon.svg'>",
        "<img src='https://example.org/a.png' alt=''>",
    ]
    assert [len(foreign_requests(html, ORIGIN)) for html in calls] == [1, 1, 1, 1]
    assert [foreign_requests(html, ORIGIN) for html in quiet] == [[], [], [], []]
