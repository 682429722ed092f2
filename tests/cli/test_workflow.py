"""`hubkit new workflow`: GitHub and Netlify take the files as they are; no right, secret or file is given away."""

import json
import os
import re
import shlex
import subprocess
import sys
import threading
import tomllib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result

from hubkit.cli import main
from tests.command import NOW, REPOSITORY, hubkit
from tests.server import serving
from tests.sites import BASIC, NETWORK, write
from tests.tools import VALIDATORS

CHECK, PUBLISH, DUE = (f".github/workflows/hubkit-{name}.yml" for name in ("check", "publish", "due"))
PAST, FUTURE = '{"next_change":"2020-01-01T00:00:00Z"}', '{"next_change":"2999-01-01T00:00:00Z"}'
# docs.netlify.com, "File-based configuration": what may stand in netlify.toml, as far as these files could use it.
NETLIFY_BUILD = {"base", "command", "edge_functions", "environment", "functions", "ignore", "processing", "publish"}
NETLIFY_TOP = {"build", "context", "dev", "edge_functions", "functions", "headers", "plugins", "redirects", "template"}


def workflow(*arguments: str | Path) -> Result:
    """Run `hubkit new workflow` here."""
    return CliRunner().invoke(main, ["new", "workflow", *map(str, arguments)], catch_exceptions=False)


def made(host: str, site: Path, *arguments: str) -> str:
    """Run `hubkit new workflow`, which must succeed; give what it said."""
    run = workflow(host, "--into", site, *arguments)
    assert run.exit_code == 0, run.output
    return run.output


def loaded(file: Path) -> dict[str, Any]:
    """A workflow as data; the key `on`, which is true to YAML 1.1, as text."""
    data = yaml.safe_load(file.read_text("utf-8"))
    return {"on" if key is True else key: value for key, value in data.items()}


def steps(workflow: dict[str, Any]) -> list[dict[str, Any]]:
    return [step for job in workflow["jobs"].values() for step in job["steps"]]


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository whose network is its top."""
    subprocess.run(["git", "init", "-q", "-b", "trunk", str(tmp_path)], check=True)
    return write(tmp_path, {**BASIC, "hubkit.yaml": NETWORK.replace("/hubs/", "/")})


@pytest.fixture
def bigger(tmp_path: Path) -> Path:
    """A repository with a network in a folder, whose name has a blank, and whose url has a path."""
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    write(tmp_path / "sites" / "my network", BASIC)
    return tmp_path


@pytest.fixture
def commands(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of programs as a host has them: `hubkit` is the one that is tested, `pip` has nothing to do."""
    folder = tmp_path_factory.mktemp("bin")
    python = f"PYTHONPATH={shlex.quote(str(REPOSITORY))} exec {shlex.quote(sys.executable)}"
    for name, text in {"hubkit": f'{python} -m hubkit "$@"', "pip": "exit 0"}.items():
        (folder / name).write_text(f"#!/bin/sh\n{text}\n")
        (folder / name).chmod(0o755)
    return folder


