"""The report of a model project: what is counted, and that everything shown together gives no small cell away."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from scipy.optimize import linprog

from qlog import schema
from qlog.aggregate import ALL, Report, aggregate
from qlog.errors import NothingReadError, SettingsError

MEDICAL, DENTAL = "1310000010", "1330000018"


def write(folder: Path, **rows: Iterable[dict[str, object]]) -> Path:
    """Write the tables of an output folder; what is not given is empty."""
    (folder / "tables").mkdir(parents=True)
    for name, table in schema.FINDINGS.items():
        wanted = table.arrow_schema()
        pq.write_table(pa.Table.from_pylist(list(rows.get(name, ())), wanted), folder / "tables" / f"{name}.parquet")
    return folder


def visits(payer: str, month: int, people: int, *, each: int = 1, kind: str = "medical") -> list[dict[str, object]]:
    return [
        {"payer_number": payer, "recipient_number": f"{person:07d}", "visit_date": date(2026, month, day), "kind": kind}
        for person in range(people)
        for day in range(1, each + 1)
    ]


def frequent(payer: str, people: range, level: str) -> list[dict[str, object]]:
    return [
        {"month": "2026-10", "payer_number": payer, "recipient_number": f"{person:07d}", "level": level}
        for person in people
    ]


def test_people_count_once_a_month_and_visits_every_time(tmp_path: Path) -> None:
    rows = [*visits("A", 9, 20, each=2), *visits("A", 10, 15), *visits("A", 10, 15, kind="dental")]
    counts = aggregate([write(tmp_path / "a", visits=rows), write(tmp_path / "b", visits=visits("B", 10, 30))]).counts
    assert counts["people", "2026-09", "A", ALL, ALL] == 20
    assert counts["visits", "2026-09", "A", ALL, ALL] == 40
    assert counts["people", "2026-10", "A", ALL, ALL] == 15, "who went to two kinds is one person"
    assert counts["people", "2026-10", ALL, ALL, ALL] == 15 + 30, "the same number in two offices is two people"
    assert counts["people", "2026-10", ALL, "medical", ALL] == 15 + 30
    assert counts["people", "2026-10", ALL, "dental", ALL] == 15
    assert counts["visits", ALL, ALL, ALL, ALL] == 40 + 30 + 30
    assert counts["people", "2026-09", "B", ALL, ALL] == 0
    assert ("people", ALL, "A", ALL, ALL) not in counts, "people of several months cannot be added"


def test_a_person_with_two_levels_counts_at_the_higher(tmp_path: Path) -> None:
    flags = [*frequent("A", range(40), "early"), *frequent("A", range(12), "screened")]
    counts = aggregate([write(tmp_path / "a", visits=visits("A", 10, 60), frequent_visits=flags)]).counts
    of = {level: counts["frequent", "2026-10", "A", ALL, level] for level in ("screened", "early", ALL)}
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
    assert counts["unentrusted", "2026-10", "A", ALL, "review"] == 23
    assert counts["unentrusted", "2026-10", ALL, "dental", "review"] == 12
    assert counts["unentrusted", "2026-10", ALL, ALL, ALL] == 36
    assert counts["duplicates", ALL, "A", ALL, "same_institution"] == 14


def system(report: Report) -> tuple[list[tuple[str, ...]], np.ndarray, np.ndarray]:
    """Everything a reader can put into an equation, written from what the tables mean."""
    keys = list(report.counts)
    at = {key: number for number, key in enumerate(keys)}
    equal, at_most = [], []
    for total in keys:
        for place in range(1, 5):
            parts = [k for k in keys if k[place] != ALL and (*k[:place], ALL, *k[place + 1 :]) == total]
            if not parts:
                continue
            row = np.zeros(len(keys))
            row[[at[part] for part in parts]] = 1
            row[at[total]] = -1
            if place == 3 and total[0] == "people":
                at_most.append(-row)
                for part in parts:
                    at_most.append(np.zeros(len(keys)))
                    at_most[-1][[at[part], at[total]]] = 1, -1
            else:
                equal.append(row)
        if total[0] == "people":
            at_most.append(np.zeros(len(keys)))
            at_most[-1][[at[total], at["visits", *total[1:]]]] = 1, -1
    return keys, np.array(equal), np.array(at_most)


def test_nothing_shown_gives_a_small_cell_away(tmp_path: Path) -> None:
    dice = np.random.default_rng(5)
    folders = []
    for payer in "ABC":
        rows = [
            row
            for month in (8, 9, 10)
            for kind in ("medical", "dental", "pharmacy", "visiting_nurse")
            for row in visits(
                payer, month, int(dice.choice([0, 3, 7, 12, 40])), each=int(dice.integers(1, 3)), kind=kind
            )
        ]
        flags = [
            *frequent(payer, range(30), "early"),
            *frequent(payer, range(int(dice.integers(1, 9))), "screened"),
        ]
        folders.append(write(tmp_path / payer, visits=rows, frequent_visits=flags))
    report = aggregate(folders)
    small = {key for key, count in report.counts.items() if 0 < count < 10}
    assert small
    assert small <= report.masked
    assert len(report.masked) < len(report.counts) / 2, "a report of nothing but marks is no report"
    keys, equal, at_most = system(report)
    bounds = [(0, 10_000) if key in report.masked else (report.counts[key],) * 2 for key in keys]
    for key in sorted(small):
        wanted = np.array([float(other == key) for other in keys])
        ends = []
        for sign in (1, -1):
            found = linprog(sign * wanted, at_most, np.zeros(len(at_most)), equal, np.zeros(len(equal)), bounds=bounds)
            ends.append(found.x @ wanted)
        assert ends[0] <= 1 + 1e-6, (key, ends)
        assert ends[1] >= 9 - 1e-6, (key, ends)


def test_an_office_in_two_folders_is_refused(tmp_path: Path) -> None:
    folders = [write(tmp_path / name, visits=visits("A", 10, 20)) for name in "ab"]
    with pytest.raises(SettingsError, match="同じ福祉事務所"):
        aggregate(folders)


def test_a_folder_without_results_is_named(tmp_path: Path) -> None:
    with pytest.raises(NothingReadError, match=tmp_path.name):
        aggregate([tmp_path])
