"""The slow way through damaged text: one record at a time, single rows rejected with line and reason.

Works on bytes: in CP932 and UTF-8 no byte of a longer character equals a delimiter, a quote or a line end.
A quote that is never closed costs its own line, not the rest of the file.
"""

import csv
import re
from dataclasses import dataclass, field
from typing import Final

from qlog.reading import reasons
from qlog.reading.layout import FileForm

MAX_LINE: Final = 131_072  # bytes; a row of a log has about 200
MAX_RECORD_LINES: Final = 20  # a quoted cell may hold line ends, but not a chapter
END_MARK: Final = 0x1A  # some old systems end a file with it
_LATIN1: Final = "latin-1"  # one character a byte: csv sees bytes, and they come back unchanged
_INNER_LINE_END: Final = re.compile(r"[\r\n]+")


@dataclass
class Records:
    """What a piece of text held; ``rest`` is the beginning of a record that the next piece may end."""

    rows: list[list[str]] = field(default_factory=list)  # cells as latin-1
    lines: list[int] = field(default_factory=list)
    rejected: list[tuple[int, str]] = field(default_factory=list)  # line, reason
    rest: bytes = b""
    next_line: int = 1


def split_records(data: bytes, form: FileForm, *, columns: int, first_line: int, final: bool) -> Records:
    """Split ``data`` into rows of ``columns`` cells. Empty lines are no rows."""
    lines = data.splitlines(keepends=True)
    result = Records(next_line=first_line)
    place = 0
    while place < len(lines):
        taken = _take_record(lines, place, form, columns, result, final=final)
        if taken == 0:
            result.rest = b"".join(lines[place:])
            break
        place += taken
        result.next_line += taken
    return result


@dataclass(frozen=True)
class FirstRecord:
    """A record at the beginning of a file: cells in latin-1, its first line, and bytes and lines up to its end."""

    cells: list[str]
    line: int
    bytes_after: int
    lines_after: int


def first_records(head: bytes, form: FileForm, *, limit: int) -> list[FirstRecord]:
    """Return the first records that are not empty."""
    lines = head.splitlines(keepends=True)
    records: list[FirstRecord] = []
    size = place = 0
    while place < len(lines) and len(records) < limit:
        count = _closed_after(lines, place, form) or 1
        record = b"".join(lines[place : place + count])
        size += len(record)
        if record.strip(b"\r\n"):
            long = len(record) > MAX_LINE  # csv would refuse it; how many cells it has is near enough
            cells = record.decode(_LATIN1).split(form.delimiter) if long else _cells(record, form)
            records.append(FirstRecord(cells, place + 1, size, place + count))
        place += count
    return records


def _closed_after(lines: list[bytes], place: int, form: FileForm) -> int | None:
    """Return how many lines the record that begins at ``place`` has, None if its quotes do not close soon."""
    record = b""
    for count, line in enumerate(lines[place : place + MAX_RECORD_LINES], start=1):
        record += line
        if len(record) > MAX_LINE:
            return None
        if not form.quote or not is_open(record, form):
            return count
    return None


def _take_record(lines: list[bytes], place: int, form: FileForm, columns: int, result: Records, *, final: bool) -> int:
    """Take the record that begins at ``place``; return the number of its lines, 0 = its end is not here yet."""
    line = lines[place]
    if not line.strip(b"\r\n") or (final and place == len(lines) - 1 and line == bytes([END_MARK])):
        return 1
    if len(line) > MAX_LINE:
        result.rejected.append((result.next_line, reasons.LONG_LINE))
        return 1
    if not form.quote or not is_open(line, form):
        _keep(line, form, columns, result)
        return 1
    return _take_open(lines, place, form, columns, result, final=final)


def _take_open(lines: list[bytes], place: int, form: FileForm, columns: int, result: Records, *, final: bool) -> int:
    """Take a record with line ends inside quotes, if it ends soon and fits; else reject its first line alone.

    Quotes must be as they should be here: a stray one may not take the next row with it.
    """
    record = b""
    for count, line in enumerate(lines[place : place + MAX_RECORD_LINES], start=1):
        record += line
        if len(record) > MAX_LINE:
            break
        if not is_open(record, form):
            cells = _strict_cells(record, form)
            if len(cells) != columns:
                break
            result.rows.append(cells)
            result.lines.append(result.next_line)
            return count
    else:
        if not final and len(lines) - place < MAX_RECORD_LINES:
            return 0
    result.rejected.append((result.next_line, reasons.OPEN_QUOTE))
    return 1


def _keep(record: bytes, form: FileForm, columns: int, result: Records) -> None:
    cells = _cells(record, form)
    if len(cells) == columns:
        result.rows.append(cells)
        result.lines.append(result.next_line)
    else:
        result.rejected.append((result.next_line, reasons.COLUMN_COUNT))


def _strict_cells(record: bytes, form: FileForm) -> list[str]:
    """Return the cells, none if text follows a quote that closed a cell."""
    try:
        return _cells(record, form, strict=True)
    except csv.Error:
        return []


def _cells(record: bytes, form: FileForm, *, strict: bool = False) -> list[str]:
    text = record.rstrip(b"\r\n").decode(_LATIN1)
    if form.quote:
        reader = csv.reader([text], delimiter=form.delimiter, quotechar=form.quote, strict=strict)
    else:
        reader = csv.reader([text], delimiter=form.delimiter, quoting=csv.QUOTE_NONE)
    return [_INNER_LINE_END.sub(" ", cell) for cell in next(reader)]


def is_open(record: bytes, form: FileForm) -> bool:
    """Tell whether ``record`` ends inside quotes. A quote opens a cell only as its first character."""
    quote, delimiter = form.quote.encode(), form.delimiter.encode()
    place = 0
    while True:
        if record[place : place + 1] == quote:
            place = _closing(record, quote, place + 1)
            if place < 0:
                return True
        place = record.find(delimiter, place) + 1
        if place == 0:
            return False


def _closing(record: bytes, quote: bytes, place: int) -> int:
    """Return the place after the quote that closes a cell; a doubled quote is one quote of the text. -1 = never."""
    while (found := record.find(quote, place)) >= 0:
        if record[found + 1 : found + 2] != quote:
            return found + 1
        place = found + 2
    return -1
