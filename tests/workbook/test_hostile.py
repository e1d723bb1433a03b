"""Text from outside stays text, whatever it looks like; what does not fit is an error, never a loss."""

import re
from dataclasses import replace
from datetime import date
from io import BytesIO

import pyarrow as pa
import pytest

from qlog.errors import OutputError
from qlog.export.workbook import (
    FileResult,
    ImportResult,
    OfficeMonth,
    Person,
    RejectCount,
    UnknownCode,
    build_workbook,
    detail,
    write_workbook,
)
from tests.workbook.files import formulas, parts, rows_of, sheet_xml, values
from tests.workbook.office import caseworkers, empty_month, imports, invented_checks, office_month, visit_rows

HOSTILE = [
    '=HYPERLINK("http://example.com","開く")', "+1+1", "-1+1", "@SUM(1)", "\t=1+1", "\r=1+1", "=cmd|' /C calc'!A0",
    "{=1}", "http://example.com/", "名" * 100, "●辺　😀花子", "a&b<c>\"'", "_x0041_", " 前後の空白 ", "1.98E+06",
]  # fmt: skip


def test_text_that_looks_like_a_formula_stays_text():
    plain = office_month(invented_checks(people=len(HOSTILE)), imports=imports())
    numbers = [f"{at:07d}" for at in range(len(HOSTILE))]
    called = dict(zip(numbers, HOSTILE, strict=True))
    workers = caseworkers(numbers).set_column(2, "caseworker", pa.array(HOSTILE))
    hostile = replace(
        plain,
        office_name=HOSTILE[0],
        people={number: Person(text, text, date(1950, 1, 1)) for number, text in called.items()},
        institution_names=dict(zip(plain.institution_names, HOSTILE, strict=False)),
        caseworkers=workers,
        imports=ImportResult(
            files=tuple(FileResult(text, text, text, refused=text) for text in HOSTILE),
            rejects=tuple(RejectCount(text, text, 1) for text in HOSTILE),
            unknown_codes=tuple(UnknownCode(text, text, 1) for text in HOSTILE),
            warnings=tuple(HOSTILE),
        ),
    )
    book = build_workbook(hostile, edition="2021")
    assert formulas(book).keys() == formulas(build_workbook(plain, edition="2021")).keys()
    assert not any("hyperlink" in name.lower() or "<hyperlink" in part for name, part in parts(book).items())
    shown = {row[0]: row[1:] for row in rows_of(book, "受診明細", "A B")}
    assert {number: text.replace("_x000D_", "\r") for number, (text,) in shown.items()} == {
        number: text for number, text in called.items() if number in shown
    }
    assert len(shown) == len(HOSTILE)


def test_a_name_of_a_hundred_characters_gets_a_row_high_enough(office: OfficeMonth):
    number = office.candidates["recipient_number"].to_pylist()[0]
    xml = sheet_xml(build_workbook(replace(office, people={number: Person("名" * 100)}), edition="2007"), "受診明細")
    heights = {float(height) for height in re.findall(r'<row r="\d+" [^>]* ht="([0-9.]+)"', xml)}
    assert max(heights) >= 10 * 13  # a hundred characters, nine or ten a line


def test_an_office_without_a_row_gets_a_workbook_that_says_so():
    book = build_workbook(empty_month(), edition="2007")
    cells = values(book)
    assert cells["頻回受診の傾向", "A6"] == "該当する行はありません。"
    assert cells["未委託受診", "A6"] == "該当する行はありません。"
    assert cells["表紙", "A6"] == 0


def test_text_over_the_limit_of_a_cell_is_an_error(office: OfficeMonth):
    broken = replace(office, institution_names=dict.fromkeys(office.institution_names, "長" * 32768))
    with pytest.raises(OutputError, match="長すぎる"):
        build_workbook(broken, edition="2007")


def test_too_many_visits_leave_the_flagged_people_and_say_where_the_rest_is(office: OfficeMonth, monkeypatch):
    monkeypatch.setattr(detail, "MOST_ROWS", 100)
    cells = values(build_workbook(office, edition="2007"))
    shown = {value for (sheet, at), value in cells.items() if sheet == "受診明細" and at[0] == "A" and int(at[1:]) > 5}
    assert shown == set(office.frequent["recipient_number"].to_pylist())
    assert "tables/visits.csv" in cells["受診明細", "A2"]


def test_a_row_past_the_end_of_a_sheet_is_an_error(monkeypatch):
    monkeypatch.setattr("xlsxwriter.worksheet.Worksheet._check_dimensions", lambda *_, **__: -1)
    with pytest.raises(OutputError, match="書ききれない"):
        build_workbook(empty_month(visits=visit_rows(3)), edition="2007")


def test_a_workbook_goes_to_a_path_or_a_stream(office: OfficeMonth, tmp_path):
    stream, path = BytesIO(), tmp_path / "book.xlsx"
    write_workbook(office, stream, edition="2007")
    write_workbook(office, path, edition="2007")
    assert path.read_bytes() == stream.getvalue()
    assert [file.name for file in tmp_path.iterdir()] == ["book.xlsx"]


def test_a_folder_that_is_not_there_is_a_plain_error(office: OfficeMonth, tmp_path):
    with pytest.raises(OutputError):
        write_workbook(office, tmp_path / "missing" / "book.xlsx", edition="2007")


def test_the_model_shows_no_person_when_printed(office: OfficeMonth):
    text = repr(office) + repr(Person("佐藤　一郎"))
    assert "佐藤" not in text
