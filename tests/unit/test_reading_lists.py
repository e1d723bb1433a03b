"""The office's own lists in every form: the same readers as for logs, so the same tables from all of them."""

import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pytest

from qlog import schema
from qlog.reading import FileReport, read_reference
from qlog.reading.catalog import reference_layout

Cells = dict[str, Any]

GOOD: dict[str, Cells] = {
    "tickets": {
        "公費負担者番号": "12016010", "受給者番号": "0000018", "医療機関等コード": "0110113719",
        "有効開始年月日": "20260801", "有効終了年月日": "20260831", "登録年月日": "20260815", "医療券調剤券別": "01",
    },
    "other_law": {
        "公費負担者番号": "12016010", "受給者番号": "0000018", "法別番号": "21", "医療機関等コード": "0110113719",
        "有効開始年月日": "20260801", "有効終了年月日": "20260831",
    },
    "caseworkers": {
        "公費負担者番号": "12016010", "受給者番号": "0000018", "担当員": "担当　一", "地区": "北地区", "不開示": "1",
    },
    "institution_names": {"医療機関等コード": "0110113719", "医療機関等名": "㈱テスト薬局", "診療科": "内科"},
    "aliases": {"公費負担者番号": "12016010", "旧受給者番号": "0000018", "新受給者番号": "0000026"},
}  # fmt: skip
CELLS = [(kind, column) for kind, cells in GOOD.items() for column in cells]
DIGITS = [(kind, column) for kind, column in CELLS if GOOD[kind][column].isdecimal()]
DATES = [(kind, column) for kind, column in CELLS if column.endswith("年月日")]
CODES = [(kind, column) for kind, column in CELLS if column.endswith(("受給者番号", "コード"))]
TO_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


def written(cells: Cells, *, end: str = "\r\n", delimiter: str = ",") -> str:
    return end.join([delimiter.join(cells), delimiter.join(map(str, cells.values())), ""])


def read(kind: str, directory: Path, content: bytes, name: str = "list.csv") -> tuple[pa.Table, FileReport]:
    path = directory / name
    path.write_bytes(content)
    table, report = read_reference(kind, path)
    assert table.schema == schema.REFERENCE_TABLES[kind].arrow_schema()
    assert (table.num_rows, report.accepted + report.rejected) == (report.accepted, report.data_rows)
    return table, report


def good(kind: str, directory: Path) -> pa.Table:
    table, report = read(kind, directory, written(GOOD[kind]).encode("cp932"))
    assert (report.accepted, report.rejected) == (1, 0)
    return table


def same(kind: str, directory: Path, content: str, encoding: str = "cp932") -> bool:
    table, report = read(kind, directory, content.encode(encoding))
    assert report.rejects == []
    return table.equals(good(kind, directory))


@pytest.mark.parametrize("kind", GOOD)
@pytest.mark.parametrize("encoding", ["cp932", "utf-8", "utf-8-sig"])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_encodings_and_line_ends(tmp_path, kind, encoding, end):
    assert same(kind, tmp_path, written(GOOD[kind], end=end), encoding)


@pytest.mark.parametrize("kind", GOOD)
def test_quotes_titles_other_columns_and_their_order(tmp_path, kind):
    cells = GOOD[kind]
    quoted = {f'"{name}"': f'"{cell}"' for name, cell in cells.items()}
    for content in (
        written(quoted),
        "一覧\r\n\r\n" + written(cells),
        written({"備考": "x"} | cells),
        written(dict(reversed(cells.items()))),
    ):
        assert same(kind, tmp_path, content)


@pytest.mark.parametrize(
    ("kind", "column", "synonym"),
    [
        (kind, form.headers[0], synonym)
        for kind in GOOD
        for form in reference_layout(kind).columns.values()
        for synonym in form.headers[1:]
    ],
)
def test_every_synonym(tmp_path, kind, column, synonym):
    assert same(kind, tmp_path, written({synonym if name == column else name: GOOD[kind][name] for name in GOOD[kind]}))


@pytest.mark.parametrize(("kind", "column"), DIGITS)
def test_digits_of_full_width(tmp_path, kind, column):
    assert same(kind, tmp_path, written(GOOD[kind] | {column: GOOD[kind][column].translate(TO_FULL_WIDTH)}))


