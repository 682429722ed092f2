"""Who is to be told what by a change: decided before it is put down in the database."""

from collections.abc import Iterable
from datetime import timedelta

from msgspec import Struct

from hubkit.webhooks.store import Changed, Kind, Receiver, Rsvp

ONE_MAIL_IN = timedelta(days=1)
"""How seldom a person is written because somebody sends a form with their address."""
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=2), timedelta(hours=1)
"""After which what was given out is due again: the first time, doubled with each other, and at most."""
_STANDING = {"confirmed", "waiting"}


class Note(Struct, frozen=True):
    """Something to be put down."""

    receiver: Receiver
    kind: Kind
    event: str
    about: str
    """The id of the RSVP or order."""
    people: int


class Telling(Struct, frozen=True):
    """Decides what is to be told, to those `receivers` whom it can be told."""

    receivers: frozenset[Receiver] = frozenset()

    def asked(self, rsvp: Rsvp) -> tuple[Note, ...]:
        """Return what a person is written because a form was sent with their address."""
        return self._written("confirm" if rsvp.state == "pending" else "standing", rsvp)

    def came(self, rsvp: Rsvp) -> tuple[Note, ...]:
        """Return what the organizers are told of somebody new, who has a seat or waits."""
        return self._noticed("confirmed" if rsvp.state == "confirmed" else "waiting", rsvp)

    def changed(self, before: Rsvp | None, done: Changed) -> tuple[Note, ...]:
        """Return what came of a change: for the person, for those who moved up by it, and for the organizers."""
        return (*self._of_change(before, done), *self.moved_up(done.moved_up))

    def _of_change(self, before: Rsvp | None, done: Changed) -> tuple[Note, ...]:
        after = done.rsvp
        if done.outcome != "done" or before is None or after is None:
            return ()
        if before.state == "pending" and after.state in _STANDING:
            return (*self._written("standing", after), *self.came(after))
        if before.state in _STANDING and after.state == "cancelled":
            return (*self._written("cancelled", after), *self._noticed("cancelled", after))
        if before.state in _STANDING and after.party_size != before.party_size:
            return self._noticed("changed", after)
        return ()

    def withdrawn(self, before: Rsvp, done: Changed) -> tuple[Note, ...]:
        """Return what the organizers are told, and those who moved up; the person, who is erased, nothing."""
        noticed = self._noticed("cancelled", before) if before.state in _STANDING else ()
        return (*noticed, *self.moved_up(done.moved_up))

    def moved_up(self, moved: Iterable[Rsvp]) -> tuple[Note, ...]:
        """Return what those who moved up are told, and the organizers."""
        return tuple(
            note for rsvp in moved for note in (*self._written("moved-up", rsvp), *self._noticed("moved-up", rsvp))
        )

    def _written(self, kind: Kind, rsvp: Rsvp) -> tuple[Note, ...]:
        return (Note("person", kind, rsvp.event, rsvp.id, rsvp.party_size),) if "person" in self.receivers else ()

    def _noticed(self, kind: Kind, rsvp: Rsvp) -> tuple[Note, ...]:
        organizers = sorted(self.receivers - {"person"})
        return tuple(Note(receiver, kind, rsvp.event, rsvp.id, rsvp.party_size) for receiver in organizers)
