"""The workbook of one office's month, put together sheet by sheet."""

from pathlib import Path
from typing import BinaryIO

from qlog.export.formulas import Edition
from qlog.export.workbook.book import Book
from qlog.export.workbook.candidates import candidates_of
from qlog.export.workbook.cover import write_cover
from qlog.export.workbook.detail import detail_listing
from qlog.export.workbook.duplicates import duplicates_listing, write_duplicates
from qlog.export.workbook.entered import IDENTITY
from qlog.export.workbook.extract import extract_listing, write_extract
from qlog.export.workbook.frequent import frequent_listing, write_frequent
from qlog.export.workbook.guide import write_guide
from qlog.export.workbook.imports import write_imports
from qlog.export.workbook.institutions import institutions_listing
from qlog.export.workbook.listing import write_listing
from qlog.export.workbook.model import OfficeMonth
from qlog.export.workbook.month_calendar import calendar_listing, write_calendar
from qlog.export.workbook.person_sheet import write_person_sheet
from qlog.export.workbook.persons import persons_of, write_persons
from qlog.export.workbook.register import register_listing
from qlog.export.workbook.thresholds import write_settings
from qlog.export.workbook.unentrusted import unentrusted_listing, write_unentrusted
from qlog.files import write_atomically


def write_workbook(office_month: OfficeMonth, path: Path | BinaryIO, *, edition: Edition) -> None:
    """Write the workbook of one office's month, in one edition, to a path or a binary stream.

    The same input gives the same bytes. A file at ``path`` is replaced only by a whole new one. Raises OutputError if
    the file cannot be written or does not fit into a workbook.
    """
    content = build_workbook(office_month, edition=edition)
    if isinstance(path, Path):
        with write_atomically(path) as beside:
            beside.write_bytes(content)
    else:
        path.write(content)


def build_workbook(office_month: OfficeMonth, *, edition: Edition) -> bytes:
    """Return the workbook as the bytes of its file; nothing is written to disk on the way."""
    book = Book(office_month, edition)
    for name, value in zip(IDENTITY, (office_month.payer_number, office_month.month), strict=True):
        book.workbook.set_custom_property(name, value, "text")
    found = candidates_of(office_month)
    frequent = frequent_listing(office_month, found)
    extract = extract_listing(office_month, frequent, found, edition)
    calendar = calendar_listing(office_month, frequent, found, edition)
    unentrusted = unentrusted_listing(office_month)
    registers = (register_listing(office_month),) if office_month.entered.records else ()
    duplicates = duplicates_listing(office_month)
    institutions = institutions_listing(office_month)
    detail = detail_listing(office_month)
    persons = persons_of(office_month, found)
    write_cover(book, frequent, unentrusted, duplicates, found)
    write_frequent(book, frequent)
    write_extract(book, extract)
    write_calendar(book, calendar)
    write_unentrusted(book, unentrusted)
    for register in registers:
        write_listing(book, register)
    write_duplicates(book, duplicates)
    write_listing(book, institutions)
    write_person_sheet(book, persons, (frequent, unentrusted, duplicates), found)
    write_listing(book, detail)
    write_imports(book)
    write_settings(book)
    write_guide(book, (frequent, extract, calendar, unentrusted, *registers, duplicates, institutions, detail))
    write_persons(book, persons)
    return book.finish()
