"""Why an unentrusted visit has its status: the sentence a caseworker reads."""

import os
import re
from collections import defaultdict
from datetime import date
from random import Random

import pytest

from tests.reference.identity import with_newest_numbers
from tests.reference.judge import judge
from tests.reference.model import Log
from tests.reference.unentrusted import Place, file_speaks_for, has_other_law, has_ticket
from tests.spec import given
from tests.strategies.offices import random_log, random_settings
from tests.unit.judged import analyzed, rows


def reasons(checks: str, *, settings: dict[str, object] | None = None, **lists: str) -> list[str]:
    """The sentences of one log, in the order of the rows."""
    findings = analyzed(given.log(checks, **lists), given.settings(settings))
    return [str(row[-1]) for row in rows(findings, "unentrusted_reasons")]


EXAMPLES = int(os.environ.get("QLOG_EXAMPLES", "15"))
ASK = "券の一覧があれば、登録されたかを確かめられます。"


def test_before_the_registration_day() -> None:
    assert reasons("at | ticket \n 2026-10: 3,8 | -") == [
        f"10月3日・8日の2日の受診は登録日（15日）より前なので、登録を待っています。{ASK}"
    ]
    other = "who | where | valid_from | valid_to \n B | clinic | 2026-10-01 | 2026-10-31"
    assert reasons("at | ticket \n 2026-10: 3 | -", tickets=other) == [
        "10月3日の受診は登録日（15日）より前なので、登録を待っています。"
    ]


def test_the_registration_day_of_the_sentence_is_the_one_of_the_office_and_month() -> None:
    found = reasons("at | ticket \n 2027-02: 3 | -", settings={"unentrusted": {"registration_day": 31}})
    assert found == [f"2月3日の受診は登録日（28日）より前なので、登録を待っています。{ASK}"]


def test_many_days_are_told_by_the_first_and_the_last() -> None:
    found = reasons("who | at | ticket \n A | 2026-10: 1-4 | - \n B | 2026-10: 1-4,20 | -")
    assert found == [
        f"10月1日・2日・3日・4日の4日の受診は登録日（15日）より前なので、登録を待っています。{ASK}",
        f"10月1日から20日までの5日の受診を覆う券が、ログにありません。{ASK}",
    ]


def test_nothing_covers_the_visit() -> None:
    assert reasons("at | ticket \n 2026-10: 20 | -") == [f"10月20日の受診を覆う券が、ログにありません。{ASK}"]
    assert reasons("at | ticket \n 2026-10: 20 | -", tickets="who") == [
        "10月20日の受診を覆う券が、券の一覧にもログにもありません。"
    ]


def test_a_ticket_covers_some_of_the_days() -> None:
    found = reasons("""
        at             | method | ticket
        2026-10: 14-17 | 01     | -
        2026-10: 31    | 04     | 1-15
    """)
    assert found == [
        f"10月16日・17日の2日の受診を覆う券が、ログにありません。（4日のうち。ほかの日は、券か他法の一覧が覆っています。）{ASK}"
    ]


def test_a_ticket_seen_later_in_the_log() -> None:
    assert reasons("at | method | ticket \n 2026-10: 5 | 01 | - \n 2026-10: 31 | 04 | month") == [
        "10月5日の受診を覆う券が、ログの別の確認にありました。登録があとになっただけなので、解消です。"
    ]


@pytest.mark.parametrize(("registered_on", "told"), [("2026-11-15", "（11月15日登録）"), ("-", "")])
def test_a_ticket_of_the_list(registered_on: str, told: str) -> None:
    ticket = (
        f"who | where | valid_from | valid_to | registered_on \n A | clinic | 2026-10-01 | 2026-10-31 | {registered_on}"
    )
    assert reasons("at | ticket \n 2026-10: 20 | -", tickets=ticket) == [
        f"10月20日の受診を覆う券が、券の一覧にあります{told}。登録があとになっただけなので、解消です。"
    ]


