"""Damaged files, seeded: a clear refusal or counted rejects, never a traceback, a lost row or a value told.

QLOG_FUZZ sets the number of cases (default 2,000). ``python -m tests.fuzz --seeds 100000`` runs many, and goes on where
it was stopped.
"""

import os
import random
from collections import Counter
from pathlib import Path

import pytest

from qlog.errors import Message
from qlog.reading.report import RejectLog
from qlog.terminal import Terminal
from tests.fuzz.__main__ import outcome
from tests.fuzz.base import HEADERS, LOG, NAMES, file_text, rows
from tests.fuzz.cases import make_case
from tests.fuzz.count import count_rows
from tests.fuzz.harness import RUN_OF, command, run_case
from tests.unit.reading_rows import row

CASES = int(os.environ.get("QLOG_FUZZ", "2000"))
PARTS = 10


@pytest.mark.parametrize("part", range(PARTS))
def test_no_damage_loses_a_row_or_tells_a_value(tmp_path: Path, part: int) -> None:
    outcomes: Counter[str] = Counter()
    for seed in range(CASES * part // PARTS, CASES * (part + 1) // PARTS):
        case = make_case(seed)
        try:
            outcomes.update(map(outcome, run_case(case, tmp_path)))
        except BaseException as error:
            error.add_note(f"seed {seed}: {', '.join(case.steps)}")
            raise
    assert len(outcomes) == 3 or CASES < 1_000, "the cases are all alike"


def test_the_same_seed_makes_the_same_case() -> None:
    assert [make_case(seed) for seed in range(100)] == [make_case(seed) for seed in range(100)]
    assert make_case(7) != make_case(8)


def test_every_kind_of_file_is_among_the_cases_and_the_command_meets_it() -> None:
    cases = [make_case(seed) for seed in range(2_000)]
    assert {case.kind for case in cases} == set(HEADERS)
    assert {Path(case.name).suffix for case in cases} == {".csv", ".zip", ".xlsx"}
    assert {(case.kind == LOG, Path(case.name).suffix) for case in cases if case.seed % RUN_OF == 0} >= {
        (True, ".csv"), (True, ".zip"), (True, ".xlsx"), (False, ".csv"),
    }  # fmt: skip


@pytest.mark.parametrize("kind", HEADERS)
def test_the_independent_count_counts(kind: str) -> None:
    data = file_text(rows(random.Random(1), 12, kind), kind).encode("cp932")
    assert count_rows(data, "cp932", kind=kind) == 12
    assert count_rows(data + b'"open\r\nnext\r\n', "cp932", kind=kind) == 14
    if kind == LOG:
        assert count_rows(data + (row(氏名="改\r\n行") + "\r\n\r\n").encode("cp932"), "cp932") == 13


def test_rows_lost_without_a_word_would_be_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    add = RejectLog.add

    def forget(log: RejectLog, lines: list[int], *, column: str, reason: str) -> None:
        if reason != "column count":
            add(log, lines, column=column, reason=reason)

    monkeypatch.setattr(RejectLog, "add", forget)
    seeds = (seed for seed in range(1_000) if make_case(seed).steps == ("other_width",))
    with pytest.raises(AssertionError, match="rows, counted"):
        run_case(make_case(next(seeds)), tmp_path)


def test_a_value_on_the_screen_would_be_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "log.csv"
    path.write_bytes(file_text(rows(random.Random(1), 12)).encode("cp932"))
    assert command("check", str(path)) == 0
    monkeypatch.setattr(Terminal, "intake", lambda self, _: self.say(Message(ja=NAMES[0], en="")))
    with pytest.raises(AssertionError, match="value of a cell"):
        command("check", str(path))
