"""The two files that Netlify runs: what they ask of it, and what they answer where nothing is set up, or all is."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import psycopg
import pytest
from msgspec.structs import replace

from hubkit.webhooks.catalog import Catalog
from hubkit.webhooks.postgres.store import PostgresStore
from hubkit.webhooks.store import Seats, Wish
from tests import postgres
from tests.netlify.functions import left_in
from tests.webhooks.answering import CATALOG, NOW, SECRET
from tests.webhooks.apart import Loop

pytestmark = pytest.mark.node
ASK = """
const { default: answer, config } = await import(`${process.env.FOLDER}/hubkit-api.mjs`);
let later = Promise.resolve();
const waitUntil = (work) => { later = work; };
const got = await answer(new Request("https://x.org/api/health"), { ip: "203.0.113.5", waitUntil });
await later;
console.log(JSON.stringify([got.status, Object.fromEntries(got.headers), await got.text(), config]));
"""
EVERY_HOUR = """
const { default: everyHour, config } = await import(`${process.env.FOLDER}/hubkit-hourly.mjs`);
await everyHour();
console.log(JSON.stringify(config));
"""


def run(folder: Path, script: str, catalog: Catalog = CATALOG, **environment: str) -> tuple[Any, str]:
    """What a script printed as JSON, and what it said besides."""
    ran = subprocess.run(
        ["node", "--input-type=module"],
        input=script,
        env={"FOLDER": str(left_in(folder, catalog)), "PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout), ran.stderr


@pytest.mark.postgres
def test_all_below_api_is_answered_and_limited_for_all_instances(
    tmp_path: Path, postgres_server: postgres.Server
) -> None:
    address = postgres_server.fresh()
    (status, headers, text, config), _ = run(tmp_path, ASK, HUBKIT_SECRET=SECRET, DATABASE_URL=address)
    assert (status, json.loads(text)) == (200, {"status": "ok"})
    assert headers["cache-control"] == "no-store"
    assert config["path"] == "/api/*"
    assert config["rateLimit"]["aggregateBy"] == ["ip", "domain"]


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({}, "HUBKIT_SECRET is not set, or has fewer than 32 characters. Make one with:"),
        ({"HUBKIT_SECRET": "canary"}, "fewer than 32"),
        ({"HUBKIT_SECRET": SECRET, "DATABASE_URL": "canary"}, "DATABASE_URL is not the address of a PostgreSQL"),
        ({"HUBKIT_SECRET": SECRET, "DATABASE_URL": "postgresql://a:canary@[/x"}, "DATABASE_URL is not the address"),
        (
            {"HUBKIT_SECRET": SECRET, "DATABASE_URL": "postgresql://a:canary@127.0.0.1:1/x"},
            "the database in DATABASE_URL cannot be reached (ECONNREFUSED)",
        ),
        ({"HUBKIT_SECRET": SECRET, "HUBKIT_NOTIFY_URL": "canary"}, "HUBKIT_NOTIFY_URL cannot be read"),
        ({"HUBKIT_SECRET": SECRET}, "needs DATABASE_URL, or Netlify's Blobs"),
    ],
)
def test_what_is_not_set_up_is_said_in_the_log_alone(tmp_path: Path, environment: dict[str, str], said: str) -> None:
    (status, headers, text, _), log = run(tmp_path, ASK, **environment)
    assert status in {500, 503}
    assert headers["cache-control"] == "no-store"
    assert said in log
    assert "canary" not in log + text
    assert "DATABASE_URL" not in text


@pytest.mark.postgres
def test_once_an_hour_people_are_forgotten_and_seats_given_on(tmp_path: Path, postgres_server: postgres.Server) -> None:
    address = postgres_server.fresh()
    waiting = "lisbon.2026-12-05-waiting"
    store = PostgresStore.open(address)
    long_ago, far = NOW.replace(year=2020), NOW.replace(year=2999)
    events = {waiting: replace(CATALOG.events[waiting], start=far, end=far)}
    with Loop() as loop:
        for name, capacity, ends in (("old", 9, long_ago), (waiting, 9, far)):
            wish = Wish(name, "Ada", "ada@x.example", 1, "en", needs_confirmation=False)
            loop.run(store.take(wish, Seats(name, capacity, waitlist=True, ends=ends), long_ago))
        with psycopg.connect(address) as connection:  # as of an event whose capacity grew with a build
            connection.execute("UPDATE hubkit.rsvps SET state = 'waiting', seats = 0 WHERE event = %s", (waiting,))
        config, _ = run(
            tmp_path, EVERY_HOUR, replace(CATALOG, events=events), HUBKIT_SECRET=SECRET, DATABASE_URL=address
        )

        async def states() -> dict[str, str]:
            return {rsvp.event: rsvp.state async for rsvp in store.all()}

        try:
            assert loop.run(states()) == {waiting: "confirmed"}
        finally:
            store.close()
    assert config == {"schedule": "43 * * * *"}
