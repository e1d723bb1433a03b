"""Workbooks (xlsx): looked at as a zip first, then read by python-calamine in a process of its own, sheet by sheet."""

import re
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Final
from xml.etree import ElementTree

from qlog.reading import workbook_child
from qlog.reading.layout import ColumnForm, FileForm, Layout
from qlog.reading.report import RefusedError

SUFFIXES: Final = {".xlsx", ".xlsm"}
MAX_FILE_BYTES: Final = 200 << 20
MAX_UNPACKED_BYTES: Final = 600 << 20
MAX_RATIO: Final = 150  # of a part that unpacks to more than LARGE_PART
LARGE_PART: Final = 10 << 20
_MAX_PARTS: Final = 10_000
_INDEX_BYTES: Final = 1 << 20
_SECONDS: Final = 300
_MAIN: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_CELL: Final = re.compile(rb"<(?:\w+:)?c[\s>]")
_DOCTYPE: Final = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_MERGED: Final = re.compile(rb'<(?:\w+:)?mergeCell ref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"')
_PLACE: Final = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]{1,3})(\d{1,7})["']""")
_MAX_GRID: Final = 32 << 20  # places in the rectangle around all cells: about 1 GB in the child, whatever is in them
_CHUNK, _OVERLAP = 4 << 20, 64
_NEEDED: Final = re.compile(r"\[Content_Types\]\.xml|_rels/\.rels|xl/.*\.(?:xml|rels)", re.IGNORECASE)
_SHEETS: Final = "xl/worksheets/"
_PROPERTIES: Final = "docProps/custom.xml"
_START_BYTES: Final = 64 << 10  # of a sheet: enough to see whether there is a cell at all


def sheet_names(content: bytes) -> list[str]:
    """Return the sheets with cells, in order. Raises RefusedError if this is no workbook we would open."""
    with _checked(content) as archive:
        targets = _relations(archive)
        sheets = [
            (sheet.get("name", ""), targets.get(sheet.get(_RELATION, ""), ""))
            for sheet in _xml(archive, "xl/workbook.xml").iter(f"{_MAIN}sheet")
        ]
        return [name for name, part in sheets if _has_cells(archive, part)]


def document_properties(content: bytes) -> dict[str, str]:
    """Return the custom document properties of a workbook as text. Raises RefusedError."""
    with _checked(content) as archive:
        if _PROPERTIES not in archive.namelist():
            return {}
        return {found.get("name", ""): "".join(found.itertext()).strip() for found in _xml(archive, _PROPERTIES)}


def merged_areas(content: bytes, sheet: str) -> list[str]:
    """Return the merged areas of a sheet as A1:B2, in the order of the file. Raises RefusedError."""
    with _checked(content) as archive:
        part = _part_of(archive, sheet)
        text = _read(archive, part, MAX_UNPACKED_BYTES) if part else b""
        return [area.decode() for area in _MERGED.findall(text)]


def sheet_as_csv(content: bytes, sheet: str) -> bytes:
    """Return one sheet as CSV in UTF-8, a line for each row. Raises RefusedError."""
    with _checked(content) as archive:
        part = _part_of(archive, sheet)
        _check_grid(archive, part)
        plain = _unpacked(archive, part)
    child = [sys.executable, "-P", str(Path(workbook_child.__file__)), sheet]
    try:
        done = subprocess.run(child, input=plain, capture_output=True, timeout=_SECONDS, check=False)  # noqa: S603
    except subprocess.TimeoutExpired as error:
        raise _too_large() from error
    if done.returncode == workbook_child.TOO_LARGE:
        raise _too_large()
    if done.returncode != 0:
        raise _broken()
    return done.stdout


def for_sheet(layout: Layout) -> Layout:
    """Return ``layout`` as it holds for a sheet: our own CSV, and dates may be serial numbers."""
    columns = {name: _in_cells(name, form) for name, form in layout.columns.items()}
    return layout.model_copy(update={"columns": columns, "file": FileForm(header=layout.file.header)})


def _in_cells(name: str, form: ColumnForm) -> ColumnForm:
    """Return how a column is written in cells: six digits of a date or a time have lost a zero at the front."""
    eras = "era_digits" in form.forms  # a number of six digits may be such a date or a serial: what is declared holds
    six = {"width": 6, "restore_zeros": 1} if (eras or name == "checked_time") and form.width is None else {}
    return form.model_copy(update=six if eras else {"forms": (*form.forms, "serial")} | six)


