"""The first rows of any file, whatever its layout: encoding, delimiter, header, columns as text. For qlog inspect."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from qlog.reading.blocks import ByteBlocks
from qlog.reading.encoding import BOM, Encoding, detect_encoding
from qlog.reading.header import may_be_shown, names_things
from qlog.reading.layout import FileForm
from qlog.reading.opening import refuse_other_formats
from qlog.reading.report import RefusedError
from qlog.reading.sources import LogSource, expand
from qlog.reading.tolerant import first_records

_HEAD_BYTES: Final = 1 << 20
_RECORDS: Final = 1_000
_HEADER_WITHIN: Final = 10
_DELIMITERS: Final = (",", "\t", ";")

Record = tuple[list[str], int]  # cells as text, and the line after


@dataclass(frozen=True, repr=False)
class Sample:
    """The beginning of a file. ``columns`` hold the cells of the first rows; they are never shown as they are."""

    source: LogSource
    encoding: Encoding
    form: FileForm
    header: tuple[str, ...] | None
    header_line: int
    columns: tuple[tuple[str, ...], ...]
    head: bytes
    rows: int


def take_sample(path: Path) -> Sample:
    """Read the beginning of ``path``; of a zip or a workbook, of the first log inside.

    Raises RefusedError if it is no text or no table, or cannot be opened.
    """
    source = expand(path, path.name)[0]
    head, lines = _head_and_lines(source)
    refuse_other_formats(head)
    encoding = detect_encoding(head)
    text = head[len(BOM) if encoding.bom else 0 :]
    form, records = _records(text, encoding.name)
    width = Counter(len(cells) for cells, _ in records).most_common(1)[0][0]
    if width < 2:
        raise RefusedError(
            ja="列に分けられません。カンマ・タブ・セミコロンで区切ったファイルにしてください。",
            en="no columns; separate them by commas, tabs or semicolons",
        )
    place = _header_place(records, width)
    first = 0 if place is None else place + 1
    cells = [cells for cells, _ in records[first:] if len(cells) == width]
    return Sample(
        source=source,
        encoding=encoding,
        form=form.model_copy(update={"header": place is not None}),
        header=None if place is None else tuple(records[place][0]),
        header_line=0 if place is None else records[place][1],
        columns=tuple(zip(*cells, strict=True)) if cells else ((),) * width,
        head=head,
        rows=max(0, lines - (0 if place is None else records[place][1])),
    )


def _head_and_lines(source: LogSource) -> tuple[bytes, int]:
    """Return the first bytes, and the number of lines of the whole file."""
    head, lines, returns, last = b"", 0, 0, ord("\n")
    with source.open() as (stream, size):
        for block, _ in ByteBlocks(stream, size, block_bytes=_HEAD_BYTES):
            head = head or bytes(block)
            values = np.frombuffer(block, dtype=np.uint8)
            lines += int(np.count_nonzero(values == ord("\n")))
            returns += int(np.count_nonzero(values == ord("\r")))
            last = int(values[-1]) if len(values) else last
    return head, max(lines + (last != ord("\n")), returns)


def _records(text: bytes, encoding: str) -> tuple[FileForm, list[Record]]:
    """Cut with the delimiter that gives most rows the same number of cells, and more than one."""
    best: tuple[int, FileForm, list[Record]] | None = None
    for delimiter in _DELIMITERS:
        form = FileForm(delimiter=delimiter)
        records = [
            ([cell.encode("latin-1").decode(encoding, "replace").strip() for cell in record.cells], record.lines_after)
            for record in first_records(text, form, limit=_RECORDS)
        ]
        width, rows = Counter(len(cells) for cells, _ in records).most_common(1)[0] if records else (0, 0)
        score = rows * (width > 1)
        if best is None or score > best[0]:
            best = (score, form, records)
    if best is None or not best[2]:
        raise RefusedError(ja="行に分けられません。", en="no rows can be told apart")
    return best[1], best[2]


def _header_place(records: list[Record], width: int) -> int | None:
    """Return the place of the first row that names things."""
    rows = ((place, cells) for place, (cells, _) in enumerate(records[:_HEADER_WITHIN]) if len(cells) == width)
    return next((place for place, cells in rows if names_things(cells) and may_be_shown(cells)), None)
