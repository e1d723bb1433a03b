"""Logs in workbooks: the same checks as from CSV, and nothing hostile gets further than a refusal."""

import datetime
import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from msoffcrypto.format.ooxml import OOXMLFile

from qlog.reading import find_inputs, read_log, read_reference
from tests.unit.reading_rows import GOOD, HEADER, read_bytes, read_file, row, text

SHEET = "xl/worksheets/sheet1.xml"
DATES = ("生年月日", "有効開始年月日", "有効終了年月日")


def workbook(path: Path, **sheets: list[list[object]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for cells in rows:
            sheet.append(cells)
    book.save(path)
    return path


def cells(**changes: object) -> list[object]:
    return list((GOOD | changes).values())


def as_numbers() -> list[object]:
    """A row as a spreadsheet keeps it when all digits became numbers."""
    values = dict(GOOD)
    return [int(value) if value.isdigit() else value for value in values.values()]


def as_dates() -> list[object]:
    changes: dict[str, object] = {
        name: datetime.date(int(GOOD[name][:4]), int(GOOD[name][4:6]), int(GOOD[name][6:])) for name in DATES
    }
    changes["資格確認日時"] = datetime.datetime(2026, 8, 16, 13, 36, 13)
    changes["診療年月"] = datetime.date(2026, 8, 1)
    return cells(**changes)


def default_checks(directory: Path):
    return read_bytes(text(row()).encode("cp932"), directory)[0].drop_columns("line")


@pytest.mark.parametrize("kind", ["text", "numbers", "dates"])
def test_a_sheet_gives_the_same_checks_as_csv(tmp_path, kind):
    rows = {"text": cells(), "numbers": as_numbers(), "dates": as_dates()}
    path = workbook(tmp_path / "log.xlsx", Sheet1=[HEADER, rows[kind]])
    table, report = read_file(path)
    assert report.rejects == []
    assert table.drop_columns("line").equals(default_checks(tmp_path))
    assert (report.encoding, report.layout) == ("xlsx", "default")


def test_serial_numbers_are_dates(tmp_path):
    serials = {"資格確認日時": 46250.566817129627, "生年月日": 20570, "有効開始年月日": 46235, "有効終了年月日": 46265}
    path = workbook(tmp_path / "log.xlsx", Sheet1=[HEADER, cells(**serials, 診療年月=46235)])
    table, report = read_file(path)
    assert report.rejects == []
    assert table.drop_columns("line").equals(default_checks(tmp_path))


def test_lost_zeros_are_restored_and_reported(tmp_path):
    path = workbook(tmp_path / "log.xlsx", Sheet1=[HEADER, as_numbers(), as_numbers()])
    _, report = read_file(path)
    restored = [warning.ja for warning in report.warnings if "先頭の0" in warning.ja]
    assert "「受給者番号」の先頭の0が失われていたため補いました：2 行" in restored
    assert "「資格確認方法」の先頭の0が失われていたため補いました：2 行" in restored


def test_every_sheet_with_cells_is_a_log_and_lines_are_rows_of_the_sheet(tmp_path):
    title = [["資格確認実績ログ"], [], HEADER, cells(), [], cells(資格確認日時="x"), cells(傷病名1="高血圧\n症")]
    workbook(tmp_path / "b.xlsx", 八月=title, 空=[], 九月=[HEADER, cells(), cells()])
    sources = find_inputs([tmp_path])
    assert [source.label for source in sources] == ["b.xlsx[八月]", "b.xlsx[九月]"]
    reports = [read_log(source, on_block=lambda _: None) for source in sources]
    assert [(report.accepted, report.rejected) for report in reports] == [(2, 1), (2, 0)]
    assert [(reject.file, reject.line) for reject in reports[0].rejects] == [("b.xlsx[八月]", 6)]
    assert reports[0].sha256 == reports[1].sha256  # of the file


def test_a_workbook_without_any_cell_is_refused(tmp_path):
    (source,) = find_inputs([workbook(tmp_path / "log.xlsx", 空=[])])
    report = read_log(source, on_block=lambda _: None)
    assert report.refused is not None
    assert "中にログ" in report.refused.ja


def refusal(path: Path) -> str:
    (source,) = find_inputs([path])
    report = read_log(source, on_block=lambda _: None)
    assert report.refused is not None
    assert report.data_rows == 0
    return report.refused.ja


def far_cell(path: Path) -> None:
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    sheet.write_string(0, 0, "a")
    sheet.write_string(1_048_575, 16_383, "b")
    book.close()


def with_part(path: Path, part: str, change: Callable[[bytes], bytes]) -> None:
    """Change a part of a good workbook."""
    workbook(path, Sheet1=[HEADER, cells()])
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[part] = change(parts[part])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def far_row(path: Path) -> None:
    """A row says 2, its last cell says another row and column; quotes of the other kind are XML as well."""
    with_part(path, SHEET, lambda text: re.sub(rb'r="U2"', b"r = 'ZZ999999'", text))


def lying(path: Path) -> None:
    """A part declares a thousand bytes, with the right check sum of these, and unpacks to many millions."""
    with_part(path, SHEET, lambda text: text.replace(b"</sheetData>", b"<row/>" * 5_000_000 + b"</sheetData>"))
    with zipfile.ZipFile(path) as archive:
        info = archive.getinfo(SHEET)
        begin = archive.read(SHEET)[:1000]
    sizes = struct.pack("<III", info.CRC, info.compress_size, info.file_size)
    data = path.read_bytes()
    assert data.count(sizes) == 2  # before the part, and in the list of parts
    path.write_bytes(data.replace(sizes, struct.pack("<III", zlib.crc32(begin), info.compress_size, 1000)))


def bomb(path: Path) -> None:
    workbook(path, Sheet1=[HEADER, cells()])
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet9.xml", b"0" * (200 << 20))


def of_the_future(path: Path) -> None:
    """The zip asks for a version that does not exist."""
    workbook(path, Sheet1=[HEADER, cells()])
    data = bytearray(path.read_bytes())
    data[data.index(b"PK\x01\x02") + 6] = 132
    path.write_bytes(data)


def laughs(path: Path) -> None:
    with_part(path, "xl/workbook.xml", lambda text: b'<!DOCTYPE x [<!ENTITY a "b">]>' + text)


def in_encoding(name: bytes) -> Callable[[Path], None]:
    """Return what makes a workbook whose list of sheets says that it is in this encoding."""

    def make(path: Path) -> None:
        declared = b'<?xml version="1.0" encoding="' + name + b'"?>'
        with_part(path, "xl/workbook.xml", lambda text: declared + text[text.find(b"<workbook") :])

    return make


def laughs_in_utf16(path: Path) -> None:
    with_part(
        path,
        "xl/workbook.xml",
        lambda text: ('<!DOCTYPE x [<!ENTITY a "b">]>' + text[text.find(b"<workbook") :].decode()).encode("utf-16"),
    )


def cut(path: Path) -> None:
    workbook(path, Sheet1=[HEADER, cells()])
    path.write_bytes(path.read_bytes()[:-700])


def locked(path: Path) -> None:
    plain = workbook(path.with_name("plain"), Sheet1=[HEADER, cells()])
    with plain.open("rb") as source, path.open("wb") as target:
        OOXMLFile(source).encrypt("secret", target)
    plain.unlink()


@pytest.mark.parametrize(
    ("make", "word"),
    [
        (far_cell, "大きすぎる"),
        (far_row, "大きすぎる"),
        (lying, "ブックを開けません"),
        (bomb, "大きすぎる"),
        (laughs, "ブックを開けません"),
        (laughs_in_utf16, "ブックを開けません"),
        (in_encoding(b"UTd-8"), "ブックを開けません"),
        (in_encoding(b"cp932"), "ブックを開けません"),
        (of_the_future, "ブックを開けません"),
        (cut, "ブックを開けません"),
        (locked, "パスワード"),
        (lambda path: path.write_bytes(b"no workbook"), "ブックを開けません"),
        (lambda path: path.write_bytes(b""), "ブックを開けません"),
    ],
)
def test_a_damaged_or_hostile_workbook_is_refused(tmp_path, make, word):
    path = tmp_path / "log.xlsx"
    make(path)
    assert word in refusal(path)


def test_an_old_workbook_in_a_folder_is_refused_by_name(tmp_path):
    (tmp_path / "old.xls").write_bytes(b"\xd0\xcf\x11\xe0" + b"\0" * 512)
    assert "古い形式" in refusal(tmp_path)


def test_reference_files_may_be_sheets(tmp_path):
    rows = [
        ["公費負担者番号", "受給者番号", "担当員", "地区", "不開示"],
        [12016010, 18, "担当　一", None, 1],
        [None, 26, None, None, None],
    ]
    path = workbook(tmp_path / "担当.xlsx", 説明=[["この表について"]], 一覧=rows)
    table, report = read_reference("caseworkers", path)
    assert (report.refused, report.accepted, report.file) == (None, 2, "担当.xlsx[一覧]")
    assert table.to_pylist() == [
        dict(zip(table.column_names, ["12016010", "0000018", "担当　一", None, True], strict=True)),
        dict(zip(table.column_names, [None, "0000026", None, None, None], strict=True)),
    ]
