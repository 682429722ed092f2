"""A preview that lives: what was saved is shown, mistakes too; nothing is lost, and nothing good is taken away."""

import threading
from collections.abc import Callable
from collections.abc import Set as AbstractSet
from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from hubkit.listening import listen
from hubkit.problems import HubkitError
from hubkit.serve.builder import Builder, Built, WarmBuilder
from hubkit.serve.preview import Preview
from hubkit.serve.rsvps import PreviewRsvps
from hubkit.serve.server import Service
from hubkit.values import Options
from tests.serve.running import PATIENCE, running, save
from tests.sites import ADA, BASIC, LISBON, NOW, WALK, write
from tests.webhooks import apart

EVENT = "hubs/lisbon/events/2026-12-05-photo-walk.yaml"
PAGE = "/hubs/lisbon/events/2026-12-05-photo-walk/"


class Held:
    """A builder that waits for the test before each build, and notes what it was asked for."""

    def __init__(self, builder: Builder) -> None:
        self._builder = builder
        self.folder = builder.folder
        self.asked: list[AbstractSet[str] | None] = []
        self.begins = threading.Semaphore(0)
        self.may = threading.Semaphore(0)

    def build(self, changed: AbstractSet[str] | None, go_on: Callable[[], None]) -> Built:
        self.asked.append(changed)
        self.begins.release()
        assert self.may.acquire(timeout=PATIENCE)
        return self._builder.build(changed, go_on)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return write(tmp_path / "network", BASIC)


@pytest.fixture
def held(site: Path, tmp_path: Path) -> Held:
    return Held(WarmBuilder(Options(site, NOW, tmp_path / "preview" / "site", drafts=True), has_fixed_present=True))


def test_a_page_that_changed_is_loaded_again(site: Path) -> None:
    with running(site) as run, run.news(PAGE) as news:
        assert news.next() == ("mistakes", "")
        write(site, {EVENT: WALK.replace("Photo walk", "Walk at dawn")})
        assert news.next() == ("reload", None)
        assert news.next() == ("", None)
        assert "Walk at dawn" in run.get(PAGE).text


def test_a_page_that_stayed_as_it_was_hears_nothing(site: Path) -> None:
    with (
        running(write(site, {"hubs/lisbon/members/ada.md": ADA})) as run,
        run.news("/hubs/lisbon/members/ada/") as news,
    ):
        assert news.next() == ("mistakes", "")
        write(site, {EVENT: WALK.replace("Photo walk", "Walk at dawn")})
        run.wait_for(2)
        write(site, {"hubs/lisbon/members/ada.md": ADA.replace("A story", "Another story")})
        assert news.next() == ("reload", None)


def test_a_style_that_changed_is_exchanged_and_the_page_stays(site: Path) -> None:
    with running(site) as run, run.news(PAGE) as news:
        assert news.next() == ("mistakes", "")
        write(site, {"hubkit.yaml": BASIC["hubkit.yaml"] + "brand: {accent: '#00695c'}\n"})
        name, (state, [(old, new)]) = news.next()
        assert name == "style"
        page = run.get(PAGE).text
        assert f'data-state="{state}"' in page
        assert old not in page
        assert f'"/hubs/{new}"' in page
        assert run.get(f"/hubs/{new}").status == 200


def test_mistakes_are_shown_on_the_last_good_page_until_they_are_mended(site: Path) -> None:
    with running(site) as run, run.news(PAGE) as news:
        assert news.next() == ("mistakes", "")
        good = run.get(PAGE).text
        write(site, {EVENT: WALK + "venu: <b>here</b>\n", "hubs/lisbon/hub.yaml": LISBON + "status: gone\n"})
        name, shown = news.next()
        assert name == "mistakes"
        assert "2 problems in 2 files" in shown
        assert f"{EVENT}:4:1" in shown
        assert "<mark>venu</mark>: &lt;b&gt;here" in shown
        assert "Did you mean venue?" in shown
        assert "hubs/lisbon/hub.yaml:5:9" in shown
        assert run.get(PAGE).text == good
        write(site, {EVENT: WALK, "hubs/lisbon/hub.yaml": LISBON})
        assert news.next() == ("mistakes", "")


def test_a_page_that_is_opened_later_is_told_of_the_mistakes(site: Path) -> None:
    with running(site) as run:
        run.wait_for(1)
        write(site, {EVENT: "title: [\n"})
        run.wait_for(2)
        with run.news("/hubs/") as news:
            name, shown = news.next()
            assert name == "mistakes"
            assert EVENT in shown


