"""The first bytes of a delimited file: is it a log at all, in which encoding, and which column is which."""

import re
from collections import Counter
from dataclasses import dataclass
from typing import Final

from qlog.errors import Message
from qlog.reading.encoding import Encoding
from qlog.reading.header import Columns, fixed_columns, match_header, names_things
from qlog.reading.layout import Layout
from qlog.reading.report import RefusedError
from qlog.reading.tolerant import first_records

_HEADER_WITHIN: Final = 10  # records; some exports put a title above the header
_ROWS_COUNTED: Final = 100
_JUDGED_BYTES: Final = 256 << 10
_MAX_COLUMNS: Final = 500
_SIGNATURES: Final = {
    b"%PDF": "PDF",
    b"\x89PNG": "PNG 画像",
    b"\xff\xd8\xff": "JPEG 画像",
    b"GIF8": "GIF 画像",
    b"PK\x03\x04": "Excel ブックまたは zip",
    b"\xd0\xcf\x11\xe0": "古い形式または暗号化された Office ファイル",
    b"\x1f\x8b": "gzip",
    b"7z\xbc\xaf": "7z",
    b"Rar!": "rar",
}
_MARKUP: Final = re.compile(rb"\s*<(?:!|\?|html|xml|table)", re.IGNORECASE)


@dataclass(frozen=True)
class Opening:
    """How to read on: the rows begin after ``size`` bytes, on line ``first_line``.

    Above the header, ``rows_above`` are the lines of what looks like rows, ``titles_above`` counts other lines.
    """

    layout: Layout
    encoding: Encoding
    columns: Columns
    size: int
    first_line: int
    rows_above: tuple[int, ...] = ()
    titles_above: int = 0


def open_by(layout: Layout, text: bytes, skipped: int, encoding: Encoding) -> Opening | Message:
    """Return how to read ``text`` on by ``layout``, or what speaks against it; ``skipped`` bytes came before."""
    records = first_records(text[:_JUDGED_BYTES], layout.file, limit=_HEADER_WITHIN)
    if not records:
        return Message(ja="ファイルの先頭を行として読めません。", en="the beginning of the file is not made of rows")
    if max(len(record.cells) for record in records) > _MAX_COLUMNS:
        return Message(ja=f"列が多すぎます（{_MAX_COLUMNS} 列まで）。", en=f"more than {_MAX_COLUMNS} columns")
    if not layout.file.header:
        if names_things(_decoded(records[0].cells, encoding.name)):
            return Message(
                ja=f"見出しのような行がありますが、レイアウト「{layout.title}」は見出しのないファイルのものです。",
                en=f"there seems to be a header, but the layout {layout.name} is for files without one",
            )
        records = first_records(text[:_JUDGED_BYTES], layout.file, limit=_ROWS_COUNTED)
        widths = [len(record.cells) for record in records]
        columns = fixed_columns(layout, Counter(widths).most_common(1)[0][0])
        return Opening(layout, encoding, columns, skipped, 1) if isinstance(columns, Columns) else columns
    problem: Message | None = None
    for place, record in enumerate(records):
        found = match_header(_decoded(record.cells, encoding.name), layout)
        if isinstance(found, Columns):
            rows = tuple(above.line for above in records[:place] if _is_row(above.cells, found.count))
            size, line = skipped + record.bytes_after, record.lines_after + 1
            return Opening(layout, encoding, found, size, line, rows, place - len(rows))
        problem = problem or found
    return problem or Message(ja="見出しの行がありません。", en="no header row")


def _is_row(cells: list[str], count: int) -> bool:
    """Tell whether what stands above a header is a row, and not a title."""
    return len(cells) == count and sum(map(bool, cells)) * 2 > count


def _decoded(cells: list[str], encoding: str) -> list[str]:
    return [cell.encode("latin-1").decode(encoding, errors="replace") for cell in cells]


def refuse_other_formats(head: bytes) -> None:
    """Raise RefusedError for an empty file and for what is no text: pictures, PDF, workbooks, web pages."""
    if not head.strip(b"\xef\xbb\xbf \r\n\t"):
        raise RefusedError(ja="ファイルが空です。", en="the file is empty")
    for signature, name in _SIGNATURES.items():
        if head.startswith(signature):
            raise RefusedError(
                ja=f"中身は {name} で、ログの CSV ではありません。ログを CSV で出力し直してください。",
                en=f"this is no CSV log: {name}; export the log as CSV",
            )
    if _MARKUP.match(head):
        raise RefusedError(
            ja="中身はウェブページ（HTML・XML）で、ログの CSV ではありません。ログを CSV で出力し直してください。",
            en="this is a web page (HTML or XML), no CSV log; export the log as CSV",
        )
