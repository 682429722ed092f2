"""`hubkit mv`: the new name everywhere, the old address still good, and nothing at all where something is wrong."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from hubkit.cli import main
from hubkit.kinds.event.model import EventModel
from hubkit.kinds.table import KINDS
from hubkit.moving.references import OF_HUBS, OF_MEMBERS
from tests.rights import has_modes, of_anyone
from tests.sites import BERLIN, LISBON, NETWORK, WALK, Built, commit, git, good, tree, write
from tests.test_docs import blocks

ANA = (
    "---\n# Ana agreed by mail.\nname: Ana Silva\nconsent: 2026-01-01\n---\n"
    "Walks [here](../events/2026-12-05-walk.yaml).\n"
)
SITE: dict[str, str | bytes] = {
    "hubkit.yaml": NETWORK + "nav:\n  - {label: Lisbon, url: /lisbon/}\n",
    "pages/about.md": "---\ntitle: About\n---\n[L](/lisbon/pt/members/ana/) and https://x.org/hubs/lisbon/events/\n",
    "event-templates/walk.yaml": "cohosts: [berlin]\n",
    "hubs/lisbon/hub.yaml": "# The hub.\n"
    + LISBON
    + "languages: [en, pt]\norganizers: [ana]  # since 2020\nroles:\n  - id: keys\n    title: Keys\n"
    "    members: [bob, ana]\ndefaults:\n  hosts: ['ana']\n",
    "hubs/lisbon/charter.md": "---\nversion: '1'\nstewards:\n  - {member: ana, role: Purse}\n---\nOurs.\n",
    "hubs/lisbon/members/ana.md": ANA,
    "hubs/lisbon/members/bob.md": ANA.replace("Ana", "Bob").replace(
        "(../events/2026-12-05-walk.yaml)", "(ana.md?from=bob)"
    ),
    "hubs/lisbon/pages/start.md": "---\ntitle: Start\n---\n"
    "[Walk][w], [Ana](../members/ana.md), [in](/lisbon/start/).\n\n"
    "[w]: ../events/2026-12-05-walk.yaml\n",
    "hubs/lisbon/events/2026-12-05-walk.yaml": WALK + "speakers:\n  - ana\n  - name: Ana\n",
    "hubs/lisbon/events/lantern.yaml": "title: Lantern\nrepeat:\n  every: 1st tuesday\n  from: 2026-10-01\n"
    "  until: 2026-12-31\n  changes:\n    2026-11-03:\n      hosts: [ana, bob]\nstart: 19:00\nend: 21:00\n",
    "hubs/berlin/hub.yaml": BERLIN,
    "hubs/berlin/members/ana.md": ANA.replace("Walks [here](../events/2026-12-05-walk.yaml).", "Another Ana."),
    "hubs/berlin/events/2026-12-06-canal.yaml": "# With friends.\ntitle: Canal\nstart: 2026-12-06 15:00\nduration: 2h\n"
    "hosts: [ana]\ncohosts:\n  - lisbon  # since May\n"
    "description: |\n  See [there](../../lisbon/events/2026-12-05-walk.yaml) and\n"
    "  [dates](/lisbon/events/lantern/2026-11-03/).\n",
}


def site(folder: Path, files: dict[str, str | bytes] | None = None) -> Path:
    return write(folder, {**SITE, **(files or {})})


def mv(folder: Path, *names: str) -> tuple[int, str]:
    run = CliRunner().invoke(main, ["mv", *names, "--site", str(folder)])
    assert run.exception is None or isinstance(run.exception, SystemExit), run.exc_info
    return run.exit_code, run.output


def moved(folder: Path, *names: str) -> str:
    code, said = mv(folder, *names)
    assert code == 0, said
    return said


def source(folder: Path) -> dict[str, bytes]:
    return {
        path: content for path, content in tree(folder).items() if not path.startswith(("_site", ".hubkit", ".git/"))
    }


def uids(made: Built) -> list[str]:
    return sorted(line for line in made.lines("events.ics") if line.startswith("UID:"))


def atom_ids(made: Built) -> list[str]:
    return sorted(line.strip() for line in made.text("feed.xml").splitlines() if "<id>" in line)


def is_as_good(folder: Path, before: Built) -> Built:
    """The site builds without a word more, and calendars and feeds know each event by the id they knew."""
    after = good(folder)
    assert after.errors() == before.errors() == []
    assert (uids(after), atom_ids(after)) == (uids(before), atom_ids(before))
    return after


def test_a_hub_gets_another_id(tmp_path: Path) -> None:
    before = good(site(tmp_path))
    said = moved(tmp_path, "lisbon", "porto")
    assert "Renamed hubs/lisbon to hubs/porto.\n" in said
    after = is_as_good(tmp_path, before)
    assert not (tmp_path / "hubs/lisbon").exists()
    assert "/hubs/lisbon/* /hubs/porto/:splat 301\n" in after.text("_redirects")
    now = source(tmp_path)
    hub = now["hubs/porto/hub.yaml"].decode()
    assert hub == f"{SITE['hubs/lisbon/hub.yaml']}aliases: [lisbon]\nmoved_from: lisbon\n"
    assert b"  - porto  # since May\n" in now["hubs/berlin/events/2026-12-06-canal.yaml"]
    assert b"(../../porto/events/2026-12-05-walk.yaml)" in now["hubs/berlin/events/2026-12-06-canal.yaml"]
    assert b"(/porto/events/lantern/2026-11-03/)" in now["hubs/berlin/events/2026-12-06-canal.yaml"]
    assert now["pages/about.md"].endswith(b"[L](/porto/pt/members/ana/) and https://x.org/hubs/porto/events/\n")
    assert b"{label: Lisbon, url: /porto/}" in now["hubkit.yaml"]
    assert b"[in](/porto/start/)" in now["hubs/porto/pages/start.md"]
    assert b"ids: [lisbon, porto]\n" in now["hubs/porto/urls.yaml"]
    unchanged = {path for path in SITE if path.startswith("hubs/lisbon/")} - {
        "hubs/lisbon/hub.yaml",
        "hubs/lisbon/pages/start.md",
    }
    for path in unchanged:
        assert now[path.replace("lisbon", "porto", 1)] == str(SITE[path]).encode()


def test_an_event_gets_another_id(tmp_path: Path) -> None:
    before = good(site(tmp_path))
    moved(tmp_path, "lisbon.2026-12-05-walk", "lisbon.2026-12-06-stroll")
    after = is_as_good(tmp_path, before)
    now = source(tmp_path)
    assert now["hubs/lisbon/events/2026-12-06-stroll.yaml"].decode() == (
        f"{SITE['hubs/lisbon/events/2026-12-05-walk.yaml']}"
        "aliases: [2026-12-05-walk]\nmoved_from: lisbon.2026-12-05-walk\n"
    )
    assert b"[w]: ../events/2026-12-06-stroll.yaml\n" in now["hubs/lisbon/pages/start.md"]
    assert b"(../events/2026-12-06-stroll.yaml)" in now["hubs/lisbon/members/ana.md"]
    assert b"(../../lisbon/events/2026-12-06-stroll.yaml)" in now["hubs/berlin/events/2026-12-06-canal.yaml"]
    rules = after.text("_redirects")
    for below in ("", "pt/"):
        assert (
            f"/hubs/lisbon/{below}events/2026-12-05-walk/ /hubs/lisbon/{below}events/2026-12-06-stroll/ 301\n" in rules
        )
    assert (
        now["hubs/lisbon/urls.yaml"]
        .decode()
        .endswith("ids: [lisbon]\npages:\n  - events/2026-12-05-walk/\n  - events/2026-12-06-stroll/\n")
    )


def test_a_series_gets_another_id_with_all_its_dates(tmp_path: Path) -> None:
    before = good(site(tmp_path))
    moved(tmp_path, "lisbon.lantern", "lisbon.lamp")
    after = is_as_good(tmp_path, before)
    assert "/hubs/lisbon/events/lantern/* /hubs/lisbon/events/lamp/:splat 301\n" in after.text("_redirects")
    assert "(/lisbon/events/lamp/2026-11-03/)" in (tmp_path / "hubs/berlin/events/2026-12-06-canal.yaml").read_text()
    one = "events/{}/2026-11-03/event.ics"
    assert [line for line in after.lines(f"lisbon/{one.format('lamp')}") if line.startswith("UID")] == [
        "UID:lisbon.lantern.2026-11-03@x.org"
    ]


def test_a_member_gets_another_id_in_their_hub_alone(tmp_path: Path) -> None:
    before = good(site(tmp_path))
    moved(tmp_path, "lisbon/members/ana", "lisbon/members/ana-silva")
    after = is_as_good(tmp_path, before)
    now = {path: content.decode() for path, content in source(tmp_path).items()}
    hub = now["hubs/lisbon/hub.yaml"]
    assert "organizers: [ana-silva]  # since 2020\n" in hub
    assert "    members: [bob, ana-silva]\n" in hub
    assert "  hosts: ['ana-silva']\n" in hub
    assert "  - {member: ana-silva, role: Purse}\n" in now["hubs/lisbon/charter.md"]
    assert "speakers:\n  - ana-silva\n  - name: Ana\n" in now["hubs/lisbon/events/2026-12-05-walk.yaml"]
    assert "      hosts: [ana-silva, bob]\n" in now["hubs/lisbon/events/lantern.yaml"]
    assert "(ana-silva.md?from=bob)" in now["hubs/lisbon/members/bob.md"]
    assert "(/lisbon/pt/members/ana-silva/)" in now["pages/about.md"]
    assert now["hubs/lisbon/members/ana-silva.md"] == ANA.replace("\n---\nW", "\naliases: [ana]\n---\nW")
    assert {path for path in now if path.startswith("hubs/berlin/")} == {path for path in SITE if "berlin/" in path}
    assert all(now[path] == SITE[path] for path in now if path.startswith("hubs/berlin/"))
    assert "/hubs/lisbon/members/ana/ /hubs/lisbon/members/ana-silva/ 301\n" in after.text("_redirects")


def test_a_page_gets_another_name(tmp_path: Path) -> None:
    before = good(site(tmp_path))
    moved(tmp_path, "hubs/lisbon/pages/start.md", "hubs/lisbon/pages/first-walk.md")
    after = is_as_good(tmp_path, before)
    assert "[in](/lisbon/first-walk/)" in (tmp_path / "hubs/lisbon/pages/first-walk.md").read_text()
    assert "/hubs/lisbon/start/ /hubs/lisbon/first-walk/ 301\n" in after.text("_redirects")


def test_what_says_the_same_in_other_languages_moves_along(tmp_path: Path) -> None:
    """Links in it follow too."""
    pt = {
        "hubs/lisbon/events/2026-12-05-walk.pt.yaml": "title: Passeio\n",
        "hubs/lisbon/members/ana.pt.md": "---\nrole: Chaves\n---\nVer [isto](../events/2026-12-05-walk.yaml).\n",
        "hubs/lisbon/hub.pt.yaml": "tagline: Luzes\n",
    }
    before = good(site(tmp_path, {**pt, "hubs/lisbon/hub.yaml": f"{SITE['hubs/lisbon/hub.yaml']}tagline: Lights\n"}))
    moved(tmp_path, "lisbon.2026-12-05-walk", "lisbon.2026-12-06-stroll")
    moved(tmp_path, "lisbon/members/ana", "lisbon/members/ana-silva")
    moved(tmp_path, "lisbon", "porto")
    now = source(tmp_path)
    assert now["hubs/porto/events/2026-12-06-stroll.pt.yaml"] == b"title: Passeio\n"
    assert b"(../events/2026-12-06-stroll.yaml)" in now["hubs/porto/members/ana-silva.pt.md"]
    assert not [path for path in now if "porto" in path and ("/ana." in path or "/2026-12-05-walk." in path)]
    assert "Passeio" in is_as_good(tmp_path, before).text("porto/pt/events/2026-12-06-stroll/index.html")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("lisbon", "porto"),
        ("lisbon.2026-12-05-walk", "lisbon.2026-12-06-stroll"),
        ("lisbon.lantern", "lisbon.lamp"),
        ("lisbon/members/ana", "lisbon/members/ana-silva"),
    ],
)
def test_there_and_back_again(tmp_path: Path, old: str, new: str) -> None:
    before = good(site(tmp_path))
    moved(tmp_path, old, new)
    moved(tmp_path, new, old)
    is_as_good(tmp_path, before)
    moved(tmp_path, old, new)
    is_as_good(tmp_path, before)


def test_names_follow_each_other_and_every_one_of_them_leads_on(tmp_path: Path) -> None:
    before = good(site(tmp_path))
    for old, new in (
        ("lisbon.2026-12-05-walk", "lisbon.2026-12-06-walk"),
        ("lisbon", "porto"),
        ("porto.2026-12-06-walk", "porto.2026-12-07-walk"),
        ("porto", "braga"),
    ):
        moved(tmp_path, old, new)
        is_as_good(tmp_path, before)
    rules = good(tmp_path).text("_redirects")
    walk = "/hubs/braga/events/2026-12-07-walk/ 301\n"
    for day in ("05", "06"):
        assert f"/hubs/braga/events/2026-12-{day}-walk/ {walk}" in rules
    assert f"/hubs/lisbon/events/2026-12-05-walk/ {walk}" in rules
    assert "/hubs/lisbon/* /hubs/braga/:splat 301\n/hubs/porto/* /hubs/braga/:splat 301\n" in rules
    alone = good(tmp_path, hub="braga").text("_redirects")
    assert "/events/2026-12-05-walk/ /events/2026-12-07-walk/ 301\n" in alone, "it had its own domain before, too"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("aliases: [older, old]\n", "aliases: [older, old, ana]\n"),
        ("aliases:\n  - older  # 2019\n  - old\n", "aliases:\n  - older  # 2019\n  - old\n  - ana\n"),
        ("aliases:\n  - ab\n  - cd\n", "aliases:\n  - ab\n  - ana\n  - cd\n"),
        ("aliases:  # none yet\n", "aliases: [ana]  # none yet\n"),
        ("aliases: []\n", "aliases: [ana]\n"),
        ("aliases: [ana-silva, old]\n", "aliases: [ana, old]\n"),
    ],
)
def test_the_alias_is_added_where_others_stand(tmp_path: Path, before: str, after: str) -> None:
    site(tmp_path, {"hubs/lisbon/members/ana.md": ANA.replace("consent", f"{before}consent")})
    moved(tmp_path, "lisbon/members/ana", "lisbon/members/ana-silva")
    assert (tmp_path / "hubs/lisbon/members/ana-silva.md").read_text() == ANA.replace("consent", f"{after}consent")
    good(tmp_path)


@pytest.mark.parametrize("ending", ["", "\n# The end.\n", "\n\n", "\ndescription: |\n  Long.\n\n  Text."])
def test_any_way_to_end_a_file_will_do(tmp_path: Path, ending: str) -> None:
    text = WALK.rstrip("\n") + ending
    site(tmp_path, {"hubs/lisbon/events/2026-12-05-walk.yaml": text})
    moved(tmp_path, "lisbon.2026-12-05-walk", "lisbon.2026-12-06-walk")
    now = (tmp_path / "hubs/lisbon/events/2026-12-06-walk.yaml").read_text()
    assert now.startswith(text)
    good(tmp_path)


def test_line_ends_and_byte_order_marks_of_windows_stay(tmp_path: Path) -> None:
    windows = b"\xef\xbb\xbf" + WALK.replace("\n", "\r\n").encode()
    site(tmp_path, {"hubs/lisbon/events/2026-12-05-walk.yaml": windows})
    moved(tmp_path, r"hubs\lisbon\events\2026-12-05-walk.yaml", r"hubs\lisbon\events\2026-12-06-walk.yaml")
    now = (tmp_path / "hubs/lisbon/events/2026-12-06-walk.yaml").read_bytes()
    assert now == windows + b"aliases: [2026-12-05-walk]\r\nmoved_from: lisbon.2026-12-05-walk\r\n"


def test_an_event_with_a_uid_keeps_it_and_needs_no_other(tmp_path: Path) -> None:
    site(tmp_path, {"hubs/lisbon/events/2026-12-05-walk.yaml": WALK + "uid: abc@example.org\n"})
    moved(tmp_path, "lisbon.2026-12-05-walk", "lisbon.2026-12-06-walk")
    now = (tmp_path / "hubs/lisbon/events/2026-12-06-walk.yaml").read_text()
    assert now == WALK + "uid: abc@example.org\naliases: [2026-12-05-walk]\n"


def test_recorded_redirects_follow(tmp_path: Path) -> None:
    urls = "# Ours.\nids: [lisbon]\npages:\n  - members/ana/\nredirects:\n  members/eve/: members/ana/  # moved away\n"
    site(tmp_path, {"hubs/lisbon/urls.yaml": urls})
    moved(tmp_path, "lisbon/members/ana", "lisbon/members/ana-silva")
    assert (tmp_path / "hubs/lisbon/urls.yaml").read_text() == (
        "# Ours.\nids: [lisbon]\npages:\n  - members/ana-silva/\n  - members/ana/\n"
        "redirects:\n  members/eve/: members/ana-silva/  # moved away\n"
    )
    good(tmp_path)


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (("lisbn", "porto"), 'there is no hub "lisbn". Did you mean lisbon?'),
        (("lisbon.2026-12-05-wakl", "lisbon.x"), 'no event "2026-12-05-wakl" in hubs/lisbon/events/. Did you'),
        (("lisbon/member/ana", "lisbon/members/x"), 'a hub has no "member". Did you mean members?'),
        (("lisbon/members/ana", "lisbon/members/bob"), "hubs/lisbon/members/bob.md is there already"),
        (("lisbon", "berlin"), "hubs/berlin is there already"),
        (("lisbon", "assets"), '"assets" cannot be the name of a hub: hubkit has a page there. Write assets-hub.'),
        (("lisbon", "pt"), "it is the code of a language"),
        (("lisbon", "Porto"), 'only a-z, 0-9 and single hyphens between them are allowed. Write porto.'),
        (("lisbon/pages/start", "lisbon/pages/members"), '"members" cannot be the name of a page'),
        (("lisbon.2026-12-05-walk", "berlin.2026-12-05-walk"), "stays in its hub: write lisbon.2026-12-05-walk"),
        (("lisbon/members/ana", "ana-silva"), "the member stays in its hub: write lisbon/members/ana-silva"),
        (("lisbon", "lisbon"), "that is the name it has"),
        (("lisbon.lantern.2026-11-03", "lisbon.x"), "one date of a series"),
        (("lisbon/a/b/c", "lisbon.x"), "names nothing that can be renamed"),
        (("lisbon", "about"), "pages/about.md is a page with that address already"),
        (("berlin", "lisboa"), '"lisboa" is an earlier id of hubs/lisbon/hub.yaml'),
        (("lisbon/members/bob", "lisbon/members/ann"), '"ann" is an earlier id of hubs/lisbon/members/ana.md'),
        (("lisbon.lantern", "lisbon.walks"), '"lisbon.walks" is an earlier id of hubs/berlin/events/2026-12-06-'),
        (("lisbon.lantern", "lisbon.gone"), "hubs/lisbon/urls.yaml has a redirect from events/gone/"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_and_changes_nothing(tmp_path: Path, names: tuple[str, str], said: str) -> None:
    files = {
        "hubs/lisbon/hub.yaml": f"{SITE['hubs/lisbon/hub.yaml']}aliases: [lisboa]\n",
        "hubs/lisbon/members/ana.md": ANA.replace("consent", "aliases: [ann]\nconsent"),
        "hubs/berlin/events/2026-12-06-canal.yaml": f"{SITE['hubs/berlin/events/2026-12-06-canal.yaml']}"
        "moved_from: lisbon.walks\n",
        "hubs/lisbon/urls.yaml": "redirects: {events/gone/: events/}\n",
    }
    good(site(tmp_path, {**files}))
    before = source(tmp_path)
    code, found = mv(tmp_path, *names)
    assert code == 2
    assert said in found
    assert source(tmp_path) == before


def test_a_file_with_mistakes_elsewhere_is_left_and_named(tmp_path: Path) -> None:
    broken = "hubs/berlin/events/2026-12-06-canal.yaml"
    site(tmp_path, {broken: f"cohosts: [lisbon\n{SITE[broken]}"})
    said = moved(tmp_path, "lisbon", "porto")
    assert f"Look at {broken} yourself" in said
    assert (tmp_path / broken).read_text() == f"cohosts: [lisbon\n{SITE[broken]}"


def test_a_template_that_names_a_member_is_named(tmp_path: Path) -> None:
    site(tmp_path, {"event-templates/walk.yaml": "hosts: [ana]\n"})
    assert "Look at event-templates/walk.yaml yourself" in moved(
        tmp_path, "lisbon/members/ana", "lisbon/members/ana-silva"
    )
    assert (tmp_path / "event-templates/walk.yaml").read_text() == "hosts: [ana]\n"


@pytest.mark.parametrize("text", ["title: Walk\nstart: [\n", "{title: Walk, start: 2026-12-05 18:30, duration: 2h}\n"])
def test_a_file_that_cannot_be_changed_safely_stops_it(tmp_path: Path, text: str) -> None:
    site(tmp_path, {"hubs/lisbon/events/2026-12-05-walk.yaml": text})
    before = source(tmp_path)
    code, _ = mv(tmp_path, "lisbon.2026-12-05-walk", "lisbon.2026-12-06-walk")
    assert code == 2
    assert source(tmp_path) == before


@has_modes
def test_a_folder_that_cannot_be_written_stops_it(tmp_path: Path) -> None:
    site(tmp_path)
    before = source(tmp_path)
    folder = tmp_path / "hubs/berlin/events"
    folder.chmod(0o500)
    with of_anyone():
        code, said = mv(tmp_path, "lisbon", "porto")
    folder.chmod(0o700)
    assert (code, "nothing was changed" in said) == (2, True)
    assert source(tmp_path) == before


def test_git_sees_a_renaming_and_what_to_commit_is_said(tmp_path: Path) -> None:
    commit(site(tmp_path), "2026-01-01T00:00:00Z")
    said = moved(tmp_path, "lisbon", "porto")
    _, _, command = said.rpartition("git add -A ")
    git(tmp_path, "add", "-A", *command.split())
    assert git(tmp_path, "status", "--porcelain", "--no-renames").count("??") == 0
    renamed = [line for line in git(tmp_path, "status", "--porcelain").splitlines() if line.startswith("R")]
    lisbon = [path for path in SITE if path.startswith("hubs/lisbon/")]
    assert len(renamed) >= len(lisbon) - 1, "what changed much in a short page may look new"


def test_every_field_with_ids_of_members_or_hubs_is_known() -> None:
    ids = {
        name
        for model in {block for kind in KINDS for block in blocks(kind.model)} | {EventModel}
        for name, field in model.model_fields.items()
        if re.search(r"[Ii]ds? of (a |the )?member", field.description or "")
    }
    assert ids == {end[-1] for end in OF_MEMBERS}
    assert {end[-1] for end in OF_HUBS} == {"cohosts"}
