"""What search engines read on the pages of events, hubs and members."""

import json
import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from hubkit.addresses import addresses
from hubkit.kinds.event.structured_data import event_data
from hubkit.kinds.event.value import Event
from hubkit.kinds.hub.model import HubModel
from hubkit.kinds.hub.structured_data import hub_data
from hubkit.kinds.hub.summary import HubSummary
from hubkit.kinds.hub.value import Hub, Shared
from hubkit.kinds.member.model import MemberModel
from hubkit.kinds.member.structured_data import person_data
from hubkit.kinds.network.model import NetworkModel
from hubkit.kinds.record import Record
from hubkit.kinds.route import HubScope, Slice
from hubkit.kinds.structured_data import filled, organization, script_json, script_list, top
from hubkit.kinds.words import Words
from hubkit.times import Clock
from tests.kinds.samples import event, series

ADA = Record(
    "ada",
    MemberModel.model_validate(
        {"name": "Ada", "consent": "2026-01-01", "links": [{"label": "Site", "url": "https://ada.example/"}]}
    ),
    "hubs/berlin/members/ada.md",
    "berlin",
    "members/ada/",
)


def scope(**hub: Any) -> HubScope:
    fields = HubModel.model_validate({"name": "Walks Berlin", "city": "Berlin", "country": "DE", **hub})
    network = NetworkModel.model_validate({"name": "Walks", "url": "https://example.org/hubs/"})
    summary = HubSummary(
        id="berlin",
        name=fields.name,
        city=fields.city,
        region=None,
        country="DE",
        coordinates=None,
        status="active",
        tagline=None,
        founded=None,
        languages=("en",),
        domain=None,
        aliases=(),
        event_count=0,
        member_count=1,
        first_event=None,
        next_event=None,
        current=(),
        cohosted=(),
    )
    return HubScope(
        hub=Hub("berlin", fields, "hubs/berlin/hub.yaml", ("en",), "Europe/Berlin", records={"member": (ADA,)}),
        summary=summary,
        shared=Shared(Record("hubkit", network, "hubkit.yaml")),
        slice=Slice(),
        words=Words("en", "en", "en_150"),
        addresses=addresses("https://example.org/hubs/", "", "", None),
        clock=Clock(datetime(2026, 11, 1, tzinfo=UTC)),
        events=(),
        upcoming=(),
        past=(),
        home="https://example.org/hubs/berlin/",
        organization=organization(hub.get("name", "Walks Berlin"), "https://example.org/hubs/berlin/"),
    )


def evening(**fields: Any) -> Event:
    return event(datetime.fromisoformat("2026-07-05 18:30"), **fields)


def test_an_event_has_what_google_asks_for() -> None:
    venue = {"name": "Library", "address": "Street 1", "coordinates": {"lat": 52.5, "lon": 13.4}}
    assert event_data(scope(), evening(venue=venue, summary="Come along.")) == {
        "@context": "https://schema.org",
        "@type": "Event",
        "@id": "https://example.org/hubs/berlin/events/2026-07-05-photo-walk/",
        "url": "https://example.org/hubs/berlin/events/2026-07-05-photo-walk/",
        "name": "Photo walk",
        "description": "Come along.",
        "startDate": "2026-07-05T18:30:00+02:00",
        "endDate": "2026-07-05T20:30:00+02:00",
        "eventStatus": "https://schema.org/EventScheduled",
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "location": {
            "@type": "Place",
            "name": "Library",
            "address": {
                "@type": "PostalAddress",
                "streetAddress": "Street 1",
                "addressLocality": "Berlin",
                "addressCountry": "DE",
            },
            "geo": {"@type": "GeoCoordinates", "latitude": 52.5, "longitude": 13.4},
        },
        "organizer": {
            "@type": "Organization",
            "@id": "https://example.org/hubs/berlin/",
            "name": "Walks Berlin",
            "url": "https://example.org/hubs/berlin/",
        },
        "inLanguage": "en",
    }


@pytest.mark.parametrize(
    ("status", "shown"),
    [
        ("scheduled", "EventScheduled"),
        ("tentative", "EventScheduled"),
        ("postponed", "EventPostponed"),
        ("moved-online", "EventMovedOnline"),
        ("cancelled", "EventCancelled"),
    ],
)
def test_every_status_has_its_own(status: str, shown: str) -> None:
    assert event_data(scope(), evening(status=status))["eventStatus"] == f"https://schema.org/{shown}"


