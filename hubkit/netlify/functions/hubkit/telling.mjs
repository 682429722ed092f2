/** Who is to be told what by a change: decided before it is put down in the database. */

const STANDING = ["confirmed", "waiting"];

/**
 * Return what is told of somebody new, who has a seat or waits; the person saw it on the page.
 * @param {string[]} receivers `hook`, where the organizers have one; and `person`, where mail is sent by another home
 */
export function cameNotes(receivers, rsvp) {
  return noticed(receivers, rsvp.state === "confirmed" ? "confirmed" : "waiting", rsvp);
}

/** Return what came of a change: for the person, for those who moved up by it, and for the organizers. */
export function changedNotes(receivers, before, { outcome, rsvp: after, movedUp }) {
  return [...ofChange(receivers, outcome, before, after), ...movedUpNotes(receivers, movedUp)];
}

function ofChange(receivers, outcome, before, after) {
  if (outcome !== "done" || before === null || after === null) return [];
  if (before.state === "pending" && STANDING.includes(after.state))
    return [...written(receivers, "standing", after), ...cameNotes(receivers, after)];
  if (STANDING.includes(before.state) && after.state === "cancelled")
    return [...written(receivers, "cancelled", after), ...noticed(receivers, "cancelled", after)];
  if (STANDING.includes(before.state) && after.party_size !== before.party_size) return noticed(receivers, "changed", after);
  return [];
}

/** Return what the organizers are told, and those who moved up; the person, who is erased, nothing. */
export function withdrawnNotes(receivers, before, movedUp) {
  const notices = STANDING.includes(before.state) ? noticed(receivers, "cancelled", before) : [];
  return [...notices, ...movedUpNotes(receivers, movedUp)];
}

/** Return what those who moved up are told, and the organizers. */
export function movedUpNotes(receivers, moved) {
  return moved.flatMap((rsvp) => [...written(receivers, "moved-up", rsvp), ...noticed(receivers, "moved-up", rsvp)]);
}

function written(receivers, kind, rsvp) {
  return receivers.includes("person") ? [noteOf("person", kind, rsvp)] : [];
}

function noticed(receivers, kind, rsvp) {
  return receivers.filter((receiver) => receiver !== "person").sort().map((receiver) => noteOf(receiver, kind, rsvp));
}

function noteOf(receiver, kind, { event, id, party_size: people }) {
  return { receiver, kind, event, about: id, people };
}
