"""Continues columns of a finished workbook downwards: formulas that differ only in their row, and cells of one array.

Excel stores an array formula once and a value in every cell it fills, and a list has thousands of formulas that are all
alike. Written cell by cell through XlsxWriter they take a minute; put into the finished file as text, seconds.
"""

import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from io import BytesIO

_EPOCH = (1980, 1, 1, 0, 0, 0)  # as XlsxWriter dates its parts: the same content gives the same bytes


@dataclass(frozen=True)
class Column:
    """A column whose first cell XlsxWriter has written: where it is, how long it is, and what each further cell holds.

    In ``formula``, as the file stores it, {k} counts cells from 1, {row} and {above} are rows of the sheet and {pick}
    is k + 1. Without a formula the cells belong to the array formula of the first one; all columns of such a sheet are
    arrays of one length, side by side from column A.
    """

    letter: str
    first_row: int  # counted from 1
    rows: int
    formula: str | None = None


def stretched(content: bytes, columns: Mapping[int, Sequence[Column]]) -> bytes:
    """Return the workbook with ``columns`` at full length, by number of their sheet, from the left."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        parts = {f"xl/worksheets/sheet{number}.xml": own for number, own in columns.items()}
        for part in old.namelist():
            data = old.read(part)
            if part in parts:
                data = _stretched_sheet(data.decode("utf-8"), parts[part]).encode("utf-8")
            info = zipfile.ZipInfo(part, _EPOCH)
            info.external_attr = 0o600 << 16
            new.writestr(info, data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _stretched_sheet(text: str, columns: Sequence[Column]) -> str:
    first = columns[0].first_row
    last = max(column.first_row + column.rows - 1 for column in columns)
    styles = dict(re.findall(rf'<c r="([A-Z]+){first}"( s="\d+")?', text))
    for column in columns:
        if column.formula is None:
            cell = f"{column.letter}{first}"
            text = text.replace(f'ref="{cell}"', f'ref="{cell}:{column.letter}{first + column.rows - 1}"')
    text = re.sub(r'(<dimension ref="A1:[A-Z]+)\d+"', rf'\g<1>{last}"', text)
    return text.replace("</sheetData>", "".join(_rows(columns, styles, last)) + "</sheetData>")


def _rows(columns: Sequence[Column], styles: Mapping[str, str], last: int) -> Iterator[str]:
    """Write the rows after the first; a row is made from pieces of text that stand between its numbers."""
    first, pattern = columns[0].first_row, re.compile(r"\{(k|row|above|pick)\}")
    cells = [(column, pattern.split(_cell(column, styles.get(column.letter, "")))) for column in columns]
    for row in range(first + 1, last + 1):
        k = row - first + 1
        numbers = {"k": str(k), "row": str(row), "above": str(row - 1), "pick": str(k + 1)}
        texts = [
            "".join(numbers[piece] if at % 2 else piece for at, piece in enumerate(pieces))
            for column, pieces in cells
            if k <= column.rows
        ]
        yield f'<row r="{row}">{"".join(texts)}</row>'


def _cell(column: Column, style: str) -> str:
    if column.formula is None:
        return f"<c{style}><v>0</v></c>"  # the next cell of the row; an address would take ten times the space
    formula = escape(column.formula.removeprefix("="), quote=False)
    return f'<c r="{column.letter}{{row}}"{style} t="str"><f>{formula}</f><v></v></c>'