def test_tickets_of_the_list_and_of_the_log() -> None:
    found = reasons(
        "at | method | ticket \n 2026-10: 14-16 | 01 | - \n 2026-10: 31 | 04 | 1-15",
        tickets="who | where | valid_from | valid_to \n A | clinic | 2026-10-16 | 2026-10-31",
    )
    assert found == [
        "10月14日・15日・16日の3日の受診を覆う券が、ログの別の確認と券の一覧にあります。登録があとになっただけなので、解消です。"
    ]


def test_another_law() -> None:
    law = "who | law | where | valid_from | valid_to \n A | 21 | - | 2026-10-01 | -"
    assert reasons("at | ticket \n 2026-10: 20 | -", other_law=law) == [
        "10月20日の受診は、他法の一覧（法別21）の期間に入っています。券のいらない受診かもしれません。"
    ]
    two = law + "\n A | 54 | - | 2026-10-20 | -"
    assert reasons("at | ticket \n 2026-10: 19-20 | -", other_law=two) == [
        "10月19日・20日の2日の受診は、他法の一覧（法別21）の期間に入っています。券のいらない受診かもしれません。"
    ]


def test_a_ticket_and_another_law_that_only_together_explain_all_days() -> None:
    (found,) = reasons(
        "at | method | ticket \n 2026-10: 15,16 | 01 | - \n 2026-10: 31 | 04 | 1-15",
        other_law="who | law | where | valid_from | valid_to \n A | 21 | - | 2026-10-16 | -",
    )
    assert found.startswith("券が覆う日と、他法の一覧が覆う日があります。どちらか一方では")


def test_a_new_recipient() -> None:
    assert reasons("who | at | ticket \n B | 2026-08: 1 | month \n A | 2026-10: 18,20 | -") == [
        "10月18日に初めて記録された受給者で、まだ30日たっていないので、登録が終わるのを待っています。"
    ]


def told_days(reason: str) -> tuple[int, list[int]]:
    """Read the days back: how many, and which are named."""
    found = re.match(r"(\d+)月([\d日・]+)(?:から(\d+)日まで)?の(?:(\d+)日の)?受診", reason)
    assert found, reason
    named = [int(day) for day in re.findall(r"\d+", found[2])] + ([int(found[3])] if found[3] else [])
    return int(found[4] or 1), named


def assert_true(place: Place, days: list[date], row: tuple[object, ...], log: Log, reason: str) -> None:
    """What the sentence says of days, lists and coverage is so."""
    status = row[-1]
    open_days = [day for day in days if not has_ticket(place, day, log) and not has_other_law(place, day, log)]
    if "どちらか一方" in reason:
        assert (status, open_days) == ("review", [])
    elif "初めて記録" in reason:
        assert status == "pending"
    else:
        told = open_days if status == "review" else days
        number, named = told_days(reason)
        assert number == len(told)
        assert named == [day.day for day in (told if len(told) <= 4 else [told[0], told[-1]])]
        assert ("ほかの日" in reason) == (status == "review" and told != days)
    assert ("解消です" in reason) == (status == "resolved")
    assert ("待っています" in reason) == (status == "pending")
    assert ("他法の一覧（" in reason) == (status == "other_law")
    assert ("券の一覧があれば" in reason) <= (not file_speaks_for(place.payer_number, log))


def test_every_row_of_random_offices_has_a_sentence_that_is_true() -> None:
    for seed in range(EXAMPLES):
        rng = Random(seed)
        log, settings = random_log(rng), random_settings(rng)
        tables = judge(log, settings)
        days = defaultdict(list)
        for visit in tables["visits"]:
            if not visit.entrusted:
                days[visit.month, *visit[:3]].append(visit.visit_date)
        found = rows(analyzed(log, settings), "unentrusted_reasons")
        assert [row[:4] for row in found] == [row[:4] for row in tables["unentrusted_visits"]], f"seed {seed}"
        for row, (*key, reason) in zip(tables["unentrusted_visits"], found, strict=True):
            assert_true(Place(*row[1:4]), days[tuple(key)], row, with_newest_numbers(log), reason)
