"""Rows whose visits a doctor confirmed as needed: they stay, read 対象外, and nobody is called in because of them."""

from dataclasses import replace

import pytest

from qlog.export.workbook import OfficeMonth, build_workbook
from qlog.export.workbook.candidates import EXCLUDED
from qlog.export.workbook.entered import Key
from qlog.schema import LEVELS, UNITS
from tests.workbook.computed import CHANGED, EDITIONS, OTHER, differences
from tests.workbook.files import Cells, rows_of, values, with_values
from tests.workbook.office import invented_checks, office_month

Row = tuple[str, str, str]  # level, recipient number, unit


def keys_of(office: OfficeMonth) -> list[Key]:
    return [
        (row["unit"], row["recipient_number"], row["institution_code"] or "") for row in office.frequent.to_pylist()
    ]


@pytest.fixture
def months() -> tuple[OfficeMonth, OfficeMonth, frozenset[Key]]:
    """A month with every third row left out that reaches a level by other thresholds; the same by these; which."""
    rows = invented_checks(seed=31)
    given, other = office_month(rows), office_month(rows, settings=OTHER)
    excluded = frozenset(keys_of(other)[::3])
    assert {key[0] for key in excluded} == {"institution", "recipient"}
    assert excluded & set(keys_of(given)), "some reach a level by both"
    assert excluded - set(keys_of(given)), "some by the other thresholds only"
    return (
        replace(given, entered=replace(given.entered, excluded=excluded)),
        replace(other, entered=replace(other.entered, excluded=excluded)),
        excluded,
    )


def expected_rows(office: OfficeMonth, excluded: frozenset[Key]) -> list[Row]:
    return sorted(
        (EXCLUDED if key in excluded else LEVELS[row["level"]], row["recipient_number"], UNITS[row["unit"]])
        for key, row in zip(keys_of(office), office.frequent.to_pylist(), strict=True)
    )


def assert_shown(cells: Cells, expected: list[Row]) -> None:
    listed = [row for row in rows_of(cells, "頻回受診の傾向", "A B F") if row[0] != "目安未満"]
    assert sorted(listed) == expected
    reached = [row for row in expected if row[0] != EXCLUDED]
    assert sorted(rows_of(cells, "頻回受診の一覧", "B C G")) == reached
    people = {number for _, number, unit in reached if unit == UNITS["recipient"]}
    assert {number for (number,) in rows_of(cells, "受診カレンダー", "C")} == people
    screened = [row for row in reached if row[0] == LEVELS["screened"] and row[2] == UNITS["recipient"]]
    assert cells["表紙", "A6"] == len(screened)
    out = sum(row[0] == EXCLUDED and row[2] == UNITS["recipient"] for row in expected)
    assert str(cells["表紙", "A7"]).endswith(f"\n対象外（医師確認） {out}人")
    assert f"　　対象外　{len(expected) - len(reached)} 件" in str(cells["頻回受診の傾向", "E3"])


@pytest.mark.parametrize("edition", EDITIONS)
def test_a_row_left_out_reads_so_and_stands_on_no_list_of_people_to_call(months, edition, compute):
    given, other, excluded = months
    book = build_workbook(given, edition=edition)
    assert_shown(values(book), expected_rows(given, excluded))
    assert differences(book, compute(book)) == {}
    assert_shown(compute(with_values(book, CHANGED)), expected_rows(other, excluded))


@pytest.mark.parametrize("edition", ["2007", "2021"])
def test_without_such_rows_nothing_speaks_of_them(office, edition):
    cells = values(build_workbook(office, edition=edition))
    assert not [at for at, value in cells.items() if "対象外" in str(value) and at[0] not in {"見方", "説明"}]