def in_bash(script: str, folder: Path, commands: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a script as GitHub and Netlify run theirs."""
    path = f"{commands}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        ["bash", "-e", "-c", script],
        cwd=folder,
        env={**os.environ, "PATH": path, **environment},
        capture_output=True,
        text=True,
    )


def actionlint(files: list[Path]) -> list[dict[str, Any]]:
    """Return what actionlint says of these workflows."""
    script = VALIDATORS / "workflows.mjs"
    names = "\n".join(map(str, files))
    run = subprocess.run(["node", str(script)], input=names, capture_output=True, text=True, encoding="utf-8")
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


@pytest.mark.long
@pytest.mark.node
def test_actionlint_finds_fault_with_a_faulty_workflow_and_with_none_of_ours(repository: Path, bigger: Path) -> None:
    made("github", repository)
    (repository / ".github").rename(repository / "top")
    made("github", bigger / "sites" / "my network")
    ours = [*repository.glob("top/workflows/*.yml"), *bigger.glob(".github/workflows/*.yml")]
    assert len(ours) == 6
    script = "jobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo ${{ github.head_ref }}\n"
    faulty = write(repository, {"faulty.yml": f"on: push\n{script}"}) / "faulty.yml"
    [said] = actionlint([*ours, faulty])
    assert said["path"] == str(faulty)
    assert "untrusted" in said["message"]


def test_workflows_have_no_right_that_they_do_not_need(repository: Path) -> None:
    made("github", repository)
    rights = {path: loaded(repository / path) for path in (CHECK, PUBLISH, DUE)}
    assert all(file["permissions"] == {"contents": "read"} for file in rights.values())
    own = {
        (path, name): job["permissions"]
        for path, file in rights.items()
        for name, job in file["jobs"].items()
        if "permissions" in job
    }
    assert own == {
        (PUBLISH, "deploy"): {"pages": "write", "id-token": "write"},
        (DUE, "start"): {"actions": "write"},
    }
    for path, name in own:  # nothing of others runs where there are rights
        for step in rights[path]["jobs"][name]["steps"]:
            assert "pip" not in step.get("run", "")
            assert "hubkit " not in step.get("run", "")


@pytest.mark.parametrize("path", [CHECK, PUBLISH, DUE])
def test_no_workflow_trusts_what_others_write(repository: Path, path: str) -> None:
    made("github", repository)
    text, file = (repository / path).read_text("utf-8"), loaded(repository / path)
    assert "secrets." not in text
    assert not {"pull_request_target", "workflow_run", "issue_comment"} & set(file["on"])
    for step in steps(file):
        assert "${{" not in step.get("run", "")
        if "uses" in step:
            assert re.search(rf"{re.escape(step['uses'])} # v\d+\.\d+\.\d+$", text, re.MULTILINE)
            assert re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", step["uses"])
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] is False
            assert path == DUE or step["with"]["fetch-depth"] == 0
    assert all(1 <= job["timeout-minutes"] <= 30 for job in file["jobs"].values())


def test_pull_requests_are_checked_pushes_published_and_an_odd_minute_looked_at(repository: Path) -> None:
    made("github", repository)
    check, publish, due = (loaded(repository / path) for path in (CHECK, PUBLISH, DUE))
    assert check["on"] == {"pull_request": None}
    assert "hubkit check --format github" in [step.get("run") for step in steps(check)]
    assert publish["on"] == {"push": {"branches": ["trunk"]}, "workflow_dispatch": None}
    assert publish["concurrency"] == {"group": "hubkit-publish", "cancel-in-progress": False}
    [schedule] = due["on"]["schedule"]
    assert re.fullmatch(r"[1-5]?[13579] \* \* \* \*", schedule["cron"])
    assert f"gh workflow run {Path(PUBLISH).name}" in steps(due)[-1]["run"]


def test_in_a_bigger_repository_only_the_network_counts(bigger: Path) -> None:
    made("github", bigger / "sites" / "my network")
    check, publish = loaded(bigger / CHECK), loaded(bigger / PUBLISH)
    assert check["on"]["pull_request"]["paths"] == ["sites/my network/**", CHECK]
    assert publish["on"]["push"]["paths"] == ["sites/my network/**", PUBLISH]
    for job in (check["jobs"]["check"], publish["jobs"]["build"]):
        assert job["defaults"]["run"]["working-directory"] == "sites/my network"
    kept = next(step for step in steps(publish) if step.get("uses", "").startswith("actions/cache@"))["with"]
    assert kept["path"].split("\n")[:3] == [
        f"sites/my network/{name}" for name in (".hubkit", "_site", "_site.manifest.json")
    ]
    assert kept["key"].startswith(kept["restore-keys"])


@pytest.mark.parametrize(("answer", "waits"), [(PAST, False), (FUTURE, True), (None, False)])
def test_the_hourly_look_waits_only_where_the_site_says_not_yet(
    answer: str | None, waits: bool, bigger: Path, commands: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    published = write(tmp_path_factory.mktemp("published"), {"hubs.json": answer} if answer else {})
    site, output = bigger / "sites" / "my network", bigger / "output"
    output.touch()
    with serving(published) as url:
        write(site, {"hubkit.yaml": f"name: X\nurl: {url}\n"})
        made("github", site)
        [script] = [step["run"] for step in steps(loaded(bigger / DUE)) if step.get("id") == "due"]
        run = in_bash(script, bigger, commands, GITHUB_OUTPUT=str(output))
    assert run.returncode == 0, run.stderr
    assert output.read_text() == ("wait=true\n" if waits else "")


def test_the_hourly_look_fails_where_it_could_not_look(bigger: Path, commands: Path) -> None:
    site = bigger / "sites" / "my network"
    made("github", site)
    write(site, {"hubkit.yaml": "name: X\n"})
    [script] = [step["run"] for step in steps(loaded(bigger / DUE)) if step.get("id") == "due"]
    run = in_bash(script, bigger, commands, GITHUB_OUTPUT=str(bigger / "output"))
    assert run.returncode != 0
    assert not (bigger / "output").exists()


def netlify(top: Path) -> dict[str, Any]:
    return tomllib.loads((top / "netlify.toml").read_text("utf-8"))


def test_netlify_knows_every_field(repository: Path, bigger: Path) -> None:
    made("netlify", repository)
    (repository / "netlify.toml").rename(repository / "top.toml")
    (repository / "netlify").rename(repository / "top")
    made("netlify", bigger / "sites" / "my network")
    for file, below in ((repository / "top.toml", ""), (bigger / "netlify.toml", "sites/my network/")):
        settings = tomllib.loads(file.read_text("utf-8"))
        assert set(settings) <= NETLIFY_TOP
        assert settings["functions"] == {
            "directory": f"{below}_functions",
            "included_files": [f"{below}_functions/catalog.json"],
        }
        assert set(settings["context"]) == {"deploy-preview", "branch-deploy"}
        for build in (settings["build"], *settings["context"].values()):
            assert set(build) <= NETLIFY_BUILD
            assert isinstance(build["command"], str)


def test_netlify_publishes_what_its_commands_build(repository: Path, commands: Path) -> None:
    made("netlify", repository)
    settings = netlify(repository)
    run = in_bash(settings["build"]["command"], repository, commands, URL="https://net.example")
    assert run.returncode == 0, run.stderr
    published = repository / settings["build"]["publish"]
    assert "https://net.example/lisbon/" in (published / "sitemap.xml").read_text("utf-8")
    assert (published / "_headers").is_file()
    assert [file.name for file in (repository / "_functions").iterdir()] == ["hubkit-due.mjs"]


def test_netlify_gets_what_takes_rsvps_beside_the_functions_of_the_repository(bigger: Path, commands: Path) -> None:
    made("netlify", bigger / "sites" / "my network")
    write(bigger, {"netlify/functions/own.mjs": "export default () => {};\n"})
    (commands / "npm").write_text('#!/bin/sh\necho "$@" > npm-was-asked\n')
    (commands / "npm").chmod(0o755)
    settings = bigger / "sites" / "my network" / "hubkit.yaml"
    settings.write_text(settings.read_text() + "webhooks: true\n")
    run = in_bash(netlify(bigger)["build"]["command"], bigger, commands, URL="https://net.example")
    assert run.returncode == 0, run.stderr
    folder = bigger / netlify(bigger)["functions"]["directory"]
    assert {"own.mjs", "hubkit-due.mjs", "hubkit-api.mjs", "catalog.json"} <= {file.name for file in folder.iterdir()}
    assert (bigger / "npm-was-asked").read_text().startswith("install --prefix sites/my network/_functions ")


def test_a_preview_points_at_itself(repository: Path, commands: Path) -> None:
    made("netlify", repository)
    settings = netlify(repository)
    command = settings["context"]["deploy-preview"]["command"]
    run = in_bash(command, repository, commands, DEPLOY_PRIME_URL="https://pr-7.example")
    assert run.returncode == 0, run.stderr
    assert "https://pr-7.example/lisbon/" in (repository / "_site" / "sitemap.xml").read_text("utf-8")


def test_at_netlify_a_url_with_a_path_becomes_a_folder(bigger: Path, commands: Path) -> None:
    made("netlify", bigger / "sites" / "my network")
    build = netlify(bigger)["build"]
    for _ in ("at first", "again"):
        run = in_bash(build["command"], bigger, commands, URL="https://net.example")
        assert run.returncode == 0, run.stderr
    published = bigger / build["publish"]
    assert {entry.name for entry in published.iterdir()} == {"hubs", "_headers", "_redirects", "404.html"}
    assert (published / "_headers").read_text("utf-8").startswith("/hubs/*\n")
    assert "https://net.example/hubs/lisbon/" in (published / "hubs" / "sitemap.xml").read_text("utf-8")


class Host(HTTPServer):
    """A published site and a build hook; notes how often the hook was called."""

    published = ""
    builds = 0


class HostHandler(BaseHTTPRequestHandler):
    server: Host

    def do_GET(self) -> None:
        self._answer(200 if self.path == "/hubs.json" and self.server.published else 404, self.server.published)

    def do_POST(self) -> None:
        self.server.builds += self.path == "/hook"
        self._answer(200, "")

    def _answer(self, status: int, text: str) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the name is the library's)
        """Say nothing."""


@pytest.fixture
def host() -> Iterator[Host]:
    server = Host(("127.0.0.1", 0), HostHandler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.node
@pytest.mark.parametrize(
    ("answer", "builds", "code"),
    [
        (PAST, 1, 0),
        (FUTURE, 0, 0),
        ('{"next_change":null}', 0, 0),
        ('{"next_change":"soon"}', 0, 0),
        ("<html>", 0, 1),
        ("", 0, 1),
    ],
)
def test_netlify_is_asked_for_a_build_only_when_one_is_due(
    answer: str, builds: int, code: int, repository: Path, host: Host
) -> None:
    made("netlify", repository)
    function = repository / "netlify" / "functions" / "hubkit-due.mjs"
    host.published = answer
    url = f"http://127.0.0.1:{host.server_port}"
    script = (
        f"const due = await import({json.dumps(str(function))}); console.log(due.config.schedule); await due.default();"
    )
    run = subprocess.run(
        ["node", "--input-type=module", "-e", script],
        env={"PATH": os.environ["PATH"], "URL": url, "HUBKIT_BUILD_HOOK": f"{url}/hook"},
        capture_output=True,
        text=True,
    )
    assert (host.builds, run.returncode) == (builds, code), run.stderr
    assert run.stdout.startswith("17 * * * *\n")


@pytest.mark.parametrize(("host", "present"), [("github", PUBLISH), ("netlify", "netlify.toml")])
def test_a_file_that_is_there_stays_and_nothing_is_written(host: str, present: str, repository: Path) -> None:
    write(repository, {present: "mine"})
    before = sorted(path for path in repository.rglob("*") if ".git" not in path.parts)
    run = workflow(host, "--into", repository)
    assert run.exit_code == 2
    assert f"{present}: there already" in run.output
    assert sorted(path for path in repository.rglob("*") if ".git" not in path.parts) == before
    assert (repository / present).read_text() == "mine"


def test_a_folder_outside_git_gets_the_files_itself_and_is_told(tmp_path: Path) -> None:
    said = made("github", write(tmp_path, BASIC))
    assert (tmp_path / CHECK).is_file()
    assert "not in git yet" in said
    assert loaded(tmp_path / PUBLISH)["on"]["push"]["branches"] == ["main"]


def test_the_branch_is_that_of_the_origin(repository: Path) -> None:
    git = ("git", "-C", str(repository))
    subprocess.run([*git, "symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/live"], check=True)
    made("github", repository)
    assert loaded(repository / PUBLISH)["on"]["push"]["branches"] == ["live"]


def test_a_check_finds_nothing_wrong_with_the_files(repository: Path) -> None:
    made("github", repository)
    made("netlify", repository)
    run = hubkit("check", repository, "--now", NOW, "--strict")
    assert run.returncode == 0, run.stderr


@pytest.mark.parametrize(
    ("origin", "wanted"),
    [
        (None, r"hubkit ~= \d+\.\d+\.\d+"),
        (
            {"url": "https://git.example/hubkit.git", "vcs_info": {"vcs": "git", "commit_id": "a1" * 20}},
            f"hubkit @ git\\+https://git\\.example/hubkit\\.git@{'a1' * 20}",
        ),
    ],
)
def test_the_host_installs_what_is_installed_here(
    origin: dict[str, Any] | None,
    wanted: str,
    repository: Path,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    packages = tmp_path_factory.mktemp("packages")
    installed = {"METADATA": "Metadata-Version: 2.1\nName: hubkit\nVersion: 0.1.0\n"}
    write(packages / "hubkit-0.1.0.dist-info", installed | ({"direct_url.json": json.dumps(origin)} if origin else {}))
    monkeypatch.syspath_prepend(str(packages))
    said = made("github", repository)
    assert re.fullmatch(wanted, loaded(repository / PUBLISH)["env"]["HUBKIT"])
    assert "Note: hubkit runs from a folder" not in said


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["github", "--install", "hubkit; curl x"], "nothing that pip installs"),
        (["github", "--install", '" $(id)'], "nothing that pip installs"),
        (["github", "--install", "--index-url=https://x.example"], "nothing that pip installs"),
        (["netlify", "--install", "hubkit @ git+https://me:geheim@git.example/hubkit"], "password"),
        (["github", "--branch", "${{ secrets.X }}"], "the branch"),
        (["netlify", "--branch", "main"], "--branch is for github"),
    ],
)
def test_what_would_mean_more_than_itself_is_refused(arguments: list[str], words: str, repository: Path) -> None:
    run = workflow(*arguments, "--into", repository)
    assert run.exit_code == 2
    assert words in run.output
    assert not (repository / ".github").exists()
    assert not (repository / "netlify.toml").exists()


@pytest.mark.parametrize("name", ["it's", "a${{ b }}", '"', "a*"])
def test_a_folder_whose_name_needs_quoting_is_refused(name: str, repository: Path) -> None:
    run = workflow("github", "--into", write(repository / name, BASIC))
    assert run.exit_code == 2
    assert "signs in its name" in run.output


def test_a_folder_without_a_network_is_refused(tmp_path: Path) -> None:
    run = workflow("github", "--into", tmp_path)
    assert run.exit_code == 2
    assert "there is no hubkit.yaml" in run.output
