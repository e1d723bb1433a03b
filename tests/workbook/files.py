"""Looking into finished workbooks: parts, cells, formulas, and what LibreOffice makes of them."""

import re
import shutil
import subprocess
import warnings
import zipfile
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pytest
from openpyxl.utils import get_column_letter

PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""

_DYNAMIC = re.compile(r"\b(FILTER|SEQUENCE|SORTBY)\(")
Cells = dict[tuple[str, str], Any]
needs_libreoffice = pytest.mark.skipif(shutil.which("soffice") is None, reason="soffice is not installed")


def parts(book: bytes) -> dict[str, str]:
    """Return the XML parts of a workbook by name."""
    return dict(_parts(book))


@lru_cache(maxsize=8)
def _parts(book: bytes) -> dict[str, str]:
    with zipfile.ZipFile(BytesIO(book)) as archive:
        return {name: archive.read(name).decode("utf-8") for name in archive.namelist()}


def sheet_names(book: bytes) -> list[str]:
    """Return the names of the sheets in order."""
    return re.findall(r'<sheet name="([^"]+)"', parts(book)["xl/workbook.xml"])


def sheet_xml(book: bytes, name: str) -> str:
    """Return the XML of one sheet."""
    return parts(book)[f"xl/worksheets/sheet{sheet_names(book).index(name) + 1}.xml"]


def formulas(book: bytes) -> Cells:
    """Return the text of every formula as the file stores it, by sheet and address."""
    found: Cells = {}
    for at, name in enumerate(sheet_names(book), start=1):
        root = ElementTree.fromstring(parts(book)[f"xl/worksheets/sheet{at}.xml"])  # noqa: S314 - our own file
        for cell in root.iterfind(".//{*}c"):
            formula = cell.find("{*}f")
            if formula is not None:
                found[name, cell.attrib["r"]] = formula.text or ""
    return found


@lru_cache(maxsize=8)
def values(book: bytes) -> Cells:
    """Return every stored value by sheet and address; an empty text counts as no value."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # openpyxl does not know a print area that is a formula
        loaded = openpyxl.load_workbook(BytesIO(book), data_only=True)
    return {
        (sheet.title, cell.coordinate): cell.value
        for sheet in loaded
        for row in sheet.iter_rows()
        for cell in row
        if cell.value not in (None, "")
    }


def defined_names(book: bytes) -> dict[str, str]:
    """Return what every name of the workbook stands for."""
    return dict(re.findall(r'<definedName name="([^"]+)"[^>]*>([^<]*)<', parts(book)["xl/workbook.xml"]))


def with_values(book: bytes, changes: dict[str, int]) -> bytes:
    """Return the workbook with other numbers in named cells, as if a person had typed them; caches stay old."""
    files = parts(book)
    for name, value in changes.items():
        sheet, address = defined_names(book)[name].replace("$", "").split("!")
        part = f"xl/worksheets/sheet{sheet_names(book).index(sheet) + 1}.xml"
        files[part], count = re.subn(rf'(<c r="{address}"[^>]*><v>)[^<]*', rf"\g<1>{value}", files[part])
        assert count == 1
    return zipped(files)


def recalculated(book: bytes, folder: Path) -> bytes:
    """Return the workbook as LibreOffice saves it after computing every formula anew."""
    profile = folder.parent / "libreoffice-profile" / "user"  # shared: a first start takes seconds
    profile.mkdir(parents=True, exist_ok=True)
    (profile / "registrymodifications.xcu").write_text(PROFILE, encoding="utf-8")
    source, out = folder / "book.xlsx", folder / "out"
    source.write_bytes(book)
    out.mkdir(exist_ok=True)
    command = ["soffice", f"-env:UserInstallation={profile.parent.as_uri()}", "--headless", "--convert-to", "xlsx"]
    subprocess.run([*command, "--outdir", str(out), str(source)], check=True, capture_output=True, timeout=300)
    return (out / "book.xlsx").read_bytes()


def choosing(book: bytes, sheet: str, address: str, text: str) -> bytes:
    """Return the workbook with another text of its own in a cell, as if a person had chosen it from a list."""
    files = parts(book)
    shared = [
        "".join(item.itertext())
        for item in ElementTree.fromstring(files["xl/sharedStrings.xml"])  # noqa: S314 - our own file
    ]
    part = f"xl/worksheets/sheet{sheet_names(book).index(sheet) + 1}.xml"
    files[part], count = re.subn(rf'(<c r="{address}"[^>]*t="s"><v>)[^<]*', rf"\g<1>{shared.index(text)}", files[part])
    assert count == 1
    return zipped(files)


def zipped(files: dict[str, str]) -> bytes:
    """Return parts as a workbook."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, text in files.items():
            archive.writestr(part, text)
    return stream.getvalue()


def rows_of(book: bytes | Cells, sheet: str, columns: str, *, first: int = 6) -> list[tuple[Any, ...]]:
    """Return the rows of a list as tuples of the given columns ("A B C"), down to the first empty one."""
    cells = values(book) if isinstance(book, bytes) else book
    rows = []
    for row in range(first, 2000):
        found = tuple(cells.get((sheet, f"{column}{row}"), "") for column in columns.split())
        if not any(value != "" for value in found):
            break
        rows.append(found)
    return rows


def formulon_values(book: bytes) -> Cells:
    """Return every value of the sheets with formulas as formulon, which knows dynamic arrays, computes it."""
    import formulon

    loaded = formulon.Workbook.load(book)
    loaded.recalc()
    found: Cells = {}
    computed = {name for name, _ in formulas(book)}
    for sheet in [at for at in range(loaded.sheet_count()) if loaded.sheet_name(at) in computed]:
        for cell in loaded.iter_cells(sheet):
            spill = loaded.spill_info(sheet, cell.row, cell.col) if _DYNAMIC.search(cell.formula or "") else None
            rows, columns = (spill.rows, spill.cols) if spill and spill.engaged else (1, 1)
            for row in range(cell.row, cell.row + rows):
                for column in range(cell.col, cell.col + columns):
                    value = plain(loaded.get_value(sheet, row, column) if spill else cell.value)
                    if value not in (None, ""):
                        found[loaded.sheet_name(sheet), f"{get_column_letter(column + 1)}{row + 1}"] = value
    loaded.close()
    return found


def plain(value: Any) -> Any:
    """Return what a value of formulon holds."""
    if value.error_code is not None:
        return f"error {value.error_code}"
    return value.text if value.text is not None else value.number
