"""An invented office's files in the default layout, small enough to know every row."""

import csv
import io
from pathlib import Path

from qlog.schema import CHECK_FIELDS

HEADER = [column.jp for column in CHECK_FIELDS]
NAME = "作詩　架空"
KANA = "ｻｸｼ ｶｸｳ"
PERSON = "7654321"
PAYER = "12016010"
CLINIC = "1310000010"


def row(day: str, *, time: str = "093000", method: str = "01", person: str = PERSON, code: str = CLINIC) -> list[str]:
    """Return one unregistered check of ``day`` (YYYYMMDD)."""
    return [
        f"{day}{time}", method, code, "架空医院", PAYER, person, "", NAME, KANA, "1", "19500101", "6",
        "", "", "", "", "", "", "", "", "",
    ]  # fmt: skip


def write_log(path: Path, rows: list[list[str]], *, encoding: str = "cp932", header: list[str] = HEADER) -> Path:
    """Write a log file: all fields quoted, CRLF."""
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows(rows)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def frequent_office() -> list[list[str]]:
    """One person at one clinic on 16 days of August, 16 of September and 20 of October 2026."""
    return [
        row(f"2026{month:02d}{day:02d}") for month, days in ((8, 16), (9, 16), (10, 20)) for day in range(1, days + 1)
    ]
