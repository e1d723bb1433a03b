"""The register of guidance as a table: tables/ledger.csv and .parquet."""

from collections.abc import Iterable
from typing import Final

import pyarrow as pa

from qlog.export.workbook.entered import Record
from qlog.schema import INSTITUTION, MONTH, PAYER, RECIPIENT, Column, Table

_ENTRIES: Final = (
    Column("progress", "text", "確認状況", "How far the work is"),
    Column("consulted", "date", "協議日", "Day of consulting the treating or the commissioned doctor"),
    Column("opinion", "text", "主治医・嘱託医の意見", "The doctor's opinion"),
    Column("confirmed_until", "date", "確認の期限", "Last day of the visits that the doctor confirmed are needed"),
    Column("guided", "date", "指導日", "Day of guidance or visit"),
    Column("next_days", "int", "翌月の日数", "Days of the month after, as the institution says"),
    Column("improved", "text", "改善", "The caseworker's word"),
    Column("remark", "text", "備考", "Free text", personal=True),
    Column("caseworker", "text", "担当員", "Name of the caseworker as entered", personal=True),
)
LEDGER: Final = Table(
    "ledger",
    "頻回受診者指導台帳",
    "What caseworkers entered on frequent visits, a row for each row and month with entries",
    (
        PAYER,
        RECIPIENT,
        Column("unit", "code", "単位", "institution or recipient (all institutions counted)"),
        INSTITUTION,
        MONTH,
        Column("first_month", "month", "初めて目安に届いた月", "First month at a level, of those in the store"),
        Column("days_prev2", "int", "前々月の日数", "Visit days two months before the month of the entry"),
        Column("days_prev1", "int", "前月の日数", "Visit days in the month before"),
        Column("days", "int", "その月の日数", "Visit days in the month"),
        *_ENTRIES,
        Column("note", "text", "注記", "A doctor confirmed the visits; copies that differ"),
    ),
)


def register_table(payer: str, records: Iterable[Record]) -> pa.Table:
    """Return the records of one office as rows of LEDGER, in the order of the records."""
    rows = [
        {
            "payer_number": payer,
            "unit": record.key[0],
            "recipient_number": record.key[1],
            "institution_code": record.key[2],
            "month": record.month,
            "first_month": record.first_month or None,
            **dict(zip(("days_prev2", "days_prev1", "days"), record.days, strict=True)),
            **{column.name: record.values.get(column.name) for column in _ENTRIES},
            "note": record.note or None,
        }
        for record in records
    ]
    return pa.Table.from_pylist(rows, schema=LEDGER.arrow_schema())
