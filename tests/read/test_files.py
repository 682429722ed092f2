"""The walk finds every file of the format, follows no link, and leaves nothing unsaid."""

import os
import pickle
import socket
from pathlib import Path

import pytest

from hubkit.kinds.table import HUB_SHELVES
from hubkit.problems import Problem
from hubkit.read.files import read_hub, read_network
from hubkit.values import SourceFile
from tests.read.site import make_site, told
from tests.rights import has_modes, of_anyone


def problems_of(site: Path, hub: str = "berlin") -> list[str]:
    return told((*read_network(site).problems, *read_hub(site, hub, HUB_SHELVES).problems))


def only(site: Path, hub: str = "berlin") -> Problem:
    (problem,) = (*read_network(site).problems, *read_hub(site, hub, HUB_SHELVES).problems)
    return problem


def test_a_good_network(tmp_path: Path) -> None:
    network = read_network(make_site(tmp_path))
    assert network.problems == ()
    assert network.hub_ids == ("accra", "berlin")
    assert network.network is not None
    assert (network.network.id, network.network.path, network.network.data) == (
        "hubkit", "hubkit.yaml", {"name": "Open Cities"}
    )  # fmt: skip
    assert network.charter is not None
    assert network.charter.body == "# All of us\n"
    assert network.code_of_conduct is not None
    assert network.code_of_conduct.id == "code-of-conduct"
    found = [network.templates, network.venues, network.sponsors, network.pages]
    assert [[document.id for document in documents] for documents in found] == [
        ["photo-walk"], ["library"], ["acme"], ["about"]
    ]  # fmt: skip
    assert network.pictures == (SourceFile("media/deep/er/logo.png", 7), SourceFile("sponsors/acme.png", 7))
    assert network.static == (SourceFile("static/robots.txt", 6),)


def test_a_good_hub(tmp_path: Path) -> None:
    hub = read_hub(make_site(tmp_path), "berlin", HUB_SHELVES)
    assert hub.problems == ()
    assert hub.hub is not None
    assert (hub.id, hub.hub.id, hub.hub.path) == ("berlin", "berlin", "hubs/berlin/hub.yaml")
    assert hub.charter is not None
    assert hub.charter.body_line == 4
    assert [event.id for event in hub.on("events")] == ["2026-12-05-photo-walk", "monthly"]
    assert hub.on("events")[1].body == "Come!\n"
    assert [member.path for member in hub.on("members")] == ["hubs/berlin/members/ada.md"]
    assert [page.id for page in hub.on("pages")] == ["faq"]
    assert [picture.path.removeprefix("hubs/berlin/") for picture in hub.pictures] == [
        "events/poster.JPG", "media/2026/a.jpeg", "members/ada.webp"
    ]  # fmt: skip


def test_a_hub_goes_through_a_process_pool(tmp_path: Path) -> None:
    hub = read_hub(make_site(tmp_path, {"hubs/berlin/x.yaml": "a"}), "berlin", HUB_SHELVES)
    assert pickle.loads(pickle.dumps(hub)) == hub


@pytest.mark.parametrize(
    "path",
    ["hubs", "hubs/berlin", "hubs/berlin/hub.yaml", "hubs/berlin/events", "hubs/berlin/media/2026", "hubs/berlin/media",
     "hubs/berlin/pages/faq.md", "hubkit.yaml", "venues", "pages/about.md", "media/deep", "static/robots.txt", "static",
     "hubs/berlin/README.md", "themes/mine"]
)  # fmt: skip
def test_a_link_anywhere_is_refused_with_its_target(tmp_path: Path, path: str) -> None:
    site = make_site(tmp_path / "site")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "hub.yaml").write_text("name: CANARY\n")
    target = site / path
    if target.exists():
        target.rename(tmp_path / "moved")
    target.parent.mkdir(exist_ok=True)
    target.symlink_to(elsewhere)
    network, hub = read_network(site), read_hub(site, "berlin", HUB_SHELVES)
    link = [line for line in told((*network.problems, *hub.problems)) if f'link to "{elsewhere}"' in line]
    assert link
    assert all(line.startswith(f"{path}:1:1: ") for line in link)
    assert "CANARY" not in repr((network, hub))
    if path == "hubs/berlin":
        assert network.hub_ids == ("accra",)


def test_a_loop_of_links_ends(tmp_path: Path) -> None:
    site = make_site(tmp_path)
    (site / "media/self").symlink_to(".")
    (site / "hubs/berlin/media/up").symlink_to("../..")
    assert len(problems_of(site)) == 2


