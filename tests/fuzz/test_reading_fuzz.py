"""Damaged files, seeded: a clear refusal or counted rejects, never a traceback, a lost row or a value told.

QLOG_FUZZ sets the number of cases (default 300). ``python -m tests.fuzz 100000`` runs many, and can be resumed.
"""

import os
import random
from pathlib import Path

import pytest

from qlog.reading import find_inputs, read_log
from tests.fuzz.base import file_text, rows
from tests.fuzz.count import count_rows
from tests.fuzz.harness import make_case, run_case
from tests.unit.reading_rows import HEADER, row
from tests.unit.test_reading_workbooks import workbook

CASES = int(os.environ.get("QLOG_FUZZ", "300"))
PARTS = 10


@pytest.mark.parametrize("part", range(PARTS))
def test_no_damage_loses_a_row_or_tells_a_value(tmp_path: Path, part: int) -> None:
    for seed in range(part, CASES, PARTS):
        case = make_case(seed)
        try:
            run_case(case, tmp_path)
        except BaseException as error:
            error.add_note(f"seed {seed}: {', '.join(case.steps)}")
            raise


def test_the_same_seed_makes_the_same_case() -> None:
    assert make_case(7) == make_case(7)
    assert make_case(7) != make_case(8)


def test_the_cases_are_not_all_refused(tmp_path: Path) -> None:
    reports = [run_case(make_case(seed), tmp_path) for seed in range(100)]
    read = [report for report in reports if report.refused is None]
    assert 30 <= len(read) <= 95
    assert any(report.rejected and report.accepted for report in read)


def test_the_independent_count_counts() -> None:
    data = file_text(rows(random.Random(1), 12)).encode("cp932")
    assert count_rows(data, "cp932", header=True) == 12
    assert count_rows(data + b'"open\r\nnext\r\n', "cp932", header=True) == 14
    assert count_rows(data + (row(氏名="改\r\n行") + "\r\n\r\n").encode("cp932"), "cp932", header=True) == 13


@pytest.mark.parametrize("seed", range(max(3, CASES // 100)))
def test_a_damaged_workbook_is_read_or_refused(tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)
    path = workbook(tmp_path / "log.xlsx", Sheet1=[HEADER, *[list(values.values()) for values in rows(dice, 5)]])
    data = bytearray(path.read_bytes())
    for _ in range(dice.randint(1, 5)):
        data[dice.randrange(len(data))] = dice.randrange(256)
    path.write_bytes(bytes(data[: dice.choice([len(data), dice.randrange(len(data))])]))
    for source in find_inputs([path]):
        report = read_log(source, on_block=lambda _: None)
        assert report.accepted + report.rejected == report.data_rows
        assert report.refused is not None or report.data_rows <= 5
