"""Rules in words and RRULE values: what each means, and what people read who write another."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from hubkit.kinds.series.rule import RuleFault, check_rrule, last_moment, parse_rule, with_until

MEANINGS = """
every friday                          FREQ=WEEKLY;BYDAY=FR
friday                                FREQ=WEEKLY;BYDAY=FR
Fridays                               FREQ=WEEKLY;BYDAY=FR
fri                                   FREQ=WEEKLY;BYDAY=FR
mon, wed and fri                      FREQ=WEEKLY;BYDAY=MO,WE,FR
sun & mon                             FREQ=WEEKLY;BYDAY=MO,SU
every weekday                         FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR
Mon-Thu                               FREQ=WEEKLY;BYDAY=MO,TU,WE,TH
friday to sunday                      FREQ=WEEKLY;BYDAY=FR,SA,SU
weekends                              FREQ=WEEKLY;BYDAY=SA,SU
every friday in june and july         FREQ=WEEKLY;BYMONTH=6,7;BYDAY=FR
every week                            FREQ=WEEKLY
weekly                                FREQ=WEEKLY
weekly on thursday                    FREQ=WEEKLY;BYDAY=TH
2 weeks                               FREQ=WEEKLY;INTERVAL=2
every two weeks                       FREQ=WEEKLY;INTERVAL=2
fortnightly                           FREQ=WEEKLY;INTERVAL=2
every other week on monday            FREQ=WEEKLY;INTERVAL=2;BYDAY=MO
every other monday                    FREQ=WEEKLY;INTERVAL=2;BYDAY=MO
every 2 weeks on friday               FREQ=WEEKLY;INTERVAL=2;BYDAY=FR
friday every 2 weeks                  FREQ=WEEKLY;INTERVAL=2;BYDAY=FR
EVERY   Second WEEK on Tue            FREQ=WEEKLY;INTERVAL=2;BYDAY=TU
daily                                 FREQ=DAILY
every day                             FREQ=DAILY
every 3rd day                         FREQ=DAILY;INTERVAL=3
2nd tuesday                           FREQ=MONTHLY;BYDAY=2TU
every 2nd tuesday                     FREQ=MONTHLY;BYDAY=2TU
second tuesday of the month           FREQ=MONTHLY;BYDAY=2TU
the 2nd tuesday of each month         FREQ=MONTHLY;BYDAY=2TU
monthly on the 2nd tuesday            FREQ=MONTHLY;BYDAY=2TU
first and third thursday              FREQ=MONTHLY;BYDAY=1TH,3TH
3rd, 1st friday                       FREQ=MONTHLY;BYDAY=1FR,3FR
1st monday and 3rd wednesday          FREQ=MONTHLY;BYDAY=1MO,3WE
last saturday                         FREQ=MONTHLY;BYDAY=-1SA
first and last sunday                 FREQ=MONTHLY;BYDAY=1SU,-1SU
second-last friday                    FREQ=MONTHLY;BYDAY=-2FR
second to last friday                 FREQ=MONTHLY;BYDAY=-2FR
last weekday of the month             FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1
every 2 months on the first monday    FREQ=MONTHLY;INTERVAL=2;BYDAY=1MO
every other month on the 1st monday   FREQ=MONTHLY;INTERVAL=2;BYDAY=1MO
quarterly on the last friday          FREQ=MONTHLY;INTERVAL=3;BYDAY=-1FR
monthly                               FREQ=MONTHLY
once a month                          FREQ=MONTHLY
every month on the 15th               FREQ=MONTHLY;BYMONTHDAY=15
15th of every month                   FREQ=MONTHLY;BYMONTHDAY=15
1st and 15th of the month             FREQ=MONTHLY;BYMONTHDAY=1,15
every second day of the month         FREQ=MONTHLY;BYMONTHDAY=2
last day of the month                 FREQ=MONTHLY;BYMONTHDAY=-1
last day of every 2nd month           FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=-1
yearly                                FREQ=YEARLY
5 december                            FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=5
every year on december 5th            FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=5
first monday of march and september   FREQ=YEARLY;BYMONTH=3,9;BYDAY=1MO
"""

MISTAKES = """
tusday                              | "tusday" is not understood               | Did you mean tuesday?
secnd friday                        | "secnd" is not understood                | Did you mean second?
every 2 tuesdays                    | can mean two things                      | 2nd tuesday, or every 2 weeks
biweekly                            | can mean two things                      | every 2 weeks on monday
bi-weekly on friday                 | can mean two things                      | every 2 weeks on monday
first monday and thursday           | can mean two things                      | 1st monday and 1st thursday
monthly on friday                   | does not say which one                   | 1st friday, last friday
every friday at 18:30               | "at" does not belong                     | start: 18:30
every friday until june             | "until" does not belong                  | until: 2027
6th tuesday                         | no month has a 6th                       | 1st to 5th
30 february                         | there is no 30th                         | 1st to 29th
32nd                                | there is no 32nd                         | 1st to 31st
every 0 weeks                       | every 0 weeks is never                   | from 1
first week of the month             | a week and of a month                    | 2nd tuesday
every 2 weeks on the 2nd tuesday    | does not go with every week              | 2nd tuesday
yearly on the first monday          | in which month                           | 1st friday of march
1st-3rd friday                      | a range                                  | every day that is meant
1st friday of may and 2nd of june   | two rules in one                         | march and october
every                               | is not a rule                            | every friday
first weekend                       | is not a rule                            | every friday
every 2 3 weeks                     | is not a rule                            | every friday
daily on friday                     | is not a rule                            | every friday
every other 2nd tuesday             | is not a rule                            | every friday
2nd tuesday; DROP TABLE             | ";" is not understood                    | every friday
every ２ weeks                      | "２" is not understood                   | every friday
"""


@pytest.mark.parametrize("row", MEANINGS.strip().splitlines())
def test_words_mean_one_rule(row: str) -> None:
    words, _, rule = row.rpartition(" ")
    assert parse_rule(words) == rule


@pytest.mark.parametrize("row", MISTAKES.strip().splitlines())
def test_a_mistake_says_what_to_write(row: str) -> None:
    words, message, hint = (part.strip() for part in row.split("|"))
    with pytest.raises(RuleFault) as caught:
        parse_rule(words)
    assert message in caught.value.message
    assert hint in caught.value.hint


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("FREQ=MONTHLY;BYDAY=2TU", "FREQ=MONTHLY;BYDAY=2TU"),
        ("RRULE:FREQ=MONTHLY;BYDAY=2TU;", "FREQ=MONTHLY;BYDAY=2TU"),
        ("byday = +2tu ; freq = monthly ; interval = 1", "FREQ=MONTHLY;BYDAY=2TU"),
        ("FREQ=WEEKLY;INTERVAL=02;WKST=SU;BYDAY=SU,SU", "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU;WKST=SU"),
        ("FREQ=DAILY;UNTIL=20270101T000000Z", "FREQ=DAILY;UNTIL=20270101T000000Z"),
        ("FREQ=YEARLY;BYDAY=20MO", "FREQ=YEARLY;BYDAY=20MO"),
    ],
)
def test_an_rrule_takes_its_normal_form(text: str, value: str) -> None:
    assert check_rrule(text) == value
    assert check_rrule(value) == value


@pytest.mark.parametrize(
    "text",
    [
        "",
        "FREQ",
        "BYDAY=MO",
        "FREQ=SECONDLY",
        "FREQ=MINUTELY",
        "FREQ=HOURLY",
        "FREQ=MONTLY",
        "FREQ=DAILY;FREQ=WEEKLY",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;INTERVAL=-1",
        "FREQ=DAILY;INTERVAL=99999999999999999999",
        "FREQ=DAILY;COUNT=0",
        "FREQ=DAILY;COUNT=3;UNTIL=20270101",
        "FREQ=DAILY;UNTIL=20271301",
        "FREQ=DAILY;UNTIL=2027-01-01",
        "FREQ=DAILY;BYSECOND=1",
        "FREQ=DAILY;BYMINUTE=1",
        "FREQ=DAILY;BYHOUR=1",
        "FREQ=DAILY;BYEASTER=1",
        "FREQ=DAILY;X-NAME=1",
        "FREQ=MONTHLY;BYSETPOS=1",
        "FREQ=MONTHLY;BYMONTHDAY=32",
        "FREQ=MONTHLY;BYMONTHDAY=0",
        "FREQ=MONTHLY;BYMONTHDAY=1_0",
        "FREQ=MONTHLY;BYDAY=6MO",
        "FREQ=MONTHLY;BYDAY=0MO",
        "FREQ=WEEKLY;BYDAY=2MO",
        "FREQ=WEEKLY;BYMONTHDAY=2",
        "FREQ=MONTHLY;BYWEEKNO=2",
        "FREQ=DAILY;BYMONTH=-1",
        "FREQ=DAILY;WKST=XX",
        "DTSTART:20250101T100000\nRRULE:FREQ=DAILY",
        "FREQ=DAILY\nEXDATE:20250101",
        "FREQ=DAILY;UNTIL=20270101\r\nATTENDEE:mailto:x@evil.example",
    ],
)
def test_what_is_no_rule_for_events_is_refused(text: str) -> None:
    with pytest.raises(RuleFault) as caught:
        check_rrule(text)
    assert caught.value.message
    assert caught.value.hint


def test_a_mistyped_name_gets_a_suggestion() -> None:
    with pytest.raises(RuleFault, match="MONTLY") as caught:
        check_rrule("FREQ=MONTLY")
    assert "Did you mean MONTHLY?" in caught.value.hint


def test_until_is_the_last_day() -> None:
    rule = with_until("FREQ=WEEKLY", date(2027, 6, 30))
    assert rule == "FREQ=WEEKLY;UNTIL=20270630"
    berlin = ZoneInfo("Europe/Berlin")
    assert str(last_moment(rule, berlin)) == "2027-06-30 23:59:59"
    assert str(last_moment("FREQ=WEEKLY;UNTIL=20270630T173000Z", berlin)) == "2027-06-30 19:30:00"
    assert last_moment("FREQ=WEEKLY", berlin) is None
    with pytest.raises(RuleFault, match="twice"):
        with_until("FREQ=WEEKLY;COUNT=3", date(2027, 6, 30))
