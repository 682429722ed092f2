import pytest

from hubkit.read.rescheduling import fingerprint, topic_of

EVENT = "hubs/oslo/events/2026-12-05-photo-walk.yaml"
TEXT = "title: Photo walk\nstart: 2026-12-05 18:30\nduration: 2h\nvenue: pier\nstatus: scheduled\n"


def same(path: str, old: str, new: str) -> bool:
    topic = topic_of(path.encode())
    assert topic is not None
    return fingerprint(old.encode(), topic) == fingerprint(new.encode(), topic)


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        (EVENT, TEXT, TEXT.replace("18:30", "19:30")),
        (EVENT, TEXT, TEXT.replace("scheduled", "cancelled")),
        (EVENT, TEXT, TEXT.replace("venue: pier", "venue:\n  name: Pier\n  address: Shore 1")),
        (EVENT, TEXT, TEXT + "timezone: Europe/Oslo\n"),
        (EVENT, TEXT + "repeat:\n  every: friday\n", TEXT + "repeat:\n  every: friday\n  except:\n  - 2026-12-11\n"),
        (EVENT, TEXT + "online: {url: a}\n", TEXT),
        (EVENT.replace(".yaml", ".md"), f"---\n{TEXT}---\nBody", f"---\n{TEXT}end: 2026-12-06 01:00\n---\nBody"),
        ("event-templates/photo-walk.yaml", "duration: 2h\n", "duration: 3h\n"),
        ("venues/pier.yaml", "name: Pier\naddress: Shore 1\n", "name: Pier\naddress: Shore 2\n"),
        ("hubs/oslo/hub.yaml", "name: Oslo\ntimezone: Europe/Oslo\n", "name: Oslo\ntimezone: Europe/Paris\n"),
        ("hubkit.yaml", "name: A\ndefaults:\n  duration: 2h\n", "name: A\ndefaults:\n  duration: 3h\n"),
        (EVENT, "{start: 2026-12-05 18:30}", "{start: 2026-12-05 19:30}"),
        (EVENT, "start: [broken\n", TEXT),
    ],
)
def test_an_edit_of_when_where_or_whether_reschedules(path: str, old: str, new: str) -> None:
    assert not same(path, old, new)


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        (EVENT, TEXT, TEXT.replace("Photo", "Picture")),
        (EVENT, TEXT, TEXT.replace("\n", "\r\n")),
        (EVENT, TEXT, "\ufeff---\n# The walk\n\n" + TEXT),
        (EVENT, TEXT, "".join(reversed(TEXT.splitlines(keepends=True)))),
        (EVENT, TEXT, TEXT + "description: |\n  status: open\n  start: at the pier\n"),
        (EVENT, TEXT, TEXT + "tags:\n- start\n"),
        (EVENT.replace(".yaml", ".md"), f"---\n{TEXT}---\nBody", f"---\n{TEXT}---\nstatus: more"),
        ("venues/pier.yaml", "name: Pier\n", "name: Pier\naccess: A lift.\n"),
        ("hubs/oslo/hub.yaml", "name: Oslo\n", "name: Oslo\nstatus: paused\n"),
    ],
)
def test_any_other_edit_does_not_reschedule(path: str, old: str, new: str) -> None:
    assert same(path, old, new)


@pytest.mark.parametrize(
    "path", ["charter.md", "hubs/oslo/members/ada.md", "sponsors/a.yaml", "hubs/oslo/events/a.jpg", "pages/hub.yaml"]
)
def test_other_files_move_no_event(path: str) -> None:
    assert topic_of(path.encode()) is None
