"""What is skipped is never stale: after any edit, a build by keys gives what a build from zero gives, byte for byte."""

import json
import os
import pickle
import shutil
import signal
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from hubkit.build import build
from hubkit.packed import unpack
from hubkit.problems import Problem
from hubkit.values import BuildReport, Options
from tests.command import hubkit
from tests.sites import ADA, BERLIN, LISBON, NETWORK, NOW, WALK, commit, git, tree, write

PORTO = "name: Porto Lights\ncity: Porto\ncountry: PT\ncoordinates: {lat: 41.15, lon: -8.61}\nsponsors: [bakery]\n"
SITE: dict[str, str | bytes] = {
    "hubkit.yaml": NETWORK + "languages: [en, pt]\nwebhooks: true\n",
    "charter.md": "---\ntitle: Charter\n---\nWe share.\n",
    "code-of-conduct.md": "Be kind.\n",
    "pages/about.md": "---\ntitle: About\nnav: true\n---\n[Walk](../hubs/lisbon/events/2026-12-05-photo-walk.yaml)\n",
    "venues/hall.yaml": "name: The Hall\naddress: 1 Long Street\n",
    "sponsors/bakery.yaml": "name: Bakery\nurl: https://bakery.example.org/\n",
    "event-templates/talk.yaml": "title: Talk\nduration: 1h\nvenue: hall\nsummary: A talk.\n",
    "themes/own/assets/own.css": "p{color:red}",
    "hubs/lisbon/hub.yaml": LISBON + "coordinates: {lat: 38.72, lon: -9.14}\norganizers: [ada]\n",
    "hubs/lisbon/members/ada.md": ADA,
    "hubs/lisbon/events/2026-12-05-photo-walk.yaml": WALK + "cohosts: [berlin]\nvenue: hall\n",
    "hubs/lisbon/events/weekly.yaml": "title: Weekly\nstart: 2026-11-03 19:00\nduration: 1h\nrepeat: {every: week}\n"
    "registration: {mode: rsvp}\n",
    "hubs/berlin/hub.yaml": BERLIN + "theme: own\n",
    "hubs/berlin/charter.md": "---\ntitle: Our own\n---\nWe decide.\n",
    "hubs/berlin/events/2026-12-01-talk.yaml": "template: talk\nstart: 2026-12-01 18:00\n"
    "registration: {mode: rsvp, capacity: 20}\n",
    "hubs/porto/hub.yaml": PORTO,
    "hubs/porto/pages/near.md": "---\ntitle: Near\n---\n[Lisbon](../../lisbon/hub.yaml), [us](../hub.yaml)\n",
}


@dataclass
class World:
    """A network that is edited, the clock, and how the last build ended."""

    site: Path
    now: datetime = NOW
    commits: int = 0

    def options(self) -> Options:
        """Return how it is built now."""
        return Options(self.site, self.now, jobs=1)

    def edit(self, path: str, before: str, after: str) -> None:
        """Put one text for another in a file, if both are there."""
        file = self.site / path
        if file.is_file():
            file.write_text(file.read_text().replace(before, after))

    def check(self) -> None:
        """Build by what is known, then from zero elsewhere; both must have found, decided and made the same."""
        before = tree(self.site / "_site")
        is_half_changed = (self.site / "_site.journal").exists()  # by a build that was killed; this one completes it
        report = build(self.options())
        elsewhere = self.site.parent / "from zero"
        shutil.rmtree(elsewhere, ignore_errors=True)
        for beside in self.site.parent.glob("from zero.*"):
            shutil.rmtree(beside) if beside.is_dir() else beside.unlink()
        clean = build(replace(self.options(), output=elsewhere, from_zero=True))
        assert lasting(report) == lasting(clean)
        assert (report.published, report.has_errors, report.next_change) == (
            clean.published,
            clean.has_errors,
            clean.next_change,
        )
        now = tree(self.site / "_site")
        if report.published:
            assert (report.hubs, report.pages) == (clean.hubs, clean.pages)
            assert now == tree(elsewhere)
            assert tree(self.site / "_functions") == tree(self.site.parent / "from zero.functions")
        else:
            assert is_half_changed or now == before


