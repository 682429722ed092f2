"""New Markdown files: a member, a charter, a page."""

from hubkit.importers.yaml import as_yaml

_MEMBER = """\
---
# A member: a spotlight on one person. The name of the file is the id by which others name them.
{name}
# The day on which the person agreed to this page. Without this line hubkit publishes nothing.
{consent}
# More that you may say. Take the # away, and write your own.
# role: Keeps the key of the room
# pronouns: she/her
# quote: A picture is finished when somebody else has looked at it.
# photo:
#   file: media/ines.jpg
#   alt: A woman with a camera, laughing

# The story goes below the next line of dashes, in Markdown.
---
"""
_CHARTER = """\
---
# {what}
# Between the two lines of dashes stand the facts that hubkit lays out for you; below them, the text, in Markdown.
{title}
version: "1.0"

# Who looks after what, from when until when. Take the # away, and name a member.
# stewards:
#   - member: ines-carvalho
#     role: Steward
#     from: 2026-01-01
#     until: 2026-12-31

# Who decides what.
# governance:
#   - tier: The circle
#     function: Three to seven volunteers
#     decides: Dates, rooms and small expenses

# Income and expenses. hubkit adds them up.
# budget:
#   - label: Gifts
#     amount: 120.00
#     currency: EUR
#     kind: income
---

## Why we are here

{name} brings people together who share an interest, in person and in the open. Everybody is welcome who treats others
with respect.

## How we decide

We talk until nobody objects any more. If that takes too long, we vote, and two thirds of those present decide.

## Money

Anybody may see the book at any time. What is left at the end of a year is for the next.

## How this charter changes

Whoever takes part may propose a change. It is announced two weeks before it is decided, and written down here.
"""
_PAGE = """\
---
# A page of its own. The name of the file is its address.
{title}
# One sentence for search engines and previews. Take the # away, and write your own.
# summary: What to bring, where we meet, and how long it takes.

# Whether the page is named in the menu.
nav: false

# The text goes below the next line of dashes, in Markdown.
---
"""


def new_member(name: str, consent: str) -> str:
    """Return the text of a member's file."""
    return _MEMBER.format(name=as_yaml({"name": name}), consent=as_yaml({"consent": consent}))


def new_charter(name: str, *, of_network: bool) -> str:
    """Return the text of the charter of a hub, or of the network, that is called `name`."""
    what = (
        "The network's charter. A hub that has no charter.md of its own shows this one."
        if of_network
        else "A hub's own charter. It stands in place of the network's."
    )
    return _CHARTER.format(what=what, title=as_yaml({"title": f"Charter of {name}"}), name=_plain(name))


def new_page(title: str) -> str:
    """Return the text of a page's file."""
    return _PAGE.format(title=as_yaml({"title": title}))


def _plain(name: str) -> str:
    """Return a name as Markdown shows it: without signs that would mean something there."""
    return "".join(f"\\{sign}" if sign in r"\`*_[]<>#&!|~" else sign for sign in name)