@pytest.mark.parametrize(("kind", "column"), CELLS)
def test_spaces_around_a_value(tmp_path, kind, column):
    assert same(kind, tmp_path, written(GOOD[kind] | {column: f"　{GOOD[kind][column]} 　"}))


@pytest.mark.parametrize(("kind", "column"), DATES)
@pytest.mark.parametrize(
    "form", ["{0}-{1:02}-{2:02}", "{0}/{1}/{2}", "{0}年{1}月{2}日", "令和{3}年{1}月{2}日", "R{3}.{1}.{2}"]
)
def test_forms_of_dates(tmp_path, kind, column, form):
    day = datetime.date.fromisoformat(GOOD[kind][column])
    assert same(
        kind, tmp_path, written(GOOD[kind] | {column: form.format(day.year, day.month, day.day, day.year - 2018)})
    )


@pytest.mark.parametrize(("kind", "column"), CODES)
def test_lost_zeros_are_restored_and_told_of(tmp_path, kind, column):
    short = GOOD[kind] | {column: GOOD[kind][column].lstrip("0")}
    table, report = read(kind, tmp_path, written(short).encode("cp932"))
    assert table.equals(good(kind, tmp_path))
    assert [f"「{column}」の先頭の0" in warning.ja for warning in report.warnings] == [True]


@pytest.mark.parametrize(("kind", "column"), CODES)
def test_a_bad_check_digit_is_a_warning(tmp_path, kind, column):
    wrong = GOOD[kind][column][:-1] + str((int(GOOD[kind][column][-1]) + 1) % 10)
    _, report = read(kind, tmp_path, written(GOOD[kind] | {column: wrong}).encode("cp932"))
    assert (report.accepted, report.rejected) == (1, 0)
    assert [f"「{column}」の検査数字" in warning.ja for warning in report.warnings] == [True]


@pytest.mark.parametrize("kind", GOOD)
@pytest.mark.parametrize("as_numbers", [False, True])
def test_sheets(tmp_path, kind, as_numbers):
    values = {name: _cell(name, cell) if as_numbers else cell for name, cell in GOOD[kind].items()}
    book = openpyxl.Workbook()
    book.active.append(list(values))
    book.active.append(list(values.values()))
    book.save(tmp_path / "list.xlsx")
    table, report = read_reference(kind, tmp_path / "list.xlsx")
    assert (report.refused, report.rejects) == (None, [])
    assert table.equals(good(kind, tmp_path))


def _cell(name: str, value: str) -> object:
    if name.endswith("年月日"):
        return datetime.datetime.strptime(value, "%Y%m%d")
    return int(value) if value.isdecimal() else value


@pytest.mark.parametrize("kind", GOOD)
def test_damaged_rows_are_rejected_one_by_one(tmp_path, kind):
    lines = written(GOOD[kind]).splitlines()
    header, only = lines
    content = "\r\n".join([header, only, only + ",x", '"open', only.replace("0", "\x00"), only, ""])
    table, report = read(kind, tmp_path, content.encode("cp932"))
    assert table.num_rows == 2
    assert [(reject.line, reject.reason) for reject in report.rejects] == [
        (3, "column count"), (4, "quote not closed"), (5, "control character"),
    ]  # fmt: skip


@pytest.mark.parametrize("kind", GOOD)
def test_a_list_without_rows_is_empty_and_said_to_be(tmp_path, kind):
    header = written(GOOD[kind]).splitlines()[0]
    table, report = read(kind, tmp_path, (header + "\r\n").encode("cp932"))
    assert report.refused is None
    assert table.num_rows == report.data_rows == 0
    assert ["見出しだけ" in warning.ja for warning in report.warnings] == [True]


def test_a_sheet_with_rows_goes_before_an_empty_one(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(list(GOOD["aliases"]))
    second = book.create_sheet("二枚目")
    second.append(list(GOOD["aliases"]))
    second.append(list(GOOD["aliases"].values()))
    book.save(tmp_path / "list.xlsx")
    table, report = read_reference("aliases", tmp_path / "list.xlsx")
    assert (table.num_rows, report.file) == (1, "list.xlsx[二枚目]")
