"""ログ貼付: where rows are pasted, header and all; text columns, open to every change."""

from typing import Final

from qlog.export import theme
from qlog.export.template import names
from qlog.export.template.book import Book
from qlog.schema.checks import CHECK_FIELDS

_WIDE: Final = {"checked_at": 18, "institution_name": 30, "name": 18, "kana": 18, "institution_code": 14}


def write_paste(book: Book) -> None:
    """Write the sheet: the headers of the default layout, and columns that keep text as text."""
    sheet = book.sheet(names.PASTE)
    text = book.workbook.add_format({"num_format": 49})  # the built-in format of text
    for at, column in enumerate(CHECK_FIELDS):
        width = _WIDE.get(column.name, max(10, theme.units(column.jp) + 2))
        sheet.worksheet.set_column(at, at, width, text)
        sheet.put(0, at, column.jp, "head")
    sheet.worksheet.set_landscape()
    sheet.worksheet.repeat_rows(0)
    sheet.worksheet.fit_to_pages(1, 0)
    sheet.worksheet.freeze_panes(1, 0)
