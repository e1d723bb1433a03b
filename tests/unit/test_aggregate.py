"""The report of a model project: what is counted. What it gives away is attacked in test_aggregate_attacks.py."""

from datetime import date
from pathlib import Path

import pytest

from qlog.aggregate import aggregate
from qlog.errors import NothingReadError, SettingsError
from qlog.tally import ALL, NO_WORD, UNKNOWN_AGE
from tests.unit.model_project import entry, frequent, visits, write

MEDICAL, DENTAL = "1310000010", "1330000018"


def test_people_count_once_a_month_and_visits_every_time(tmp_path: Path) -> None:
    rows = [*visits("A", 9, 20, each=2), *visits("A", 10, 15), *visits("A", 10, 15, kind="dental")]
    counts = aggregate([write(tmp_path / "a", visits=rows), write(tmp_path / "b", visits=visits("B", 10, 30))]).counts
    assert counts["people", "2026-09", "A", ALL, ALL, ALL] == 20
    assert counts["visits", "2026-09", "A", ALL, ALL, ALL] == 40
    assert counts["people", "2026-10", "A", ALL, ALL, ALL] == 15, "who went to two kinds is one person"
    assert counts["people", "2026-10", ALL, ALL, ALL, ALL] == 15 + 30, "the same number in two offices is two people"
    assert counts["people", "2026-10", ALL, "medical", ALL, ALL] == 15 + 30
    assert counts["people", "2026-10", ALL, "dental", ALL, ALL] == 15
    assert counts["visits", ALL, ALL, ALL, ALL, ALL] == 40 + 30 + 30
    assert counts["people", "2026-09", "B", ALL, ALL, ALL] == 0
    assert ("people", ALL, "A", ALL, ALL, ALL) not in counts, "people of several months cannot be added"


def test_a_person_with_two_levels_counts_at_the_higher(tmp_path: Path) -> None:
    flags = [*frequent("A", range(40), "early"), *frequent("A", range(12), "screened")]
    counts = aggregate([write(tmp_path / "a", visits=visits("A", 10, 60), frequent_visits=flags)]).counts
    of = {level: counts["frequent", "2026-10", "A", ALL, ALL, level] for level in ("screened", "early", ALL)}
    assert of == {"screened": 12, "early": 28, ALL: 40}


def test_cases_by_status_and_pattern(tmp_path: Path) -> None:
    cases = [
        {"month": "2026-10", "payer_number": "A", "recipient_number": str(n), "institution_code": code, "status": status}  # noqa: E501
        for code, status, many in ((MEDICAL, "review", 11), (DENTAL, "review", 12), (MEDICAL, "resolved", 13))
        for n in range(many)
    ]  # fmt: skip
    double = [
        {"visit_date": date(2026, 10, 1), "payer_number": "A", "recipient_number": str(n), "pattern": "same_institution"}  # noqa: E501
        for n in range(14)
    ]  # fmt: skip
    folder = write(tmp_path / "a", visits=visits("A", 10, 60), unentrusted_visits=cases, duplicate_checks=double)
    counts = aggregate([folder]).counts
    assert counts["unentrusted", "2026-10", "A", ALL, ALL, "review"] == 23
    assert counts["unentrusted", "2026-10", ALL, "dental", ALL, "review"] == 12
    assert counts["unentrusted", "2026-10", ALL, ALL, ALL, ALL] == 36
    assert counts["duplicates", ALL, "A", ALL, ALL, "same_institution"] == 14


def test_age_groups_are_decades_of_birth_and_nobody_is_left_out(tmp_path: Path) -> None:
    born = {"A": {person: 1950 if person < 12 else 1980 for person in range(25)}}
    flags = [*frequent("A", range(20), "screened"), *frequent("A", range(25, 30), "early")]
    folder = write(tmp_path / "a", visits=visits("A", 10, 30, each=2), frequent_visits=flags, born=born)
    counts = aggregate([folder]).counts
    of = {age: counts["people", "2026-10", ALL, ALL, age, ALL] for age in ("1950", "1980", UNKNOWN_AGE)}
    assert of == {"1950": 12, "1980": 13, UNKNOWN_AGE: 5}
    assert counts["visits", ALL, ALL, ALL, "1950", ALL] == 24
    assert counts["frequent", "2026-10", ALL, ALL, "1980", "screened"] == 8
    assert counts["frequent", "2026-10", ALL, ALL, UNKNOWN_AGE, "early"] == 5
    assert ("people", "2026-10", "A", ALL, "1950", ALL) not in counts, "one division at a time"


def test_guided_people_by_the_last_word_before_the_next_guidance(tmp_path: Path) -> None:
    day = date(2026, 10, 1)
    ledger = [
        entry("A", 1, "2026-08", guided=day, improved="経過を見る"),
        entry("A", 1, "2026-09", improved="改善"),  # the word on the guidance of August
        entry("A", 1, "2026-10", guided=day),  # guided again, and no word yet
        entry("A", 2, "2026-08", guided=day, improved="改善"),
        entry("A", 2, "2026-08", unit="recipient", improved="変わらない"),  # two rows of one person: the least
        entry("A", 3, "2026-08", improved="改善"),  # never guided
        entry("B", 1, "2026-08", guided=day),  # the same number in another office
    ]
    folder = write(tmp_path / "a", visits=visits("A", 8, 20) + visits("B", 8, 20) + visits("A", 10, 20), ledger=ledger)
    counts = aggregate([folder]).counts
    guided = {key: count for key, count in counts.items() if key[0] == "guided" and count and key[2] != ALL}
    assert guided == {
        ("guided", "2026-08", "A", ALL, ALL, "改善"): 1,
        ("guided", "2026-08", "A", ALL, ALL, "変わらない"): 1,
        ("guided", "2026-08", "A", ALL, ALL, ALL): 2,
        ("guided", "2026-10", "A", ALL, ALL, NO_WORD): 1,
        ("guided", "2026-10", "A", ALL, ALL, ALL): 1,
        ("guided", "2026-08", "B", ALL, ALL, NO_WORD): 1,
        ("guided", "2026-08", "B", ALL, ALL, ALL): 1,
    }


def test_without_an_entry_the_guided_are_left_out_and_are_no_zero(tmp_path: Path) -> None:
    report = aggregate([write(tmp_path / "a", visits=visits("A", 10, 20))])
    assert [measure.name for measure in report.measures] == [
        "people", "visits", "frequent", "unentrusted", "duplicates"
    ]  # fmt: skip
    assert not [key for key in report.counts if key[0] == "guided"]


def test_an_office_in_two_folders_is_refused(tmp_path: Path) -> None:
    folders = [write(tmp_path / name, visits=visits("A", 10, 20)) for name in "ab"]
    with pytest.raises(SettingsError, match="同じ福祉事務所"):
        aggregate(folders)


def test_a_folder_without_results_is_named(tmp_path: Path) -> None:
    with pytest.raises(NothingReadError, match=tmp_path.name):
        aggregate([tmp_path])
