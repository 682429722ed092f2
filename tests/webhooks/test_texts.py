"""What the functions say, in languages of both directions."""

import pytest

from hubkit.webhooks.texts import Words

ARABIC = Words("ar", {"thanks-confirmed": "لديكم مكان في %(event)s."})
ENGLISH = Words("en", {})


@pytest.mark.parametrize(
    ("words", "event", "said"),
    [
        (ENGLISH, "Supper", "You have a place at Supper."),
        (ENGLISH, "أمسية", "You have a place at \u2068أمسية\u2069."),
        (ENGLISH, "ערב 5", "You have a place at \u2068ערב 5\u2069."),
        (ARABIC, "Supper (5)", "لديكم مكان في \u2068Supper (5)\u2069."),
        (ARABIC, "أمسية 5", "لديكم مكان في أمسية 5."),
    ],
)
def test_a_title_of_the_other_direction_moves_nothing_beside_it(words: Words, event: str, said: str) -> None:
    assert words.say("thanks-confirmed", event=event) == said


def test_numbers_stand_as_they_are() -> None:
    assert Words("ar", {"too-many": "%(seconds)s"}).say("too-many", seconds=5) == "5"
