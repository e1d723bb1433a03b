"""Cuts a stream of bytes into blocks that end at a line end, and hashes what goes by. Memory: one block and a line."""

import hashlib
from collections.abc import Iterator
from typing import BinaryIO, Final

BLOCK_BYTES: Final = 8 << 20


class ByteBlocks:
    """Blocks of a stream of at most ``size`` bytes; what is appended while it is read is left for the next time."""

    def __init__(self, stream: BinaryIO, size: int, *, block_bytes: int = BLOCK_BYTES) -> None:
        self._stream = stream
        self._left = size
        self._buffer = bytearray(max(1, min(block_bytes, size)))
        self._hash = hashlib.sha256()
        self.size = 0

    def __iter__(self) -> Iterator[tuple[memoryview, bool]]:
        """Yield blocks, and whether it is the last one. A block is overwritten by the next.

        All but the last end at a line end, unless a single line is longer than a block.
        """
        kept = 0
        while True:
            filled = kept + self._read_into(kept)
            end = filled if self._left == 0 else self._last_line_end(filled)
            yield memoryview(self._buffer)[:end], self._left == 0
            if self._left == 0:
                return
            kept = filled - end
            self._buffer[:kept] = self._buffer[end:filled]

    def finish(self) -> str:
        """Read what is left and return the SHA-256 of all bytes."""
        while self._left:
            self._read_into(0)
        return self._hash.hexdigest()

    def _read_into(self, begin: int) -> int:
        """Fill the buffer from ``begin``; return the number of bytes read."""
        place = begin
        while self._left and place < len(self._buffer):
            with memoryview(self._buffer) as view:
                count = self._stream.readinto(view[place : place + self._left])  # type: ignore[attr-defined]
            self._left = self._left - count if count else 0  # a file that became shorter ends here
            place += count
        with memoryview(self._buffer) as view:
            self._hash.update(view[begin:place])
        self.size += place - begin
        return place - begin

    def _last_line_end(self, filled: int) -> int:
        newline = self._buffer.rfind(b"\n", 0, filled) + 1
        # files of old machines end lines with CR alone; the last byte may be half of CR LF
        return newline or self._buffer.rfind(b"\r", 0, filled - 1) + 1 or filled
