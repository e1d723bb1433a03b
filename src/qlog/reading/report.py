"""What became of a file: counts, rejected rows with place and reason, warnings; never the value of a cell."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt

from qlog.errors import Message

# of one (column, reason) so many rows are listed one by one; the rest is one entry with a count
LISTED_REJECTS: Final = 1_000


@dataclass(frozen=True)
class Reject:
    """A rejected row (count 1), or the rest of a long list (count n, at the line of its first).

    ``column`` is the Japanese label of the column, empty for the whole row; ``reason`` a key of REASONS.
    """

    file: str
    line: int
    column: str
    reason: str
    count: int


@dataclass(frozen=True)
class FileReport:
    """One file as read: ``accepted + rejected == data_rows`` always; a refused file has zero of each."""

    file: str
    sha256: str
    size: int
    encoding: str
    layout: str
    data_rows: int
    accepted: int
    rejected: int
    rejects: list[Reject] = field(default_factory=list)
    refused: Message | None = None
    warnings: list[Message] = field(default_factory=list)
    unknown_codes: dict[str, dict[str, int]] = field(default_factory=dict)


class RefusedError(Exception):
    """The whole file is refused; never leaves this package, the message goes into the report."""

    def __init__(self, ja: str, en: str) -> None:
        super().__init__(en)
        self.message = Message(ja=ja, en=en)


class RejectLog:
    """Collects rejected rows of one file."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._lines: dict[tuple[str, str], list[int]] = defaultdict(list)
        self._rest: dict[tuple[str, str], list[int]] = {}  # [line of its first, count]

    def add(self, lines: npt.NDArray[np.int64] | list[int], *, column: str, reason: str) -> None:
        """Note the rows that begin on ``lines``, in file order."""
        listed = self._lines[column, reason]
        room = LISTED_REJECTS - len(listed)
        listed.extend(int(line) for line in lines[:room])
        if len(lines) > room:
            rest = self._rest.setdefault((column, reason), [int(lines[room]), 0])
            rest[1] += len(lines) - room

    @property
    def count(self) -> int:
        """Rows rejected so far."""
        return sum(map(len, self._lines.values())) + sum(count for _, count in self._rest.values())

    def rejects(self) -> list[Reject]:
        """Return the entries in order of lines."""
        single = [Reject(self._file, line, *key, 1) for key, lines in self._lines.items() for line in lines]
        rest = [Reject(self._file, line, *key, count) for key, (line, count) in self._rest.items()]
        return sorted([*single, *rest], key=lambda reject: (reject.line, reject.column, reject.reason))
