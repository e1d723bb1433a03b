"""Rows below the first of a list: put into the finished workbook as text, a row at a time.

XlsxWriter keeps every cell as an object and every sheet as one text until the end: a list of 250,000 rows takes
half a gigabyte. So it writes the first row of a list, which says how each column looks, and the rows below it go from
the columns straight into the compressed file.
"""

import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from html import escape
from io import BytesIO
from itertools import count, islice, zip_longest

Value = str | int | float | date | None

MOST_ROWS = 1_048_576  # of a sheet; rows past it and longer texts would be lost or spoil the file
MOST_CHARACTERS = 32_767
_EPOCH = (1980, 1, 1, 0, 0, 0)  # as XlsxWriter dates its parts: the same content gives the same bytes
_STRINGS = "xl/sharedStrings.xml"
_AT_ONCE = 2_000  # rows
# what XML cannot hold is written as _x0000_, and a text that looks like that is told apart from it
_LOOKS_ESCAPED = re.compile(r"(_x[0-9a-fA-F]{4}_)")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]")


class DoesNotFitError(ValueError):
    """A row past the end of a sheet, or a text longer than a cell holds."""


@dataclass(frozen=True, repr=False)
class Tail:
    """The cells of a column below its first one: ``values`` begin with the first. Rows count from 1.

    With ``formula`` (as the file stores it; {row}, {above} and {number} stand for what each row makes of them) the
    values are what the formula gives now.
    """

    letter: str
    first_row: int
    values: Sequence[Value]
    formula: str = ""


@dataclass(repr=False)
class Tails:
    """What is to be added to one sheet: columns, heights in points by row, and how far arrays reach."""

    columns: list[Tail] = field(default_factory=list)
    heights: dict[int, float] = field(default_factory=dict)
    usual_height: float | None = None
    arrays: dict[str, str] = field(default_factory=dict)  # first cell -> last cell

    def add(self, tail: Tail) -> None:
        """Add a column. Raises DoesNotFitError if it does not fit into a sheet."""
        if tail.first_row + len(tail.values) - 1 > MOST_ROWS:
            raise DoesNotFitError("rows")
        self.columns.append(tail)


def lengthened(content: bytes, sheets: Mapping[int, Tails]) -> bytes:
    """Return the workbook with the rows of ``sheets`` (by their number, from 1) below those it has."""
    out, strings = BytesIO(), _Strings()
    parts = {f"xl/worksheets/sheet{number}.xml": tails for number, tails in sheets.items() if tails.columns}
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        names = [name for name in old.namelist() if name != _STRINGS]
        if _STRINGS in old.namelist():
            strings.begin(old.read(_STRINGS).decode())
            names.append(_STRINGS)
        for name in names:
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            with new.open(info, "w") as stream:
                if name in parts:
                    for piece in _sheet(old.read(name).decode(), parts[name], strings):
                        stream.write(piece.encode())
                else:
                    stream.write(strings.xml().encode() if name == _STRINGS else old.read(name))
    return out.getvalue()


def harmless(text: str) -> str:
    """Return text as a file may hold it: characters that XML does not know are written as _xHHHH_."""
    if "_x" in text:
        text = _LOOKS_ESCAPED.sub(r"_x005F\1", text)
    return _CONTROL.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


def serial(day: date) -> int:
    """Return the number Excel keeps for a date; days before March 1900 do not occur."""
    return day.toordinal() - 693_594


