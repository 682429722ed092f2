"""Any calls in any order, at any time, with restarts between: the store agrees with two dictionaries."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from hubkit.webhooks.seats import HOLD
from hubkit.webhooks.store import Rsvp
from tests.webhooks.visitors import Desk, Place

PEOPLE = st.sampled_from(["ada", "Ada", "ben", "BEN", "cleo", "dan", "eve", "finn", "gil"])
PARTIES = st.integers(1, 4)
CAPACITIES = st.none() | st.integers(1, 7)


class Model:
    """What the rules say, told once more: who has seats and who waits, by number, and how many they are."""

    def __init__(self, capacity: int | None, waitlist: bool) -> None:
        self.capacity, self.told, self.waitlist = capacity, capacity, waitlist
        self.seated: dict[int, int] = {}
        self.waiting: dict[int, int] = {}
        self.late: dict[int, int] = {}
        """Who held no seats, or no longer: they have neither, and may still confirm."""
        self.until: dict[int, datetime] = {}
        """Until when seats are only held."""
        self.person: dict[int, str] = {}
        """Of everybody who is not cancelled."""

    def free(self, capacity: int | None) -> float:
        return float("inf") if capacity is None else capacity - sum(self.seated.values())

    def could_ever(self, party: int, capacity: int | None) -> bool:
        return capacity is None or party <= capacity

    def awaited(self) -> bool:
        return self.capacity is not None and any(party <= self.capacity for party in self.waiting.values())

    def let_go(self, now: datetime) -> None:
        for number in [number for number, until in self.until.items() if until <= now]:
            del self.until[number]
            self.late[number] = self.seated.pop(number)

    def move_up(self, capacity: int | None) -> list[int]:
        moved: list[int] = []
        for number in sorted(self.waiting):
            party = self.waiting[number]
            if not self.could_ever(party, capacity):
                continue
            if party > self.free(capacity):
                break
            self.seated[number] = self.waiting.pop(number)
            moved.append(number)
        return moved

    def settle(self, now: datetime) -> list[int]:
        self.told = self.capacity
        self.let_go(now)
        return self.move_up(self.capacity)

    def forget(self, number: int) -> None:
        for where in (self.seated, self.waiting, self.late, self.until, self.person):
            where.pop(number, None)

    def state(self, number: int) -> str:
        if number in self.until or number in self.late:
            return "pending"
        return "confirmed" if number in self.seated else "waiting" if number in self.waiting else "cancelled"


class Seats(RuleBasedStateMachine):
    """The store beside the model."""

    known = Bundle("known")

    def __init__(self, place: Place) -> None:
        super().__init__()
        self.place = place

    @initialize(capacity=CAPACITIES, waitlist=st.booleans())
    def begin(self, capacity: int | None, waitlist: bool) -> None:
        self.desk = Desk(self.place, capacity, waitlist=waitlist)
        self.model = Model(capacity, waitlist)
        self.made: dict[int, Rsvp] = {}
        self.ceiling: float = float("inf") if capacity is None else capacity

    def teardown(self) -> None:
        if hasattr(self, "desk"):
            self.desk.__exit__()

    def moved_as(self, moved: tuple[Rsvp, ...], numbers: list[int]) -> None:
        assert [rsvp.number for rsvp in moved] == numbers
        assert all(rsvp.state == "confirmed" for rsvp in moved)

    @rule(target=known, who=PEOPLE, party=PARTIES, mail=st.booleans())
    def take(self, who: str, party: int, mail: bool):
        model, now = self.model, self.desk.now
        answer = self.desk.take(who, party, mail=mail)
        model.told = model.capacity
        model.let_go(now)
        mine = next((number for number, person in model.person.items() if person == who.lower()), None)
        if mine is not None and mine not in model.late and not mail:
            assert answer.outcome == "known"
            assert answer.rsvp is not None
            assert answer.rsvp.number == mine
            return multiple()
        seated = self.fits(party)
        full = not seated and not (model.waitlist and model.could_ever(party, model.capacity))
        if mine is not None and mail:
            if mine in model.late and self.fits(model.late[mine]):
                model.seated[mine] = model.late.pop(mine)
                model.until[mine] = now + HOLD
            assert answer.outcome == ("full" if full else "known"), "an answer that tells who is known"
            return multiple()
        if full:
            assert (answer.outcome, answer.rsvp) == ("full", None)
            return multiple()
        assert answer.outcome == "new"
        assert answer.rsvp is not None
        number = answer.rsvp.number
        assert number > max(self.made, default=0)
        if mine is not None:
            model.forget(mine)
        self.made[number] = answer.rsvp
        model.person[number] = who.lower()
        (model.seated if seated else model.late if mail else model.waiting)[number] = party
        assert answer.rsvp.held_until == (None if not mail else now + HOLD if seated else now)
        if seated and mail:
            model.until[number] = now + HOLD
        return answer.rsvp

    def fits(self, party: int) -> bool:
        return party <= self.model.free(self.model.capacity) and not self.model.awaited()

    @rule(rsvp=known)
    def confirm(self, rsvp: Rsvp) -> None:
        model, number = self.model, rsvp.number
        done = self.desk.confirm(rsvp)
        model.told = model.capacity
        if number not in model.person:
            assert done.outcome == "gone"
            return
        model.let_go(self.desk.now)
        if number not in model.late:
            model.until.pop(number, None)
            assert (done.outcome, done.moved_up) == ("done", ())
            return
        before = dict(model.seated), dict(model.waiting), dict(model.late)
        model.waiting[number] = model.late.pop(number)
        moved = model.move_up(model.capacity)
        waits = model.waitlist and model.could_ever(model.waiting.get(number, 0), model.capacity)
        if number in model.waiting and not waits:
            model.seated, model.waiting, model.late = before
            assert done.outcome == "full"
            return
        assert done.outcome == "done"
        self.moved_as(done.moved_up, [other for other in moved if other != number])

    @rule(rsvp=known, party=PARTIES)
    def resize(self, rsvp: Rsvp, party: int) -> None:
        model, number = self.model, rsvp.number
        done = self.desk.resize(rsvp, party)
        if number not in model.person:
            assert done.outcome == "gone"
            model.told = model.capacity
            return
        model.told = model.capacity
        model.let_go(self.desk.now)
        where = next(where for where in (model.seated, model.waiting, model.late) if number in where)
        more = party - where[number]
        if where is model.seated:
            full = more > 0 and (more > model.free(model.capacity) or model.awaited())
        else:
            full = more > 0 and not model.could_ever(party, model.capacity)
        assert done.outcome == ("full" if full else "done")
        if not full:
            where[number] = party
            self.moved_as(done.moved_up, model.move_up(model.capacity))

    @rule(rsvp=known)
    def cancel(self, rsvp: Rsvp) -> None:
        done = self.desk.cancel(rsvp)
        if rsvp.number not in self.model.person:
            assert (done.outcome, done.moved_up) == ("gone", ())
            return
        assert done.outcome == "done"
        self.model.forget(rsvp.number)
        self.moved_as(done.moved_up, self.model.settle(self.desk.now))

    @rule(rsvp=known)
    def withdraw(self, rsvp: Rsvp) -> None:
        done = self.desk.do(self.desk.store.withdraw(rsvp.id, self.desk.seats, self.desk.now))
        assert done.outcome == ("done" if self.made.pop(rsvp.number, None) else "gone")
        self.model.told = self.model.capacity
        if done.outcome == "done":
            self.model.forget(rsvp.number)
            self.moved_as(done.moved_up, self.model.settle(self.desk.now))

    @rule()
    def erase_unconfirmed(self) -> None:
        unconfirmed = [number for number in self.made if self.model.state(number) == "pending"]
        asked_before = [number for number in unconfirmed if self.changed(number) < self.desk.now]
        assert self.desk.do(self.desk.store.erase_unconfirmed(self.desk.now)) == len(asked_before)
        for number in asked_before:
            del self.made[number]
            self.model.forget(number)

    def changed(self, number: int) -> datetime:
        return next(rsvp.changed for rsvp in self.desk.all() if rsvp.number == number)

    @rule()
    def settle(self) -> None:
        self.moved_as(self.desk.settle(), self.model.settle(self.desk.now))

    @rule(rsvp=known)
    def erase(self, rsvp: Rsvp) -> None:
        there = self.made.pop(rsvp.number, None)
        self.model.forget(rsvp.number)
        assert self.desk.erase(rsvp) == (there is not None)

    @rule(capacity=CAPACITIES)
    def change_capacity(self, capacity: int | None) -> None:
        self.desk.holds(capacity)
        self.model.capacity = capacity

    @rule(minutes=st.sampled_from([-45, -5, 5, 16, 31]))
    def pass_time(self, minutes: Literal[-45, -5, 5, 16, 31]) -> None:
        self.desk.later(minutes)

    @rule()
    def restart(self) -> None:
        self.desk.reopen()

    @invariant()
    def it_agrees(self) -> None:
        stored = self.desk.all()
        model, now = self.model, self.desk.now
        assert [rsvp.number for rsvp in stored] == sorted(self.made), "somebody is lost"
        assert {rsvp.number: rsvp.state for rsvp in stored} == {number: model.state(number) for number in self.made}
        parties = model.seated | model.waiting | model.late
        assert {rsvp.number: rsvp.party_size for rsvp in stored if rsvp.state != "cancelled"} == parties
        live = [rsvp.email.lower() for rsvp in stored if rsvp.state != "cancelled"]
        assert len(live) == len(set(live)), "one person came twice"
        kept = {number: party for number, party in model.seated.items() if not self.is_over(number, now)}
        taken = self.desk.taken()
        assert (taken.seats, taken.waiting) == (sum(kept.values()), sum(model.waiting.values()))

    @invariant()
    def no_seat_is_sold_twice(self) -> None:
        """However many were given while there were more, none is given above what there is now."""
        taken = self.desk.taken().seats
        capacity = float("inf") if self.model.told is None else self.model.told
        assert taken <= max(self.ceiling, capacity)
        self.ceiling = max(sum(self.model.seated.values()), capacity)

    def is_over(self, number: int, now: datetime) -> bool:
        return number in self.model.until and self.model.until[number] <= now


def run(places: Callable[[], Place], examples: int, steps: int) -> None:
    """Do so many runs of so many steps, each in a new place."""
    run_state_machine_as_test(
        lambda: Seats(places()),
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
        ),
    )


def test_a_store_agrees_with_the_model(places: Callable[[], Place]) -> None:
    run(places, 25, 25)


@pytest.mark.long
def test_a_store_agrees_with_the_model_for_long(places: Callable[[], Place]) -> None:
    is_file = isinstance(places(), Path)
    run(places, 500 if is_file else 100, 60)  # a database of PostgreSQL takes twenty times as long