def lasting(report: BuildReport) -> list[Problem]:
    """Return the problems that do not tell of a difference to what was published before."""
    return [each for each in report.problems if not each.message.startswith("published before")]


Step = Callable[[World], None]


def rewrite(path: str, before: str, after: str) -> Step:
    """Return the step that edits a file, or takes the edit back where it was made."""

    def step(world: World) -> None:
        file = world.site / path
        there = file.is_file() and after in file.read_text()
        world.edit(path, after if there else before, before if there else after)

    return step


def toggle(path: str, content: str) -> Step:
    """Return the step that writes a file, or removes it where it is there."""

    def step(world: World) -> None:
        file = world.site / path
        if file.is_file():
            file.unlink()
        else:
            write(world.site, {path: content})

    return step


def move(old: str, new: str) -> Step:
    """Return the step that renames a file or folder, or takes that back."""

    def step(world: World) -> None:
        one, other = world.site / old, world.site / new
        if one.exists() and not other.exists():
            one.rename(other)
        elif other.exists() and not one.exists():
            other.rename(one)

    return step


def later(by: timedelta) -> Step:
    """Return the step that moves the clock."""

    def step(world: World) -> None:
        world.now += by

    return step


def damage(pattern: str, content: bytes | None) -> Step:
    """Return the step that spoils or removes the first file of the finished site that fits."""

    def step(world: World) -> None:
        for file in sorted((world.site / "_site").glob(pattern))[:1]:
            if content is None:
                file.unlink()
            else:
                file.write_bytes(content)

    return step


def without_catalog(world: World) -> None:
    """Remove what the functions know."""
    shutil.rmtree(world.site / "_functions", ignore_errors=True)


def spoiled_catalog(world: World) -> None:
    """Spoil what the functions know, but not its length."""
    file = world.site / "_functions" / "catalog.json"
    if file.is_file():
        file.write_bytes(b"x" * file.stat().st_size)


def forget(world: World) -> None:
    """Delete what is remembered."""
    shutil.rmtree(world.site / ".hubkit", ignore_errors=True)


def corrupt(world: World) -> None:
    """Spoil what is remembered, in the middle."""
    file = world.site / ".hubkit" / "ledger.sqlite3"
    if file.is_file():
        content = bytearray(file.read_bytes())
        for index in range(len(content) // 3, len(content) * 2 // 3, 97):
            content[index] ^= 0xFF
        file.write_bytes(bytes(content))


def commit_all(world: World) -> None:
    """Commit everything, a day after the last commit."""
    world.commits += 1
    (world.site / "README.md").write_text(f"{world.commits}\n")
    commit(world.site, f"2026-02-{world.commits % 27 + 1:02}T10:00:00Z")


def same_time(world: World) -> None:
    """Edit an event so that its size and the time of its last change stay."""
    file = world.site / "hubs/berlin/events/2026-12-01-talk.yaml"
    if file.is_file():
        status = file.stat()
        text = file.read_text()
        file.write_text(text.replace("18:00", "19:00") if "18:00" in text else text.replace("19:00", "18:00"))
        os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))


def killed(world: World) -> None:
    """Begin a build and end it from outside, somewhere on its way."""
    child = os.fork()
    if child == 0:
        try:
            build(world.options())
        finally:
            os._exit(0)
    time.sleep((world.now.timestamp() % 7) / 40)  # where it is struck differs, and needs no precision
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


