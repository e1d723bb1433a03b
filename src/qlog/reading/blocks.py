"""Cuts a stream of bytes into blocks that end at a line end, and hashes what goes by. Memory: about two blocks."""

import hashlib
from collections.abc import Iterator
from typing import BinaryIO, Final

BLOCK_BYTES: Final = 16 << 20


class ByteBlocks:
    """Blocks of a stream of at most ``size`` bytes; what is appended while it is read is left for the next time."""

    def __init__(self, stream: BinaryIO, size: int, *, block_bytes: int = BLOCK_BYTES) -> None:
        self._stream = stream
        self._left = size
        self._block_bytes = block_bytes
        self._hash = hashlib.sha256()
        self.size = 0

    def __iter__(self) -> Iterator[tuple[bytes, bool]]:
        """Yield blocks, and whether it is the last one.

        All but the last end at a line end, unless a single line is longer than a block.
        """
        rest = b""
        while chunk := self._read():
            cut = _last_line_end(chunk)
            if self._left == 0 or (cut == 0 and len(rest) < self._block_bytes):
                rest += chunk
                continue
            yield rest + chunk[:cut], False
            rest = chunk[cut:]
        yield rest, True

    def finish(self) -> str:
        """Read what is left and return the SHA-256 of all bytes."""
        while self._read():
            pass
        return self._hash.hexdigest()

    def _read(self) -> bytes:
        chunk = self._stream.read(min(self._block_bytes, self._left))
        self._left = self._left - len(chunk) if chunk else 0  # a file that became shorter ends here
        self.size += len(chunk)
        self._hash.update(chunk)
        return chunk


def _last_line_end(chunk: bytes) -> int:
    newline = chunk.rfind(b"\n") + 1
    # files of old machines end lines with CR alone; the last byte may be half of CR LF
    return newline or chunk.rfind(b"\r", 0, -1) + 1
