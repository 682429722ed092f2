"""What every page shows around its own content."""

import json
import re
from pathlib import Path

from tests.sites import BASIC, good, write


def test_breadcrumbs_tell_machines_the_way_from_the_network_to_the_page(tmp_path: Path) -> None:
    page = good(write(tmp_path, BASIC)).text("lisbon/events/2026-12-05-photo-walk/index.html")
    found = re.findall('<script type="application/ld\\+json">(.*?)</script>', page)
    (steps,) = (json.loads(text)["itemListElement"] for text in found if "BreadcrumbList" in text)
    assert [step["position"] for step in steps] == [1, 2, 3, 4]
    assert [step["item"].rpartition("/hubs/")[2] for step in steps] == [
        "",
        "lisbon/",
        "lisbon/events/",
        "lisbon/events/2026-12-05-photo-walk/",
    ]
