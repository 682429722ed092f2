"""`hubkit new member`, `hubkit new charter` and `hubkit new page`: Markdown files."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from hubkit.cli.new.adding import add, into_option, the_site
from hubkit.cli.new.asking import Asker, Judge, as_field
from hubkit.cli.new.event import choose_hub
from hubkit.problems import HubkitError

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet


@click.command("member")
@click.option("--hub", help="The id of the hub. Default: the only one.")
@click.option("--name", help="The person's name, as they want it shown.")
@click.option("--consent", metavar="DATE", help="The day on which they agreed to a page about them.")
@click.option("--id", "member_id", metavar="ID", help="The file's name. Default: made from the name.")
@into_option
def member(hub: str | None, name: str | None, consent: str | None, member_id: str | None, into: Path) -> None:
    """Present a member of a hub. It needs the day on which they agreed to it.

    \b
    Examples:
      hubkit new member
      hubkit new member --hub lisbon --name "Inês Carvalho" --consent 2026-02-03
    """
    from hubkit.kinds.member.model import MemberModel
    from hubkit.starters.texts import new_member

    site = the_site(into)
    asker = Asker()
    hub = choose_hub(site, hub, asker)
    name = asker.ask("--name", name, "The person's name", as_field(MemberModel, "name"))
    words = "The day on which they agreed to a page about them, such as 2026-02-03"
    consent = asker.ask("--consent", consent, words, as_field(MemberModel, "consent"))
    asker.finish()
    taken = {document.id for document in site.hub(hub).on("members")}
    member_id = _id(asker, member_id, name, "member", taken)
    add(site, f"hubs/{hub}/members/{member_id}.md", new_member(name, consent))


@click.command("charter")
@click.option("--hub", help="The id of a hub, for a charter of its own. Default: the charter of the network.")
@into_option
def charter(hub: str | None, into: Path) -> None:
    """Write a first charter: of the network, which hubs inherit, or of one hub.

    \b
    Examples:
      hubkit new charter
      hubkit new charter --hub lisbon
    """
    from hubkit.starters.texts import new_charter

    site = the_site(into)
    if hub is None:
        name = _shown(site.documents.network.data.get("name") if site.documents.network else None)
        path = "charter.md"
    else:
        document = site.hub(hub).hub
        name = _shown(document.data.get("name") if document else None) or hub
        path = f"hubs/{hub}/charter.md"
    if (into / path).exists():
        raise HubkitError(f"{path} is there already, and stays as it is.")
    add(site, path, new_charter(name, of_network=hub is None))


@click.command("page")
@click.option("--hub", help="The id of a hub. Default: a page of the network.")
@click.option("--title", help="The heading of the page.")
@click.option("--id", "page_id", metavar="ID", help="The file's name. Default: made from the title.")
@into_option
def page(hub: str | None, title: str | None, page_id: str | None, into: Path) -> None:
    """Make a free page, of the network or of one hub.

    \b
    Examples:
      hubkit new page --title "How to start a hub"
      hubkit new page --hub lisbon --title "Your first walk"
    """
    from hubkit.ids import RESERVED_FOR_HUB_PAGES, RESERVED_FOR_HUBS
    from hubkit.kinds.page.model import PageModel
    from hubkit.starters.texts import new_page

    site = the_site(into)
    asker = Asker()
    title = asker.ask("--title", title, "The title of the page", as_field(PageModel, "title"))
    asker.finish()
    if hub is None:
        taken, reserved, folder = {*site.hub_ids, *(each.id for each in site.shared.pages)}, RESERVED_FOR_HUBS, ""
    else:
        taken, reserved = {document.id for document in site.hub(hub).on("pages")}, RESERVED_FOR_HUB_PAGES
        folder = f"hubs/{hub}/"
    page_id = _id(asker, page_id, title, "page", taken, reserved)
    add(site, f"{folder}pages/{page_id}.md", new_page(title))


def _id(
    asker: Asker, given: str | None, title: str, what: str, taken: set[str], reserved: "AbstractSet[str] | None" = None
) -> str:
    from hubkit.starters.names import id_from

    suggested = id_from(title, what, reserved) or None
    judge = free_id(what, taken, reserved)
    if given is None and suggested and (not asker.asks or judge(suggested) is None):
        given = suggested
    made = asker.ask("--id", given, "The file's name, in plain letters", judge)
    asker.finish()
    return made


def free_id(what: str, taken: set[str], reserved: "AbstractSet[str] | None" = None) -> Judge:
    """Return the judge of ids that nothing has yet."""
    from hubkit.starters.names import id_fault

    return lambda text: id_fault(text, what, taken, reserved)


def _shown(name: object) -> str:
    """Return a name in one language, of those it is written in."""
    if isinstance(name, dict):
        return next((str(text) for text in name.values()), "")  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
    return str(name) if name else ""
