"""A preview shows drafts, marked as such; sitemaps, search engines, calendars and feeds know nothing of them."""

import pytest

from tests.sites import LISBON, NETWORK, WALK, Built, good, write

FILES: dict[str, str | bytes] = {
    "hubkit.yaml": NETWORK,
    "hubs/lisbon/hub.yaml": LISBON,
    "hubs/lisbon/events/2026-12-05-walk.yaml": WALK,
    "hubs/lisbon/events/2026-12-06-secret.yaml": WALK.replace("12-05", "12-06") + "draft: true\n",
    "hubs/lisbon/events/secrets.yaml": "title: Secrets\nrepeat: every friday\nstart: 2026-12-04 19:00\nduration: 1h\n"
    "draft: true\n",
    "hubs/lisbon/pages/secret.md": "---\ntitle: Secret\ndraft: true\n---\nText\n",
    "pages/open.md": "---\ntitle: Open\n---\nText\n",
}
DRAFTS = ("events/2026-12-06-secret", "events/secrets", "events/secrets/2026-12-04", "secret")
NOTICE = "<strong>Draft.</strong>"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return good(write(tmp_path_factory.mktemp("drafts"), FILES), drafts=True)


@pytest.mark.parametrize("path", DRAFTS)
def test_a_draft_says_so_and_keeps_search_engines_off(made: Built, path: str) -> None:
    page = made.text(f"lisbon/{path}/index.html")
    assert NOTICE in page
    assert '<meta name="robots" content="noindex">' in page


def test_what_is_published_says_nothing(made: Built) -> None:
    for path in ("lisbon/events/2026-12-05-walk/index.html", "open/index.html", "lisbon/index.html"):
        assert NOTICE not in made.text(path)
        assert "noindex" not in made.text(path)


@pytest.mark.parametrize("path", ["lisbon/events/index.html", "index.html"])
def test_lists_mark_it(made: Built, path: str) -> None:
    text = made.text(path)
    draft = text[text.index("2026-12-06-secret/") :].partition("</li>")[0]
    assert '<span class="badge">Draft</span>' in draft
    assert "badge" not in text[text.index("2026-12-05-walk/") :].partition("</p>")[0]


@pytest.mark.parametrize(
    "path", ["sitemap.xml", "events.ics", "feed.xml", "lisbon/events.ics", "lisbon/feed.xml"], ids=lambda path: path
)
def test_what_others_fetch_leaves_it_out(made: Built, path: str) -> None:
    text = made.text(path).replace("\r\n ", "")
    assert "secret" not in text
    assert "2026-12-05-walk" in text
