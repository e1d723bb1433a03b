"""Invented offices and the numbers they give: none of them exists, all of them pass their check digit."""

import numpy as np
import pyarrow as pa

from qlog.codes import check_digit

MOST_OFFICES = 47 * 99
MOST_RECIPIENTS = 900_000  # of one office: a number has six digits


def prefecture_of(office: int) -> int:
    """Return the prefecture (1-47) of an invented office."""
    return (26 + office) % 47 + 1


def payer_number(office: int) -> str:
    """Return the number of an invented office; numbers from 900 on are no real ones."""
    body = f"12{prefecture_of(office):02d}{901 + office // 47:03d}"
    return body + check_digit(body)


def recipient_numbers(office: int, first_in_office: int, count: int) -> pa.Array:
    """Numbers of recipients with check digit, no two alike in an office; two offices may give the same number."""
    # 617 999 and a million have no common divisor, so the numbers do not repeat before a million
    body = ((np.arange(first_in_office, first_in_office + count, dtype=np.int64) + 1) * 617_999 + office * 31) % 10**6
    digits = body[:, None] // 10 ** np.arange(5, -1, -1) % 10
    doubled = digits * np.array([1, 2, 1, 2, 1, 2])
    check = (10 - (doubled // 10 + doubled % 10).sum(axis=1) % 10) % 10
    text = np.column_stack([digits, check]).astype(np.uint8) + ord("0")
    return pa.FixedSizeBinaryArray.from_buffers(pa.binary(7), count, [None, pa.py_buffer(text.tobytes())]).cast(
        pa.binary()
    )
