import { hubs, moment } from "../../network.mjs";

const home = "https://bench.example.org/";
const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

export async function getStaticPaths() {
  return (await hubs()).map((hub) => ({ params: { hub: hub.page.id }, props: { hub } }));
}

export function GET({ props: { hub } }) {
  const { id, data } = hub.page;
  const entries = hub.event.map(
    (event) => `<entry>
<id>${home}${event.id}/</id>
<title>${escaped(event.data.title)}</title>
<link rel="alternate" type="text/html" href="${home}${event.id}/"/>
<updated>2026-06-01T00:00:00Z</updated>
<summary>${moment(event.data.start)}. ${escaped(event.data.venue)}. ${escaped(event.data.summary)}</summary>
</entry>
`,
  );
  return new Response(`<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
<title>${escaped(data.title)}</title>
<id>${home}${id}/</id>
<updated>2026-06-01T00:00:00Z</updated>
<link rel="self" type="application/atom+xml" href="${home}${id}/feed.xml"/>
<link rel="alternate" type="text/html" href="${home}${id}/"/>
<author><name>${escaped(data.title)}</name></author>
${entries.join("")}</feed>
`);
}
