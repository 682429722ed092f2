"""Countries, currencies and time zones: what the standards name, and what people write instead."""

from functools import cache

from hubkit.problems import did_you_mean
from hubkit.times import zone


@cache
def _country_codes() -> frozenset[str]:
    from hubkit.kinds.cldr import own_locale

    territories = map(str, own_locale("en").territories)
    return frozenset(code for code in territories if len(code) == 2 and code.isalpha()) - {"ZZ", "EU", "UN", "EZ"}


@cache
def _currency_codes() -> frozenset[str]:
    from hubkit.kinds.cldr import own_locale

    return frozenset(map(str, own_locale("en").currencies))


def is_country(code: str) -> bool:
    """Return whether `code` is a country of ISO 3166 alpha-2, in capitals."""
    return code in _country_codes()


def is_currency(code: str) -> bool:
    """Return whether `code` is a currency of ISO 4217, in capitals."""
    return code in _currency_codes()


def zone_problem(name: str) -> tuple[str, str] | None:
    """Return why `name` is no time zone that hubkit takes, and what to write; None if it is one."""
    if "/" in name or name == "UTC":
        try:
            zone(name)
        except (KeyError, ValueError, OSError):
            pass
        else:
            return None
    if name.isupper() and len(name) <= 5:
        hint = "Write the name of a place with these clocks, such as Europe/Lisbon or America/Bogota."
        return (f'"{name}" is an abbreviation, which does not say when clocks change', hint)
    suggestion = _nearest_zone(name)
    mean = f"Did you mean {suggestion}? " if suggestion else ""
    return (f'there is no time zone "{name}"', f"{mean}Write a name such as Europe/Lisbon or America/Bogota.")


def _nearest_zone(name: str) -> str:
    import zoneinfo

    names = {
        known for known in zoneinfo.available_timezones() if "/" in known and not known.startswith(("Etc/", "SystemV/"))
    }
    by_city = {known.rpartition("/")[2]: known for known in sorted(names)}
    return did_you_mean(name, names) or by_city.get(
        did_you_mean(name.rpartition("/")[2].replace(" ", "_"), by_city), ""
    )