class _Strings:
    """The texts that cells share: those XlsxWriter has numbered, then new ones."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        self.used = self._before = 0
        self._head = self._known = self._end = ""

    def begin(self, xml: str) -> None:
        """Take over the part as XlsxWriter wrote it."""
        found = re.fullmatch(r'(.*<sst [^>]*)count="(\d+)" uniqueCount="(\d+)">(.*)(</sst>\s*)', xml, re.S)
        if found is None:
            raise ValueError("not the shared strings of XlsxWriter")
        self._head, used, before, self._known, self._end = found.groups()
        self.used, self._before = int(used), int(before)

    def number(self, text: str) -> int:
        """Return the number of a text. Raises DoesNotFitError if it is too long for a cell."""
        self.used += 1
        found = self.numbers.get(text)
        if found is None:
            if len(text) > MOST_CHARACTERS:
                raise DoesNotFitError("characters")
            found = self.numbers[text] = self._before + len(self.numbers)
        return found

    def xml(self) -> str:
        """Return the part with all texts."""
        counts = f'count="{self.used}" uniqueCount="{self._before + len(self.numbers)}"'
        return "".join((self._head, counts, ">", self._known, *map(_item, self.numbers), self._end))


def _item(text: str) -> str:
    space = ' xml:space="preserve"' if text != text.strip() else ""
    return f"<si><t{space}>{escape(harmless(text), quote=False)}</t></si>"


def _sheet(xml: str, tails: Tails, strings: _Strings) -> Iterator[str]:
    """Yield a sheet in pieces."""
    last = max(tail.first_row + len(tail.values) - 1 for tail in tails.columns)
    xml = re.sub(r'(<dimension ref="A1:[A-Z]+)\d+"', rf'\g<1>{last}"', xml)
    for first, reach in tails.arrays.items():
        xml = xml.replace(f'ref="{first}">', f'ref="{first}:{reach}">')
    before, end, after = xml.partition("</sheetData>")
    yield before
    rows = _rows(tails, dict(re.findall(r'<c r="([A-Z]+\d+)"( s="\d+")?', before)), strings)
    while piece := "".join(islice(rows, _AT_ONCE)):
        yield piece
    yield end + after


def _rows(tails: Tails, styles: Mapping[str, str], strings: _Strings) -> Iterator[str]:
    ordered = sorted(tails.columns, key=lambda tail: (len(tail.letter), tail.letter))
    columns = [_cells(tail, styles[f"{tail.letter}{tail.first_row}"], strings) for tail in ordered]
    usual = _height(tails.usual_height)
    first = min(tail.first_row for tail in ordered) + 1
    for row, cells in zip(count(first), zip_longest(*columns, fillvalue="")):  # the count has no end
        height = _height(tails.heights[row]) if row in tails.heights else usual
        yield f'<row r="{row}"{height}>{"".join(cells)}</row>'


def _height(points: float | None) -> str:
    return "" if points is None else f' ht="{points:g}" customHeight="1"'


def _cells(tail: Tail, style: str, strings: _Strings) -> Iterator[str]:
    values = enumerate(islice(tail.values, 1, None), start=tail.first_row + 1)
    return _formulas(tail, style, values) if tail.formula else _values(tail.letter, style, values, strings)


def _values(letter: str, style: str, values: Iterator[tuple[int, Value]], strings: _Strings) -> Iterator[str]:
    for row, value in values:
        if value is None or value == "":
            yield f'<c r="{letter}{row}"{style}/>'
        elif isinstance(value, str):
            yield f'<c r="{letter}{row}"{style} t="s"><v>{strings.number(value)}</v></c>'
        else:
            number = serial(value) if isinstance(value, date) else value
            yield f'<c r="{letter}{row}"{style}><v>{number!r}</v></c>'


def _formulas(tail: Tail, style: str, values: Iterator[tuple[int, Value]]) -> Iterator[str]:
    template = escape(tail.formula.removeprefix("="), quote=False)
    for row, value in values:
        formula = template.format(row=row, above=row - 1, number=row - tail.first_row + 1)
        kind, result = "", value
        if isinstance(value, date):
            result = serial(value)
        elif isinstance(value, str) and value:
            kind, result = ' t="str"', escape(harmless(value), quote=False)
        yield f'<c r="{tail.letter}{row}"{style}{kind}><f>{formula}</f><v>{"" if result is None else result}</v></c>'
