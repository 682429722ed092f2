"""A new hub: its `hub.yaml`."""

from collections.abc import Sequence

from hubkit.importers.yaml import as_yaml
from hubkit.values import Data

_MORE = """\
# forming, active, paused or retired.
status: forming

# One line below the hub's name, and a few about it, in Markdown. Take the # away, and write your own.
# tagline: Seven hills, one tram.
# description: |
#   Who we are, when we meet, and what a newcomer may expect.

# What stands here is published. Use an address of the hub, never somebody's private one.
# contact:
#   email: hub@example.org
"""


def new_hub(name: str, city: str, country: str, timezone: str, languages: Sequence[str]) -> str:
    """Return the text of `hub.yaml`."""
    place: dict[str, Data] = {"name": name}
    if city and city != name:
        place["city"] = city
    if country:
        place["country"] = country
    zone = as_yaml({"timezone": timezone})
    spoken = as_yaml({"languages": list(languages)})
    return (
        "# A hub: one city, one folder. The name of the folder is the hub's id and its address.\n"
        f"{as_yaml(place)}\n"
        "# All times in this folder are what the clock on a wall there shows. hubkit does the summer time for you.\n"
        f"{zone}\n"
        "# The languages of the hub's pages, the main one first.\n"
        f"{spoken}\n"
        f"{_MORE}"
    )


def zones_of(country: str, name: str) -> list[str]:
    """Return the time zones of a country, by name; the one that is named after the city comes first."""
    from babel.core import get_global

    territories: dict[str, str] = dict(get_global("zone_territories"))
    zones = sorted(zone for zone, territory in territories.items() if territory == country and "/" in zone)
    city = name.replace(" ", "_").lower()
    return sorted(zones, key=lambda zone: zone.rpartition("/")[2].lower() != city)
