/* What depends on the moment and on the visitor: what is happening now, what has ended, and when it is by their clocks.
   Pages say all else themselves. The texts are the page's own: they come with the element that loads this. */
(() => {
  const words = document.currentScript.dataset;
  const minute = 60_000;
  const day = 24 * 60 * minute;

  const isElsewhere = (text, instant) => {
    const [, sign, hours, minutes] = /([+-])(\d\d):(\d\d)$/.exec(text);
    return -instant.getTimezoneOffset() !== Number(sign + (hours * 60 + Number(minutes)));
  };

  const byTheirClocks = (start, end) => {
    const said = (instant, looks) => instant.toLocaleString(words.locale, { ...looks, numberingSystem: "latn" });
    const time = instant => said(instant, { timeStyle: "short" });
    const date = end - start < 6 * day ? { weekday: "short" } : { month: "short", day: "numeric" };
    const both = instant => `${said(instant, date)} ${time(instant)}`;
    // What ends past midnight is of one evening, as pages say it elsewhere.
    return words.yours.replace("{0}", both(start)).replace("{1}", (end - start < day / 2 ? time : both)(end));
  };

  const inDays = first => {
    const today = new Date();
    const days = (Date.parse(first) - Date.UTC(today.getFullYear(), today.getMonth(), today.getDate())) / day;
    return new Intl.RelativeTimeFormat(`${words.locale}-u-nu-latn`, { numeric: "auto" }).format(days, "day");
  };

  const pill = event => {
    const made = document.createElement("span");
    made.className = "live";
    made.append(document.createElement("span"));
    event.querySelector(".day").append(made);
    return made;
  };

  const say = (event, text, isOver) => {
    const place = event.querySelector(".live") || (text && pill(event));
    if (!place) return;
    const [said, link] = place.children;
    if (said.textContent !== text) said.textContent = text;
    place.classList.toggle("is-over", isOver);
    if (link) link.hidden = !isOver;
  };

  const look = () => {
    const now = Date.now();
    for (const event of document.querySelectorAll("[data-live].h-event, [data-live] > .h-event")) {
      if (event.matches(".is-cancelled, .is-postponed")) continue;
      const first = event.querySelector(".dt-start");
      const last = event.querySelector(".dt-end");
      const start = new Date(first.dataset.from || first.dateTime);
      const end = new Date(first.dataset.to || last.value || last.dateTime);
      if (now >= end) say(event, words.over, true);
      else if (now >= start) say(event, words.now, false);
      else if (!event.matches("article")) say(event, "", false);
      else if (first.dataset.from || !isElsewhere(first.dateTime, start)) say(event, inDays(first.dateTime.slice(0, 10)), false);
      else say(event, byTheirClocks(start, end), false);
    }
  };

  look();
  setInterval(look, minute);
})();
