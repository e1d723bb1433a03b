"""The true cause of every row, for judging the judge. The columns are described in :mod:`qlog.sample`."""

from typing import BinaryIO, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from qlog.sample import segments
from qlog.sample.calendars import Month
from qlog.sample.checks import CHECKS, PATTERNS, Rows
from qlog.sample.institutions import Institutions

FIELDS: Final = [
    "file", "line", "month", "payer_number", "recipient_number", "institution_code", "visit_date", "ticket", "check",
    "pattern",
]  # fmt: skip
# positions are the codes of sample.tickets, sample.checks and sample.spells
TICKET_CAUSES: Final = ("regular", "late_registration", "other_law", "new_recipient", "emergency", "astray")
CHECK_CAUSES: Final = ("visit", "retry", "combined", "bulk_query", "inpatient")
PATTERN_CAUSES: Final = ("ordinary", "intensive_treatment", "habit")
REDELIVERED: Final = "redelivered"


class Truth:
    """Writes the lines of truth.csv as the log grows."""

    def __init__(self, file: BinaryIO, institutions: Institutions, keys: pa.Array) -> None:
        self._file = file
        self._keys = keys
        self._codes = segments.encode((f'{code}","' for code in institutions.codes), "ascii")

    def write(self, rows: Rows, month: Month, name: str, first_line: int, *, redelivered: bool) -> None:
        """Write what is true of ``rows``, which stand in file ``name`` from ``first_line`` on."""
        begin = segments.encode([f'"{name}","'], "ascii")
        middle = segments.encode([f'","{month.first:%Y-%m}","'], "ascii")
        day = segments.encode((f'{month.first:%Y-%m}-{day:02d}","' for day in range(month.days + 1)), "ascii")
        causes = _causes(redelivered=redelivered)
        for start in range(0, len(rows.time), segments.BLOCK):
            block = rows.only(slice(start, start + segments.BLOCK))
            count = len(block.time)
            numbers = pc.cast(pa.array(np.arange(count) + first_line + start), pa.string()).cast(pa.binary())
            same = np.zeros(count, dtype=np.int8)
            self._file.write(
                segments.lines(
                    [
                        (begin, same),
                        (numbers, np.arange(count)),
                        (middle, same),
                        (self._keys, block.person),
                        (self._codes, block.institution),
                        (day, block.time // 86400),
                        (causes, block.truth),
                    ]
                )
            )


def _causes(*, redelivered: bool) -> pa.Array:
    """Return the end of a line by code of truth: see sample.checks.Rows."""
    texts = [
        f'{ticket}","{REDELIVERED if redelivered else check}","{pattern}"\r\n'
        for ticket in TICKET_CAUSES
        for check in CHECK_CAUSES
        for pattern in PATTERN_CAUSES
    ]
    if len(texts) != len(TICKET_CAUSES) * CHECKS * PATTERNS:
        raise AssertionError("causes and codes have drifted apart")
    return segments.encode(texts, "ascii")
