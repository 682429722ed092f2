const format = (options) => {
  const formatter = new Intl.DateTimeFormat("en-GB", { ...options, timeZone: "UTC" });
  return (text) => formatter.format(new Date(text.includes("T") ? text + "Z" : text));
};
const date = { day: "numeric", month: "long", year: "numeric" };
const hour = { hour: "2-digit", minute: "2-digit" };

// The pages of one kind, in the order of their files' names.
const ofKind = (api, kind) =>
  api.getAll().filter((page) => page.data.kind === kind).sort((one, two) => (one.url < two.url ? -1 : 1));

export default function (eleventy) {
  eleventy.addPassthroughCopy("src/assets");
  eleventy.addFilter("day", format(date));
  eleventy.addFilter("moment", format({ ...date, ...hour }));
  eleventy.addFilter("long_moment", format({ weekday: "long", ...date, ...hour }));
  eleventy.addFilter("hour", format(hour));
  eleventy.addCollection("hubs", (api) => ofKind(api, "hub"));
  eleventy.addCollection("byHub", (api) => {
    const hubs = {};
    for (const page of ofKind(api, "hub")) hubs[page.data.hub] = { events: [], members: [] };
    for (const page of ofKind(api, "event")) hubs[page.data.hub].events.push(page);
    for (const page of ofKind(api, "member")) hubs[page.data.hub].members.push(page);
    return hubs;
  });
  return { dir: { input: "src", output: "_site" }, markdownTemplateEngine: false };
}
