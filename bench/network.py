"""The network that every generator builds: hubs with events, members and a charter, the same for the same number."""

import datetime
import random
from collections.abc import Iterator
from dataclasses import dataclass

NAME = "Bench network"
TAGLINE = "Local groups everywhere"
ADDRESS = "https://bench.example.org/"
EVENTS = 6
MEMBERS = 4
# What one hub is everywhere: its page, its events, its members, its charter, its feed.
FILES_A_HUB = 1 + EVENTS + MEMBERS + 1 + 1
# The instant at which hubkit looks at it: two events are over, four are to come, and all six stand in the feed.
NOW = datetime.datetime(2026, 6, 1, tzinfo=datetime.UTC)
DAYS_FROM_NOW = (-75, -40, 12, 45, 80, 130)
CHARACTERS_A_BODY = 1_100

_TEXT = """
bread bridge bicycle camera carpet chapel choir circle clay coast coffee corner cotton courtyard dance dawn door
drum engine evening fabric ferry fiddle film forest fountain friend garden glass grain guitar hall hammer harbour
hill honey house island kettle kitchen ladder lamp language lantern lemon letter library loom map market meadow mill
morning mountain museum music needle neighbour newcomer notebook oak oven paint paper park piano picture plant poem
pottery quarter quilt rain repair river road roof rope school seed shelf shore song spoon square stage stairs
station stone story street studio summer table tailor tea theatre thread tile tool tower town tram tree valley
village violin wall water wheel willow window winter wood wool workshop yarn
"""
WORDS = tuple(_TEXT.split())
JOINTS = ["and", "beside", "near", "with", "under", "by", "after", "before", "of", "for", "behind", "along"]

PLACES = (
    ("PT", "Portugal", "Europe/Lisbon", 38.7, -9.1),
    ("CL", "Chile", "America/Santiago", -33.4, -70.6),
    ("JP", "Japan", "Asia/Tokyo", 35.6, 139.7),
    ("DE", "Germany", "Europe/Berlin", 52.5, 13.4),
    ("IN", "India", "Asia/Kolkata", 28.6, 77.2),
    ("US", "United States", "America/New_York", 40.7, -74.0),
)


@dataclass(frozen=True)
class Member:
    """A person of a hub."""

    id: str
    name: str
    role: str
    link: str
    body: str


@dataclass(frozen=True)
class Event:
    """A meeting; its times are what the clock on the wall shows."""

    id: str
    title: str
    summary: str
    start: datetime.datetime
    end: datetime.datetime
    venue: str
    address: str
    host: Member
    link: str
    body: str


@dataclass(frozen=True)
class Hub:
    """A local community with all that it writes."""

    id: str
    name: str
    tagline: str
    country_code: str
    country: str
    timezone: str
    latitude: float
    longitude: float
    founded: datetime.date
    forum: str
    charter: str
    members: tuple[Member, ...]
    events: tuple[Event, ...]


def hubs_of(count: int, *, seed: int = 1) -> Iterator[Hub]:
    """Give `count` hubs; hub number N is the same however many there are."""
    for number in range(count):
        yield _hub(number, random.Random(f"{seed} {number}"))


def _hub(number: int, chance: random.Random) -> Hub:
    """Invent one hub."""
    code, country, timezone, latitude, longitude = PLACES[number % len(PLACES)]
    members = tuple(_member(number, index, chance) for index in range(MEMBERS))
    return Hub(
        id=f"city-{number:04d}",
        name=f"City {number}",
        tagline=_phrase(chance, 7),
        country_code=code,
        country=country,
        timezone=timezone,
        latitude=round(latitude + chance.uniform(-4, 4), 4),
        longitude=round(longitude + chance.uniform(-4, 4), 4),
        founded=datetime.date(2012 + number % 12, 1 + number % 11, 1 + number % 28),
        forum=f"https://forum.example.org/{number}",
        charter=_body(chance),
        members=members,
        events=tuple(_event(number, index, members[index % MEMBERS], chance) for index in range(EVENTS)),
    )


def _member(number: int, index: int, chance: random.Random) -> Member:
    """Invent one member of hub `number`."""
    return Member(
        id=f"person-{index}",
        name=f"{chance.choice(WORDS)} {chance.choice(WORDS)}".title(),
        role="Organizer" if index < 2 else "Helper",
        link=f"https://people.example.org/{number}/{index}",
        body=_body(chance),
    )


def _event(number: int, index: int, host: Member, chance: random.Random) -> Event:
    """Invent one event of hub `number`."""
    day = NOW.date() + datetime.timedelta(days=DAYS_FROM_NOW[index] + number % 10)
    start = datetime.datetime.combine(day, datetime.time(17 + index % 3, 30))
    return Event(
        id=f"{day}-meetup",
        title=_phrase(chance, 4),
        summary=_phrase(chance, 9),
        start=start,
        end=start + datetime.timedelta(hours=2),
        venue="The Library",
        address=f"{number + 1} Main Street",
        host=host,
        link=f"https://tickets.example.org/{number}/{index}",
        body=_body(chance),
    )


def _phrase(chance: random.Random, words: int) -> str:
    """Return so many words that read nearly as a sentence, without its full stop."""
    chosen = (chance.choice(JOINTS if place % 3 == 1 else WORDS) for place in range(words))
    return " ".join(chosen).capitalize()


def _sentences(chance: random.Random, count: int) -> str:
    """Return sentences, some with emphasis, a link or code in them, as people write."""
    return " ".join(_sentence(chance) for _ in range(count))


def _sentence(chance: random.Random) -> str:
    """Return one sentence."""
    text, words = _phrase(chance, chance.randint(7, 15)), _phrase(chance, 3).lower()
    spiced = (
        f" *{words}*",
        f" **{words}**",
        f" [{words}](https://example.org/{chance.randrange(1000)})",
        f" `{words}`",
    )
    return text + (chance.choice(spiced) if chance.random() < 0.4 else "") + "."


def _body(chance: random.Random) -> str:
    """Return Markdown of about CHARACTERS_A_BODY characters, of blocks that every dialect reads alike."""
    parts = [_sentences(chance, 2)]
    while sum(map(len, parts)) < CHARACTERS_A_BODY - 200:
        kind = chance.randrange(6)
        if kind == 0:
            parts += [_sentence(chance), "\n".join(f"- {_sentence(chance)}" for _ in range(3))]
        elif kind == 1:
            parts += [_sentence(chance), "\n".join(f"{place}. {_phrase(chance, 6)}" for place in (1, 2, 3))]
        elif kind == 2:
            parts += [_sentence(chance), f"> {_sentence(chance)}"]
        else:
            parts += [f"## {_phrase(chance, 3)}", _sentences(chance, 3)]
    return "\n\n".join([*parts, _sentence(chance)]) + "\n"
