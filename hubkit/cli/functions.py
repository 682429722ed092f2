"""`hubkit api`: take RSVPs on a computer of your own."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hubkit.cli.databases import file_for, store_in
from hubkit.cli.tickets import ticket_maker_for
from hubkit.problems import HubkitError, printable

if TYPE_CHECKING:
    from starlette.applications import Starlette

    from hubkit.webhooks.catalog import Catalog
    from hubkit.webhooks.channels import Channels
    from hubkit.webhooks.checkout.settings import Payments
    from hubkit.webhooks.checkout.till import Till
    from hubkit.webhooks.renewal import Renewal
    from hubkit.webhooks.store import Store
    from hubkit.webhooks.tickets import TicketMaker
    from hubkit.webhooks.tokens import Signer

_FILE = click.Path(path_type=Path, dir_okay=False)
the_catalog = click.option(
    "--catalog", type=_FILE, default="_functions/catalog.json", show_default=True, help="What a build left."
)
the_database = click.option("--database", type=_FILE, help="A file for RSVPs. Default: in a folder of yours.")


@click.command("api")
@the_catalog
@the_database
@click.option("--host", default="127.0.0.1", show_default=True, help="Another address lets other computers ask, too.")
@click.option("--port", type=click.IntRange(0, 65535), default=8001, show_default=True, help="0: any that is free.")
@click.option("--trust-proxy", is_flag=True, help="Believe the address of visitors that a proxy in front tells.")
def command(catalog: Path, database: Path | None, host: str, port: int, *, trust_proxy: bool) -> None:
    """Take RSVPs for the events of a site that was built with `webhooks: true`.

    RSVPs are kept in one file, which is not part of the site; where DATABASE_URL is set, in that PostgreSQL database.
    Links that were given out are signed with HUBKIT_SECRET: set it, and keep it. Ctrl-C ends the server.

    Mail is sent where HUBKIT_SMTP_URL and HUBKIT_MAIL_FROM are set; organizers are told of RSVPs where
    HUBKIT_NOTIFY_URL or HUBKIT_NOTIFY_MAIL is. Tickets are sold through Stripe where HUBKIT_STRIPE_KEY and
    HUBKIT_STRIPE_WEBHOOK_SECRET are set. Tickets for the door are signed where HUBKIT_TICKET_KEY is set.

    \b
    Examples:
      hubkit api
      hubkit api --catalog my-network/_functions/catalog.json --port 8080
    """
    from hubkit.listening import listen
    from hubkit.webhooks.checkout.till import till_of
    from hubkit.webhooks.server import serve_api
    from hubkit.webhooks.tokens import SecretError, Signer

    known = known_from(catalog)
    try:
        signer = Signer(_secret(host))
    except SecretError as fault:
        raise HubkitError(str(fault)) from fault
    channels = _channels(known)
    payments = _payments(known)
    tickets = ticket_maker_for(known)
    listener = listen(host, port)
    store, place = store_in(file_for(database, lambda: known), channels.receivers)
    try:
        count = sum(event.mode == "rsvp" for event in known.events.values())
        click.echo(
            f"RSVPs for {count} {'event' if count == 1 else 'events'} are taken at {listener.url} (Ctrl-C ends it)."
        )
        click.echo(f"They are kept in {printable(place)}")
        if channels.mail is not None:
            click.echo(f"Mail is sent through {channels.mail.server.host}")
        till = till_of(store.orders(), payments) if payments else None
        if till is not None:
            click.echo(f"Tickets are sold through Stripe, {'for money' if till.payments.is_live else 'in test mode'}")
        serve_api(_renewed(catalog, store, signer, channels, till, tickets, trust_proxy=trust_proxy), listener)
    finally:
        store.close()


def _renewed(
    file: Path,
    store: "Store",
    signer: "Signer",
    channels: "Channels",
    till: "Till | None",
    tickets: "TicketMaker | None",
    *,
    trust_proxy: bool,
) -> "Renewal":
    """Return what answers, with the catalogue of each build that comes; one that is broken is told on stderr."""
    from hubkit.webhooks.app import api_app
    from hubkit.webhooks.renewal import Renewal

    async def made(catalog: "Catalog") -> "Starlette":
        return api_app(catalog, store, signer, trust_proxy=trust_proxy, channels=channels, till=till, tickets=tickets)

    def tell(fault: Exception) -> None:
        click.echo(f"{printable(str(fault))}. Until then RSVPs are taken for the build before.", err=True)

    return Renewal(file, made, tell)


def _secret(host: str) -> str:
    from hubkit.listening import is_this_machine_alone
    from hubkit.webhooks.tokens import VARIABLE, secret_from

    secret, is_for_this_run = secret_from(os.environ, only_this_machine=is_this_machine_alone(host))
    if is_for_this_run:
        click.echo(f"{VARIABLE} is not set: links that are given out now stop working when this server ends.", err=True)
    return secret


def _channels(known: "Catalog") -> "Channels":
    from hubkit.webhooks.channels import SettingError, channels_from

    try:
        channels = channels_from(os.environ)
    except SettingError as fault:
        raise HubkitError(str(fault)) from fault
    if channels.mail is not None and not known.site.api:
        raise HubkitError("the catalogue does not say where the links in mail lead; build the site again")
    return channels


def _payments(known: "Catalog") -> "Payments | None":
    from hubkit.webhooks.channels import SettingError
    from hubkit.webhooks.checkout.settings import payments_from

    try:
        payments = payments_from(os.environ)
    except SettingError as fault:
        raise HubkitError(str(fault)) from fault
    if payments is not None and not known.site.api:
        raise HubkitError("the catalogue does not say where Stripe leads back to; build the site again")
    return payments


def known_from(file: Path) -> "Catalog":
    """Return the catalogue in a file; one that cannot be used is a HubkitError."""
    from hubkit.webhooks.catalog import CatalogError, read_catalog

    try:
        return read_catalog(file)
    except CatalogError as fault:
        raise HubkitError(str(fault)) from fault
