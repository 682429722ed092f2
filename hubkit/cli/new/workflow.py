"""`hubkit new workflow`: the files with which GitHub or Netlify checks and publishes the network by itself."""

from pathlib import Path

import click

from hubkit.cli.new.adding import into_option
from hubkit.problems import HubkitError, printable

_GITHUB_NEXT = """\
Next:
  1. In the repository's settings at GitHub, under Pages, choose "GitHub Actions" as the source.
  2. The site is built for {url}. If it will be found elsewhere, mend url in hubkit.yaml.
  3. Commit these files, and push them to {branch}."""
_NETLIFY_NEXT = """\
Next:
  1. Commit these files, push them, and connect the repository at Netlify.
  2. For the hourly look: at Netlify, add a build hook, and put its address into the environment variable
     HUBKIT_BUILD_HOOK, as a secret. Never put it into a file."""

_FROM_A_FOLDER = """\
Note: hubkit runs from a folder here, so the files have pip install "{requirement}". Where pip does not find that, put
into the line with HUBKIT where it does: "hubkit @ git+https://…@v0.1.0". With --install, that is written at once."""


@click.command("workflow")
@click.argument("host", type=click.Choice(["github", "netlify"]))
@click.option("--install", metavar="WHAT", help="What pip installs. Default: hubkit as it is installed here.")
@click.option("--branch", help="The branch that is published, for github. Default: the repository's main branch.")
@into_option
def command(host: str, install: str | None, branch: str | None, into: Path) -> None:
    """Let GitHub or Netlify check and publish the network: what changed, and when the time has come.

    github: three workflows. Pull requests are checked, pushes are published at GitHub Pages, and once an hour the site
    is built again if it would look different by now. netlify: netlify.toml, and a function that looks once an hour.

    The files go to the top of the repository. None that is there is changed.

    \b
    Examples:
      hubkit new workflow github
      hubkit new workflow netlify --into sites/my-network
      hubkit new workflow github --install "hubkit @ git+https://git.example.org/hubkit.git@v0.1.0"
    """
    from hubkit.starters import workflow

    settings = into / "hubkit.yaml"
    if not settings.is_file():
        raise HubkitError(f"there is no hubkit.yaml in {into}: say --into and the network's folder")
    if branch is not None and host == "netlify":
        raise HubkitError("--branch is for github; at Netlify, the branch is chosen in the site's settings")
    checkout, url = workflow.checkout_of(into), workflow.url_of(settings)
    branch = branch or workflow.main_branch(checkout.top)
    known = install or workflow.requirement_of_this()
    requirement = known or workflow.requirement_of_version()
    wanted = workflow.GITHUB if host == "github" else workflow.NETLIFY
    _write(checkout.top, workflow.workflow_files(wanted, checkout, url, requirement, branch))
    click.echo((_GITHUB_NEXT if host == "github" else _NETLIFY_NEXT).format(url=printable(url), branch=branch))
    if not known:
        click.echo(_FROM_A_FOLDER.format(requirement=requirement))
    if not checkout.in_git:
        click.echo("This folder is not in git yet. The files belong at the top of the repository that it will be in.")


def _write(top: Path, files: dict[str, str]) -> None:
    """Write every file below `top`, or none where one is there already."""
    from hubkit.starters.files import write_new_file

    there = [path for path in files if (top / path).exists() or (top / path).is_symlink()]
    if there:
        raise HubkitError(
            f"{' and '.join(there)}: there already, and left alone; nothing was written. Give what is there "
            "another name, run this again, and bring over what you need."
        )
    for path, text in files.items():
        write_new_file(top, path, text)
        click.echo(f"Wrote {printable(str(top / path))}")