STEPS: dict[str, Step] = {
    "event": rewrite("hubs/lisbon/events/2026-12-05-photo-walk.yaml", "Photo walk", "Night walk"),
    "cohost": rewrite("hubs/lisbon/events/2026-12-05-photo-walk.yaml", "[berlin]", "[porto]"),
    "no such cohost": rewrite("hubs/lisbon/events/2026-12-05-photo-walk.yaml", "[berlin]", "[beja]"),
    "page": rewrite("hubs/porto/pages/near.md", "us]", "we all]"),
    "hub name": rewrite("hubs/lisbon/hub.yaml", "Lisbon Lights", "Lights of Lisbon"),
    "hub place": rewrite("hubs/porto/hub.yaml", "lat: 41.15", "lat: 61.15"),
    "hub language": rewrite("hubs/porto/hub.yaml", "city: Porto", "languages: [pt, en]\ncity: Porto"),
    "hub domain": rewrite("hubs/berlin/hub.yaml", "theme: own", "theme: own\ndomain: berlin.example"),
    "alias": rewrite("hubs/berlin/hub.yaml", "theme: own", "theme: own\naliases: [old-berlin]"),
    "accent": rewrite("hubs/lisbon/hub.yaml", "country: PT", "country: PT\nbrand: {accent: '#aa1144'}"),
    "mistake": rewrite("hubs/berlin/events/2026-12-01-talk.yaml", "template: talk", "template: tlak"),
    "dead link": rewrite("hubs/porto/pages/near.md", "../hub.yaml", "../gone.md"),
    "warning": rewrite("hubs/lisbon/members/ada.md", "Route keeper", "Write to ada@example.org"),
    "venue": rewrite("venues/hall.yaml", "Long Street", "Short Street"),
    "template": rewrite("event-templates/talk.yaml", "A talk.", "A long talk."),
    "sponsor": rewrite("sponsors/bakery.yaml", "Bakery", "The Bakery"),
    "capacity": rewrite("hubs/berlin/events/2026-12-01-talk.yaml", "capacity: 20", "capacity: 5"),
    "no functions": rewrite("hubkit.yaml", "webhooks: true", "webhooks: false"),
    "api": rewrite("hubkit.yaml", "webhooks: true", "webhooks: true\napi_url: https://api.example.org"),
    "contact": rewrite("hubs/berlin/hub.yaml", "theme: own", "theme: own\ncontact: {email: b@berlin.example}"),
    "remove catalogue": without_catalog,
    "spoil catalogue": spoiled_catalog,
    "settings": rewrite("hubkit.yaml", "Open Cities", "Cities, open"),
    "conduct": rewrite("code-of-conduct.md", "Be kind", "Be very kind"),
    "charter": rewrite("charter.md", "We share", "We share all"),
    "style": rewrite("themes/own/assets/own.css", "red", "blue"),
    "no venue": toggle("venues/hall.yaml", "name: The Hall\naddress: 1 Long Street\n"),
    "new event": toggle(
        "hubs/porto/events/2026-12-20-feast.yaml", "title: Feast\nstart: 2026-12-20 18:00\nduration: 2h\n"
    ),
    "new hub": toggle("hubs/beja/hub.yaml", "name: Beja\ncountry: PT\ncoordinates: {lat: 38.01, lon: -7.86}\n"),
    "own page": toggle("pages/team.md", "---\ntitle: Team\nnav: true\n---\nWe.\n"),
    "static": toggle("static/lisbon/file.txt", "a file in a hub's folder\n"),
    "static clash": toggle("static/lisbon/index.html", "<!doctype html>\n"),
    "template file": toggle(
        "themes/own/templates/hub.html", '{% extends "base:hub.html" %}\n{% block main %}Own{% endblock %}\n'
    ),
    "move event": move("hubs/lisbon/events/weekly.yaml", "hubs/lisbon/events/every-week.yaml"),
    "move hub": move("hubs/porto", "hubs/oporto"),
    "an hour later": later(timedelta(hours=1)),
    "a month later": later(timedelta(days=31)),
    "a day earlier": later(timedelta(days=-1)),
    "spoil page": damage("lisbon/**/index.html", b"spoiled"),
    "remove page": damage("berlin/index.html", None),
    "remove style": damage("assets/*.css", None),
    "spoil home": damage("hubs.json", b"{}"),
    "forget": forget,
    "corrupt": corrupt,
    "commit": commit_all,
    "same time": same_time,
    "kill": killed,
}


