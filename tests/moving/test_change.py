"""A change to several files is made as a whole, or not at all."""

from pathlib import Path

import pytest

from hubkit.moving.change import Change, apply
from hubkit.problems import HubkitError
from tests.sites import tree, write

FILES: dict[str, str | bytes] = {
    "hubs/a/hub.yaml": "name: A\n",
    "hubs/a/one.yaml": "1\n",
    "hubs/b/hub.yaml": "name: B\n",
}
CONTENTS = {"hubs/a/hub.yaml": b"name: AA\n", "hubs/b/hub.yaml": b"name: BB\n", "hubs/a/urls.yaml": b"ids: [a]\n"}


def test_all_of_it_is_made_and_nothing_else_is_left(tmp_path: Path) -> None:
    write(tmp_path, FILES)
    (tmp_path / "hubs/b/hub.yaml").chmod(0o640)
    apply(tmp_path, Change(CONTENTS, (("hubs/a", "hubs/c"),)))
    assert tree(tmp_path) == {
        "hubs/c/hub.yaml": b"name: AA\n",
        "hubs/c/one.yaml": b"1\n",
        "hubs/c/urls.yaml": b"ids: [a]\n",
        "hubs/b/hub.yaml": b"name: BB\n",
    }
    assert (tmp_path / "hubs/b/hub.yaml").stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("target", ["hubs/b", "nowhere/a"])
def test_where_the_last_step_fails_all_is_as_it_was(tmp_path: Path, target: str) -> None:
    write(tmp_path, FILES)
    before = tree(tmp_path)
    times = {path: (tmp_path / path).stat().st_mtime_ns for path in before}
    with pytest.raises(HubkitError, match="nothing was changed"):
        apply(tmp_path, Change(CONTENTS, (("hubs/b/hub.yaml", "hubs/b/hub.txt"), ("hubs/a", target))))
    assert tree(tmp_path) == before
    assert {path: (tmp_path / path).stat().st_mtime_ns for path in before} == times


def test_where_the_first_step_fails_all_is_as_it_was(tmp_path: Path) -> None:
    before = tree(write(tmp_path, FILES))
    with pytest.raises(HubkitError, match="nothing was changed"):
        apply(tmp_path, Change({**CONTENTS, "hubs/nobody/hub.yaml": b""}, (("hubs/a", "hubs/c"),)))
    assert tree(tmp_path) == before
