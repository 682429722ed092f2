"""Addresses of pages and files, for the whole network and for one hub alone."""

import pytest

from hubkit.addresses import addresses
from hubkit.problems import HubkitError


def test_the_network_below_a_path() -> None:
    found = addresses("https://x.org/hubs", "", "", None)
    assert found.href("", "") == "/hubs/"
    assert found.href("lisbon", "events/") == "/hubs/lisbon/events/"
    assert found.absolute("lisbon", "feed.xml") == "https://x.org/hubs/lisbon/feed.xml"
    assert found.canonical("lisbon", "lisbon.example", "events/") == "https://lisbon.example/events/"
    assert found.output("lisbon", "events/") == "lisbon/events/index.html"
    assert found.output("", "404.html") == "404.html"
    assert found.external("/lisbon/charter/") == "/hubs/lisbon/charter/"
    assert found.host == "x.org"


def test_a_hub_alone_is_at_the_top_and_links_to_the_network_in_full() -> None:
    found = addresses("https://x.org/hubs/", "https://lisbon.example/", "lisbon", None)
    assert found.href("lisbon", "events/") == "/events/"
    assert found.href("berlin", "") == "https://x.org/hubs/berlin/"
    assert found.href("", "hubs/") == "https://x.org/hubs/hubs/"
    assert found.external("/lisbon/charter/") == "/charter/"
    assert found.external("/berlin/charter/") == "https://x.org/hubs/berlin/charter/"
    assert found.output("lisbon", "events/") == "events/index.html"
    assert found.host == "x.org", "UIDs do not follow"


@pytest.mark.parametrize(
    "wrong", ["example.org", "ftp://example.org/", "https://", "https://example.org/?a=1", "/hubs/"]
)
def test_what_is_no_address_is_a_misuse(wrong: str) -> None:
    with pytest.raises(HubkitError, match="is no address"):
        addresses("https://x.org/", wrong, "", None)