def run(folder: Path, steps: list[str]) -> None:
    """Take each step, and look whether what is known still tells the truth."""
    world = World(write(folder / "site", SITE))
    world.check()
    for step in steps:
        STEPS[step](world)
        world.check()


OFTEN = {"event", "hub name", "venue", "settings", "remove page", "spoil home", "an hour later", "remove catalogue"}
"""One step of each kind, for the quick tests."""


@pytest.mark.parametrize(
    "step", [step if step in OFTEN else pytest.param(step, marks=pytest.mark.long) for step in STEPS]
)
def test_one_step_and_back(tmp_path: Path, step: str) -> None:
    run(tmp_path, [step, step])


ANEW = {
    "page": {"porto"},
    "event": {"lisbon", "berlin"},
    "hub name": {"lisbon", "berlin", "porto"},
    "venue": {"lisbon", "berlin"},
    "template": {"berlin"},
    "sponsor": {"porto"},
    "style": {"berlin"},
    "charter": {"lisbon", "porto"},
    "settings": {"lisbon", "berlin", "porto"},
    "conduct": set[str](),
    "own page": set[str](),
    "new event": {"porto"},
    "remove page": {"berlin"},
    "capacity": {"berlin"},
    "remove catalogue": set[str](),
    "an hour later": set[str](),
    "forget": {"lisbon", "berlin", "porto"},
}
"""The hubs that each step makes anew: those that it touches, and those whose pages show it."""


@pytest.mark.parametrize("step", list(ANEW))
def test_a_step_makes_no_more_hubs_than_show_it(tmp_path: Path, step: str) -> None:
    world = World(write(tmp_path / "site", SITE))
    assert set(build(world.options()).made) == {"lisbon", "berlin", "porto"}
    assert build(world.options()).made == ()
    STEPS[step](world)
    assert set(build(world.options()).made) == ANEW[step]


def test_another_process_trusts_what_this_one_knew(tmp_path: Path) -> None:
    site = write(tmp_path / "site", SITE)
    for seed, made in (("1", 3), ("2", 0), ("3", 1)):
        if made == 1:
            World(site).edit("hubs/porto/pages/near.md", "us]", "we all]")
        arguments = ("--format", "json", "--now", "2026-11-21T12:00:00Z")
        run = hubkit("build", site, *arguments, environment={"PYTHONHASHSEED": seed})
        assert run.returncode == 0, run.stderr
        assert len(json.loads(run.stdout)["made"]) == made


def test_a_forged_memory_runs_no_code(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="another hubkit"):
        unpack(forged(tmp_path / "ran"))
    assert not (tmp_path / "ran").exists()


def forged(file: Path) -> bytes:
    """Return bytes, with the right digest, that write a file when an ordinary unpickler reads them."""
    content = pickle.dumps(_Evil(str(file)))
    return blake2b(content, digest_size=16).digest() + content


class _Evil:
    def __init__(self, file: str) -> None:
        self.file = file

    def __reduce__(self) -> tuple[object, ...]:
        return (Path.touch, (Path(self.file),))


