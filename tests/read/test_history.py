import os
import pickle
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hubkit.problems import Severity
from hubkit.read.history import NO_HISTORY, SiteHistory, read_history

EVENT = "hubs/oslo/events/2026-12-05-photo-walk.yaml"
TEXT = "title: Photo walk\nstart: 2026-12-05 18:30\nduration: 2h\nvenue: pier\nstatus: scheduled\n"
JANUARY, FEBRUARY, MARCH, APRIL = (f"2026-{month:02}-01T12:00:00+02:00" for month in range(1, 5))


def stamp(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def minutes(text: str) -> int:
    return int((stamp(text) - datetime(2020, 1, 1, tzinfo=UTC)).total_seconds()) // 60


class Repository:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True)
        self.git("init", "--quiet", "--initial-branch=main")

    def git(self, *arguments: str | Path, at: str = JANUARY, check: bool = True) -> str:
        clean = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        dates = {"GIT_COMMITTER_DATE": at, "GIT_AUTHOR_DATE": "2001-01-01T00:00:00Z", "GIT_CONFIG_GLOBAL": os.devnull}
        who = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-c", "commit.gpgSign=false")
        command = ["git", *who, "-C", self.folder, *arguments]
        done = subprocess.run(command, env=clean | dates, check=check, capture_output=True, text=True)
        return done.stdout.strip()

    def write(self, path: str, text: str) -> None:
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode())

    def commit(self, at: str, files: dict[str, str]) -> None:
        for path, text in files.items():
            self.write(path, text)
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "-m", "Edit", at=at)


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "network")


def only_problem(history: SiteHistory) -> str:
    (problem,) = history.problems
    assert str(problem.place) == "hubkit.yaml:1:1"
    assert problem.severity is not Severity.error
    return f"{problem.severity.name}: {problem.message} {problem.hint}"


