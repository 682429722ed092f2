"""The catalogue as the functions read it: whole, or refused with what to do."""

from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from hubkit.webhooks.catalog import VERSION, Catalog, CatalogError, Event, Hub, Site, read_catalog

WALK = Event(
    hub="lisbon",
    title={"en": "Photo walk"},
    url={"en": "https://x.org/lisbon/events/2026-12-05-photo-walk/"},
    when={"en": "Saturday, 5 December 2026, 10:00"},
    where={"en": "Casa do Largo"},
    start=datetime(2026, 12, 5, 10, tzinfo=UTC),
    end=datetime(2026, 12, 5, 12, tzinfo=UTC),
    timezone="Europe/Lisbon",
    mode="rsvp",
    status="scheduled",
    capacity=18,
    waitlist=True,
)
CATALOG = Catalog(
    version=VERSION,
    site=Site({"en": "Open Cities"}, "https://x.org/", ("https://x.org",)),
    hubs={"lisbon": Hub({"en": "Lisbon"}, {"en": "https://x.org/lisbon/"}, "Europe/Lisbon")},
    events={"lisbon.2026-12-05-photo-walk": WALK},
    texts={"en": {"thanks": "Thank you"}},
)


def test_what_was_written_is_read(tmp_path: Path) -> None:
    (tmp_path / "catalog.json").write_bytes(msgspec.json.encode(CATALOG))
    assert read_catalog(tmp_path / "catalog.json") == CATALOG


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", msgspec.json.encode(CATALOG)[:-9], b'{"version": 1}'])
def test_what_is_no_catalogue_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "catalog.json").write_bytes(content)
    with pytest.raises(CatalogError, match="build the site again"):
        read_catalog(tmp_path / "catalog.json")


def test_one_of_another_version_is_refused(tmp_path: Path) -> None:
    (tmp_path / "catalog.json").write_bytes(msgspec.json.encode(msgspec.structs.replace(CATALOG, version=99)))
    with pytest.raises(CatalogError, match="another version"):
        read_catalog(tmp_path / "catalog.json")


def test_without_one_it_is_said_where_it_comes_from(tmp_path: Path) -> None:
    with pytest.raises(CatalogError, match="webhooks: true"):
        read_catalog(tmp_path / "catalog.json")
