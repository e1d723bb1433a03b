"""Pastes rows into finished blank workbooks as a person would, and reads back what they then show."""

import re
import subprocess
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

import openpyxl
from openpyxl.utils import column_index_from_string, get_column_letter

from tests.workbook.files import PROFILE, Cells, defined_names, parts, plain, sheet_names, zipped

Row = Sequence[str | int | float]
PASTE, HIDDEN = "ログ貼付", ("計算", "抽出")


def pasted(book: bytes, rows: Sequence[Row], cells: Mapping[str, int] | None = None) -> bytes:
    """Return the workbook with ``rows``, header and all, at A1 of ログ貼付, and numbers in named cells."""
    files = parts(book)
    part = _part(book, PASTE)
    data = "".join(_row(at, row) for at, row in enumerate(rows, start=1))
    files[part], count = re.subn(
        r"<sheetData>.*</sheetData>", lambda _: f"<sheetData>{data}</sheetData>", files[part], flags=re.S
    )
    assert count == 1
    for name, value in (cells or {}).items():
        sheet, address = defined_names(book)[name].replace("$", "").split("!")
        pattern = rf'<c r="{address}"( s="\d+")(/>|><v>[^<]*</v></c>)'
        own = _part(book, sheet)
        files[own], count = re.subn(pattern, rf'<c r="{address}"\g<1>><v>{value}</v></c>', files[own])
        assert count == 1, name
    return zipped(files)


def recalculated_together(books: Mapping[str, bytes], folder: Path) -> dict[str, Cells]:
    """Return every value of each workbook as LibreOffice computes it, in one start of the program."""
    profile, out = folder / "profile" / "user", folder / "out"
    profile.mkdir(parents=True)
    (profile / "registrymodifications.xcu").write_text(PROFILE, encoding="utf-8")
    sources = []
    for name, book in books.items():
        sources.append(folder / f"{name}.xlsx")
        sources[-1].write_bytes(book)
    command = ["soffice", f"-env:UserInstallation={profile.parent.as_uri()}", "--headless", "--convert-to", "xlsx"]
    subprocess.run([*command, "--outdir", out, *sources], check=True, capture_output=True, timeout=600)
    return {name: _read(out / f"{name}.xlsx") for name in books}


def spilling(book: bytes, reach: Mapping[tuple[str, str], str]) -> bytes:
    """Return a 2021 workbook whose array formulas reach as far as they will spill: sheet, anchor -> last cell.

    LibreOffice does not spill; it fills the range that the file says.
    """
    files = parts(book)
    for (sheet, anchor), last in reach.items():
        part = _part(book, sheet)
        assert f'ref="{anchor}"' in files[part]
        files[part] = files[part].replace(f'ref="{anchor}"', f'ref="{anchor}:{last}"')
    return zipped(files)


class Formulon:
    """A 2021 workbook opened by formulon: rows are pasted, cells are set, and all is computed anew."""

    def __init__(self, book: bytes) -> None:
        import formulon

        self._book = formulon.Workbook.load(book)
        self._names = defined_names(book)
        self._sheets = {self._book.sheet_name(at): at for at in range(self._book.sheet_count())}
        self._pasted: dict[tuple[int, int], str | float] = {}

    def paste(self, rows: Sequence[Row]) -> None:
        """Put ``rows`` at A1 of ログ貼付, in place of what was pasted before; cells that stay are left alone."""
        sheet, old = self._sheets[PASTE], self._pasted
        new = {(at, column): v for at, row in enumerate(rows) for column, v in enumerate(row) if v != ""}
        for place in old.keys() - new.keys():
            self._book.set_blank(sheet, *place)
        for place, value in new.items():
            if old.get(place) != value:
                set_cell = self._book.set_text if isinstance(value, str) else self._book.set_number
                set_cell(sheet, *place, value)
        self._pasted = new

    def put(self, name: str, value: int | None) -> None:
        """Put a number into a named cell, or clear it."""
        sheet, address = self._names[name].replace("$", "").split("!")
        letters, row = re.fullmatch(r"([A-Z]+)(\d+)", address).groups()
        place = self._sheets[sheet], int(row) - 1, column_index_from_string(letters) - 1
        if value is None:
            self._book.set_blank(*place)
        else:
            self._book.set_number(*place, value)

    def put_all(self, cells: Mapping[str, int | None]) -> None:
        """Put numbers into named cells."""
        for name, value in cells.items():
            self.put(name, value)

    def spills(self, sheets: Sequence[str]) -> dict[tuple[str, str], str]:
        """Compute, and return how far each array of these sheets spills: sheet, anchor -> last cell."""
        self._book.recalc()
        found = {}
        for sheet in sheets:
            for cell in self._book.iter_cells(self._sheets[sheet]):
                info = self._book.spill_info(self._sheets[sheet], cell.row, cell.col) if cell.formula else None
                if info is not None and info.engaged:
                    last = f"{get_column_letter(cell.col + info.cols)}{cell.row + info.rows}"
                    found[sheet, f"{get_column_letter(cell.col + 1)}{cell.row + 1}"] = last
        return found

    def cells(self, sheets: Sequence[str], *, width: int = 12) -> Cells:
        """Compute, and return every value of these sheets by sheet and address, down to three empty rows."""
        self._book.recalc()
        found: Cells = {}
        for sheet in sheets:
            row = empty = 0
            while empty < 3:
                values = [plain(self._book.get_value(self._sheets[sheet], row, at)) for at in range(width)]
                row, empty = row + 1, 0 if any(value not in (None, "") for value in values) else empty + 1
                found |= {
                    (sheet, f"{get_column_letter(at)}{row}"): value
                    for at, value in enumerate(values, start=1)
                    if value not in (None, "")
                }
        return found


def _read(path: Path) -> Cells:
    """Return every value of the sheets people read; an empty text counts as no value."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # print areas that are formulas
        book = openpyxl.load_workbook(path, data_only=True, read_only=True)
    return {
        (sheet.title, f"{get_column_letter(cell.column)}{cell.row}"): cell.value
        for sheet in book
        if sheet.title not in HIDDEN and sheet.title != PASTE
        for row in sheet.iter_rows()
        for cell in row
        if cell.value not in (None, "")
    }


def _part(book: bytes, sheet: str) -> str:
    return f"xl/worksheets/sheet{sheet_names(book).index(sheet) + 1}.xml"


def _row(at: int, row: Row) -> str:
    cells = (_cell(f"{get_column_letter(column)}{at}", value) for column, value in enumerate(row, start=1))
    return f'<row r="{at}">{"".join(cells)}</row>'


def _cell(address: str, value: str | float) -> str:
    if value == "":
        return ""
    if isinstance(value, str):
        return f'<c r="{address}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
    return f'<c r="{address}"><v>{value!r}</v></c>'
