"""What pages tell machines (schema.org, as JSON-LD): plain objects of plain values, and how they stand in HTML."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from msgspec.json import encode

from hubkit.kinds.fields import Coordinates

JsonObject: TypeAlias = dict[str, Any]

_ESCAPES = {character: f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}


def script_json(data: Mapping[str, Any]) -> str:
    """Return `data` as JSON that can stand in a `<script>`: nothing in it ends the element or begins a comment."""
    text = encode(data, enc_hook=str).decode()
    for character, escape in _ESCAPES.items():
        text = text.replace(character, escape)
    return text


def script_list(kind: str, name: str, items: Iterable[str]) -> str:
    """Return the outermost object of a page as `script_json` does, its one value a list of what that has made."""
    return f'{{"@context":"https://schema.org","@type":"{kind}","{name}":[{",".join(items)}]}}'


def top(data: JsonObject) -> JsonObject:
    """Return an object with the context that the outermost one of a page carries."""
    return {"@context": "https://schema.org", **data}


def filled(kind: str, values: Mapping[str, Any]) -> JsonObject:
    """Return an object of this type without its empty values; False and 0 are values."""
    return {"@type": kind, **{name: value for name, value in values.items() if value or value == 0}}


def postal_address(street: str = "", city: str = "", region: str = "", country: str = "") -> JsonObject | None:
    """Return a PostalAddress of what is known, or None; `country` is two letters of ISO 3166."""
    if not (street or city or region or country):
        return None
    parts = {"streetAddress": street, "addressLocality": city, "addressRegion": region, "addressCountry": country}
    return filled("PostalAddress", parts)


def place(
    name: str, address: JsonObject | None = None, coordinates: Coordinates | None = None, url: str = ""
) -> JsonObject:
    """Return a Place, with what is known of where it is."""
    geo = filled("GeoCoordinates", {"latitude": coordinates.lat, "longitude": coordinates.lon}) if coordinates else None
    return filled("Place", {"name": name, "address": address, "geo": geo, "url": url})


def organization(
    name: str,
    url: str,
    *,
    description: str = "",
    logo: str = "",
    same_as: Iterable[str] = (),
    location: JsonObject | None = None,
    email: str = "",
    founded: str = "",
    parent: JsonObject | None = None,
) -> JsonObject:
    """Return an Organization: a hub, or the network; `founded` is a date, `location` a Place."""
    values = {
        "@id": url,
        "name": name,
        "url": url,
        "description": description,
        "logo": logo,
        "image": logo,
        "sameAs": list(same_as),
        "location": location,
        "address": location.get("address") if location else None,
        "email": email,
        "foundingDate": founded,
        "parentOrganization": parent,
    }
    return filled("Organization", values)


def person(
    name: str,
    url: str = "",
    *,
    role: str = "",
    image: str = "",
    same_as: Iterable[str] = (),
    member_of: JsonObject | None = None,
) -> JsonObject:
    """Return a Person: a member, or a speaker."""
    values = {
        "name": name,
        "url": url,
        "jobTitle": role,
        "image": image,
        "sameAs": list(same_as),
        "memberOf": member_of,
    }
    return filled("Person", values)


def profile_page(url: str, about: JsonObject, changed: str = "") -> JsonObject:
    """Return a ProfilePage about a Person; `changed` is an instant with its offset."""
    return filled("ProfilePage", {"url": url, "mainEntity": about, "dateModified": changed})
