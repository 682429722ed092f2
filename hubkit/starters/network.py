"""A new network: its settings, one event template, words for organizers, and an editor that helps them."""

import json
from collections.abc import Mapping
from pathlib import Path

import hubkit
from hubkit.importers.yaml import as_yaml
from hubkit.problems import HubkitError
from hubkit.starters.schema import FILES, schema_of

_SETTINGS = """\
# The network itself. Every network has exactly one file with this name, at the top of its folder.
# Lines that begin with # are comments, like these: they are for you, and hubkit does not read them.

{name}
# Where the site will be found. All links, feeds and calendars are made from it, so set it before you publish.
{url}
# One line below the name on the home page. Take the # away, and write your own.
# tagline: People who walk their city with a camera.

# The language of the network's own pages. A hub names its own languages in its hub.yaml.
{languages}
# The zone of hubs that name none.
{timezone}
# A theme that comes with hubkit, or a folder of your own in themes/.
theme: base

# One colour is enough. hubkit moves it to a shade that everybody can read, in the light and in the dark.
# Colours stand in quotes, because a bare # would begin a comment.
brand:
  accent: "#0b6e4f"
  accent_dark: "#5cc9a1"

# What every event in every hub begins with. A hub, an event template or the event itself may say otherwise.
defaults:
  attendance: in-person
"""
_TEMPLATE = """\
# An event template: what all events of one type have in common. An event takes it with the line
#   template: meetup
# and writes only what is different. Any field of an event may stand here, but not its dates.

# These two are for organizers: they are shown when you make a new event.
name: Meetup
about: An evening together, free and open to all.

# Without an "end", an event lasts as long as this says.
duration: 2h
attendance: in-person

# Nobody has to sign up. For a form elsewhere write "mode: link" and, below it, "url: https://…".
registration:
  mode: none
"""
_README = """\
# {name}

This folder is the website of {name}. Each city (a "hub") has a folder of its own in `hubs/`. You change the site by
changing these files: in your browser, if they are kept at GitHub or GitLab, or on your computer.

## What you can do
| you want to | write |
|---|---|
| begin a hub | `hubkit new hub` |
| announce an event | `hubkit new event` |
| announce one like the last | `hubkit new event --from <hub>/<event> --start "<date> <time>"` |
| present a member | `hubkit new member` |
| say how you decide | `hubkit new charter` |
| add a page | `hubkit new page` |
| look for mistakes | `hubkit check` |
| make the site | `hubkit build`, which puts it into `_site/` |
| have GitHub or Netlify check and publish it | `hubkit new workflow github` or `netlify` |

All of these are text files that you can also copy and change by hand. In VS Code, with the extension for YAML that it
offers when you open this folder, you see what each line is for, and mistakes as you type.

## What lies where
| file | what it is |
|---|---|
| `hubkit.yaml` | the network: its name, address and colour |
| `event-templates/` | types of event, and what they have in common |
| `hubs/<hub>/hub.yaml` | one hub: where it is, who runs it, how to reach it |
| `hubs/<hub>/events/` | its events, one file each, named by date: `2026-12-05-photo-walk.yaml` |

## Five rules that save evenings
1. Write the time that the clock on the wall shows there: `2026-12-05 18:30`. hubkit knows about summer time.
2. Never delete an event that was announced. Write `status: cancelled`, and everybody's calendar learns of it.
3. Two spaces at the beginning of a line mean "belongs to the line above". Never use the tab key.
4. A text with a colon and a space in it stands in quotes: `title: "Two rivers: Tejo and Kamo"`.
5. A page about a person needs the day on which they agreed to it: `consent: 2026-02-03`.
"""
_MADE = (".hubkit", "_site", "_functions")
"""How the names begin of what hubkit makes in a site's folder."""
_GITIGNORE = """\
# What hubkit makes from this folder. It can always be made again, so git need not keep it.
_site*
_functions/
.hubkit/
"""


def new_network(name: str, url: str, language: str, timezone: str) -> dict[str, str | bytes]:
    """Return the files of a new network, by path."""
    settings = _SETTINGS.format(
        name=as_yaml({"name": name}),
        url=as_yaml({"url": url}),
        languages=as_yaml({"languages": [language]}),
        timezone=as_yaml({"timezone": timezone}),
    )
    return {
        "hubkit.yaml": settings,
        "event-templates/meetup.yaml": _TEMPLATE,
        "README.md": _README.format(name=name),
        ".gitignore": _GITIGNORE,
        "hubs/.gitkeep": "",
        **editor_files(),
    }


def example_network() -> dict[str, str | bytes]:
    """Return the files of the example network, by path; raises `HubkitError` where it is not installed."""
    folder = _example_folder()
    files: dict[str, str | bytes] = {}
    for file in sorted(folder.rglob("*")):
        path = file.relative_to(folder)
        if file.is_file() and not path.parts[0].startswith(_MADE):
            files[path.as_posix()] = file.read_bytes()
    return files | editor_files()


def _example_folder() -> Path:
    package = Path(hubkit.__file__).resolve().parent
    for folder in (package / "starter", package.parent / "example-site"):
        if (folder / "hubkit.yaml").is_file():
            return folder
    raise HubkitError("the example network is not part of this installation of hubkit")


def _patterns(files: str) -> list[str]:
    """Return which files have a schema: not those that say another's texts in one more language, as walk.pt.yaml."""
    return [files, f"!{files.replace('*.yaml', '*.*.yaml')}"] if files.endswith("*.yaml") else [files]


def editor_files() -> dict[str, str]:
    """Return what tells VS Code how hubkit's files are written, by path."""
    schemas = {f".vscode/hubkit/{kind}.schema.json": schema_of(kind) for kind in FILES}
    wiring = {f"./.vscode/hubkit/{kind}.schema.json": _patterns(pattern) for kind, pattern in FILES.items()}
    settings = {
        "yaml.schemas": wiring,
        "yaml.yamlVersion": "1.2",
        "files.eol": "\n",
        "[yaml]": {"editor.insertSpaces": True, "editor.tabSize": 2},
    }
    made: Mapping[str, object] = {
        ".vscode/settings.json": settings,
        ".vscode/extensions.json": {"recommendations": ["redhat.vscode-yaml"]},
        **schemas,
    }
    return {path: f"{json.dumps(data, ensure_ascii=False, indent=2)}\n" for path, data in made.items()}