def test_before_there_is_a_site_every_address_shows_the_mistakes(site: Path) -> None:
    write(site, {EVENT: WALK + "status: canceled\n"})
    with running(site) as run:
        for path in ("/", PAGE, "/no/such/page", "/hubs/hubs.json"):
            got = run.get(path)
            assert got.status == 500
            assert got.headers["content-type"] == "text/html; charset=utf-8"
            assert "script-src 'self'" in got.headers["content-security-policy"]
            assert "Did you mean cancelled?" in got.text
        with run.news(PAGE) as news:
            assert news.next() == ("mistakes", "")
            write(site, {EVENT: WALK + "status: cancelle\n"})
            assert news.next() == ("reload", None)
        with run.news(PAGE) as news:
            assert news.next() == ("mistakes", "")
            write(site, {EVENT: WALK})
            assert news.next() == ("reload", None)
        assert run.get(PAGE).status == 200


def test_a_page_that_moves_away_is_loaded_again(site: Path) -> None:
    with running(site) as run, run.news(PAGE) as news:
        assert news.next() == ("mistakes", "")
        (site / EVENT).rename(site / EVENT.replace("photo", "night"))
        assert news.next() == ("reload", None)
        assert run.get(PAGE).status == 404
        assert run.get(PAGE.replace("photo", "night")).status == 200


def test_a_browser_that_missed_something_catches_up(site: Path) -> None:
    with running(site) as run:
        with run.news(PAGE) as news:
            assert news.next() == ("mistakes", "")
        stale = run.get(PAGE).text.partition('data-state="')[2].partition('"')[0]
        write(site, {EVENT: WALK.replace("Photo walk", "Walk at dawn")})
        run.wait_for(2)
        assert "event: reload" in run.get(f"/_hubkit/news?page={PAGE}&state={stale}").text


def test_files_at_the_top_and_new_folders_are_watched(site: Path) -> None:
    with running(site) as run, run.news("/hubs/") as news:
        assert news.next() == ("mistakes", "")
        write(site, {"hubkit.yaml": BASIC["hubkit.yaml"].replace("Open Cities", "Wide Cities")})
        assert news.next() == ("reload", None)
        number = len(run.outcomes)
        write(site, {"pages/about.md": "---\ntitle: About\n---\nFirst.\n"})
        run.wait_for(number + 1)
        with run.news("/hubs/about/") as about:
            assert about.next() == ("mistakes", "")
            write(site, {"pages/about.md": "---\ntitle: About\n---\nSecond.\n"})
            assert about.next() == ("reload", None)
        assert "Second." in run.get("/hubs/about/").text


def test_what_hubkit_and_editors_write_starts_no_build(site: Path, held: Held) -> None:
    held.may.release(100)
    with running(site, held) as run:
        run.wait_for(1)
        write(site, {"_site/x.html": "x", ".hubkit/x": "x", ".git/index": "x", "_site.lock": "x", EVENT + "~": "x"})
        write(site, {"hubs/lisbon/.#hub.yaml": "x", "hubs/lisbon/.hub.yaml.swp": "x"})
        save(site, {EVENT: WALK + "tags: [one]\n"})
        run.wait_for(2)
        assert held.asked == [None, {EVENT}]


def test_an_event_that_begins_is_built_though_nobody_saves(site: Path, held: Held) -> None:
    class Due(Held):
        def build(self, changed: AbstractSet[str] | None, go_on: Callable[[], None]) -> Built:
            built = super().build(changed, go_on)
            return replace(built, due=datetime.now(UTC)) if len(self.asked) == 1 else built

    builder = Due(held)
    held.may.release(100)
    builder.may.release(100)
    with running(site, builder) as run:
        run.wait_for(2)
        assert builder.asked == [None, set()]


@pytest.mark.parametrize("is_fixed", [True, False])
def test_a_build_is_due_when_the_clock_changes_what_it_shows(site: Path, tmp_path: Path, is_fixed: bool) -> None:
    write(site, {"hubs/lisbon/events/far.yaml": WALK.replace("2026-12-05", f"{datetime.now(UTC).year + 1}-12-31")})
    options = Options(site, NOW, tmp_path / "preview" / "site", drafts=True)
    built = WarmBuilder(options, has_fixed_present=is_fixed).build(None, lambda: None)
    assert built.due == (None if is_fixed else built.report.next_change)
    assert is_fixed or (built.due is not None and built.due > datetime.now(UTC))


def test_what_is_saved_while_a_build_runs_is_built_next(site: Path, held: Held) -> None:
    with running(site, held) as run:
        held.may.release()
        run.wait_for(1)
        write(site, {EVENT: WALK + "tags: [one]\n"})
        for _ in range(2):
            assert held.begins.acquire(timeout=PATIENCE)
        write(site, {EVENT: WALK + "tags: [two]\n", "hubs/lisbon/hub.yaml": LISBON + "tagline: Light\n"})
        held.may.release()
        assert held.begins.acquire(timeout=PATIENCE)
        held.may.release(100)
        run.wait_until_shown(PAGE, ">two<")
        assert held.asked[0] is None
        assert held.asked[1] == {EVENT}
        later = set[str]().union(*(each or () for each in held.asked[2:]))
        assert later == {EVENT, "hubs/lisbon/hub.yaml"}


