"""Logs from tables: whatever library the table is of, the checks are those of the file."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import qlog
from qlog import schema
from qlog.errors import NothingReadError

FILE = Path(__file__).parents[2] / "sample_logs" / "shikaku_log_202608.csv"
MARKED = "HIMITSU"


@pytest.fixture(scope="module")
def checks() -> pa.Table:
    return qlog.read_logs(FILE).checks


def as_csv_reads_it(_: pa.Table) -> pd.DataFrame:
    """What pandas makes of the file by itself: numbers for codes, floats where cells are empty."""
    return pd.read_csv(FILE, encoding="cp932")


def in_utc(checks: pa.Table) -> pd.DataFrame:
    frame = checks.to_pandas()
    return frame.assign(checked_at=frame.checked_at.dt.tz_localize(timezone(timedelta(hours=9))).dt.tz_convert(UTC))


def with_days_as_times(checks: pa.Table) -> pd.DataFrame:
    return checks.to_pandas(date_as_object=False)


FORMS: dict[str, Callable[[pa.Table], Any]] = {
    "arrow": lambda checks: checks,
    "arrow batches": lambda checks: checks.to_reader(),
    "pandas": lambda checks: checks.to_pandas(),
    "pandas with midnight for dates": with_days_as_times,
    "pandas with another index": lambda checks: checks.to_pandas().set_index(pd.Index(range(7, 7 + len(checks)))),
    "pandas in UTC": in_utc,
    "pandas from CSV": as_csv_reads_it,
    "pandas from CSV as text": lambda _: pd.read_csv(FILE, encoding="cp932", dtype=str),
    "pandas with categories": lambda checks: checks.to_pandas().astype({"method": "category", "name": "category"}),
    "polars": pl.from_arrow,
    "polars from CSV": lambda _: pl.read_csv(FILE, encoding="cp932"),
}


@pytest.mark.parametrize("form", FORMS)
def test_a_table_of_any_library_gives_the_checks_of_the_file(form: str, checks: pa.Table) -> None:
    logs = qlog.read_logs(FORMS[form](checks))
    assert logs.rejects == {}
    by_all = [(name, "ascending") for name in checks.column_names]
    assert logs.checks.sort_by(by_all).equals(checks.sort_by(by_all))


def test_numbers_among_text_are_text(checks: pa.Table) -> None:
    frame = checks.to_pandas().astype({"recipient_number": object})
    frame.loc[0, "recipient_number"] = int(frame.recipient_number.iloc[1])
    frame.loc[2, "recipient_number"] = float(frame.recipient_number.iloc[3])
    logs = qlog.read_logs(frame)
    assert logs.rejects == {}
    numbers = logs.checks.sort_by("checked_at")["recipient_number"].to_pylist()
    assert set(numbers) <= set(checks["recipient_number"].to_pylist())


def test_several_tables_and_files_are_read_together(checks: pa.Table) -> None:
    half = checks.num_rows // 2
    logs = qlog.read_logs([checks.slice(0, half), checks.slice(half), FILE])
    assert logs.checks.num_rows == checks.num_rows
    assert logs.files.file.tolist() == ["1/渡された表", "2/渡された表", FILE.name]
    assert logs.files.repeated.tolist() == [0, 0, checks.num_rows]


def test_rows_that_do_not_fit_are_counted_with_their_place(checks: pa.Table) -> None:
    frame = checks.to_pandas()
    frame.loc[2, "institution_code"] = MARKED
    logs = qlog.read_logs(frame)
    (reject,) = logs.intake.files[0].report.rejects
    assert (reject.file, reject.line, reject.column, logs.rejects) == (
        "渡された表",
        4,
        "医療機関等コード",
        {"not digits": 1},
    )


@pytest.mark.parametrize(
    "table",
    [
        pd.DataFrame({"番号": [MARKED]}),
        pd.DataFrame({"checked_at": [MARKED, "2026"], "method": ["01", "01"]}),
        pd.DataFrame([[MARKED, 1]], columns=pd.MultiIndex.from_tuples([("a", "b"), ("a", "c")])),
        pd.DataFrame({"checked_at": [[MARKED]]}),
        pd.DataFrame({"checked_at": ["x"], "資格確認日時": [MARKED]}),
        pd.DataFrame(columns=[column.name for column in schema.CHECK_FIELDS]),
        pa.table({"checked_at": [{"a": MARKED}]}),
        pl.DataFrame({"checked_at": [datetime(2026, 10, 1)]}),
    ],
)
def test_a_table_that_is_no_log_is_refused_without_a_value_of_it(table: Any) -> None:
    with pytest.raises(NothingReadError) as caught:
        qlog.read_logs(table)
    said = str(caught.value) + caught.value.message.en + str(caught.value.__cause__)
    assert MARKED not in said
    assert "表" in said
    assert any("CHECK_FIELDS" in note for note in caught.value.__notes__)