def test_links_that_hubkit_has_no_business_with_are_left_alone(tmp_path: Path) -> None:
    site = make_site(tmp_path)
    (site / "AGENTS.md").symlink_to("README.md")
    assert "AGENTS.md" not in "".join(problems_of(site))


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pipes in folders")
def test_pipes_and_sockets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = make_site(tmp_path)
    os.mkfifo(site / "hubs/berlin/events/pipe.yaml")
    with socket.socket(socket.AF_UNIX) as listener:
        monkeypatch.chdir(site)  # the name of a socket must be short
        listener.bind("media/socket.png")
        assert problems_of(site) == [
            "hubs/berlin/events/pipe.yaml:1:1: this is neither a file nor a folder",
            "media/socket.png:1:1: this is neither a file nor a folder",
        ]


@has_modes
def test_what_may_not_be_read(tmp_path: Path) -> None:
    site = make_site(tmp_path)
    (site / "hubs/berlin/hub.yaml").chmod(0)
    (site / "venues").chmod(0)
    try:
        with of_anyone():
            found = problems_of(site)
        assert found == [
            "hubs/berlin/hub.yaml:1:1: cannot read this: Permission denied",
            "venues:1:1: cannot read this: Permission denied",
        ]
    finally:
        (site / "venues").chmod(0o700)


@pytest.mark.parametrize("path", ["hubkit.yaml", "hubs/berlin/hub.yaml", "hubs/berlin/charter.md"])
def test_a_folder_in_place_of_a_file(tmp_path: Path, path: str) -> None:
    site = make_site(tmp_path)
    (site / path).unlink()
    (site / path).mkdir()
    assert [f"{path}:1:1: this is a folder and should be a file"] == list(dict.fromkeys(problems_of(site)))


@pytest.mark.parametrize("path", ["hubs", "venues", "static", "hubs/berlin/events"])
def test_a_file_in_place_of_a_folder(tmp_path: Path, path: str) -> None:
    site = make_site(tmp_path)
    (site / path).rename(tmp_path / "moved")
    (site / path).write_text("x")
    assert f"{path}:1:1: this is a file, and {Path(path).name}/ should be a folder" in problems_of(site)


def test_no_network(tmp_path: Path) -> None:
    (problem,) = read_network(tmp_path).problems
    assert str(problem.place) == "hubkit.yaml:1:1"
    assert problem.message == f"there is no hubkit.yaml in {tmp_path}"
    assert "hubkit new network" in problem.hint
    (problem,) = read_network(tmp_path / "gone").problems
    assert problem.message == "cannot read this: No such file or directory"


@pytest.mark.parametrize(
    ("path", "hint"),
    [
        ("hub/x/hub.yaml", "Did you mean hubs/?"),
        ("venue/x.yaml", "Did you mean venues/?"),
        ("event_templates/x.yaml", "Did you mean event-templates/?"),
        ("page/x.md", "Did you mean pages/?"),
        ("code_of_conduct.md", "Did you mean code-of-conduct.md?"),
        ("venues/x.yml", "A venue is a YAML file: rename it to x.yaml."),
        ("sponsors/x.md", "A sponsor is a YAML file: rename it to x.yaml."),
        ("pages/x.markdown", "A page is a Markdown file: rename it to x.md."),
        ("pages/x.html", "pages/ holds *.md files and pictures."),
        ("hubs/foo.yaml", "Each hub is a folder with a hub.yaml in it."),
        ("hubs/berlin/hub.yml", "Did you mean hub.yaml?"),
        ("hubs/berlin/event/x.yaml", "Did you mean events/?"),
        ("hubs/berlin/x.yaml", "An event belongs into events/."),
        ("hubs/berlin/photo.png", "A picture belongs into media/."),
        ("hubs/berlin/static/_headers", "A hub holds hub.yaml, charter.md, events/, members/, pages/ and media/."),
        ("hubs/berlin/.env", "A hub holds hub.yaml, charter.md, events/, members/, pages/ and media/."),
        ("hubs/berlin/events/x.yml", "An event is a YAML file: rename it to x.yaml."),
        ("hubs/berlin/events/x.YAML", "An event is a YAML file: rename it to x.yaml."),
        ("hubs/berlin/members/x.yaml", "A member is a Markdown file: rename it to x.md."),
        ("hubs/berlin/members/x.txt", "A member is a Markdown file: rename it to x.md."),
        ("hubs/berlin/media/x.pdf", "Only pictures belong here: JPEG, PNG, WebP or GIF."),
        ("hubs/berlin/media/deep/x.svg", "Export it as PNG."),
        ("hubs/berlin/members/x.SVG", "Export it as PNG."),
        ("hubs/berlin/x.svg", "Export it as PNG."),
        ("media/x.svg", "Export it as PNG."),
    ],
)
def test_nothing_is_left_out_unsaid(tmp_path: Path, path: str, hint: str) -> None:
    problem = only(make_site(tmp_path, {path: "x"}))
    assert path.startswith(problem.place.file)
    assert problem.hint == hint


