/** What is done without being asked: seats given on, people forgotten, notices sent. */

import { UnsentError, noticeOf, post } from "./notices.mjs";
import { isOver, seatsOf } from "./standing.mjs";

const DAY = 24 * 60 * 60_000;
/** How long the link to confirm is good, and who does not use it is kept. */
const CONFIRMABLE = 2 * DAY;
const GIVEN_UP_AFTER = DAY;
const AT_ONCE = 20;

/**
 * Give free seats to those who wait, as where a capacity grew with a build; erase who never confirmed, and the people of
 * events that were over as many days ago as the network keeps them.
 */
export async function keepHouse({ catalog, store, now }) {
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
export async function sendNotices({ catalog, store, hook, now }) {
  let isDown = false;
  while (hook && !isDown) {
    const errands = await store.errands(now(), AT_ONCE);
    if (!errands.length) return;
    for (const errand of errands) {
      const fault = isDown ? new UnsentError("as those before") : await unsent(errand, { catalog, store, hook, now });
      isDown ||= fault !== null;
      if (fault === null || isGivenUp(errand, fault, now())) await store.end(errand);
    }
  }
}

/** Send what an errand says, where there is something to say; return why it was not sent, or null. */
async function unsent(errand, { catalog, store, hook, now }) {
  const event = catalog.events.get(errand.event);
  if (!event) return null;
  try {
    await post(hook, noticeOf(errand, event, await store.taken(errand.event, now()), catalog), now());
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
