"""What is to be told: put down with the change, given out again until it is sent, and gone with the person."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from hubkit.webhooks.store import Errand, Rsvp
from tests.webhooks.behind import files, outbox, refuse_errands
from tests.webhooks.visitors import ENDS, NOW, Desk, Place

EVERYBODY = frozenset({"person", "mail", "hook"})


@pytest.fixture
def desk(place: Place) -> Iterator[Desk]:
    with Desk(place, receivers=EVERYBODY) as desk:
        yield desk


def given(desk: Desk, most: int = 1_000) -> tuple[Errand, ...]:
    return desk.do(desk.store.errands(desk.now, most))


def sent(desk: Desk, most: int = 1_000) -> list[tuple[str, str]]:
    """Take what is due and say that it was sent; return who is told what."""
    errands = given(desk, most)
    for errand in errands:
        desk.do(desk.store.end(errand, desk.now))
    return [(errand.receiver, errand.kind) for errand in errands]


def all_told(*kinds: str) -> list[tuple[str, str]]:
    return [(receiver, kind) for kind in kinds for receiver in ("person", "hook", "mail")]


def organizers(kind: str) -> list[tuple[str, str]]:
    return [("hook", kind), ("mail", kind)]


def test_who_asks_is_asked_to_confirm_and_then_told_how_they_stand(desk: Desk) -> None:
    rsvp = desk.came("ada", 2, mail=True)
    assert sent(desk) == [("person", "confirm")]
    desk.confirm(rsvp)
    assert sent(desk) == [("person", "standing"), *organizers("confirmed")]
    desk.confirm(rsvp)
    assert sent(desk) == []


def test_who_confirms_too_late_and_waits_is_told_so(desk: Desk) -> None:
    rsvp = desk.came("ada", 3, mail=True)
    desk.later(31)
    desk.came("ben", 3)
    sent(desk)
    desk.confirm(rsvp)
    assert sent(desk) == [("person", "standing"), *organizers("waiting")]


def test_who_cancels_and_who_moves_up_by_it_is_told(desk: Desk) -> None:
    first = desk.came("ada", 3)
    second = desk.came("ben")
    assert sent(desk) == [*organizers("confirmed"), *organizers("waiting")]
    desk.cancel(first)
    errands = given(desk)
    assert [(each.receiver, each.kind) for each in errands] == [
        ("person", "cancelled"), *organizers("cancelled"), ("person", "moved-up"), *organizers("moved-up"),
    ]  # fmt: skip
    assert [each.about for each in errands] == [first.id, "", "", second.id, "", ""]
    assert [each.people for each in errands] == [3, 3, 3, 1, 1, 1]
    desk.cancel(first)
    desk.later(60)
    assert [each.tries for each in given(desk)] == [2] * 6, "told once more, though nothing changed"


def test_another_size_is_told_to_organizers_and_an_unconfirmed_one_to_nobody(desk: Desk) -> None:
    rsvp = desk.came("ada", 3)
    pending = desk.came("ben", mail=True)
    sent(desk)
    desk.resize(pending, 2)
    desk.cancel(pending)
    desk.resize(rsvp, 3)
    assert sent(desk) == []
    desk.resize(rsvp, 2)
    assert sent(desk) == organizers("changed")


def test_a_hold_that_ran_out_moves_others_up_and_tells_them(desk: Desk) -> None:
    desk.came("ada", 3, mail=True)
    desk.came("ben")
    sent(desk)
    desk.later(31)
    desk.settle()
    assert sent(desk) == all_told("moved-up")


def test_of_a_thousand_forms_with_one_address_one_mail_is_sent_a_day(desk: Desk) -> None:
    rsvp = desk.came("ada", mail=True)
    for count in range(1_000):
        desk.take("Ada" if count % 2 else "ADA", mail=True)
        if count % 100 == 0:
            desk.later(14)
    assert sent(desk) == [("person", "confirm")]
    desk.confirm(rsvp)
    assert [who for who, _ in sent(desk)].count("person") == 1
    desk.take("ada", mail=True)
    assert sent(desk) == []
    desk.later(24 * 60)
    desk.take("ada", mail=True)
    desk.take("ada", mail=True)
    assert sent(desk) == [("person", "standing")]


def test_who_is_known_is_written_their_link_though_it_is_full(place: Place) -> None:
    with Desk(place, 1, waitlist=False, receivers=EVERYBODY) as desk:
        desk.came("ada")
        sent(desk)
        assert desk.take("ada", mail=True).outcome == "full"
        assert sent(desk) == [("person", "standing")]


def test_nobody_is_told_where_nothing_is_set_up(place: Place) -> None:
    with Desk(place, 1) as desk:
        desk.cancel(desk.came("ada"))
        assert given(desk) == ()
        assert desk.do(desk.store.next_errand()) is None


def test_a_change_that_is_not_stored_tells_nobody(desk: Desk) -> None:
    desk.came("ada", 3)
    sent(desk)
    refuse_errands(desk.place)
    with pytest.raises(Exception, match="database of RSVPs failed"):
        desk.came("ben", mail=True)
    assert desk.states() == {"ada": "confirmed"}, "stored, though nobody would have been told"


def test_what_was_not_sent_is_given_out_again_after_pauses_that_grow(desk: Desk) -> None:
    desk.came("ada", mail=True)
    [first] = given(desk)
    assert (first.tries, first.made) == (1, NOW)
    pauses: list[float] = []
    for tries in range(2, 10):
        due = desk.do(desk.store.next_errand())
        assert due is not None
        pauses.append((due - desk.now).total_seconds() / 60)
        desk.now = due - timedelta(microseconds=1)
        assert given(desk) == ()
        desk.now = due
        desk.reopen()
        assert [errand.tries for errand in given(desk)] == [tries]
    assert pauses == [2, 4, 8, 16, 32, 60, 60, 60]


def test_what_was_given_out_is_not_given_to_another_meanwhile(desk: Desk) -> None:
    for who in ("ada", "ben", "cleo"):
        desk.came(who, mail=True)
    with Desk(desk.place) as other:
        assert [len(given(desk, 2)), len(given(other)), len(given(desk))] == [2, 1, 0]


def test_what_is_sent_or_given_up_is_not_given_out_again(desk: Desk) -> None:
    rsvp = desk.came("ada", mail=True)
    desk.confirm(rsvp)
    for errand in given(desk):
        desk.do(desk.store.end(errand, desk.now if errand.kind == "confirm" else None))
    assert desk.do(desk.store.next_errand()) is None
    told = desk.do(desk.store.told(rsvp.id))
    assert [(each.kind, each.made, each.sent) for each in told] == [("confirm", NOW, NOW), ("standing", NOW, None)]


def test_it_holds_nothing_of_a_person_and_notices_not_even_who_it_is(desk: Desk) -> None:
    rsvp = desk.came("ada", mail=True)
    desk.confirm(rsvp)
    values = str(outbox(desk.place)).lower()
    assert "ada" not in values.replace(rsvp.id.lower(), "")
    assert values.count(rsvp.id.lower()) == 2
    sent(desk)
    assert len(outbox(desk.place)) == 2, "a notice that was sent is kept"


def erased(desk: Desk, how: str, rsvp: Rsvp, now: datetime) -> None:
    match how:
        case "erase":
            desk.erase(rsvp)
        case "withdraw":
            desk.do(desk.store.withdraw(rsvp.id, desk.seats, now))
        case "purge":
            desk.do(desk.store.purge(ENDS + timedelta(days=1)))
        case _:
            desk.do(desk.store.erase_unconfirmed(now + timedelta(days=2)))


@pytest.mark.parametrize("how", ["erase", "withdraw", "purge", "unconfirmed"])
def test_who_is_erased_is_told_nothing_more_and_is_in_no_file(desk: Desk, how: str) -> None:
    rsvp = desk.came("canary-x", 3, mail=True)
    if how != "unconfirmed":
        desk.confirm(rsvp)
        desk.came("ben")
    erased(desk, how, rsvp, desk.now)
    assert [each for each in given(desk) if each.about == rsvp.id] == []
    if how == "withdraw" and isinstance(desk.place, str):
        desk.do(desk.store.purge(NOW))  # PostgreSQL's tables are written anew once a day, for all who withdrew
    raw = files(desk.place).lower()
    assert b"canary-x" not in raw
    assert rsvp.id.lower().encode() not in raw


def test_organizers_learn_of_who_withdraws_and_who_moved_up_by_it(desk: Desk) -> None:
    first = desk.came("ada", 3)
    desk.came("ben")
    sent(desk)
    desk.do(desk.store.withdraw(first.id, desk.seats, desk.now))
    assert sent(desk) == [*organizers("cancelled"), *all_told("moved-up")]