@pytest.mark.parametrize(
    ("attendance", "status", "mode", "kinds"),
    [
        ("in-person", "scheduled", "OfflineEventAttendanceMode", ["Place"]),
        ("online", "scheduled", "OnlineEventAttendanceMode", ["VirtualLocation"]),
        ("hybrid", "scheduled", "MixedEventAttendanceMode", ["Place", "VirtualLocation"]),
        ("in-person", "moved-online", "OnlineEventAttendanceMode", ["VirtualLocation"]),
    ],
)
def test_where_it_is_goes_with_how_people_take_part(attendance: str, status: str, mode: str, kinds: list[str]) -> None:
    value = evening(attendance=attendance, status=status, online={"url": "https://meet.example/walk"})
    data = event_data(scope(), value)
    places = data["location"] if isinstance(data["location"], list) else [data["location"]]
    assert data["eventAttendanceMode"] == f"https://schema.org/{mode}"
    assert [each["@type"] for each in places] == kinds
    assert all(each["url"] == "https://meet.example/walk" for each in places if each["@type"] == "VirtualLocation")


def test_whole_days_are_dates_and_both_count() -> None:
    data = event_data(scope(), event(date(2026, 7, 5), timedelta(days=2)))
    assert (data["startDate"], data["endDate"]) == ("2026-07-05", "2026-07-06")


def test_tickets_are_offers_and_an_rsvp_is_free() -> None:
    ticket = {"id": "full", "name": "Full", "price": "12.50", "currency": "EUR"}
    paid = evening(registration={"mode": "checkout", "url": "https://pay.example/", "tickets": [ticket]})
    assert event_data(scope(), paid)["offers"] == [
        {"@type": "Offer", "name": "Full", "price": "12.50", "priceCurrency": "EUR", "url": "https://pay.example/"}
    ]
    free = event_data(scope(), evening(registration={"mode": "rsvp"}))
    assert free["isAccessibleForFree"] is True
    assert free["offers"][0]["price"] == "0"
    unknown = event_data(scope(), evening())
    assert "offers" not in unknown
    assert "isAccessibleForFree" not in unknown


def test_speakers_perform_and_an_occurrence_names_its_series() -> None:
    speakers = ["ada", {"name": "Grace", "url": "https://grace.example/"}]
    whole = series(evening(speakers=speakers), "FREQ=WEEKLY", date(2026, 8, 1))
    here = scope()
    here = replace(here, hub=replace(here.hub, series=(whole,)))
    data = event_data(here, whole.occurrences[1])
    assert data["performer"] == [
        {"@type": "Person", "name": "Ada", "url": "https://example.org/hubs/berlin/members/ada/"},
        {"@type": "Person", "name": "Grace", "url": "https://grace.example/"},
    ]
    assert data["superEvent"]["url"] == "https://example.org/hubs/berlin/events/photo-walk/"


def test_a_hub_is_an_organization_within_the_network() -> None:
    data = hub_data(scope(social={"mastodon": "https://social.example/@walks"}, founded="2020-02-03"))
    assert data["sameAs"] == ["https://social.example/@walks"]
    assert data["foundingDate"] == "2020-02-03"
    assert data["address"] == {"@type": "PostalAddress", "addressLocality": "Berlin", "addressCountry": "DE"}
    assert data["parentOrganization"]["url"] == "https://example.org/hubs/"


def test_a_member_has_a_profile_page() -> None:
    data = person_data(scope(), ADA)
    assert data["@type"] == "ProfilePage"
    assert data["mainEntity"]["sameAs"] == ["https://ada.example/"]
    assert data["mainEntity"]["memberOf"]["name"] == "Walks Berlin"


def test_a_list_of_made_items_is_the_outermost_object_of_a_page() -> None:
    items = [filled("ListItem", {"position": place, "name": f"<{place}>"}) for place in (1, 2)]
    text = script_list("BreadcrumbList", "itemListElement", map(script_json, items))
    assert text == script_json(top(filled("BreadcrumbList", {"itemListElement": items})))


def test_json_in_a_page_cannot_end_its_script() -> None:
    hostile = "</script><!-- <script>alert(1)</script> & \u2028\u2029 \\ \" ' ü"
    text = script_json({"name": hostile})
    assert not re.search("[<>&\u2028\u2029]", text)
    assert json.loads(text) == {"name": hostile}
