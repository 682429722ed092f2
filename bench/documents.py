"""A hub as most generators want it: one page of fields and Markdown for each address."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from bench.network import Event, Hub

Kind = Literal["hub", "event", "member", "charter"]
Field = str | list[dict[str, str]]


@dataclass(frozen=True)
class Document:
    """One page: where it stands (`city-0000/events/meetup-0`), what it says of itself, and its text."""

    kind: Kind
    path: str
    hub: str
    fields: dict[str, Field]
    body: str = ""

    @property
    def name(self) -> str:
        """The last part of the path."""
        return self.path.rpartition("/")[2]


def documents(hub: Hub) -> Iterator[Document]:
    """Give the hub's twelve pages, the hub's own first."""
    common: dict[str, Field] = {"hub": hub.id, "hub_name": hub.name}
    here: dict[str, Field] = {
        "title": hub.name,
        "summary": hub.tagline,
        "country": hub.country,
        "founded": str(hub.founded),
        "links": [{"label": "Forum", "url": hub.forum}],
    }
    charter: dict[str, Field] = {"title": "Charter", "summary": f"What {hub.name} agreed on", "ratified": "2024-01-01"}
    pages = [
        Document("hub", hub.id, hub.id, here),
        *(Document("event", f"{hub.id}/events/{event.id}", hub.id, _event(event), event.body) for event in hub.events),
        *(
            Document(
                "member",
                f"{hub.id}/members/{member.id}",
                hub.id,
                {
                    "title": member.name,
                    "summary": f"{member.role} of {hub.name}",
                    "role": member.role,
                    "links": [{"label": "Home", "url": member.link}],
                },
                member.body,
            )
            for member in hub.members
        ),
        Document("charter", f"{hub.id}/charter", hub.id, charter, hub.charter),
    ]
    for page in pages:
        yield replace(page, fields={**page.fields, **common, "kind": page.kind})


def _event(event: Event) -> dict[str, Field]:
    """Return the fields of an event; the host's name is given, so that nobody need look it up."""
    return {
        "title": event.title,
        "summary": event.summary,
        "start": event.start.isoformat(),
        "end": event.end.isoformat(),
        "venue": event.venue,
        "address": event.address,
        "host": event.host.id,
        "host_name": event.host.name,
        "registration": event.link,
    }


def front_matter(fields: Mapping[str, object]) -> str:
    """Return the fields as YAML between rules: every value quoted as JSON, which is YAML too."""
    lines = (f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in fields.items())
    return "\n".join(["---", *lines, "---", "", ""])
