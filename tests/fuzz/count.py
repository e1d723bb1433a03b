"""Counts the data rows of a file without any code of qlog: a machine that looks at one byte after the other.

The rules: every line is a row unless it is empty. A cell may hold line ends inside quotes, if its record has at most
20 lines and 131,072 bytes, then the right number of cells, and nothing but a comma after a closing quote; otherwise
its first line is one row by itself.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterator

from tests.fuzz.base import HEADERS, LOG, NEEDED

MAX_LINES = 20
MAX_BYTES = 131_072
END_MARK = b"\x1a"
HEADER_WITHIN = 10
ROWS_COUNTED = 100


def count_rows(data: bytes, encoding: str, *, header: bool = True, kind: str = LOG) -> int:
    """Return the number of data rows of a log in the default layout or of a list, with its header or without."""
    lines = list(physical_lines(data.removeprefix(b"\xef\xbb\xbf")))
    if not header:
        widths = [len(cells) for cells, _ in _first(lines, ROWS_COUNTED)]
        return _rows(lines, Counter(widths).most_common(1)[0][0])
    above: list[list[bytes]] = []
    for cells, used in _first(lines, HEADER_WITHIN):
        names = [name for cell in cells if (name := _plain(cell.decode(encoding, "replace"))) in HEADERS[kind]]
        if set(names) >= NEEDED[kind] and len(names) == len(set(names)):
            rows_above = [row for row in above if len(row) == len(cells) and sum(map(bool, row)) * 2 > len(row)]
            return len(rows_above) + _rows(lines[used:], len(cells))
        above.append(cells)
    raise AssertionError("no header was found, and yet the file was read")


def physical_lines(data: bytes) -> Iterator[bytes]:
    """Yield lines with their ends: CR LF, LF or CR."""
    begin = place = 0
    while place < len(data):
        if data[place : place + 2] == b"\r\n":
            place += 1
        if data[place] in b"\r\n":
            yield data[begin : place + 1]
            begin = place + 1
        place += 1
    if begin < len(data):
        yield data[begin:]


def cells_of(record: bytes) -> tuple[list[bytes], bool, bool]:
    """Return the cells of a record, whether it ends inside quotes, and whether nothing follows a closing quote."""
    cells, cell, quoted, began, clean, closed = [], bytearray(), False, True, True, False
    content = record.rstrip(b"\r\n")
    place = 0
    while place < len(content):
        byte = content[place : place + 1]
        if quoted:
            if byte == b'"' and content[place + 1 : place + 2] == b'"':
                cell += byte
                place += 1
            elif byte == b'"':
                quoted, closed = False, True
            else:
                cell += byte
        elif byte == b'"' and began:
            quoted = True
        elif byte == b",":
            cells.append(bytes(cell))
            cell, closed = bytearray(), False
        else:
            clean = clean and not closed
            cell += byte
        began = not quoted and byte == b","
        place += 1
    return [*cells, bytes(cell)], quoted, clean


def _first(lines: list[bytes], limit: int) -> list[tuple[list[bytes], int]]:
    """Return the first records that are not empty, whatever their width, and the number of lines up to their end."""
    found: list[tuple[list[bytes], int]] = []
    place = 0
    while place < len(lines) and len(found) < limit:
        used = _closed_after(lines, place, None) or 1
        record = b"".join(lines[place : place + used])
        place += used
        if record.strip(b"\r\n"):
            found.append((cells_of(record)[0], place))
    return found


def _rows(lines: list[bytes], columns: int) -> int:
    rows = place = 0
    while place < len(lines):
        if lines[place].strip(b"\r\n") and not (place == len(lines) - 1 and lines[place] == END_MARK):
            rows += 1
            place += _closed_after(lines, place, columns) or 1
        else:
            place += 1
    return rows


def _closed_after(lines: list[bytes], place: int, columns: int | None) -> int | None:
    """Return how many lines the record has that begins at ``place``, None if it does not end as a record must."""
    record = b""
    for count, line in enumerate(lines[place : place + MAX_LINES], start=1):
        record += line
        if len(record) > MAX_BYTES:
            return None
        cells, is_open, clean = cells_of(record)
        if not is_open:
            return count if count == 1 or columns is None or (clean and columns == len(cells)) else None
    return None


def _plain(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).split())
