"""Groups of Meetup as `hub.yaml` files: ids, places, zones and descriptions."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from msgspec import Struct

from hubkit.ids import RESERVED_FOR_HUBS, id_mistake
from hubkit.importers.fitting import fitting
from hubkit.importers.fixes import Fix, FixLog, Note
from hubkit.importers.markdown import mend_markdown, outside_code
from hubkit.importers.meetup.reading import Group
from hubkit.importers.texts import EMAIL, clean_line, is_personal, slug_of, without_contacts
from hubkit.importers.yaml import as_yaml
from hubkit.kinds.hub.model import HubModel
from hubkit.kinds.places import is_country, zone_problem
from hubkit.values import Data

STAND_IN_ZONE = "UTC"
_STATUS = {"active": "active", "inactive": "paused"}
_SHARE_OF_A_PREFIX = 0.5
_LONGEST_NAME = 120


class Hub(Struct, frozen=True):
    """What an event needs to know of its hub."""

    id: str
    group: Group
    zone: str
    has_own_zone: bool
    """False where the group names no zone and UTC stands in."""


def page_of(urlname: str) -> str:
    """Return the address of a group's page at Meetup."""
    return f"https://www.meetup.com/{urlname}/"


def network_name(groups: Iterable[Group]) -> str:
    """Return the words with which at least half of the groups' names begin, or a name that fits any network."""
    names = [group.name.split() for group in groups]
    common: list[str] = []
    while names:
        following = Counter(
            words[len(common)] for words in names if len(words) > len(common) + 1 and words[: len(common)] == common
        )
        word, count = following.most_common(1)[0] if following else ("", 0)
        if count < len(names) * _SHARE_OF_A_PREFIX:
            break
        common.append(word)
    return " ".join(common).strip(" :|-") or "Our network"


def as_hubs(groups: Sequence[Group], log: FixLog) -> list[Hub]:
    """Return a hub for each group, with ids that differ and a time zone each, in the order of their ids."""
    prefix = _common_prefix([group.urlname.lower() for group in groups])
    taken: set[str] = set()
    hubs: list[Hub] = []
    for group in sorted(groups, key=lambda group: group.urlname.lower()):
        hub_id = _hub_id(group, prefix, taken, log.note(group.urlname))
        taken.add(hub_id)
        has_own_zone = zone_problem(group.timezone) is None
        if not has_own_zone:
            log.add(Fix.zone, group.urlname)
        hubs.append(Hub(hub_id, group, group.timezone if has_own_zone else STAND_IN_ZONE, has_own_zone))
    return sorted(hubs, key=lambda hub: hub.id)


def _common_prefix(names: Sequence[str]) -> str:
    starts = Counter(name.partition("-")[0] for name in names if "-" in name)
    start, count = starts.most_common(1)[0] if starts else ("", 0)
    return start if count > 1 and count >= len(names) * _SHARE_OF_A_PREFIX else ""


def _hub_id(group: Group, prefix: str, taken: set[str], note: Note) -> str:
    name = group.urlname.lower().replace("_", "-")
    choices = [
        slug_of(name.removeprefix(prefix).strip("-"), 60),
        slug_of(_without_prefix(group.name, prefix), 60),
        slug_of(group.city, 60),
        slug_of(name, 60),
        f"group-{slug_of(group.id, 40)}",
    ]
    free = [
        choice for choice in choices if id_mistake(choice, "hub", RESERVED_FOR_HUBS) is None and choice not in taken
    ]
    if not free:
        free = [next(f"hub-{number}" for number in range(2, len(taken) + 3) if f"hub-{number}" not in taken)]
    if free[0] != choices[0]:
        note(Fix.hub_id)
    return free[0]


def _without_prefix(name: str, prefix: str) -> str:
    """Return a group's name without the words that spell `prefix`: of "R-Ladies+ Vienna" and "rladies", "Vienna"."""
    for words in range(1, 4):
        parts = name.split(maxsplit=words)
        if len(parts) > words and prefix and re.sub(r"[^a-z0-9]", "", "".join(parts[:words]).lower()) == prefix:
            return parts[-1]
    return name


def hub_yaml(hub: Hub, note: Note) -> str:
    """Return the `hub.yaml` of a hub."""
    group = hub.group
    if group.isPrivate:
        note(Fix.private_group)
    city = clean_line(group.city, _LONGEST_NAME, note)
    data: dict[str, Data] = {"name": clean_line(group.name, _LONGEST_NAME, note) or hub.id}
    if city:
        data["city"] = city
    data |= _place(group, note)
    data["timezone"] = hub.zone
    if status := _status(group, note):
        data["status"] = status
    if founded := _founded(group, note):
        data["founded"] = founded
    if group.memberships and group.memberships.totalCount is not None:
        data["size"] = str(group.memberships.totalCount)
    description, email = _description(group, note)
    if email:
        data["contact"] = {"email": email}
    data["social"] = {"meetup": page_of(group.urlname)}
    if description:
        data["description"] = description
    return as_yaml(fitting(HubModel, data, note))


def _place(group: Group, note: Note) -> dict[str, Data]:
    place: dict[str, Data] = {}
    region = clean_line(group.state, _LONGEST_NAME, note)
    if any(character.isdigit() for character in region):
        note(Fix.region)
    elif region:
        place["region"] = region
    country = group.country.strip().upper()
    if is_country(country):
        place["country"] = country
    else:
        note(Fix.country)
    if point := coordinates(group.lat, group.lon, note):
        place["coordinates"] = point
    return place


def coordinates(lat: float | None, lon: float | None, note: Note) -> dict[str, Data]:
    """Return a point as hubkit writes it; empty for none, for one off the globe, and for 0, 0, which means unknown."""
    if lat is None or lon is None:
        return {}
    if (lat == 0 and lon == 0) or abs(lat) > 90 or abs(lon) > 180:
        note(Fix.coordinates)
        return {}
    return {"lat": _degrees(lat), "lon": _degrees(lon)}


def _degrees(value: float) -> str:
    text = f"{value:.6f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _status(group: Group, note: Note) -> str:
    status = _STATUS.get(group.status.lower(), "")
    if group.status and not status:
        note(Fix.status)
    return status


def _founded(group: Group, note: Note) -> str:
    from datetime import date

    if not group.foundedDate:
        return ""
    try:
        return date.fromisoformat(group.foundedDate[:10]).isoformat()
    except ValueError:
        note(Fix.founded)
        return ""


def _description(group: Group, note: Note) -> tuple[str, str]:
    """Return the description without contact details, and the first e-mail address in it that is the hub's."""
    page = page_of(group.urlname)
    text = mend_markdown(group.description, page, note)
    email = next((address for address in EMAIL.findall(text) if _is_of_hub(address, group)), "")
    return outside_code(
        text, lambda part: without_contacts(part, f"[contact]({page})", note, lambda _address: False)
    ), email


def _is_of_hub(address: str, group: Group) -> bool:
    """Return whether an address is surely the hub's: its name is in the group's or city's: oslo@rladies.org."""
    name = slug_of(address.partition("@")[0], 60).replace("-", "")
    known = (slug_of(text, 100).replace("-", "") for text in (group.urlname, group.name, group.city))
    return not is_personal(address) and len(name) > 2 and any(name in text for text in known)
