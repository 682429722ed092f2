"""`hubkit new hub`: a folder in `hubs/` with a `hub.yaml` in it."""

from pathlib import Path

import click

from hubkit.cli.new.adding import add, into_option, the_site
from hubkit.cli.new.asking import Asker, Fault, as_field, as_listed, listed


@click.command("hub")
@click.argument("hub_id", metavar="[ID]", default="")
@click.option("--name", help="The hub's name: Lisbon.")
@click.option("--city", help="The city, where the name does not say it.")
@click.option("--country", help="Two letters, ISO 3166: PT.")
@click.option("--timezone", help="The time zone of its events: Europe/Lisbon.")
@click.option("--language", help="The languages of its pages, the main one first: pt,en. Default: the network's.")
@into_option
def command(
    hub_id: str,
    name: str | None,
    city: str | None,
    country: str | None,
    timezone: str | None,
    language: str | None,
    into: Path,
) -> None:
    """Make a hub. Its ID names its folder and is its address; without one, it is made from the name.

    \b
    Examples:
      hubkit new hub
      hubkit new hub --name Lisbon --country PT --timezone Europe/Lisbon --language pt,en
      hubkit new hub kyoto --name 京都 --country JP --timezone Asia/Tokyo --language ja
    """
    from hubkit.kinds.hub.model import HubModel
    from hubkit.starters.hub import new_hub, zones_of

    site = the_site(into)
    settings = site.shared.network.fields
    asker = Asker()
    name = asker.ask("--name", name, "The hub's name", as_field(HubModel, "name"))
    hub_id = _id(site.hub_ids, [page.id for page in site.shared.pages], hub_id, name, asker)
    city = asker.ask("--city", city, "The city, if the name does not say it", as_field(HubModel, "city"), "")
    country = asker.ask("--country", country, "The country, in two letters", as_field(HubModel, "country")).upper()
    zones = zones_of(country, city or name)
    only = zones[0] if zones and (asker.asks or len(zones) == 1) else None
    timezone = asker.ask("--timezone", timezone, "The time zone of its events", as_field(HubModel, "timezone"), only)
    language = asker.ask(
        "--language",
        language,
        "The languages of its pages",
        as_listed(HubModel, "languages"),
        ",".join(settings.languages),
    )
    asker.finish()
    add(site, f"hubs/{hub_id}/hub.yaml", new_hub(name, city, country, timezone, listed(language)))


def _id(hubs: tuple[str, ...], pages: list[str], given: str, name: str, asker: Asker) -> str:
    from hubkit.ids import RESERVED_FOR_HUBS
    from hubkit.starters.names import id_fault, id_from

    def judge(text: str) -> Fault:
        return id_fault(text, "hub", {*hubs, *pages}, RESERVED_FOR_HUBS)

    suggested = id_from(name, "hub", RESERVED_FOR_HUBS)
    return asker.ask("ID", given or None, "Its id, which is its address", judge, suggested or None)
