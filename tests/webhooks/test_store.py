"""The rules of seats, as every store keeps them."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta

import pytest
from msgspec import structs

from hubkit.webhooks.store import Seats, Store, Taken
from tests.webhooks.visitors import ENDS, EVENT, NOW, Desk, Place, everyone, names, wish


@pytest.fixture
def desk(place: Place) -> Iterator[Desk]:
    with Desk(place) as desk:
        yield desk


def test_it_is_a_store(desk: Desk) -> None:
    store: Store = desk.store
    assert desk.do(store.find("nothing")) is None


def test_what_was_taken_is_found_as_it_was_asked_for(desk: Desk) -> None:
    rsvp = desk.came("ada", 2)
    assert (rsvp.event, rsvp.name, rsvp.email, rsvp.party_size) == (EVENT, "Ada", "ada@example.org", 2)
    assert (rsvp.state, rsvp.made, rsvp.changed, rsvp.held_until) == ("confirmed", NOW, NOW, None)
    desk.reopen()
    assert desk.do(desk.store.find(rsvp.id)) == rsvp
    assert desk.all() == [rsvp]


def test_times_are_kept_to_the_microsecond(desk: Desk) -> None:
    desk.now = desk.now.replace(microsecond=123_457)
    rsvp = desk.came("ada", mail=True)
    assert desk.all() == [rsvp]
    assert rsvp.made == desk.now


def test_seats_are_given_until_there_are_none_and_then_people_wait(desk: Desk) -> None:
    desk.came("ada", 2)
    desk.came("ben", 2)
    desk.came("cleo")
    assert desk.states() == {"ada": "confirmed", "ben": "waiting", "cleo": "waiting"}
    assert desk.taken() == Taken(seats=2, waiting=3)


def test_without_a_waiting_list_a_full_event_stores_nothing(place: Place) -> None:
    with Desk(place, 1, waitlist=False) as desk:
        desk.came("ada")
        answer = desk.take("ben")
        assert (answer.outcome, answer.rsvp) == ("full", None)
        assert desk.states() == {"ada": "confirmed"}


def test_a_party_larger_than_the_event_does_not_wait_for_ever(desk: Desk) -> None:
    assert desk.take("choir", 4).outcome == "full"
    assert desk.all() == []


def test_without_a_capacity_everybody_has_a_seat(place: Place) -> None:
    with Desk(place, None, waitlist=False) as desk:
        assert {desk.came(f"person-{number}", 50).state for number in range(20)} == {"confirmed"}
        assert desk.taken() == Taken(seats=1000, waiting=0)


@pytest.mark.parametrize("spelling", ["ada@example.org", "ADA@Example.ORG", "Ada@example.org"])
def test_a_person_who_asks_twice_is_known_and_nothing_changes(desk: Desk, spelling: str) -> None:
    first = desk.came("ada")
    again = structs.replace(wish("ada", 3), email=spelling, name="Somebody else")
    answer = desk.do(desk.store.take(again, desk.seats, desk.now))
    assert (answer.outcome, answer.rsvp) == ("known", first)
    assert desk.all() == [first]


def test_an_address_is_one_person_however_its_accents_are_encoded(desk: Desk) -> None:
    for email in ("Zoë@example.org", "ZOE\u0308@example.org"):
        answer = desk.do(desk.store.take(structs.replace(wish("zoe"), email=email), desk.seats, desk.now))
    assert answer.outcome == "known"


def test_twenty_of_one_person_at_once_are_one(desk: Desk) -> None:
    async def at_once() -> list[str]:
        asked = [desk.store.take(wish("ada"), desk.seats, NOW) for _ in range(20)]
        return sorted(answer.outcome for answer in await asyncio.gather(*asked))

    assert desk.do(at_once()) == ["known"] * 19 + ["new"]
    assert len(desk.all()) == 1


def test_a_person_may_come_to_two_events(desk: Desk) -> None:
    desk.came("ada")
    other = desk.do(
        desk.store.take(wish("ada", event="porto.talk"), Seats("porto.talk", 1, waitlist=False, ends=ENDS), NOW)
    )
    assert other.outcome == "new"
    assert len(desk.all()) == 1
    assert len(desk.all(None)) == 2


def test_who_cancelled_may_come_again_at_the_end(desk: Desk) -> None:
    first, second = desk.came("ada", 3), desk.came("ben")
    desk.cancel(first)
    again = desk.came("ada", 3)
    assert again.number > second.number
    assert again.id != first.id
    assert again.state == "waiting"


def test_a_cancelled_seat_goes_to_the_next_once(desk: Desk) -> None:
    first = desk.came("ada", 3)
    for who in ("ben", "cleo", "dan", "eve"):
        desk.came(who)
    done = desk.cancel(first)
    assert (done.outcome, names(done.moved_up)) == ("done", ["ben", "cleo", "dan"])
    again = desk.cancel(first)
    assert (again.outcome, again.rsvp, again.moved_up) == ("gone", None, ())
    assert desk.states() == {
        "ada": "cancelled", "ben": "confirmed", "cleo": "confirmed", "dan": "confirmed", "eve": "waiting",
    }  # fmt: skip


def test_a_large_party_that_waits_is_not_passed_by_small_ones(desk: Desk) -> None:
    first, second = desk.came("ada"), desk.came("ben", 2)
    desk.came("choir", 3)
    desk.came("dan")
    assert desk.cancel(second).moved_up == ()
    assert desk.came("eve").state == "waiting"
    assert names(desk.cancel(first).moved_up) == ["choir"]


def test_when_a_large_party_gives_up_those_behind_it_move_up(desk: Desk) -> None:
    _, second = desk.came("ada"), desk.came("ben", 2)
    choir = desk.came("choir", 3)
    desk.came("dan")
    desk.cancel(second)
    assert names(desk.cancel(choir).moved_up) == ["dan"]


def test_a_party_that_no_longer_fits_at_all_is_passed_over_until_it_does(desk: Desk) -> None:
    first = desk.came("ada", 3)
    desk.came("choir", 3)
    desk.came("dan")
    desk.holds(2)
    assert names(desk.cancel(first).moved_up) == ["dan"]
    desk.holds(4)
    assert names(desk.settle()) == ["choir"]


def test_a_smaller_party_makes_room(desk: Desk) -> None:
    first = desk.came("ada", 3)
    desk.came("ben")
    done = desk.resize(first, 2)
    assert done.rsvp is not None
    assert (done.outcome, done.rsvp.party_size, names(done.moved_up)) == ("done", 2, ["ben"])


def test_a_larger_party_needs_free_seats(desk: Desk) -> None:
    first = desk.came("ada")
    done = desk.resize(first, 3)
    assert (done.outcome, desk.taken().seats) == ("done", 3)
    full = desk.resize(first, 4)
    assert full.outcome == "full"
    assert full.rsvp == done.rsvp
    assert desk.all() == [done.rsvp]


def test_a_larger_party_takes_no_seat_that_somebody_waits_for(desk: Desk) -> None:
    first, second = desk.came("ada"), desk.came("ben")
    desk.came("choir", 2)
    assert desk.resize(first, 2).outcome == "full"
    assert names(desk.cancel(second).moved_up) == ["choir"]


def test_who_waits_with_fewer_may_get_a_seat_by_it(desk: Desk) -> None:
    desk.came("ada", 2)
    choir = desk.came("choir", 3)
    done = desk.resize(choir, 1)
    assert done.rsvp is not None
    assert (done.rsvp.state, names(done.moved_up)) == ("confirmed", ["choir"])
    assert desk.taken() == Taken(seats=3, waiting=0)


def test_who_waits_with_more_keeps_their_place(desk: Desk) -> None:
    first = desk.came("ada", 3)
    second = desk.came("ben")
    desk.came("cleo")
    assert desk.resize(second, 2).outcome == "done"
    assert desk.resize(second, 4).outcome == "full"
    assert names(desk.cancel(first).moved_up) == ["ben", "cleo"]


def test_what_is_cancelled_or_unknown_is_gone(desk: Desk) -> None:
    first = desk.came("ada")
    desk.cancel(first)
    for rsvp in (first, structs.replace(first, id="unknown")):
        for change in (desk.confirm(rsvp), desk.resize(rsvp, 2), desk.cancel(rsvp)):
            assert (change.outcome, change.rsvp, change.moved_up) == ("gone", None, ())


def test_a_pending_seat_is_held_for_half_an_hour(desk: Desk) -> None:
    rsvp = desk.came("ada", 3, mail=True)
    assert rsvp.held_until is not None
    assert (rsvp.state, (rsvp.held_until - NOW).total_seconds()) == ("pending", 1800)
    desk.came("ben")
    desk.later(29.9)
    assert desk.settle() == ()
    assert desk.taken() == Taken(seats=3, waiting=1)
    desk.later(0.1)
    assert desk.taken() == Taken(seats=0, waiting=1)
    assert names(desk.settle()) == ["ben"]
    assert desk.settle() == ()


def test_a_confirmed_seat_is_held_for_good(desk: Desk) -> None:
    rsvp = desk.came("ada", 3, mail=True)
    done = desk.confirm(rsvp)
    assert done.rsvp is not None
    assert (done.outcome, done.rsvp.state, done.rsvp.held_until) == ("done", "confirmed", None)
    desk.later(60)
    assert desk.settle() == ()
    assert desk.confirm(rsvp) == done
    assert desk.taken().seats == 3


def test_who_finds_no_seat_waits_from_when_they_confirm(desk: Desk) -> None:
    first = desk.came("ada", 3)
    second = desk.came("ben", mail=True)
    assert (second.state, second.held_until) == ("pending", NOW)
    assert desk.taken() == Taken(seats=3, waiting=0)
    assert desk.cancel(first).moved_up == ()
    desk.came("cleo", 3)
    done = desk.confirm(second)
    assert done.rsvp is not None
    assert (done.outcome, done.rsvp.state, done.rsvp.number) == ("done", "waiting", second.number)
    assert desk.confirm(second).rsvp == done.rsvp
    assert desk.taken() == Taken(seats=3, waiting=1)


def test_who_is_written_is_answered_as_if_nobody_knew_them(place: Place) -> None:
    with Desk(place, 2, waitlist=False) as desk:
        desk.came("ada", mail=True)
        assert [desk.take(who, mail=True).outcome for who in ("ada", "ben", "ada", "cleo")] == [
            "known", "new", "full", "full",
        ]  # fmt: skip
        desk.later(31)
        assert desk.taken() == Taken(seats=0, waiting=0)


@pytest.mark.parametrize("settled", [True, False])
def test_who_confirms_too_late_gets_a_seat_that_is_still_free(desk: Desk, settled: bool) -> None:
    rsvp = desk.came("ada", 3, mail=True)
    desk.later(31)
    if settled:
        desk.settle()
    done = desk.confirm(rsvp)
    assert done.rsvp is not None
    assert (done.outcome, done.rsvp.state) == ("done", "confirmed")


def test_who_confirms_too_late_waits_where_people_wait(desk: Desk) -> None:
    rsvp = desk.came("ada", 2, mail=True)
    desk.came("ben", 2)
    desk.came("cleo", 2)
    desk.later(31)
    assert names(desk.settle()) == ["ben"]
    done = desk.confirm(rsvp)
    assert done.rsvp is not None
    assert (done.outcome, done.rsvp.state, done.rsvp.number) == ("done", "waiting", rsvp.number)


def test_who_confirms_too_late_passes_nobody_with_a_lower_number(place: Place) -> None:
    with Desk(place, 2) as desk:
        first = desk.came("ada", 2, mail=True)
        desk.later(31)
        second = desk.came("ben", mail=True)
        waits = desk.confirm(first)
        assert waits.rsvp is not None
        assert waits.rsvp.state == "waiting"
        desk.later(31)
        done = desk.confirm(second)
        assert done.rsvp is not None
        assert (done.rsvp.state, names(done.moved_up)) == ("waiting", ["ada"])


def test_who_confirms_too_late_lets_others_up_who_fit_behind(desk: Desk) -> None:
    late = desk.came("ada", 2, mail=True)
    for who in ("ben", "cleo", "dan"):
        desk.came(who)
    desk.later(31)
    desk.holds(4)
    desk.take("eve")
    done = desk.confirm(late)
    assert done.rsvp is not None
    assert (done.rsvp.state, names(done.moved_up)) == ("confirmed", ["cleo"])
    assert desk.taken() == Taken(seats=4, waiting=2)


@pytest.mark.parametrize("settled", [True, False])
def test_who_confirms_too_late_is_told_where_it_is_full_and_nobody_may_wait(place: Place, settled: bool) -> None:
    with Desk(place, 1, waitlist=False) as desk:
        rsvp = desk.came("ada", mail=True)
        desk.later(31)
        if settled:
            desk.settle()
        second = desk.came("ben")
        full = desk.confirm(rsvp)
        assert (full.outcome, full.rsvp) == ("full", rsvp)
        desk.cancel(second)
        assert desk.confirm(rsvp).outcome == "done"


def test_who_confirms_too_late_is_told_where_the_event_became_too_small_for_them(desk: Desk) -> None:
    late = desk.came("ada", 3, mail=True)
    desk.holds(2)
    desk.later(31)
    desk.settle()
    assert desk.confirm(late).outcome == "full"
    assert desk.taken() == Taken(seats=0, waiting=0)


def test_a_capacity_that_grew_counts_for_who_confirms_too_late(desk: Desk) -> None:
    late = desk.came("ada", 3, mail=True)
    desk.later(31)
    desk.came("ben", 3)
    desk.holds(6)
    done = desk.confirm(late)
    assert done.rsvp is not None
    assert done.rsvp.state == "confirmed"


def test_who_let_a_hold_pass_and_is_not_written_may_ask_again_at_the_end(desk: Desk) -> None:
    old = desk.came("ada", 3, mail=True)
    desk.came("ben")
    desk.later(31)
    new = desk.came("ada", 3)
    assert (new.state, new.number > old.number) == ("waiting", True)
    assert desk.confirm(old).outcome == "gone"


def test_who_let_a_hold_pass_and_asks_again_gets_it_again_with_the_same_link(desk: Desk) -> None:
    old = desk.came("ada", 3, mail=True)
    desk.later(31)
    desk.settle()
    again = desk.take("ada", 3, mail=True)
    assert again.outcome == "known"
    assert again.rsvp is not None
    assert (again.rsvp.id, again.rsvp.state, again.rsvp.held_until) == (
        old.id,
        "pending",
        desk.now + timedelta(minutes=30),
    )
    assert desk.taken() == Taken(seats=3, waiting=0)
    desk.later(31)
    desk.came("ben")
    assert desk.take("ada", 3, mail=True).outcome == "known"
    assert desk.taken() == Taken(seats=1, waiting=0)
    done = desk.confirm(old)
    assert done.rsvp is not None
    assert (done.rsvp.id, done.rsvp.state) == (old.id, "waiting")


def test_who_let_a_hold_pass_is_not_lost_by_asking_when_it_is_full(place: Place) -> None:
    with Desk(place, 1, waitlist=False) as desk:
        old = desk.came("ada", mail=True)
        desk.later(31)
        second = desk.came("ben")
        assert desk.take("ada", mail=True).outcome == "full"
        desk.cancel(second)
        assert desk.confirm(old).outcome == "done"


def test_a_clock_that_goes_back_returns_no_seat_that_was_given_on(desk: Desk) -> None:
    desk.came("ada", 3, mail=True)
    desk.came("ben", 3)
    desk.later(31)
    assert names(desk.settle()) == ["ben"]
    desk.later(-60)
    assert desk.taken() == Taken(seats=3, waiting=0)
    assert desk.came("cleo").state == "waiting"


def test_a_capacity_that_grew_moves_the_list_up_in_order(desk: Desk) -> None:
    for who in ("ada", "ben", "cleo", "dan", "eve", "finn"):
        desk.came(who)
    desk.holds(5)
    assert desk.came("gil").state == "waiting"
    assert names(desk.settle()) == ["dan", "eve"]
    desk.holds(None)
    assert names(desk.settle()) == ["finn", "gil"]


def test_a_capacity_that_shrank_takes_no_seat_and_gives_none(desk: Desk) -> None:
    first = desk.came("ada", 2)
    desk.came("ben")
    desk.came("cleo")
    desk.holds(1)
    assert desk.settle() == ()
    assert desk.taken() == Taken(seats=3, waiting=1)
    assert desk.cancel(first).moved_up == ()
    assert desk.came("dan").state == "waiting"


def test_numbers_are_never_given_twice(desk: Desk) -> None:
    first = desk.came("ada")
    desk.erase(first)
    assert desk.came("ben").number > first.number


def test_all_are_read_in_order_though_there_are_many(desk: Desk) -> None:
    async def fill() -> None:
        everywhere = (EVENT, "porto.talk")
        asked = [wish(f"person-{number}", event=everywhere[number % 2]) for number in range(1201)]
        await asyncio.gather(
            *(desk.store.take(each, Seats(each.event, None, waitlist=False, ends=ENDS), NOW) for each in asked)
        )

    desk.do(fill())
    numbers = [rsvp.number for rsvp in desk.all(None)]
    assert numbers == list(range(1, 1202))
    assert len(desk.all("porto.talk")) == 600


def test_erasing_says_how_many_there_were(desk: Desk) -> None:
    first, second = desk.came("ada"), desk.came("ben")
    assert desk.erase(first, structs.replace(second, id="unknown")) == 1
    assert desk.do(everyone(desk.store)) == [second]


def test_an_erased_seat_goes_to_the_next_with_the_next_settling(desk: Desk) -> None:
    first = desk.came("ada", 3)
    desk.came("ben")
    desk.erase(first)
    assert names(desk.settle()) == ["ben"]


def test_all_or_none_are_taken(desk: Desk) -> None:
    desk.came("ada", 2)
    asked = tuple((wish(who), desk.seats) for who in ("ada", "ben", "cleo"))
    seen = desk.do(desk.store.take_all(asked, NOW, lambda answers: len(answers) == 1))
    assert [answer.outcome for answer in seen] == ["known", "new", "new"]
    assert desk.states() == {"ada": "confirmed"}
    assert desk.taken() == Taken(seats=2, waiting=0)
    kept = desk.do(desk.store.take_all(asked, NOW, lambda answers: answers[0].outcome == "known"))
    assert [answer.outcome for answer in kept] == ["known", "new", "new"]
    assert desk.states() == {"ada": "confirmed", "ben": "confirmed", "cleo": "waiting"}
    assert [rsvp.name for rsvp in desk.all()] == ["Ada", "Ben", "Cleo"]


def test_events_that_ended_are_those_with_rsvps(desk: Desk) -> None:
    assert desk.do(desk.store.ended(ENDS + timedelta(days=1))) == ()
    rsvp = desk.came("ada")
    assert desk.do(desk.store.ended(ENDS)) == ()
    assert desk.do(desk.store.ended(ENDS + timedelta(seconds=1))) == (EVENT,)
    desk.erase(rsvp)
    assert desk.do(desk.store.ended(ENDS + timedelta(seconds=1))) == ()


def test_events_where_a_hold_ran_out_and_people_wait_are_found_until_they_move_up(desk: Desk) -> None:
    desk.came("ada", 3, mail=True)
    desk.came("ben")
    assert desk.do(desk.store.awaited(desk.now)) == ()
    desk.later(30)
    assert desk.do(desk.store.awaited(desk.now)) == (EVENT,)
    assert names(desk.settle()) == ["ben"]
    assert desk.do(desk.store.awaited(desk.now)) == ()


def test_who_withdraws_gives_the_seats_to_the_next_and_is_gone(desk: Desk) -> None:
    first = desk.came("ada", 3)
    second = desk.came("ben")
    done = desk.do(desk.store.withdraw(first.id, desk.seats, desk.now))
    assert (done.outcome, done.rsvp, names(done.moved_up)) == ("done", first, ["ben"])
    assert [rsvp.id for rsvp in desk.all()] == [second.id]
    assert desk.do(desk.store.withdraw(first.id, desk.seats, desk.now)).outcome == "gone"


def test_who_never_confirms_is_erased_and_nobody_else(desk: Desk) -> None:
    asked = desk.came("ada", mail=True)
    desk.confirm(desk.came("ben", mail=True))
    desk.came("cleo")
    desk.later(60)
    desk.came("dan", mail=True)
    assert desk.do(desk.store.erase_unconfirmed(asked.changed)) == 0
    assert desk.do(desk.store.erase_unconfirmed(desk.now)) == 1
    assert desk.states() == {"ben": "confirmed", "cleo": "confirmed", "dan": "pending"}
