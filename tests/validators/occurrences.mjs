// Prints, for each calendar file named, what ical.js makes of it: {file: {uid: [[start, end, status], …]}}.
// Instants are UTC, whole days are dates, times without a zone start with "floating". Offsets come from the file's VTIMEZONEs.
// usage: node occurrences.mjs HORIZON < file names, one a line
import { readFileSync } from "node:fs";
import ICAL from "ical.js";

const horizon = ICAL.Time.fromString(process.argv[2]).toUnixTime();

function instant(time) {
  if (time.isDate) return time.toString();
  if (time.zone === ICAL.Timezone.localTimezone) return `floating ${time.toString()}`;
  return new Date(time.toUnixTime() * 1000).toISOString().replace(".000Z", "Z");
}

function statusOf(event) {
  return event.component.getFirstPropertyValue("status") ?? "";
}

function occurrences(master, exceptions) {
  const event = new ICAL.Event(master, { exceptions });
  if (!event.isRecurring()) return [[instant(event.startDate), instant(event.endDate), statusOf(event)]];
  const found = [];
  const iterator = event.iterator();
  for (let next = iterator.next(); next && next.toUnixTime() < horizon; next = iterator.next()) {
    const { item, startDate, endDate } = event.getOccurrenceDetails(next);
    found.push([instant(startDate), instant(endDate), statusOf(item)]);
  }
  return found;
}

function calendar(file) {
  const events = new ICAL.Component(ICAL.parse(readFileSync(file, "utf8"))).getAllSubcomponents("vevent");
  const result = {};
  for (const event of events.filter((each) => !each.hasProperty("recurrence-id"))) {
    const uid = event.getFirstPropertyValue("uid");
    const same = (each) => each.hasProperty("recurrence-id") && each.getFirstPropertyValue("uid") === uid;
    result[uid] = occurrences(event, events.filter(same)).sort();
  }
  return result;
}

const files = readFileSync(0, "utf8").split("\n").filter(Boolean);
process.stdout.write(JSON.stringify(Object.fromEntries(files.map((file) => [file, calendar(file)]))));
