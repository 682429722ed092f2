"""The wheel carries all that hubkit needs, and works where the repository is not."""

import importlib.util
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

from tests.command import REPOSITORY

pytestmark = pytest.mark.long


def run(*command: str | Path, cwd: Path) -> str:
    """Run a command that must succeed; give what it printed."""
    done = subprocess.run([*map(str, command)], cwd=cwd, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    here = ["--no-build-isolation"] if importlib.util.find_spec("hatchling") else []
    run(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", *here, "-w", folder, ".", cwd=REPOSITORY)
    (made,) = folder.glob("*.whl")
    return made


def tracked(*folders: str) -> set[str]:
    """Return the files of the repository in these folders that git keeps."""
    return set(run("git", "ls-files", "-z", "--", *folders, cwd=REPOSITORY).split("\0")) - {""}


def test_the_wheel_holds_the_package_its_themes_and_the_starter_and_nothing_else(wheel: Path) -> None:
    names = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    wanted = {path.replace("example-site/", "hubkit/starter/", 1) for path in tracked("example-site")}
    wanted |= {path.replace("themes/", "hubkit/themes/", 1) for path in tracked("themes")}
    wanted |= tracked("hubkit")
    assert wanted <= names
    assert "hubkit/py.typed" in names
    assert "hubkit/themes/base/templates/layout.html" in names
    assert "hubkit/kinds/event/templates/event.html" in names
    assert [name for name in names if "_site" in name or ".hubkit" in name or not name.startswith("hubkit/")] == []


def test_an_installed_wheel_makes_and_builds_the_example(wheel: Path, tmp_path: Path) -> None:
    environment = tmp_path / "venv"
    venv.create(environment, with_pip=True)
    scripts = environment / ("Scripts" if sys.platform == "win32" else "bin")
    python = scripts / "python"
    run(python, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", wheel, cwd=tmp_path)
    packages = Path(run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=tmp_path).strip())
    own = sysconfig.get_path("purelib")
    (packages / "dependencies.pth").write_text(f"{own}\n", encoding="utf-8")
    run(scripts / "hubkit", "new", "network", "x", "--example", cwd=tmp_path)
    run(scripts / "hubkit", "build", "x", "--now", "2026-11-21T12:00:00Z", cwd=tmp_path)
    assert (tmp_path / "x/_site/lisbon/index.html").is_file()
    where = run(python, "-c", "import hubkit; print(hubkit.__file__)", cwd=tmp_path)
    assert Path(where.strip()).is_relative_to(packages.resolve()) or Path(where.strip()).is_relative_to(packages)
