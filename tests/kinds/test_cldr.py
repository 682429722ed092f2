"""What a locale says does not depend on the locales that were asked before it."""

import json
import subprocess
import sys
from datetime import date, datetime, timedelta

import pytest
from babel.dates import format_date, format_skeleton

from hubkit.kinds.cldr import day_pattern, own_locale, skeleton_pattern

SAY = """
import json, sys
from datetime import date, datetime
from hubkit.kinds.words import Words, locale_name, native_name
from hubkit.kinds.series.spoken import spoken_rule

def say(language):
    words, day = Words(language, language, locale_name(language, "")), date(2026, 11, 7)
    told = [words.skeleton(day, name) for name in ("MMM", "MMMd", "MMMEd", "yMMM", "yMMMM", "E")]
    told += [words.day(day, "full"), words.day(day), words.clock(datetime(2026, 11, 7, 18, 30))]
    return [*told, words.country("PT"), native_name(language), spoken_rule("FREQ=YEARLY;BYMONTH=11;BYDAY=1FR", words)]

print(json.dumps({language: say(language) for language in sys.argv[1:]}))
"""


def said(*languages: str) -> dict[str, list[str]]:
    """What a fresh process says in each language, asked in this order."""
    done = subprocess.run([sys.executable, "-c", SAY, *languages], capture_output=True, check=True, text=True)
    return json.loads(done.stdout)


def test_chinese_and_hebrew_before_it_change_nothing():
    asked = ("pt", "fr", "tr", "th", "ko", "ro", "fa", "pl", "uk", "en", "pt-BR", "es")
    after = said("zh", "he", *asked)
    before = said(*reversed(asked), "he", "zh")
    assert {language: after[language] for language in asked} == {language: before[language] for language in asked}
    assert after["pt"][0] == "nov."
    assert (after["pt"][0], after["zh"][0]) == (said("pt")["pt"][0], said("zh")["zh"][0])


def test_french_has_an_ordinal_for_the_first_of_a_named_month_only():
    first, second = date(2026, 5, 1), date(2026, 5, 2)
    said = [day_pattern("fr", style)[day] for day in (first, second) for style in ("full", "long", "short")]
    assert said == [
        "vendredi 1er mai 2026",
        "1er mai 2026",
        "01/05/2026",
        "samedi 2 mai 2026",
        "2 mai 2026",
        "02/05/2026",
    ]
    assert skeleton_pattern("fr_CA", "MMMd")[first] == "1er mai"
    assert skeleton_pattern("fr_CA", "Md")[first] == format_skeleton("Md", first, locale=own_locale("fr_CA"))
    assert skeleton_pattern("fr_FR", "MMMEd")[first] == "ven. 1er mai"
    assert skeleton_pattern("de", "MMMd")[first] == format_skeleton("MMMd", first, locale=own_locale("de"))


@pytest.mark.parametrize("locale", ["en_150", "pt_PT", "de", "ja_JP", "ar_EG", "fa", "th", "lv", "zh_Hant", "eu"])
def test_a_date_is_said_as_babel_says_it(locale: str):
    own = own_locale(locale)
    for day in (date(2024, 12, 27) + timedelta(days=17 * step) for step in range(60)):
        for style in ("full", "long", "medium", "short", "EEEE w, d. MMM Y"):
            assert day_pattern(locale, style)[day] == format_date(day, style, locale=own)
        for skeleton in ("MMMd", "MMMEd", "yMMMM", "MMM", "E", "MMMMd"):
            moment = datetime(day.year, day.month, day.day)  # noqa: DTZ001 - a date
            assert skeleton_pattern(locale, skeleton)[day] == format_skeleton(skeleton, moment, locale=own)