def test_folders_inside_events(tmp_path: Path) -> None:
    problem = only(make_site(tmp_path, {"hubs/berlin/events/2026/x.yaml": "title: x"}))
    assert problem.place.file == "hubs/berlin/events/2026"
    assert "not read" in problem.message


def test_a_misspelt_hubkit_yaml_is_told_once(tmp_path: Path) -> None:
    site = make_site(tmp_path)
    (site / "hubkit.yaml").rename(site / "hubkit.yml")
    assert only(site).hint == "Did you mean hubkit.yaml?"


def test_a_hub_without_hub_yaml(tmp_path: Path) -> None:
    site = make_site(tmp_path, {"hubs/empty/.gitkeep": ""})
    assert told(read_hub(site, "empty", HUB_SHELVES).problems) == ["hubs/empty/hub.yaml:1:1: this hub has no hub.yaml"]


def test_a_hub_whose_name_cannot_be_an_id(tmp_path: Path) -> None:
    site = make_site(tmp_path, {"hubs/São Paulo/hub.yaml": "name: x"})
    assert "São Paulo" in read_network(site).hub_ids
    (problem,) = read_hub(site, "São Paulo", HUB_SHELVES).problems
    assert str(problem.place) == "hubs/São Paulo/hub.yaml:1:1"
    assert problem.hint == "Rename it to sao-paulo."


def test_hubs_that_only_some_computers_can_tell_apart(tmp_path: Path) -> None:
    site = make_site(tmp_path, {"hubs/Berlin/hub.yaml": "name: x"})
    (problem,) = read_network(site).problems
    assert problem.place.file == "hubs/berlin/hub.yaml"
    assert "hubs/Berlin" in problem.message


@pytest.mark.parametrize(
    ("path", "hint"),
    [
        ("hubs/berlin/pages/widget.md", "Rename it to widget-page."),
        ("hubs/berlin/pages/de.md", "Rename it to de-page."),
        ("pages/hubs.md", "Rename it to hubs-page."),
        ("pages/pt-br.md", "Rename it to pt-br-page."),
        ("hubs/berlin/events/Photo Walk.yaml", "Rename it to photo-walk."),
        ("hubs/berlin/events/nul.md", "Rename it to nul-event."),
        ("venues/Café.yaml", "Rename it to cafe."),
    ],
)
def test_names_that_cannot_be_ids(tmp_path: Path, path: str, hint: str) -> None:
    problem = only(make_site(tmp_path, {path: ""}))
    assert (str(problem.place), problem.hint) == (f"{path}:1:1", hint)


def test_two_events_with_one_id(tmp_path: Path) -> None:
    problem = only(make_site(tmp_path, {"hubs/berlin/events/monthly.yaml": "title: x"}))
    assert problem.place.file == "hubs/berlin/events/monthly.yaml"
    assert "hubs/berlin/events/monthly.md" in problem.message


def test_problems_inside_files_are_all_told(tmp_path: Path) -> None:
    site = make_site(
        tmp_path,
        {
            "hubkit.yaml": "name: &x y\n",
            "venues/library.yaml": "a: 1\na: 2\n",
            "hubs/berlin/hub.yaml": "name: x: y\n",
            "hubs/berlin/events/monthly.md": "---\ntitle: \u200b\n---\n",
        },
    )
    assert [line.split(": ")[0] for line in problems_of(site)] == [
        "hubkit.yaml:1:7",
        "hubs/berlin/events/monthly.md:2:8",
        "hubs/berlin/hub.yaml:1:7",
        "venues/library.yaml:2:1",
    ]


def test_the_order_of_files_on_disk_does_not_matter(tmp_path: Path) -> None:
    names = [f"hubs/berlin/events/e{number}.yaml" for number in range(30)]
    one = make_site(tmp_path / "one", dict.fromkeys(names, "title: x"))
    other = make_site(tmp_path / "other", dict.fromkeys(reversed(names), "title: x"))
    assert read_hub(one, "berlin", HUB_SHELVES) == read_hub(other, "berlin", HUB_SHELVES)