def test_a_file_that_is_soon_whole_was_never_wrong(site: Path, held: Held) -> None:
    with running(site, held, settles=PATIENCE) as run:
        held.may.release()
        run.wait_for(1)
        save(site, {EVENT: "title: [\n"})
        for _ in range(2):
            assert held.begins.acquire(timeout=PATIENCE)
        held.may.release()
        save(site, {EVENT: WALK})
        assert held.begins.acquire(timeout=PATIENCE)
        held.may.release(100)
        run.wait_for(2)
        assert [outcome.mistakes() for outcome in run.outcomes] == ["", ""]


def test_a_storm_of_saves_never_takes_a_page_away(site: Path) -> None:
    whole = [WALK + f"summary: Save number {number}.\n" for number in range(200)]
    with running(site) as run:
        run.wait_for(1)
        statuses: set[int] = set()
        done = threading.Event()

        def look() -> None:
            while not done.is_set():
                statuses.update(run.get(path).status for path in (PAGE, "/hubs/", "/hubs/lisbon/events.ics"))

        reader = threading.Thread(target=look)
        reader.start()
        for number, text in enumerate(whole):
            write(site, {EVENT: text[: number % len(text)]} if number % 3 else {EVENT: text})
        write(site, {EVENT: whole[-1]})
        run.wait_until_shown(PAGE, "Save number 199.")
        done.set()
        reader.join(PATIENCE)
        assert statuses == {200}
        assert not run.outcomes[-1].mistakes()


def test_a_bug_is_told_and_survived(site: Path, tmp_path: Path) -> None:
    class Failing(Held):
        def build(self, changed: AbstractSet[str] | None, go_on: Callable[[], None]) -> Built:
            self.asked.append(changed)
            if "broken" in (site / EVENT).read_text():
                raise ZeroDivisionError
            if "gone" in (site / EVENT).read_text():
                raise HubkitError("there is no <hub>")
            return self._builder.build(changed, go_on)

    builder = Failing(WarmBuilder(Options(site, NOW, tmp_path / "preview" / "site"), has_fixed_present=True))
    with running(site, builder) as run, run.news(PAGE) as news:
        assert news.next() == ("mistakes", "")
        write(site, {EVENT: "broken"})
        assert "hubkit&#x27;s" in news.next()[1]
        assert isinstance(run.wait_for(2).fault, ZeroDivisionError)
        assert run.get(PAGE).status == 200
        write(site, {EVENT: "gone"})
        assert "there is no &lt;hub&gt;" in news.next()[1]
        write(site, {EVENT: WALK})
        assert news.next() == ("mistakes", "")
        assert builder.asked[-1] is None  # after a bug, nothing is taken for granted


def test_a_misuse_at_the_start_ends_the_preview(site: Path, tmp_path: Path) -> None:

    builder = WarmBuilder(Options(site, NOW, tmp_path / "preview" / "site", hub="lisbno"), has_fixed_present=True)
    listener = listen("127.0.0.1", 0)
    rsvps = PreviewRsvps(builder.folder, site.parent / "rsvps.db", lambda: NOW)
    with pytest.raises(HubkitError, match='did you mean "lisbon"'):
        apart.run(Service(site, Preview(builder, lambda _: None), rsvps, listener).run())


def test_the_end_does_not_wait_for_open_pages(site: Path) -> None:
    with running(site) as run:
        run.wait_for(1)
        streams = [run.news(page) for page in ("/hubs/", PAGE, "/hubs/lisbon/")]
        opened = [stream.__enter__() for stream in streams]
        assert [news.next() for news in opened] == [("mistakes", "")] * 3
    assert [news.next() for news in opened] == [("", None)] * 3
    for stream in streams:
        stream.__exit__(None, None, None)


def test_the_end_stops_a_build_that_nobody_waits_for(site: Path, held: Held) -> None:
    stopped, given_up = threading.Event(), threading.Event()

    class Endless(Held):
        def build(self, changed: AbstractSet[str] | None, go_on: Callable[[], None]) -> Built:
            self.begins.release()
            try:
                while not given_up.wait(0.001):
                    go_on()
            finally:
                stopped.set()
            return self._builder.build(changed, go_on)

    endless = Endless(held._builder)
    try:
        with running(site, endless):
            assert endless.begins.acquire(timeout=PATIENCE)
        assert stopped.is_set()
    finally:
        given_up.set()


def test_one_hub_alone_stands_at_the_top(site: Path) -> None:
    with running(site, hub="lisbon") as run:
        assert run.get("/").status == 200
        assert run.get("/events/2026-12-05-photo-walk/").status == 200


def test_nothing_is_written_where_the_site_is_published(site: Path) -> None:
    with running(site) as run:
        run.wait_for(1)
        assert [each.name for each in site.iterdir() if each.name.startswith("_")] == []
