"""Pages as a browser shows them: nothing overflows or complains, the keyboard leads, no JavaScript is needed."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import ServedSite
from tests.browser.pages import visiting

pytestmark = [pytest.mark.long, pytest.mark.browser]

# The elements that reach beyond the window, without those inside a box that scrolls by itself.
TOO_WIDE = """() => {
  const width = document.documentElement.clientWidth;
  const scrolls = element => element && (/auto|scroll|hidden|clip/.test(getComputedStyle(element).overflowX)
    && element !== document.body && element !== document.documentElement || scrolls(element.parentElement));
  return [...document.body.querySelectorAll("*")]
    .filter(element => element.getBoundingClientRect().right > width + 1 && !scrolls(element.parentElement))
    .map(element => element.outerHTML.slice(0, 120)).slice(0, 3);
}"""
FOCUS = """() => {
  const element = document.activeElement, box = element.getBoundingClientRect(), style = getComputedStyle(element);
  return {href: element.getAttribute("href"), text: element.innerText, visible: box.width > 1 && box.height > 1
    && box.left >= 0 && box.top >= 0 && box.right <= innerWidth && box.bottom <= innerHeight
    && style.opacity !== "0" && style.clip !== "rect(0px, 0px, 0px, 0px)"};
}"""


@pytest.mark.parametrize("width", [320, 360, 768])
def test_nothing_overflows_sideways(browser: Browser, served: ServedSite, width: int):
    found: list[str] = []
    with visiting(browser, width=width) as visit:
        for url in served.pages:
            visit.page.goto(url)
            room = visit.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            if room > 0:
                found.append(f"{url}: {room} px too wide: {visit.page.evaluate(TOO_WIDE)}")
    assert found == []


def test_text_can_grow_to_twice_its_size(browser: Browser, served: ServedSite):
    """WCAG 1.4.4: at 200 % (a window of half the width) nothing is lost sideways."""
    found: list[str] = []
    with visiting(browser, width=640) as visit:
        for url in served.pages:
            visit.page.goto(url)
            visit.page.evaluate("document.documentElement.style.setProperty('font-size', '200%')")
            if visit.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
                found.append(f"{url}: {visit.page.evaluate(TOO_WIDE)}")
    assert found == []


def test_pages_keep_their_own_policy_and_call_nobody(browser: Browser, served: ServedSite):
    policy = (served.site.folder / "_headers").read_text("utf-8")
    assert "Content-Security-Policy" in policy
    with visiting(browser) as visit:
        for url in served.pages:
            response = visit.page.goto(url)
            assert response is not None
            assert "content-security-policy" in response.headers, url
        assert visit.complaints == []
        assert visit.elsewhere() == []


def test_the_policy_stops_an_inline_script(browser: Browser, served: ServedSite):
    with visiting(browser) as visit:
        visit.page.goto(served.home)
        visit.page.evaluate(
            "() => { const script = document.createElement('script'); script.textContent = 'window.ran = true';"
            " document.body.append(script); }"
        )
        assert visit.page.evaluate("window.ran") is None
        assert any("Content Security Policy" in complaint for complaint in visit.complaints)


def test_the_first_tab_shows_the_skip_link(browser: Browser, served: ServedSite):
    with visiting(browser) as visit:
        for url in served.pages:
            if url.endswith(("/widget/", "/poster/")):  # they have nothing to skip
                continue
            visit.page.goto(url)
            visit.page.keyboard.press("Tab")
            focus = visit.page.evaluate(FOCUS)
            assert focus["visible"], f"{url}: {focus}"
            assert (focus["href"] or "").startswith("#"), f"{url}: {focus}"
            visit.page.keyboard.press("Enter")
            inside = visit.page.evaluate("document.querySelector(location.hash || 'nothing')?.matches('main, main *')")
            assert inside, f"{url}: the skip link does not lead into main"


def test_nothing_moves_while_a_page_loads(browser: Browser, served: ServedSite):
    watch = """window.moved = 0;
      new PerformanceObserver(list => list.getEntries().forEach(shift => { window.moved += shift.value; }))
        .observe({type: 'layout-shift', buffered: true});"""
    settled = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(window.moved))))"
    with visiting(browser, width=360) as visit:
        visit.page.add_init_script(watch)
        for _, path in served.site.one_of_each_type():
            visit.page.goto(served.url(path))
            assert visit.page.evaluate(settled) == 0, path


def test_focus_is_always_seen(browser: Browser, served: ServedSite):
    ring = """() => { const element = document.activeElement, style = getComputedStyle(element);
      return element === document.body || style.boxShadow !== 'none'
        || style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1; }"""
    with visiting(browser) as visit:
        for url in served.pages:
            visit.page.goto(url)
            for _ in range(12):
                visit.page.keyboard.press("Tab")
                where = visit.page.evaluate("document.activeElement.outerHTML.slice(0, 120)")
                assert visit.page.evaluate(ring), f"{url}: no visible focus on {where}"


def test_pages_say_all_without_javascript(browser: Browser, served: ServedSite):
    with visiting(browser) as visit, visiting(browser, java_script_enabled=False) as bare:
        for url in served.pages:
            visit.page.goto(url)
            bare.page.goto(url)
            # Scripts only add what depends on the moment and on the visitor, and buttons that copy.
            visit.page.evaluate("document.querySelectorAll('.live, .copy').forEach(each => each.remove())")
            with_scripts = visit.page.locator("main").inner_text()
            assert bare.page.locator("main").inner_text().split() == with_scripts.split(), url
            assert len(with_scripts) > 20, url


def test_an_unknown_address_shows_the_404_page(browser: Browser, served: ServedSite):
    with visiting(browser) as visit:
        response = visit.page.goto(served.home + "no/such/page/")
        assert response is not None
        assert response.status == 404
        assert visit.page.locator("h1").count() == 1
        # Its style and links must work from any depth.
        assert visit.page.evaluate("[...document.styleSheets].every(sheet => sheet.cssRules.length > 0)")
        visit.page.locator("main a").first.click()
        assert visit.page.locator("h1").count() == 1
        assert visit.page.evaluate("performance.getEntriesByType('navigation')[0].responseStatus") == 200


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_both_colour_schemes_are_served(browser: Browser, served: ServedSite, scheme: str):
    lightness = """() => { const canvas = document.createElement('canvas').getContext('2d');
      canvas.fillStyle = getComputedStyle(document.body).backgroundColor; canvas.fillRect(0, 0, 1, 1);
      const own = canvas.getImageData(0, 0, 1, 1).data;
      return own[0] + own[1] + own[2]; }"""
    with visiting(browser, scheme=scheme) as visit:
        visit.page.goto(served.home)
        assert (visit.page.evaluate(lightness) > 384) == (scheme == "light")


def test_a_small_site_is_served_with_its_headers(browser: Browser, serve, tmp_path: Path):
    (tmp_path / "_headers").write_text("/*\n  Content-Security-Policy: default-src 'self'\n")
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "index.html").write_text("<!doctype html><title>A</title><script>window.ran = 1</script><h1>A")
    with visiting(browser) as visit:
        visit.page.goto(serve(tmp_path, "/base/") + "deep/")
        assert visit.page.evaluate("window.ran") is None
        assert any("Content Security Policy" in complaint for complaint in visit.complaints)
