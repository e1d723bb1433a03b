"""A file, or a sheet as CSV, as a stream of raw rows that can be read more than once."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from io import BytesIO
from typing import BinaryIO, Final

from qlog.reading.blocks import BLOCK_BYTES, ByteBlocks
from qlog.reading.choose import open_text
from qlog.reading.delimited import RawBlock, RecordReader
from qlog.reading.encoding import detect_encoding
from qlog.reading.layout import Layout
from qlog.reading.opening import Opening
from qlog.reading.sources import LogSource
from qlog.reading.spreadsheet import for_sheet

_HEAD_BYTES: Final = 1 << 20  # enough to judge what a file is


class DelimitedFile:
    """Rows of text in any encoding we read; ``opening`` is known after :meth:`open`."""

    opening: Opening

    def __init__(self, source: LogSource, *, block_bytes: int = BLOCK_BYTES) -> None:
        self._source = source
        self._block_bytes = block_bytes
        self._text_size = 0
        self._sheet: bytes | None = None  # a sheet is converted once
        self.encoding = ""  # as long as only ASCII was seen, UTF-8
        self.size = 0  # of the file, also where only a member or a sheet of it is read
        self.sha256 = ""

    def open(self, layouts: Sequence[Layout]) -> Opening:
        """Judge the beginning of the file. Raises RefusedError."""
        if self._source.sheet is not None:
            with self._source.open() as (stream, _):
                self._sheet = stream.read()
            layouts = [for_sheet(layout) for layout in layouts]
        with self._open() as (stream, self._text_size):
            head, _ = next(iter(ByteBlocks(stream, self._text_size, block_bytes=_HEAD_BYTES)))
            self.opening = open_text(bytes(head), layouts)
        self.encoding = self.opening.encoding.name
        return self.opening

    def blocks(self) -> Iterator[RawBlock]:
        """Yield all rows below the header, in order; every call begins anew."""
        opening = self.opening
        reader = RecordReader(opening.layout.file, columns=opening.columns.count, first_line=opening.first_line)
        undecided = opening.encoding.ascii_only
        skip = opening.size
        with self._open() as (stream, size):
            blocks = ByteBlocks(stream, min(self._text_size, size), block_bytes=self._block_bytes)
            for block, final in blocks:
                data, skip = block[skip:], max(0, skip - len(block))
                if undecided and not (text := bytes(data)).isascii():
                    self.encoding, undecided = detect_encoding(text, opening.layout.file.encodings).name, False
                yield from reader.read(data, final=final)
            if self._source.is_plain:
                self.size, self.sha256 = blocks.size, blocks.finish()

    def finish(self) -> None:
        """Learn size and SHA-256 of a file that was not read to its end. Raises RefusedError."""
        if not self.sha256:
            with replace(self._source, member=None, sheet=None).open() as (stream, size):
                blocks = ByteBlocks(stream, size, block_bytes=_HEAD_BYTES)
                self.sha256, self.size = blocks.finish(), blocks.size

    def _open(self) -> AbstractContextManager[tuple[BinaryIO, int]]:
        if self._sheet is None:
            return self._source.open()
        return nullcontext((BytesIO(self._sheet), len(self._sheet)))
