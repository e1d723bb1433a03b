"""Rows below the first go into the finished file as text: nothing may be lost, and nothing may break the file."""

from dataclasses import replace
from datetime import date
from xml.etree import ElementTree

import pytest

from qlog.errors import OutputError
from qlog.export.formulas import EDITIONS
from qlog.export.workbook import OfficeMonth, build_workbook
from qlog.export.workbook.book import Book
from qlog.export.workbook.rows import MOST_CHARACTERS, MOST_ROWS, DoesNotFitError, Tail, Tails
from tests.workbook.files import formulas, parts, sheet_xml, values
from tests.workbook.office import empty_month

TEXTS = ["一", "=1+1", "a&b<c>", " 前の空白", "\x01", "_x0041_", "改\n行", "", "=1+1"]


def book_of(values_: list, formula: str = "") -> bytes:
    """Return a workbook with one column of values (or of what a formula gives) in a sheet of its own."""
    book = Book(empty_month(), "2007")
    sheet = book.sheet("試験")
    if formula:
        sheet.formulas(0, 0, formula, values_, book.style("plain"))
    else:
        sheet.fill(0, 0, values_, book.style("plain"))
    return book.finish()


def test_texts_numbers_and_dates_below_the_first_row_are_what_they_were():
    found = values(book_of([*TEXTS, 7, 0.5, date(2026, 10, 3), None]))
    kept = [*TEXTS[:4], "_x0001_", *TEXTS[5:], 7, 0.5, 46298, None]  # openpyxl shows a control character like that
    shown = {at: value for (_, at), value in found.items()}
    assert shown == {f"A{row}": value for row, value in enumerate(kept, start=1) if value not in (None, "")}


def test_no_text_becomes_a_formula_and_every_part_is_xml():
    book = book_of(TEXTS)
    assert formulas(book) == {}
    for name, part in parts(book).items():
        ElementTree.fromstring(part)  # noqa: S314 - our own file
        assert "\x01" not in part, name


def test_equal_texts_are_kept_once():
    assert parts(book_of(["x", *["同じ"] * 50]))["xl/sharedStrings.xml"].count("同じ") == 1


def test_formulas_below_the_first_row_know_their_row_and_their_value():
    book = book_of(["", "<2>", "\x01"], '=IF(A{above}>{number},"<","")&B{row}')
    assert formulas(book)["試験", "A3"] == 'IF(A2>3,"<","")&B3'
    assert values(book)["試験", "A2"] == "<2>"


def test_the_last_row_of_a_sheet_is_the_last_that_fits():
    tails = Tails()
    tails.add(Tail("A", 2, range(MOST_ROWS - 1)))
    with pytest.raises(DoesNotFitError):
        tails.add(Tail("A", 2, range(MOST_ROWS)))


@pytest.mark.parametrize("first", ["", "短い"])
def test_a_text_too_long_for_a_cell_is_an_error_wherever_it_stands(first):
    assert len(values(book_of([first or "x", "長" * MOST_CHARACTERS]))["試験", "A2"]) == MOST_CHARACTERS
    with pytest.raises(OutputError, match="長すぎる"):
        book_of([first or "x", "長" * (MOST_CHARACTERS + 1)])


def test_more_rows_than_a_sheet_has_are_an_error():
    book = Book(empty_month(), "2007")
    with pytest.raises(OutputError, match="書ききれない"):
        book.sheet("試験").fill(0, 0, [1] * (MOST_ROWS + 1), book.style("plain"))


@pytest.mark.parametrize("edition", EDITIONS)
def test_rows_stand_in_their_order_and_none_stands_twice(office: OfficeMonth, edition):
    book = build_workbook(office, edition=edition)
    for name in ("頻回受診の傾向", "頻回受診の一覧", "受診カレンダー", "受診明細", "個人票の元"):
        root = ElementTree.fromstring(sheet_xml(book, name))  # noqa: S314 - our own file
        rows = [int(row.attrib["r"]) for row in root.iterfind(".//{*}row")]
        assert rows == sorted(set(rows)), name
        cells = [cell.attrib["r"] for cell in root.iterfind(".//{*}c")]
        assert len(cells) == len(set(cells)), name


@pytest.mark.parametrize("edition", EDITIONS)
def test_one_row_alone_needs_no_rows_below_it(office: OfficeMonth, edition):
    one = replace(office, visits=office.visits.slice(0, 1), unentrusted=office.unentrusted.slice(0, 1))
    cells = values(build_workbook(one, edition=edition))
    assert cells["受診明細", "A6"] == one.visits["recipient_number"][0].as_py()
    assert ("受診明細", "A7") not in cells
