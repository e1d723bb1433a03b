"""Institutions to inform: what is counted, and that chance accuses nobody."""

import os
from collections import defaultdict
from datetime import date
from fractions import Fraction
from math import comb
from random import Random
from statistics import median

import numpy as np
import pytest

from qlog.settings import Settings
from qlog.signals import ENOUGH, LEVEL, most_by_chance
from tests.reference.identity import with_newest_numbers
from tests.reference.judge import judge
from tests.reference.model import BULK, Check, Log, kind_of
from tests.spec import given
from tests.strategies.offices import random_log, random_settings
from tests.unit.judged import analyzed, rows

EXAMPLES = int(os.environ.get("QLOG_EXAMPLES", "15"))
CLINIC = given.INSTITUTIONS["clinic"]


def tail(cases: int, base: int, rate: Fraction) -> Fraction:
    """Probability of at least ``cases`` of ``base``, summed without rounding."""
    return sum((comb(base, k) * rate**k * (1 - rate) ** (base - k) for k in range(cases, base + 1)), start=Fraction(0))


@pytest.mark.parametrize("rate", [Fraction(1, 100), Fraction(1, 20), Fraction(3, 10), Fraction(9, 10)])
def test_the_limit_is_the_exact_binomial_one(rate: Fraction) -> None:
    bases = [1, 5, 10, 20, 47, 150]
    for base, most in zip(bases, most_by_chance(np.array(bases), np.full(6, float(rate))), strict=True):
        assert tail(int(most) + 1, base, rate) <= LEVEL  # above it: so rare
        assert most == 0 or tail(int(most), base, rate) > LEVEL  # and it is the smallest such number


def test_where_nothing_or_everything_happens_nothing_is_a_surprise() -> None:
    assert most_by_chance(np.array([1, 50]), np.zeros(2)).tolist() == [0, 0]
    assert most_by_chance(np.array([1, 50]), np.ones(2)).tolist() == [1, 50]


def habits(log: Log, settings: Settings | None = None) -> dict[tuple[str, str], dict[str, object]]:
    """(institution, measure) -> row, of logs of one month."""
    names = ["rate", "expected_rate", "upper_limit", "above", "median_minutes"]
    return {
        (row[1], row[3]): {"cases": row[4], "base": row[5], **dict(zip(names, row[6:], strict=True))}
        for row in rows(analyzed(log, settings), "institution_signals")
    }


def test_rows_within_ten_seconds_are_one_reading() -> None:
    found = habits(
        given.log("""
            who | at                  | care_type
            A   | 2026-10-01 09:00:00 | -
            A   | 2026-10-01 09:00:09 | -
            B   | 2026-10-01 09:00:00 | -
            B   | 2026-10-01 09:00:10 | -
            C   | 2026-10-01 09:00:00 | -
            C   | 2026-10-01 09:05:00 | 01
        """)
    )[CLINIC, "retry_rate"]
    assert (found["cases"], found["base"], found["median_minutes"]) == (1, 3, 10 / 60)


@pytest.mark.parametrize(
    ("times", "minutes"), [("09:00 09:02 09:03 09:13", 2), ("09:00 09:04 09:06 09:07 09:17", (2 + 4) / 2)]
)
def test_the_typical_minutes_are_the_median(times: str, minutes: float) -> None:
    # the pauses are 2, 1, 10, and 4, 2, 1, 10
    log = given.log("at \n" + "\n".join(f"2026-10-01 {time}" for time in times.split()))
    assert habits(log)[CLINIC, "retry_rate"]["median_minutes"] == minutes


def test_a_clinic_and_its_pharmacy_are_no_second_reading() -> None:
    found = habits(
        given.log("""
            where    | at
            clinic   | 2026-10-01 09:00
            pharmacy | 2026-10-01 09:30
            clinic2  | 2026-10-01 10:00
        """)
    )
    assert {row["cases"] for (_, measure), row in found.items() if measure == "retry_rate"} == {0}


def test_a_bulk_query_counts_as_a_day_however_many_it_asks_for() -> None:
    found = habits(
        given.log("""
            who | at            | method
            A   | 2026-10: 1-10 | 01
            A   | 2026-10: 4    | 04
            B   | 2026-10: 4,20 | 04
            C   | 2026-10: 4    | 04
        """)
    )[CLINIC, "bulk_query"]
    assert (found["cases"], found["base"]) == (2, 11)


