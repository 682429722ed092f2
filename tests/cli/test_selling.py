"""`hubkit api` that sells tickets, from the form to the ticket, with Stripe's double behind it; and wrong keys."""

import csv
import io
import json
import signal
from datetime import UTC, datetime
from pathlib import Path
from urllib.request import Request, urlopen

import msgspec
import pytest

from tests.cli.test_functions import ended, running, sent
from tests.command import hubkit
from tests.webhooks.answering import SECRET
from tests.webhooks.checkout.selling import FULL, GALA, SOLD
from tests.webhooks.checkout.stripe_double import ENVIRONMENT, posted, signature, stripe_double
from tests.webhooks.conftest import place, places
from tests.webhooks.mailing import post_office, text_of
from tests.webhooks.visitors import Place

__all__ = ["place", "places"]
AN_EVENT = "lisbon.2099-12-05-gala"


@pytest.fixture
def catalog(tmp_path: Path) -> Path:
    """A catalogue with an event that is far ahead, whatever the clock says."""
    gala = SOLD.events[GALA]
    event = msgspec.structs.replace(
        gala, start=gala.start.replace(year=2099), end=gala.end.replace(year=2099), tickets=(FULL,)
    )
    file = tmp_path / "catalog.json"
    file.write_bytes(msgspec.json.encode(msgspec.structs.replace(SOLD, events={AN_EVENT: event})))
    return file


def where(place: Place) -> tuple[tuple[str | Path, ...], dict[str, str]]:
    """Return the arguments and variables by which a command finds the database."""
    return ((), {"DATABASE_URL": place}) if isinstance(place, str) else (("--database", place), {})


def told(url: str, event: dict[str, object]) -> dict[str, bool]:
    """Have Stripe tell something; return what it is answered."""
    body = posted(event)
    headers = {"Stripe-Signature": signature(body, datetime.now(UTC)), "Content-Type": "application/json"}
    with urlopen(Request(f"{url}api/stripe/webhook", body, headers)) as answer:
        return json.loads(answer.read())


def test_a_ticket_is_bought_paid_written_and_listed(catalog: Path, place: Place) -> None:
    arguments, database = where(place)
    known = ("--catalog", catalog, *arguments)
    with stripe_double(lambda: datetime.now(UTC)) as double, post_office() as post:
        environment = {
            **database,
            **double.environment,
            "HUBKIT_SECRET": SECRET,
            "HUBKIT_SMTP_URL": f"smtp://127.0.0.1:{post.port}",
            "HUBKIT_MAIL_FROM": "tickets@x.org",
        }
        with running(*known, **environment) as (url, process):
            order = {"event": AN_EVENT, "ticket": "full", "quantity": 2, "name": "Ada", "email": "secret@mail.example"}
            to_pay = sent(f"{url}api/checkout", order)["url"]
            [session] = double.sessions
            assert to_pay == double.sessions[session]["url"]
            page = url.rstrip("/") + double.asked[0].fields["success_url"].removeprefix(SOLD.site.api)
            assert sent(page)["state"] == "held"
            for _ in range(2):
                assert told(url, double.complete(session)) == {"received": True}
            shown = sent(page)
            assert (shown["state"], len(shown["tickets"])) == ("paid", 2)
            _, _, message = post.got.get(timeout=60)
            assert all(ticket in text_of(message) for ticket in shown["tickets"])
            process.send_signal(signal.SIGTERM)
            out, err = ended(process)
        assert process.returncode == 0
    assert "Tickets are sold through Stripe, in test mode" in out
    for secret in ("secret", "Ada", ENVIRONMENT["HUBKIT_STRIPE_KEY"], ENVIRONMENT["HUBKIT_STRIPE_WEBHOOK_SECRET"]):
        assert secret not in out + err
    run = hubkit("rsvps", "export", AN_EVENT, "--orders", *known, environment=database)
    [row] = csv.DictReader(io.StringIO(run.stdout.removeprefix("\ufeff")))
    assert (row["name"], row["state"], row["amount"], row["currency"]) == ("Ada", "paid", "5000", "EUR")
    assert "paid" in hubkit("rsvps", "list", *known, environment=database).stdout


@pytest.mark.parametrize(
    ("environment", "message"),
    [
        ({"HUBKIT_STRIPE_WEBHOOK_SECRET": ""}, "HUBKIT_STRIPE_KEY is set, and HUBKIT_STRIPE_WEBHOOK_SECRET is not"),
        ({"HUBKIT_STRIPE_KEY": ""}, "HUBKIT_STRIPE_WEBHOOK_SECRET is set, and HUBKIT_STRIPE_KEY is not"),
        ({"HUBKIT_STRIPE_KEY": "pk_live_0123456789"}, "HUBKIT_STRIPE_KEY is no secret key of Stripe"),
        ({"HUBKIT_STRIPE_WEBHOOK_SECRET": "0123456789"}, "HUBKIT_STRIPE_WEBHOOK_SECRET is no signing secret of Stripe"),
        ({"HUBKIT_STRIPE_URL": "https://evil.example"}, "HUBKIT_STRIPE_URL is for tests"),
    ],
)
def test_wrong_keys_are_said_by_their_names(
    catalog: Path, tmp_path: Path, environment: dict[str, str], message: str
) -> None:
    given = {**ENVIRONMENT, "HUBKIT_SECRET": SECRET, **environment}
    database = ("--database", tmp_path / "rsvps.db")
    run = hubkit("api", "--catalog", catalog, "--port", "0", *database, environment=given)
    assert (run.returncode, message in run.stderr, "Traceback" in run.stderr) == (2, True, False)
    assert "0123" not in run.stderr
    assert "evil" not in run.stderr


def test_a_key_that_stripe_refuses_is_said_where_it_runs(catalog: Path, tmp_path: Path) -> None:
    with stripe_double(lambda: datetime.now(UTC)) as double:
        environment = {**double.environment, "HUBKIT_SECRET": SECRET, "HUBKIT_STRIPE_KEY": "sk_test_another_one"}
        with running("--catalog", catalog, "--database", tmp_path / "r.db", **environment) as (url, process):
            order = {"event": AN_EVENT, "ticket": "full", "quantity": 1, "name": "Ada", "email": "secret@mail.example"}
            with pytest.raises(OSError, match="503"):
                sent(f"{url}api/checkout", order)
            process.send_signal(signal.SIGTERM)
            _, err = ended(process)
    assert err == "Stripe made no page to pay at: HTTP 401\n"
