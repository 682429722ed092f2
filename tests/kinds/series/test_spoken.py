"""Rules are said as sentences, in the language of the page."""

from datetime import date

import pytest
from msgspec.structs import replace

from hubkit.kinds.series.rule import check_rrule, parse_rule
from hubkit.kinds.series.spoken import spoken_rule, spoken_series
from hubkit.kinds.words import Words, locale_name
from hubkit.memo import Memo
from hubkit.render.catalogue import read_catalogue
from hubkit.render.theme import BASE, find_theme
from tests.command import REPOSITORY
from tests.kinds.samples import event, series

ENGLISH = Words("en", "en", "en_150")

SAID = """
every friday                            | Every Friday                               | 毎週金曜日
mondays and thursdays                   | Every Monday and Thursday                  | 毎週月曜日・木曜日
every weekday                           | Every weekday                              | 平日毎日
every 2 weeks on monday                 | Every other Monday                         | 隔週月曜日
2 weeks on monday and friday            | Every 2 weeks on Monday and Friday         | 2週間ごとの月曜日・金曜日
every 3 weeks on monday                 | Every 3 weeks on Monday                    | 3週間ごとの月曜日
every friday in june, july and august   | Every Friday in June, July and August      | 6月・7月・8月の毎週金曜日
2nd tuesday                             | 2nd Tuesday of the month                   | 毎月第2火曜日
last saturday                           | Last Saturday of the month                 | 毎月最終土曜日
2nd last friday                         | 2nd to last Friday of the month            | 毎月最後から2番目の金曜日
1st and 3rd sunday                      | 1st and 3rd Sunday of the month            | 毎月第1・第3日曜日
1st monday and 3rd thursday             | 1st Monday and 3rd Thursday of the month   | 毎月第1月曜日・第3木曜日
last weekday                            | Last weekday of the month                  | 毎月最終平日
every 3 months on the 1st friday        | 1st Friday, every 3 months                 | 3か月ごとの第1金曜日
1st and 15th of the month               | Day 1 and day 15 of the month              | 毎月1日・15日
last day of the month                   | Last day of the month                      | 毎月末日
1st friday of march and october         | 1st Friday of March and October, every year | 毎年3月・10月の第1金曜日
every other year on 1st friday of march | 1st Friday of March, every 2 years         | 2年ごとの3月の第1金曜日
1st and 15th of march                   | On day 1 and day 15 of March, every year   | 毎年3月の1日・15日
24 december                             | 24 December, every year                    | 毎年12月24日
every day                               | Every day                                  | 毎日
every 3 days                            | Every 3 days                               | 3日ごと
weekly                                  | Every week                                 | 毎週
quarterly                               | Every 3 months                             | 3か月ごと
every year                              | Every year                                 | 毎年
"""

# Where languages differ in more than their words.
SAID_ELSEWHERE = """
pt | 1st monday and 3rd thursday          | Primeira segunda-feira e terceira quinta-feira de cada mês
pt | 1st and 2nd last saturday            | Primeiro e penúltimo sábado de cada mês
pt | last weekday                         | Último dia útil de cada mês
fr | every 2 weeks on friday              | Un vendredi sur deux
fr | 1st and 15th of the month            | Le 1er et le 15 du mois
fr | 1 may                                | 1er mai, chaque année
fr | 2 may                                | 2 mai, chaque année
de | every 2 weeks on friday              | Jeden zweiten Freitag
de | every 2 weeks on friday and saturday | Alle 2 Wochen am Freitag und Samstag
de | 1st and 15th of march and september  | Jedes Jahr am 1. und 15. März und September
de | 1st and last day of march            | Jedes Jahr am 1. und letzten Tag im März
es | every 2 weeks on sunday              | Un domingo de cada dos
es | 1st and 3rd sunday                   | El primer y el tercer domingo de cada mes
ar | every 2 months                       | كل شهرين
ar | every 3 months                       | كل 3 أشهر
ar | every 11 days                        | كل 11 يومًا
ar | every 2 years on 24 december         | 24 ديسمبر، كل عامين
ar | every 2 weeks on monday and friday   | أيام الاثنين والجمعة كل أسبوعين
"""


