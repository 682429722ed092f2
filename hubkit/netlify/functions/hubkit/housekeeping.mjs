/** What is done without being asked: seats given on, people forgotten, notices sent. */

import { UnsentError, isOfOrder, noticeOf, post } from "./notices.mjs";
import { isOver, seatsOf } from "./standing.mjs";

const DAY = 24 * 60 * 60_000;
/** How long the link to confirm is good, and who does not use it is kept. */
const CONFIRMABLE = 2 * DAY;
const GIVEN_UP_AFTER = DAY;
const AT_ONCE = 20;

/**
 * Let go of what orders held too long; give free seats to those who wait, as where a capacity grew with a build; erase who
 * never confirmed, and the people of events that were over as many days ago as the network keeps them.
 */
export async function keepHouse({ catalog, store, now }) {
  await store.orders?.letGoOfLate(now());
  for (const name of await store.waitedFor()) {
    const event = catalog.events.get(name);
    if (event?.mode === "rsvp" && !isOver(event, now())) await store.settle(seatsOf(name, event), now());
  }
  const ago = (milliseconds) => new Date(now().getTime() - milliseconds);
  await store.forget(ago(CONFIRMABLE), ago(catalog.site.keep_days * DAY));
}

/**
 * Send the notices that are due, each marked after it was sent: at least once. What fails is due again after 2, 4, 8 …
 * minutes, and given up after a day; the first that does not get through keeps the others for later.
 */
export async function sendNotices(house) {
  if (!house.hook) return;
  for (const box of [house.store, house.store.orders]) if (box && !(await sentAll(house, box))) return;
}

/** Send what is due in one outbox; return whether all got through. */
async function sentAll(house, box) {
  let isDown = false;
  for (;;) {
    const errands = await box.errands(house.now(), AT_ONCE);
    for (const errand of errands) {
      const fault = isDown ? new UnsentError("as those before") : await unsent(errand, house);
      isDown ||= fault !== null;
      if (fault === null || isGivenUp(errand, fault, house.now())) await box.end(errand);
    }
    if (isDown || !errands.length) return !isDown;
  }
}

/** Send what an errand says, where there is something to say; return why it was not sent, or null. */
async function unsent(errand, { catalog, store, hook, now }) {
  const event = catalog.events.get(errand.event);
  if (!event) return null;
  const taken = await store.taken(errand.event, now());
  if (isOfOrder(errand)) taken.seats = await store.orders.taken(errand.event, now());
  try {
    await post(hook, noticeOf(errand, event, taken, catalog), now());
    return null;
  } catch (fault) {
    if (fault instanceof UnsentError) return fault;
    throw fault;
  }
}

/** Say without an address that it failed, the first time and when it is given up. */
function isGivenUp({ kind, made, tries }, fault, now) {
  const isLate = now - made >= GIVEN_UP_AFTER;
  if (isLate) console.warn(`A notification (${kind}) could not be sent for a day: ${fault.message}. It is given up.`);
  else if (tries === 1)
    console.warn(`A notification (${kind}) could not be sent: ${fault.message}. It is tried again for a day.`);
  return isLate;
}
