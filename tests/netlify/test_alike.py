"""Whatever people do, in whatever order: both homes of the functions end with the same seats, states and answers."""

import random
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from hubkit.webhooks.store import Rsvp, Seats, Wish
from tests import postgres
from tests.answers import Got
from tests.netlify.functions import node_home
from tests.webhooks.answering import CATALOG, NOW, Answering, answering, event

pytestmark = [pytest.mark.node, pytest.mark.postgres]
EVENTS = {
    **event("three", capacity=3, waitlist=True),
    **event("seven", capacity=7, waitlist=True),
    **event("strict", capacity=4),
    **event("many", capacity=None),
}
STEPS, PEOPLE = 150, 12


@pytest.fixture(scope="module")
def homes(
    tmp_path_factory: pytest.TempPathFactory, postgres_server: postgres.Server
) -> Iterator[tuple[Answering, Answering]]:
    catalog, folder = replace(CATALOG, events=EVENTS), tmp_path_factory.mktemp("alike")
    with (
        node_home(postgres_server) as node,
        answering(folder / "a.db", catalog=catalog) as one,
        node(folder / "b.db", catalog=catalog) as other,
    ):
        yield one, other


class Story:
    """People do things by chance, the same at both homes."""

    def __init__(self, homes: tuple[Answering, Answering], seed: int) -> None:
        self.homes = homes
        self.chance = random.Random(seed)
        self.events = sorted(EVENTS)
        self.links: dict[tuple[str, str], list[str]] = {}
        self.seed = seed

    def someone(self) -> tuple[str, str]:
        """An event, and an address."""
        who = f"{self.seed}-{self.chance.randrange(PEOPLE)}@x.example"
        return self.chance.choice(self.events), self.chance.choice([who, who.upper()])

    def both(self, name: str, *sent: list[Any]) -> list[Got]:
        return [getattr(home, name)(*each) for home, each in zip(self.homes, zip(*sent, strict=True), strict=True)]

    def come(self) -> None:
        """Somebody asks, for the first time or again."""
        name, email = self.someone()
        wish = {"event": name, "name": "Ada", "email": email, "party_size": self.chance.randint(1, 4)}
        got = self.both("post", [wish, wish])
        self.hold(got)
        if "link" in got[0].data:
            self.links[name, email.lower()] = [each.data["link"] for each in got]

    def hold_a_seat(self) -> None:
        """Somebody is to confirm, as of a server with mail over the same database."""
        name, email = self.someone()
        event = EVENTS[name]
        wish = Wish(name, "Ada", email, self.chance.randint(1, 3), "en", needs_confirmation=True)
        seats = Seats(name, event.capacity, event.waitlist, event.end)
        answers = [home.run(home.store.take(wish, seats, home.now)) for home in self.homes]
        assert answers[0].outcome == answers[1].outcome
        if answers[0].outcome == "new":
            ends = [home.now + timedelta(days=30) for home in self.homes]
            self.links[name, email.lower()] = [
                f"/api/rsvp/{home.signer.sign('link', answer.rsvp.id, home.now, end)}"
                for home, answer, end in zip(self.homes, answers, ends, strict=True)
            ]

    def change(self) -> None:
        """Somebody with a link does something with it."""
        if not self.links:
            return
        links = self.links[self.chance.choice(sorted(self.links))]
        action = self.chance.choice(["change", "change", "cancel", "confirm", "confirm", "erase"])
        sent = {"action": action} | ({"party_size": self.chance.randint(1, 5)} if action == "change" else {})
        self.hold(self.both("post", [sent, sent], links))

    def look(self) -> None:
        name = self.chance.choice(self.events)
        self.hold(self.both("get", [f"/api/events/{name}/availability"] * 2))

    def later(self) -> None:
        minutes = self.chance.choice([1, 10, 31])
        for home in self.homes:
            home.now += timedelta(minutes=minutes)

    def hold(self, got: list[Got]) -> None:
        """Both answered the same, but for what is signed."""
        told = [{**each.data, "link": "", "form_token": "", "title": ""} for each in got]
        assert (got[0].status, told[0]) == (got[1].status, told[1])

    def stored(self) -> list[list[tuple[object, ...]]]:
        def what(rsvp: Rsvp) -> tuple[object, ...]:
            return rsvp.event, rsvp.email, rsvp.party_size, rsvp.state, rsvp.made, rsvp.changed, rsvp.held_until

        return [[what(rsvp) for rsvp in home.rows()] for home in self.homes]


@pytest.mark.parametrize("seed", [1, 2, *(pytest.param(seed, marks=pytest.mark.long) for seed in range(3, 30))])
def test_what_becomes_of_people_is_the_same(homes: tuple[Answering, Answering], seed: int) -> None:
    for home in homes:
        home.now = NOW + timedelta(hours=seed)
    story = Story(homes, seed)
    done = [story.come] * 6 + [story.hold_a_seat] * 2 + [story.change] * 6 + [story.look, story.later]
    for _ in range(STEPS):
        story.chance.choice(done)()
    one, other = story.stored()
    assert one == other
    assert {row[3] for row in one} == {"confirmed", "waiting", "cancelled", "pending"}