def words_of(language: str) -> Words:
    theme = find_theme(REPOSITORY / "example-site", BASE)
    return Words(language, language, locale_name(language, ""), read_catalogue(theme, language, Memo()))


@pytest.fixture(scope="module")
def japanese() -> Words:
    return words_of("ja")


@pytest.mark.parametrize("line", SAID.strip().splitlines(), ids=lambda line: line.split(" | ")[0].strip())
def test_a_rule_is_said_in_two_languages(line: str, japanese: Words):
    rule, in_english, in_japanese = (part.strip() for part in line.split("|"))
    assert spoken_rule(parse_rule(rule), ENGLISH) == in_english
    assert spoken_rule(parse_rule(rule), japanese) == in_japanese


@pytest.mark.parametrize("line", SAID_ELSEWHERE.strip().splitlines())
def test_a_rule_is_said_as_its_language_has_it(line: str):
    language, rule, said = (part.strip() for part in line.split("|"))
    assert spoken_rule(parse_rule(rule), words_of(language)) == said


def test_a_catalogue_that_does_not_say_how_ordinals_agree_has_the_first():
    catalogue = {"1st": "prima|primo", "2nd": "second", "00000000": "2x"}
    words = Words("it", "it", "it", catalogue)
    assert spoken_rule("FREQ=MONTHLY;BYDAY=1MO", words).startswith("Primo")
    for day in ("TU", "WE"):
        assert spoken_rule(f"FREQ=MONTHLY;BYDAY=1{day},2{day}", words).startswith("Prima and second")


@pytest.mark.parametrize("language", ["de", "pt", "ar"])
def test_names_of_days_are_those_of_the_language(language: str):
    names = {"de": "Freitag", "pt": "sexta-feira", "ar": "الجمعة"}
    assert names[language] in spoken_rule("FREQ=WEEKLY;BYDAY=FR", Words(language, language, language))


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13",
        "FREQ=MONTHLY;BYDAY=MO",
        "FREQ=MONTHLY;BYMONTHDAY=-3",
        "FREQ=MONTHLY;BYDAY=SA,SU;BYSETPOS=-1",
        "FREQ=MONTHLY;INTERVAL=2;BYMONTH=1,6;BYDAY=1MO",
        "FREQ=WEEKLY;BYDAY=MO,TU;BYSETPOS=1",
        "FREQ=DAILY;BYMONTH=1",
        "FREQ=YEARLY;BYDAY=20MO",
        "FREQ=YEARLY;BYMONTHDAY=1",
        "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO",
        "FREQ=YEARLY;BYYEARDAY=100",
    ],
)
def test_what_cannot_be_said_is_not_said(rule: str):
    assert spoken_rule(check_rrule(rule), ENGLISH) == ""


def test_the_end_of_a_rule_is_not_said():
    assert spoken_rule("FREQ=WEEKLY;UNTIL=20270630;BYDAY=FR", ENGLISH) == "Every Friday"


def test_the_words_of_the_author_stand_in_marked_as_english(japanese: Words):
    whole = series(event(date(2026, 12, 4)), "FREQ=WEEKLY;BYDAY=FR", date(2027, 1, 1))
    unsaid = replace(whole, rule="FREQ=MONTHLY;BYMONTHDAY=-3", words="3rd last day of the month")
    assert str(spoken_series(whole, japanese)) == "毎週金曜日"
    assert spoken_series(unsaid, japanese).__html__() == '<span lang="en" dir="ltr">3rd last day of the month</span>'
    assert spoken_series(unsaid, ENGLISH).__html__() == "3rd last day of the month"
    assert str(spoken_series(replace(unsaid, words=""), japanese)) == ""
