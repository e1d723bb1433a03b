"""Bytes of a delimited file -> columns of bytes, in blocks; nothing is decoded here.

The fast way: pyarrow cuts a whole block into binary columns. If it cannot, or if its rows are not exactly the lines of
the block, the block is cut into smaller ones, and the smallest go the slow way (tolerant.py). Both give the same.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.csv as pa_csv

from qlog.reading.encoding import BOM
from qlog.reading.layout import FileForm
from qlog.reading.tolerant import END_MARK, MAX_LINE, is_open, split_records

_PARTS: Final = 16  # a block that does not parse is cut into so many
_EMPTY_LINE: Final = re.compile(rb"(?:\A|\n|\r(?!\n))(?:\r|\n)")
_NEAR: Final = 4 << 10  # bytes
_SMALL: Final = 128 << 10  # bytes; not worth cutting again


@dataclass(frozen=True)
class RawBlock:
    """Rows as they stand in the file: one binary column for each column of the file, null = empty.

    ``lines`` are the lines the rows begin on; ``rejected`` are (line, reason) of rows that could not be cut into cells.
    """

    columns: list[pa.Array]
    lines: npt.NDArray[np.int64]
    rejected: list[tuple[int, str]] = field(default_factory=list)


class RecordReader:
    """Turns blocks of bytes into RawBlocks; remembers the line number and a record that is not complete yet."""

    def __init__(self, form: FileForm, *, columns: int, first_line: int = 1) -> None:
        self._form = form
        self._columns = columns
        self._line = first_line
        self._rest = b""
        self._inside_long_line = False

    def read(self, block: bytes | memoryview, *, final: bool) -> Iterator[RawBlock]:
        """Yield the rows of ``block`` in order; ``final`` = nothing follows."""
        if self._rest or self._inside_long_line:
            block = self._rest + self._after_long_line(bytes(block))
            self._rest = b""
        if not block:
            return
        if not final and block[-1] != ord("\n") and len(block) <= MAX_LINE:
            self._rest = bytes(block)
            return
        fragment = not final and block[-1] not in b"\r\n"
        fast = None if fragment else self._fast(block)
        if fast is not None:
            yield fast
            return
        data = bytes(block)
        parts = _cut(data)
        if len(parts) == 1:
            self._inside_long_line = fragment
            yield self._slow(data, final=final or fragment)
        else:
            for place, part in enumerate(parts):
                yield from self.read(part, final=final and place == len(parts) - 1)

    def _after_long_line(self, block: bytes) -> bytes:
        """Drop the rest of a line that was longer than a whole block, and is rejected already."""
        if not self._inside_long_line:
            return block
        end = block.find(b"\n") + 1
        self._inside_long_line = end == 0
        return block[end:] if end else b""

    def _fast(self, data: bytes | memoryview) -> RawBlock | None:
        # pyarrow would drop a byte order mark, which in the middle of a file is part of a cell
        if data[-1] == END_MARK or bytes(data[:3]) == BOM or _ends_open(data, self._form) or _has_long_line(data):
            return None
        try:
            table = _parse(data, self._form, self._columns)
        except pa.ArrowInvalid:
            return None
        columns = [column.chunk(0) for column in table.columns]  # one piece was parsed
        if any(map(_holds_line_end, columns)) or (columns[0].null_count and _has_empty_line(bytes(data))):
            return None  # so here every row is a line, and every line a row
        first = self._line
        self._line += table.num_rows
        return RawBlock(columns, np.arange(first, self._line, dtype=np.int64))

    def _slow(self, data: bytes, *, final: bool) -> RawBlock:
        records = split_records(data, self._form, columns=self._columns, first_line=self._line, final=final)
        self._line, self._rest = records.next_line, records.rest
        cells = zip(*records.rows, strict=True) if records.rows else [()] * self._columns
        columns = [
            pa.array([cell.encode("latin-1") if cell else None for cell in column], pa.binary()) for column in cells
        ]
        return RawBlock(columns, np.array(records.lines, dtype=np.int64), records.rejected)


def _parse(data: bytes | memoryview, form: FileForm, columns: int) -> pa.Table:
    names = [str(place) for place in range(columns)]
    return pa_csv.read_csv(
        pa.BufferReader(pa.py_buffer(data)),
        read_options=pa_csv.ReadOptions(column_names=names, block_size=len(data) + 1, use_threads=False),
        parse_options=pa_csv.ParseOptions(
            delimiter=form.delimiter, quote_char=form.quote or False, ignore_empty_lines=False
        ),
        convert_options=pa_csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.binary()),
            check_utf8=False,
            null_values=[""],
            strings_can_be_null=True,
            quoted_strings_can_be_null=True,
        ),
    )


def _holds_line_end(column: pa.Array) -> bool:
    """Tell whether a value holds a line end: then a row has several lines."""
    buffer = column.buffers()[2]
    if not buffer:
        return False
    values = np.frombuffer(buffer, dtype=np.uint8)
    return bool(values.min() <= ord("\r") and ((values == ord("\n")) | (values == ord("\r"))).any())


def _has_empty_line(data: bytes) -> bool:
    """Tell whether there is an empty line, which pyarrow gives as a row of nulls."""
    return _EMPTY_LINE.search(data) is not None


def _ends_open(data: bytes | memoryview, form: FileForm) -> bool:
    """Tell whether the last line ends inside quotes: pyarrow takes the end of the block for the end of the cell."""
    tail = bytes(data[-MAX_LINE:]).rstrip(b"\r\n")
    begin = max(tail.rfind(b"\n"), tail.rfind(b"\r")) + 1
    return bool(form.quote) and is_open(tail[begin:], form)


def _has_long_line(data: bytes | memoryview) -> bool:
    """Tell whether a line is longer than a line may be; looks only where one must have ended."""
    begin = 0
    while len(data) - begin > MAX_LINE:
        limit = begin + MAX_LINE
        for near in (_NEAR, MAX_LINE):  # lines are short: it is nearly always the first
            tail = bytes(data[limit - near : limit])
            if (end := max(tail.rfind(b"\n"), tail.rfind(b"\r", 0, -1))) >= 0:  # the last may be half of CR LF
                break
        else:
            return True
        begin = limit - near + end + 1
    return False


def _cut(data: bytes) -> list[bytes]:
    """Cut into about sixteen parts at line ends; fewer where lines are long."""
    parts, begin = [], 0
    step = max(_SMALL, len(data) // _PARTS)
    while begin < len(data):
        end = data.find(b"\n", min(begin + step, len(data)) - 1) + 1 or len(data)
        parts.append(data[begin:end])
        begin = end
    return parts