def _checked(content: bytes) -> zipfile.ZipFile:
    """Open the workbook as a zip after looking at its sizes. Raises RefusedError."""
    if len(content) > MAX_FILE_BYTES:
        raise _too_large()
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise RefusedError(
            ja="パスワードのあるブック、または古い形式（.xls）です。パスワードを外した .xlsx か CSV にしてください。",
            en="an encrypted workbook or an old .xls; save it as .xlsx without a password, or as CSV",
        )
    try:
        archive = zipfile.ZipFile(BytesIO(content))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:  # the last: a zip of the future
        raise _broken() from error
    parts = archive.infolist()
    packed = any(part.file_size > LARGE_PART and part.file_size > MAX_RATIO * part.compress_size for part in parts)
    if packed or len(parts) > _MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES:
        raise _too_large()
    return archive


def _relations(archive: zipfile.ZipFile) -> dict[str, str]:
    """Return relation id -> part of the package."""
    relations = _xml(archive, "xl/_rels/workbook.xml.rels")
    return {
        relation.get("Id", ""): target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
        for relation in relations
        if (target := relation.get("Target", ""))
    }


def _part_of(archive: zipfile.ZipFile, sheet: str) -> str:
    """Return the part that holds a sheet, empty if there is none."""
    targets = _relations(archive)
    sheets = _xml(archive, "xl/workbook.xml").iter(f"{_MAIN}sheet")
    return next((targets.get(found.get(_RELATION, ""), "") for found in sheets if found.get("name") == sheet), "")


def _check_grid(archive: zipfile.ZipFile, part: str) -> None:
    """Raise RefusedError for cells too far apart: memory goes by the rectangle around them, on every system."""
    height, columns, rest = 0, {b"A"}, b""
    try:
        with archive.open(part) as stream:
            while chunk := stream.read(_CHUNK):
                places = _PLACE.findall(rest + chunk)
                columns |= {column.upper() for column, _ in places}
                height = max(height, *(int(row) for _, row in places), 0)
                rest = chunk[-_OVERLAP:]
    except Exception as error:
        raise _broken() from error
    if height * max(map(_column_number, columns)) > _MAX_GRID:
        raise _too_large()


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def _unpacked(archive: zipfile.ZipFile, sheet_part: str) -> bytes:
    """Return the workbook packed anew without compression, one sheet and what it needs.

    So the child sees what was looked at here: no part unpacks to more than it declares, or has two sizes or two names.
    """
    plain = BytesIO()
    with zipfile.ZipFile(plain, "w") as packed:
        for part in dict.fromkeys(archive.namelist()):
            if _NEEDED.fullmatch(part) and (part == sheet_part or not part.startswith(_SHEETS)):
                packed.writestr(part, _read(archive, part, MAX_UNPACKED_BYTES))
    return plain.getvalue()


def _xml(archive: zipfile.ZipFile, part: str) -> ElementTree.Element:
    text = _read(archive, part, _INDEX_BYTES)
    if _DOCTYPE.search(text):
        raise _broken()
    try:
        return ElementTree.fromstring(text)  # noqa: S314  no entities: looked at above
    except (ElementTree.ParseError, LookupError, ValueError) as error:  # the last two: an encoding it does not know
        raise _broken() from error


def _has_cells(archive: zipfile.ZipFile, part: str) -> bool:
    return _CELL.search(_read(archive, part, _START_BYTES)) is not None if part in archive.namelist() else False


def _read(archive: zipfile.ZipFile, part: str, size: int) -> bytes:
    try:
        with archive.open(part) as stream:
            return stream.read(size)
    except Exception as error:  # a damaged zip raises many kinds: KeyError, zlib.error, BadZipFile, RuntimeError, ...
        raise _broken() from error


def _broken() -> RefusedError:
    return RefusedError(
        ja="ブックを開けません（壊れているか、Excel のブックではありません）。Excel で開いて保存し直してください。",
        en="the workbook cannot be opened: damaged, or no workbook; open it in Excel and save it again",
    )


def _too_large() -> RefusedError:
    return RefusedError(
        ja="ブックが大きすぎるか、広すぎます。CSV で保存して、それを指定してください。",
        en="the workbook is too large; save it as CSV",
    )
