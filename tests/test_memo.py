"""What is remembered between builds: never more than a saving of time."""

from pathlib import Path

import pytest

from hubkit.memo import Memo


class Work:
    """A slow pure function that counts how often it is run."""

    def __init__(self) -> None:
        self.runs = 0

    def __call__(self) -> bytes:
        self.runs += 1
        return b"made"


def test_the_same_input_is_worked_on_once_also_in_the_next_build(tmp_path: Path) -> None:
    work = Work()
    first = Memo(tmp_path / ".hubkit")
    assert [first.remember("f 1", b"a", work), first.remember("f 1", b"a", work)] == [b"made", b"made"]
    first.save()
    assert Memo(tmp_path / ".hubkit").remember("f 1", b"a", work) == b"made"
    assert work.runs == 1


@pytest.mark.parametrize(("name", "content"), [("f 2", b"a"), ("f 1", b"b"), ("f", b" 1\0a")])
def test_another_input_or_version_is_another_work(tmp_path: Path, name: str, content: bytes) -> None:
    work, memo = Work(), Memo(tmp_path / ".hubkit")
    memo.remember("f 1", b"a", work)
    memo.save()
    memo.remember(name, content, work)
    assert work.runs == 2


def test_without_a_folder_it_remembers_while_it_lives() -> None:
    work, memo = Work(), Memo()
    memo.remember("f", b"a", work)
    memo.save()
    assert memo.remember("f", b"a", work) == b"made"


def test_a_broken_file_costs_time_and_nothing_else(tmp_path: Path) -> None:
    folder = tmp_path / ".hubkit"
    memo = Memo(folder)
    memo.remember("f", b"a", Work())
    memo.save()
    for file in folder.glob("memo*"):
        file.write_bytes(b"no database" * 100)
    work, again = Work(), Memo(folder)
    assert again.remember("f", b"a", work) == b"made"
    again.save()
    assert work.runs == 1


def test_the_folder_is_kept_out_of_git(tmp_path: Path) -> None:
    memo = Memo(tmp_path / ".hubkit")
    memo.remember("f", b"a", Work())
    memo.save()
    assert (tmp_path / ".hubkit/.gitignore").read_text() == "*\n"


def test_big_results_have_files_of_their_own_and_do_not_stay_in_memory(tmp_path: Path) -> None:
    work, memo = Work(), Memo(tmp_path / ".hubkit")
    assert [memo.keep("f 1", b"a", work), memo.keep("f 1", b"a", work)] == [b"made", b"made"]
    assert Memo(tmp_path / ".hubkit").keep("f 1", b"a", work) == b"made"
    assert work.runs == 1
    assert not (tmp_path / ".hubkit/memo.sqlite3").exists()
    assert (tmp_path / ".hubkit/.gitignore").read_text() == "*\n"
    memo.keep("f 2", b"a", work)
    memo.keep("f 1", b"b", work)
    assert work.runs == 3


def test_a_big_result_that_was_cut_off_is_made_again(tmp_path: Path) -> None:
    work, folder = Work(), tmp_path / ".hubkit"
    Memo(folder).keep("f", b"a", work)
    (file,) = (each for each in (folder / "big").rglob("*") if each.is_file())
    for broken in (b"", file.read_bytes()[:-1], b"something else"):
        file.write_bytes(broken)
        assert Memo(folder).keep("f", b"a", work) == b"made"
    assert work.runs == 4
    assert Memo(folder).keep("f", b"a", work) == b"made"
    assert work.runs == 4


def test_big_results_are_made_where_nothing_can_be_written(tmp_path: Path) -> None:
    (tmp_path / ".hubkit").write_text("a file")
    assert Memo(tmp_path / ".hubkit").keep("f", b"a", Work()) == Memo().keep("f", b"a", Work()) == b"made"