def many(recipients: int, *, where: str, read_again: int) -> list[Check]:
    """One visit each; the first ``read_again`` are read twice, three minutes apart."""
    checks = []
    for number in range(recipients):
        for minute in (0, 3)[: 2 if number < read_again else 1]:
            (check,) = given.log(f"where | at \n {where} | 2026-10-01 09:{minute:02d}").checks
            checks.append(Check(**{**vars(check), "recipient_number": f"{number:07d}"}))
    return checks


def test_an_institution_far_above_its_kind_is_named_and_a_small_one_is_not() -> None:
    found = habits(
        Log(
            many(200, where="clinic", read_again=4)
            + many(40, where="clinic2", read_again=16)
            + many(ENOUGH["retry_rate"] - 1, where="clinic3", read_again=19)
            + many(30, where="pharmacy", read_again=30)
        )
    )
    named = {code: row["above"] for (code, measure), row in found.items() if measure == "retry_rate"}
    assert named == {
        given.INSTITUTIONS["clinic"]: False,
        given.INSTITUTIONS["clinic2"]: True,
        given.INSTITUTIONS["clinic3"]: False,  # every card twice, and still too few visits to say anything
        given.INSTITUTIONS["pharmacy"]: False,  # alone of its kind: there is nothing to hold it against
    }
    second = found[given.INSTITUTIONS["clinic2"], "retry_rate"]
    assert second["expected_rate"] == (4 + 16 + 19) / (200 + 40 + 19)
    assert second["rate"] == 16 / 40


def expected(log: Log, settings: Settings) -> dict[tuple[str, str, str], tuple[int, int, float | None]]:
    """Work out cases, base and median row by row."""
    tables = judge(log, settings)
    checks = list(dict.fromkeys(with_newest_numbers(log).checks))
    methods = {payer: settings.for_office(payer).visits.presence_methods for payer in {c.payer_number for c in checks}}
    cases: dict[tuple[str, str, str], set[object]] = defaultdict(set)
    base: dict[tuple[str, str, str], set[object]] = defaultdict(set)
    pauses: dict[tuple[str, str], list[float]] = defaultdict(list)
    for visit in tables["visits"]:
        base[visit.month, visit.institution_code, "retry_rate"].add(visit[:4])
        base[visit.month, visit.institution_code, "unentrusted_share"].add(visit[:2])
    for row in tables["unentrusted_visits"]:
        if row.status == "review":
            cases[row.month, row.institution_code, "unentrusted_share"].add(row[1:3])
    times = defaultdict(list)
    for check in checks:
        base[check.month, check.institution_code, "bulk_query"].add(check.day)
        if check.method == BULK:
            cases[check.month, check.institution_code, "bulk_query"].add(check.day)
        if check.method in methods[check.payer_number] and check.care_type != "01":
            times[check.payer_number, check.recipient_number, check.institution_code, check.day].append(
                check.checked_at
            )
    for key, seen in times.items():
        for earlier, later in zip(sorted(seen), sorted(seen)[1:], strict=False):
            if (seconds := (later - earlier).total_seconds()) >= 10:
                day: date = key[3]
                pauses[f"{day:%Y-%m}", key[2]].append(seconds)
                cases[f"{day:%Y-%m}", key[2], "retry_rate"].add(key)
    return {
        key: (
            len(cases.get(key, ())),
            len(seen),
            median(pauses[key[:2]]) / 60 if key[2] == "retry_rate" and key[:2] in pauses else None,
        )
        for key, seen in base.items()
    }


def test_random_offices_agree_with_plain_python() -> None:
    for seed in range(EXAMPLES):
        rng = Random(seed)
        log, settings = random_log(rng), random_settings(rng)
        wanted = expected(log, settings)
        found = rows(analyzed(log, settings), "institution_signals")
        assert {(row[0], row[1], row[3]): (row[4], row[5], row[10]) for row in found} == wanted, f"seed {seed}"
        for row in found:
            others = [other for other in found if (other[0], *other[2:4]) == (row[0], *row[2:4])]
            assert row[2] == kind_of(row[1])
            assert row[7] == sum(other[4] for other in others) / sum(other[5] for other in others)