SPOILED: dict[str, Callable[[bytes], bytes]] = {
    "text": lambda _: b"no database",
    "cut off": lambda content: content[: len(content) // 2],
    "zeros": lambda content: content[:100] + bytes(len(content) - 100),
    "noise": lambda content: content[:4096] + os.urandom(len(content) - 4096),
    "empty": lambda _: b"",
}


@pytest.mark.parametrize("how", list(SPOILED))
def test_a_spoiled_memory_is_begun_anew(tmp_path: Path, how: str) -> None:
    world = World(write(tmp_path / "site", SITE))
    build(world.options())
    file = world.site / ".hubkit" / "ledger.sqlite3"
    file.write_bytes(SPOILED[how](file.read_bytes()))
    assert len(build(world.options()).made) == 3
    assert build(world.options()).made == ()


def test_what_is_lost_of_the_memory_is_found_out_late_and_all_is_made_again(tmp_path: Path) -> None:
    world = World(write(tmp_path / "site", SITE))
    build(world.options())
    with closing(sqlite3.connect(world.site / ".hubkit" / "ledger.sqlite3")) as ledger, ledger:
        ledger.execute("UPDATE ledger SET value = x'00' WHERE name = 'porto'")
    STEPS["event"](world)  # berlin's and the network's pages show it, and these need what is known of porto
    assert len(build(world.options()).made) == 3
    world.check()


@pytest.mark.parametrize("page", ["index.html", "events/2026-12-05-photo-walk/index.html", "404.html"])
def test_of_a_hub_alone_a_spoiled_page_is_made_again(tmp_path: Path, page: str) -> None:
    options = Options(write(tmp_path / "site", SITE), NOW, hub="lisbon", jobs=1)
    build(options)
    good = tree(options.folder)
    (options.folder / page).write_bytes(b"spoiled")
    assert build(options).written == 1
    assert tree(options.folder) == good


def test_a_spoiled_file_of_the_network_in_the_folder_of_a_hub_is_made_again(tmp_path: Path) -> None:
    world = World(write(tmp_path / "site", {**SITE, "static/lisbon/file.txt": "whole\n"}))
    build(world.options())
    (world.site / "_site/lisbon/file.txt").write_bytes(b"spoiled")
    world.check()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no pipes")
@pytest.mark.parametrize("place", ["hubs/lisbon/events/pipe.yaml", "static/pipe", "media/pipe.png"])
def test_a_pipe_is_told_of_and_never_opened(tmp_path: Path, place: str) -> None:
    site = write(tmp_path / "site", SITE)
    (site / place).parent.mkdir(parents=True, exist_ok=True)
    os.mkfifo(site / place)
    for _ in range(2):
        found = build(Options(site, NOW, jobs=1))
        assert any(problem.place.file == place for problem in found.problems)


def test_what_git_complains_of_is_asked_again(tmp_path: Path) -> None:
    world = World(write(tmp_path / "site", SITE))
    commit_all(world)
    config = world.site / ".git" / "objects"
    config.rename(world.site / ".git" / "lost")
    assert any("git cannot read the history" in each.message for each in build(world.options()).problems)
    (world.site / ".git" / "lost").rename(config)
    assert not any("git" in each.message for each in build(world.options()).problems)
    world.check()


def test_a_memory_that_is_in_git_is_not_read(tmp_path: Path) -> None:
    site = write(tmp_path / "site", SITE)
    build(Options(site, NOW, jobs=1))
    commit(site, "2026-02-01T10:00:00Z")
    git(site, "add", "-f", ".hubkit")
    report = build(Options(site, NOW, jobs=1))
    assert len(report.made) == 3
    assert any("git rm -r --cached .hubkit" in problem.hint for problem in report.problems)


@pytest.mark.parametrize("jobs", [2, pytest.param(3, marks=pytest.mark.long)])
def test_any_number_of_processes_makes_the_same_bytes(tmp_path: Path, jobs: int) -> None:
    many = {
        f"hubs/city-{number}/{path.removeprefix('hubs/lisbon/')}": content
        for number in range(30)
        for path, content in SITE.items()
        if path.startswith("hubs/lisbon/")
    }
    site = write(tmp_path / "site", {**SITE, **many})
    alone = build(Options(site, NOW, output=tmp_path / "one", jobs=1, from_zero=True))
    beside = build(Options(site, NOW, output=tmp_path / "more", jobs=jobs, from_zero=True))
    assert alone.published
    assert tree(tmp_path / "one") == tree(tmp_path / "more")
    assert alone.problems == beside.problems


@pytest.mark.long
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.sampled_from(sorted(STEPS)), min_size=3, max_size=9))
def test_any_steps(tmp_path_factory: pytest.TempPathFactory, steps: list[str]) -> None:
    run(tmp_path_factory.mktemp("world"), steps)
