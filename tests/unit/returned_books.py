"""Workbooks as caseworkers return them: written by qlog, filled on a copy."""

from collections.abc import Callable
from datetime import date
from functools import cache
from io import BytesIO

import openpyxl
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from qlog.export.formulas import Edition
from qlog.export.workbook import OfficeMonth, build_workbook
from tests.workbook.office import caseworkers, invented_checks, office_month

FREQUENT, TICKETS = "頻回受診の傾向", "未委託受診"
MARKED = "秘密のことば"


@cache
def office() -> OfficeMonth:
    """Return October of an invented office."""
    rows = invented_checks(people=12)
    return office_month(rows, caseworkers=caseworkers(sorted({row["recipient_number"] for row in rows})))


@cache
def blank(edition: Edition = "2021") -> bytes:
    """Return the workbook of October as qlog wrote it."""
    return build_workbook(office(), edition=edition)


def filled(change: Callable[[Workbook], None], edition: Edition = "2021") -> bytes:
    """Return the workbook after a caseworker's ``change``."""
    book = openpyxl.load_workbook(BytesIO(blank(edition)))
    change(book)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def place(sheet: Worksheet, header: str, row: int = 6) -> str:
    """Return the address of the cell under ``header`` (spaces do not count)."""
    for cell in sheet[5]:
        if "".join(str(cell.value or "").split()) == header:
            return f"{cell.column_letter}{row}"
    raise AssertionError(header)


def enter(book: Workbook, header: str, value: object, *, sheet: str = FREQUENT, row: int = 6) -> str:
    """Write into one cell of entries and return its address."""
    at = place(book[sheet], header, row)
    book[sheet][at] = value
    return at


def work(book: Workbook) -> None:
    """Fill one row of each sheet, every column."""
    for header, value in (
        ("確認状況", "見守り"), ("協議日", date(2026, 11, 4)), ("主治医・嘱託医の意見", "必要な受診"),
        ("確認の期限", date(2026, 12, 31)),
        ("指導日", date(2026, 11, 6)), ("翌月の日数", 9), ("改善", "一部改善"), ("備考", MARKED),
    ):  # fmt: skip
        enter(book, header, value)
    enter(book, "確認状況", "医療券を登録済み", sheet=TICKETS)
    enter(book, "確認日", date(2026, 11, 5), sheet=TICKETS)
    enter(book, "備考", MARKED, sheet=TICKETS)
