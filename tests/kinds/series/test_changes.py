"""One date of a series may have its own people, sponsors, sign-up, words and picture; the others keep theirs."""

from pathlib import Path

from tests.sites import ADA, make

SERIES = """title: Talk night
repeat:
  every: 1st tuesday
  from: 2026-12-01
  until: 2027-02-28
  changes:
    2027-01-05:
      hosts: [ada]
      speakers: [ada, {name: Grace Moreno}]
      sponsors: [lamps]
      tags: [light]
      registration: {mode: link, url: "https://tickets.example/january", opens: 2026-12-20 10:00}
start: 19:00
duration: 2h
tags: [talk]
"""
FILES: dict[str, str | bytes] = {
    "hubs/lisbon/events/talks.yaml": SERIES,
    "hubs/lisbon/members/ada.md": ADA,
    "sponsors/lamps.yaml": "name: Lamps of Lisbon\n",
}


def test_each_date_of_a_series_may_have_its_own_guests(tmp_path: Path) -> None:
    made = make(tmp_path, FILES)
    own, other = (made.text(f"lisbon/events/talks/{day}/index.html") for day in ("2027-01-05", "2027-02-02"))
    for said in ("Grace Moreno", "Ada Lopes", "Lamps of Lisbon", "20 December"):
        assert said in own, said
        assert said not in other, said
    lines = made.lines("lisbon/events/talks/event.ics")
    assert lines.count("CATEGORIES:talk") == 1
    assert lines.count("CATEGORIES:light") == 1
