"""The proof that nothing is stale: the same site, built from zero, has the same bytes."""

import tempfile
from pathlib import Path

from msgspec.structs import replace

from hubkit.build import build
from hubkit.problems import HubkitError, printable
from hubkit.values import BuildReport, Options
from hubkit.write import CatalogFile, published_paths

_NAMED = 5


def verify(options: Options, report: BuildReport) -> int:
    """Return how many files of a build are the same as when all is made from zero, at the same instant.

    Nothing that is remembered is used. A file or a problem that differs is a HubkitError: hubkit is wrong then.
    """
    with tempfile.TemporaryDirectory(prefix="hubkit-verify-") as folder:
        beside = replace(options, output=Path(folder) / "site", from_zero=True)
        clean = build(beside)
        if not clean.published:
            raise HubkitError("Built from zero, this site is not published: delete .hubkit, and build again.")
        here, there = options.folder, beside.folder
        published = published_paths(here) | published_paths(there)
        wrong = sorted(path for path in published if not _is_same(here / path, there / path))
        if CatalogFile(here).content() != CatalogFile(there).content():
            wrong.append(str(CatalogFile(here).path.relative_to(here.absolute().parent)))
    if wrong:
        more = f" and {len(wrong) - _NAMED} more" if len(wrong) > _NAMED else ""
        names = ", ".join(printable(path) for path in wrong[:_NAMED])
        raise HubkitError(
            f"{len(wrong)} files are not what a build from zero makes: {names}{more}. This is a mistake in hubkit: "
            "please report it. Delete .hubkit, and build again, to be sure of the site."
        )
    lasting = {problem for problem in clean.problems if problem not in report.problems}
    if lasting:
        raise HubkitError(
            f"A build from zero finds {len(lasting)} problems that this one did not tell. This is a mistake in hubkit: "
            "please report it. Delete .hubkit, and build again, to see them."
        )
    return len(published)


def _is_same(one: Path, other: Path) -> bool:
    try:
        return one.read_bytes() == other.read_bytes()
    except OSError:
        return False
