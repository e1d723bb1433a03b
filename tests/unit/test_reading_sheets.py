"""What a spreadsheet makes of dates and times that stand in columns of their own, and of digits of eras."""

import datetime
from pathlib import Path

import openpyxl
import pyarrow as pa
import pytest

from qlog.reading.catalog import parse_layout
from tests.unit.reading_rows import GOOD, HEADER, read_bytes, read_file, row, text

SPLIT = '[columns.checked_at]\nheaders = ["日付"]\n[columns.checked_time]\nheaders = ["時刻"]\n'
ERA = 'forms = ["era_digits"]\nera = "R"\n'


def our(extra: str) -> str:
    return f'name = "our"\ntitle = "our"\nbase = "default"\n{extra}'


def read_sheet(directory: Path, cells: dict[str, object], extra: str) -> tuple[pa.Table, list[str]]:
    book = openpyxl.Workbook()
    book.active.append(list(cells))
    book.active.append(list(cells.values()))
    book.save(directory / "log.xlsx")
    table, report = read_file(directory / "log.xlsx", parse_layout(our(extra), "our.toml"))
    assert (report.refused, report.rejects) == (None, [])
    return table.drop_columns("line"), [warning.ja for warning in report.warnings]


@pytest.mark.parametrize(
    ("clock", "plain"),
    [
        (133613, "133613"),
        (93005, "093005"),
        (datetime.time(13, 36, 13), "133613"),
        (0.566817129627, "133613"),
        ("9:30:05", "093005"),
    ],
)
@pytest.mark.parametrize("day", [datetime.date(2026, 8, 16), 46250, 20260816, "R8.8.16"])
def test_date_and_time_in_two_columns(tmp_path, day, clock, plain):
    cells = {"日付": day, "時刻": clock} | {name: GOOD[name] for name in HEADER[1:]}
    table, _ = read_sheet(tmp_path, cells, SPLIT)
    wanted, _ = read_bytes(text(row(資格確認日時=f"20260816{plain}")).encode("cp932"), tmp_path)
    assert table.equals(wanted.drop_columns("line"))


@pytest.mark.parametrize("cell", [80801, "080801", 5080801])
def test_digits_of_an_era(tmp_path, cell):
    table, warnings = read_sheet(tmp_path, GOOD | {"有効開始年月日": cell}, f"[columns.valid_from]\n{ERA}")
    assert table.equals(read_bytes(text(row()).encode("cp932"), tmp_path)[0].drop_columns("line"))
    assert ["「有効開始年月日」の先頭の0" in warning for warning in warnings] == [True] * (cell == 80801)


@pytest.mark.parametrize("column", ["checked_at", "service_month", "valid_from", "birth_date", "kana", "sex"])
@pytest.mark.parametrize("width", [1, 6, 8, 14])
def test_a_width_that_means_nothing_for_a_column_stops_nothing(tmp_path, column, width):
    layout = parse_layout(our(f"[columns.{column}]\nwidth = {width}\n"), "our.toml")
    table, report = read_bytes(text(row(), row()).encode("cp932"), tmp_path, layout)
    assert report.rejected == 0
    assert table.num_rows == report.accepted
