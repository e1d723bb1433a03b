"""The log files: one delivery a month, the earliest check first."""

from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np
import pyarrow as pa

from qlog.sample import segments
from qlog.sample.calendars import Month
from qlog.sample.checks import BY_REFERENCE, Rows
from qlog.sample.csvfile import labels, new_file
from qlog.sample.institutions import Institutions
from qlog.sample.truth import Truth
from qlog.schema import CHECK_FIELDS


@dataclass(frozen=True)
class Delivered:
    """Rows, and the month they were made for."""

    rows: Rows
    month: Month


class LogWriter:
    """Writes the delivery of a month: the last day of the month before once more, then the month."""

    def __init__(self, institutions: Institutions, keys: pa.Array, names: pa.Array, encoding: str) -> None:
        # only the file begins with a byte-order mark, not every piece
        self._encoding = "utf-8" if encoding == "utf-8-sig" else encoding
        self._file_encoding = encoding
        self._keys, self._names = keys, names
        self._institutions = segments.institution_pieces(institutions, self._encoding)
        self._last_day: Delivered | None = None

    def write(self, out: Path, rows: Rows, month: Month, truth: Truth | None) -> Path:
        """Write ``rows``, in the order they are in, and tell ``truth`` what stands where; return the file."""
        path = out / f"shikaku_log_{month.label}.csv"
        line = 2
        with new_file(path, labels(CHECK_FIELDS), self._file_encoding) as file:
            if self._last_day is not None:
                self._write_rows(file, self._last_day)
                if truth is not None:
                    truth.write(self._last_day.rows, self._last_day.month, path.name, line, redelivered=True)
                line += len(self._last_day.rows.time)
            self._write_rows(file, Delivered(rows, month))
        if truth is not None:
            truth.write(rows, month, path.name, line, redelivered=False)
        begin = int(np.searchsorted(rows.time, month.days * 86400))
        self._last_day = Delivered(rows.only(np.arange(begin, len(rows.time))), month)
        return path

    def _write_rows(self, file: BinaryIO, delivered: Delivered) -> None:
        days = segments.days(delivered.month, self._encoding)
        tickets = segments.ticket_pieces(delivered.month, self._encoding)
        for begin in range(0, len(delivered.rows.time), segments.BLOCK):
            rows = delivered.rows.only(slice(begin, begin + segments.BLOCK))
            reference = segments.reference_positions(rows.person, rows.institution, given=rows.method == BY_REFERENCE)
            file.write(
                segments.lines(
                    [
                        (days, rows.time // 86400),
                        (segments.seconds(), rows.time % 86400),
                        (segments.methods(), rows.method),
                        (self._institutions, rows.institution),
                        (self._keys, rows.person),
                        (segments.references(), reference),
                        (self._names, rows.person),
                        (tickets, rows.ticket),
                    ]
                )
            )