@pytest.fixture
def no_git_may_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A `git` that leaves a trace; gives the path of the trace."""
    program, trace = tmp_path / "bin" / "git", tmp_path / "git-ran"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\necho ran > '{trace}'\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(program.parent))
    return trace


def test_without_a_repository_git_is_not_run(tmp_path: Path, no_git_may_run: Path) -> None:
    assert read_history(tmp_path) == NO_HISTORY
    assert not no_git_may_run.exists()


def test_without_a_commit_there_is_no_history(repository: Repository) -> None:
    repository.write("hubkit.yaml", "name: A\n")
    assert read_history(repository.folder) == NO_HISTORY


def test_a_file_changed_when_its_newest_commit_was_made_not_when_it_was_authored(repository: Repository) -> None:
    repository.commit(JANUARY, {"hubkit.yaml": "name: A\n", "charter.md": "Old"})
    repository.commit(FEBRUARY, {"charter.md": "New"})
    history = read_history(repository.folder)
    assert history.files.changed == {"hubkit.yaml": stamp(JANUARY), "charter.md": stamp(FEBRUARY)}
    assert history.head == repository.git("rev-parse", "HEAD")
    assert history.problems == ()


def test_what_is_not_committed_changes_nothing(repository: Repository) -> None:
    repository.commit(JANUARY, {EVENT: TEXT})
    before = read_history(repository.folder)
    repository.write(EVENT, TEXT.replace("18:30", "19:30"))
    repository.write("new.md", "New")
    repository.git("add", "--all")
    assert read_history(repository.folder) == before


def test_a_deleted_file_is_forgotten_and_comes_back_as_new(repository: Repository) -> None:
    repository.commit(JANUARY, {EVENT: TEXT, "charter.md": "A"})
    (repository.folder / EVENT).unlink()
    repository.commit(FEBRUARY, {})
    assert read_history(repository.folder).files.changed == {"charter.md": stamp(JANUARY)}
    repository.commit(MARCH, {EVENT: TEXT})
    history = read_history(repository.folder).files
    assert history.changed[EVENT] == stamp(MARCH)
    assert history.rescheduled[EVENT] == minutes(MARCH)


def test_a_change_of_mode_is_no_change(repository: Repository) -> None:
    repository.commit(JANUARY, {"charter.md": "A"})
    repository.git("update-index", "--chmod=+x", "charter.md")
    repository.git("commit", "--quiet", "-m", "Mode", at=FEBRUARY)
    assert read_history(repository.folder).files.changed == {"charter.md": stamp(JANUARY)}


def test_a_site_may_be_a_folder_of_its_repository(repository: Repository) -> None:
    repository.commit(JANUARY, {f"my site/{EVENT}": TEXT, "my site/hubkit.yaml": "name: A\n", EVENT: TEXT})
    repository.commit(FEBRUARY, {f"my site/{EVENT}": TEXT + "status: cancelled\n", "README.md": "A"})
    history = read_history(repository.folder / "my site")
    assert history.files.changed == {"hubkit.yaml": stamp(JANUARY), EVENT: stamp(FEBRUARY)}
    assert history.files.rescheduled == {"hubkit.yaml": minutes(JANUARY), EVENT: minutes(FEBRUARY)}


def test_paths_of_any_script_and_with_blanks_quotes_and_newlines(repository: Repository) -> None:
    paths = {"media/東京 夜.jpg", 'media/"quoted".jpg', "media/two\nlines.jpg", ":media/100644 A.jpg", "@5"}
    repository.commit(JANUARY, dict.fromkeys(paths, "A"))
    assert set(read_history(repository.folder).files.changed) == paths


def test_a_site_in_a_work_tree_of_its_own(repository: Repository, tmp_path: Path) -> None:
    repository.commit(JANUARY, {"charter.md": "A"})
    repository.git("worktree", "add", "--quiet", tmp_path / "other")
    assert read_history(tmp_path / "other").files.changed == {"charter.md": stamp(JANUARY)}


def test_an_edit_of_anything_but_when_where_or_whether_does_not_reschedule(repository: Repository) -> None:
    repository.commit(JANUARY, {EVENT: TEXT, "venues/pier.yaml": "name: Pier\n"})
    repository.commit(FEBRUARY, {EVENT: TEXT.replace("Photo", "Picture"), "venues/pier.yaml": "name: Old pier\n"})
    history = read_history(repository.folder).files
    assert history.changed[EVENT] == stamp(FEBRUARY)
    assert history.rescheduled == {EVENT: minutes(JANUARY), "venues/pier.yaml": minutes(FEBRUARY)}


def test_the_newest_rescheduling_counts_also_when_it_goes_back(repository: Repository) -> None:
    repository.commit(JANUARY, {EVENT: TEXT})
    repository.commit(FEBRUARY, {EVENT: TEXT.replace("18:30", "19:30")})
    repository.commit(MARCH, {EVENT: TEXT})
    repository.commit(APRIL, {EVENT: TEXT + "title: Walk\n"})
    assert read_history(repository.folder).files.rescheduled == {EVENT: minutes(MARCH)}


def test_only_files_that_can_move_an_event_have_a_rescheduling(repository: Repository) -> None:
    repository.commit(JANUARY, {"charter.md": "A", "hubs/oslo/members/ada.md": "A", "sponsors/a.yaml": "A"})
    assert read_history(repository.folder).files.rescheduled == {}


def test_a_commit_before_2020_is_sequence_0(repository: Repository) -> None:
    repository.commit("2019-05-01T00:00:00Z", {EVENT: TEXT})
    assert read_history(repository.folder).files.rescheduled == {EVENT: 0}


def test_a_clean_merge_leaves_each_file_the_time_of_its_own_commit(repository: Repository) -> None:
    repository.commit(JANUARY, {"a.md": "A", "b.md": "B"})
    repository.git("checkout", "--quiet", "-b", "side")
    repository.commit(FEBRUARY, {"a.md": "A2"})
    repository.git("checkout", "--quiet", "main")
    repository.commit(MARCH, {"b.md": "B2"})
    repository.git("merge", "--quiet", "-m", "Merge", "side", at=APRIL)
    assert read_history(repository.folder).files.changed == {"a.md": stamp(FEBRUARY), "b.md": stamp(MARCH)}


@pytest.mark.parametrize("folder", [".", "site"])
def test_what_a_merge_itself_writes_changed_at_the_merge(repository: Repository, folder: str) -> None:
    path = f"{folder}/{EVENT}".removeprefix("./")
    repository.commit(JANUARY, {path: TEXT})
    repository.git("checkout", "--quiet", "-b", "side")
    repository.commit(FEBRUARY, {path: TEXT.replace("18:30", "19:30")})
    repository.git("checkout", "--quiet", "main")
    repository.commit(MARCH, {path: TEXT.replace("18:30", "20:30")})
    repository.git("merge", "--quiet", "--no-commit", "side", check=False)
    repository.commit(APRIL, {path: TEXT.replace("18:30", "21:30")})
    history = read_history(repository.folder / folder).files
    assert history.changed == {EVENT: stamp(APRIL)}
    assert history.rescheduled == {EVENT: minutes(APRIL)}


def test_a_merge_that_keeps_the_time_of_one_side_does_not_reschedule(repository: Repository) -> None:
    repository.commit(JANUARY, {EVENT: TEXT})
    repository.git("checkout", "--quiet", "-b", "side")
    repository.commit(FEBRUARY, {EVENT: TEXT.replace("18:30", "19:30")})
    repository.git("checkout", "--quiet", "main")
    repository.commit(MARCH, {EVENT: TEXT.replace("Photo", "Picture")})
    repository.git("merge", "--quiet", "--no-commit", "side", check=False)
    repository.commit(APRIL, {EVENT: TEXT.replace("Photo", "Picture").replace("18:30", "19:30")})
    history = read_history(repository.folder).files
    assert history.changed == {EVENT: stamp(APRIL)}
    assert history.rescheduled == {EVENT: minutes(FEBRUARY)}


def test_a_shallow_clone_is_a_warning_that_names_the_fix(repository: Repository, tmp_path: Path) -> None:
    repository.commit(JANUARY, {EVENT: TEXT})
    repository.commit(FEBRUARY, {"charter.md": "A"})
    clone = tmp_path / "clone"
    repository.git("clone", "--quiet", "--depth=1", repository.folder.as_uri(), clone)
    assert "fetch-depth: 0" in only_problem(read_history(clone))
    assert only_problem(read_history(clone)).startswith("warning")


def test_a_site_that_its_shallow_repository_does_not_hold_is_no_problem(repository: Repository, tmp_path: Path) -> None:
    repository.commit(JANUARY, {"a": "A"})
    repository.commit(FEBRUARY, {"a": "B"})
    site = tmp_path / "clone" / "untracked"
    repository.git("clone", "--quiet", "--depth=1", repository.folder.as_uri(), site.parent)
    site.mkdir()
    assert read_history(site).problems == ()


def test_without_old_versions_each_edit_reschedules_and_nothing_is_fetched(
    repository: Repository, tmp_path: Path
) -> None:
    repository.commit(JANUARY, {EVENT: TEXT})
    repository.commit(FEBRUARY, {EVENT: TEXT.replace("Photo", "Picture")})
    repository.git("config", "uploadpack.allowFilter", "true")
    clone = tmp_path / "clone"
    repository.git("clone", "--quiet", "--filter=blob:none", repository.folder.as_uri(), clone)
    missing = repository.git("-C", clone, "rev-list", "--objects", "--all", "--missing=print")
    history = read_history(clone)
    assert history.files.rescheduled == {EVENT: minutes(FEBRUARY)}
    assert only_problem(history).startswith("note")
    assert repository.git("-C", clone, "rev-list", "--objects", "--all", "--missing=print") == missing
    assert "?" in missing


@pytest.mark.parametrize("folder", [".", "site"])
def test_no_setting_of_the_repository_runs_a_program_or_alters_the_answer(
    repository: Repository, tmp_path: Path, folder: str
) -> None:
    site, path = repository.folder / folder, f"{folder}/{EVENT}".removeprefix("./")
    repository.commit(JANUARY, {path: TEXT, f"{folder}/charter.md": "A"})
    repository.commit(FEBRUARY, {path: TEXT.replace("18:30", "19:30")})
    before = read_history(site)
    assert set(before.files.changed) == {EVENT, "charter.md"}
    program, trace = tmp_path / "evil", tmp_path / "trace"
    program.write_text(f"#!/bin/sh\necho ran > '{trace}'\n")
    program.chmod(0o755)
    repository.write(".gitattributes", "* diff=evil\n")
    for name in ("core.fsmonitor", "core.pager", "diff.external", "diff.evil.textconv", "gpg.program"):
        repository.git("config", name, str(program))
    repository.git("config", "core.hooksPath", str(tmp_path))
    settings = {"log.showSignature": "true", "log.follow": "true", "log.showRoot": "false", "color.ui": "always"}
    settings |= {"diff.renames": "copies", "diff.relative": "true", "log.decorate": "full", "log.diffMerges": "on"}
    settings |= {"diff.orderFile": "missing", "core.abbrev": "5", "diff.noprefix": "true"}
    for name, value in settings.items():
        repository.git("config", name, value)
    assert read_history(site) == before
    assert not trace.exists()


def test_the_git_variables_of_a_hook_do_not_mislead(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.commit(JANUARY, {"charter.md": "A"})
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("GIT_WORK_TREE", str(tmp_path))
    assert read_history(repository.folder).files.changed == {"charter.md": stamp(JANUARY)}


def test_git_that_is_missing_is_a_warning(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    repository.commit(JANUARY, {"charter.md": "A"})
    monkeypatch.setenv("PATH", str(repository.folder))
    assert "Install git" in only_problem(read_history(repository.folder))


def test_a_broken_repository_is_a_warning(repository: Repository) -> None:
    repository.commit(JANUARY, {"charter.md": "A"})
    for folder in (repository.folder / ".git" / "objects").iterdir():
        for file in folder.iterdir():
            file.unlink()
    history = read_history(repository.folder)
    assert only_problem(history).startswith("warning")
    assert history.files == NO_HISTORY.files


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root may give a folder away")
def test_a_repository_of_another_user_is_a_warning_with_the_command(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.commit(JANUARY, {"charter.md": "A"})
    os.chown(repository.folder, 4321, 4321)
    os.chown(repository.folder / ".git", 4321, 4321)
    monkeypatch.setenv("HOME", str(tmp_path))
    problem = only_problem(read_history(repository.folder))
    assert f"git config --global --add safe.directory {repository.folder}" in problem


def test_history_can_be_sent_to_another_process(repository: Repository) -> None:
    repository.commit(JANUARY, {EVENT: TEXT})
    history = read_history(repository.folder)
    assert pickle.loads(pickle.dumps(history)) == history
