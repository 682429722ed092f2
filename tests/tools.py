"""Which programs of this machine the tests may use, and what to install where one is missing."""

import pwd
import shutil
from contextlib import suppress
from pathlib import Path

VALIDATORS = Path(__file__).parent / "validators"
NODE_PACKAGES = VALIDATORS / "node_modules"
VNU = NODE_PACKAGES / "vnu-jar" / "build" / "dist" / "vnu.jar"
AXE = NODE_PACKAGES / "axe-core" / "axe.min.js"
LIGHTHOUSE = Path(__file__).parent / "lighthouse"
LIGHTHOUSE_PROGRAM = LIGHTHOUSE / "node_modules" / "lighthouse" / "cli" / "index.js"
PACKAGES_HINT = "npm ci --prefix tests/validators"

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# No sandbox: tests often run as root. The rest keeps Chromium from talking to anyone but the test's server.
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium() -> str | None:
    """Return the path of the Chromium of this machine."""
    return next((found for name in CHROMIUM_NAMES if (found := shutil.which(name))), None)


def postgres() -> Path | None:
    """Return the folder of PostgreSQL's programs: of those on the path, or of Debian's newest."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    of_debian = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    return max((file.parent for file in of_debian), key=lambda folder: float(folder.parent.name), default=None)


def another_user() -> str | None:
    """Return a user who is not root, as whom PostgreSQL runs in tests that root runs."""
    for name in ("postgres", "nobody"):
        with suppress(KeyError):
            return pwd.getpwnam(name).pw_name
    return None


def missing(marker: str) -> str | None:
    """Return what a test with this marker (browser, node, postgres …) lacks on this machine, and how to get it."""
    if marker == "browser" and chromium() is None:
        return "needs Chromium: apt-get install chromium"
    if marker == "lighthouse" and not LIGHTHOUSE_PROGRAM.is_file():
        return "needs Lighthouse: npm ci --prefix tests/lighthouse"
    if marker in {"node", "lighthouse"} and shutil.which("node") is None:
        return "needs Node.js: apt-get install nodejs npm"
    if marker == "postgres" and postgres() is None:
        return "needs PostgreSQL: apt-get install postgresql"
    if marker == "java" and shutil.which("java") is None:
        return "needs Java: apt-get install default-jre-headless"
    if marker in {"node", "java"} and not (NODE_PACKAGES / "pg").is_dir():
        return f"needs Node.js packages: {PACKAGES_HINT}"
    return None
