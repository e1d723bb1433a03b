"""Output folders of invented offices for tests of ``qlog aggregate``: only what it reads is filled."""

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from qlog import schema
from qlog.ledger.register import LEDGER

Row = dict[str, object]


def write(
    folder: Path,
    *,
    born: Mapping[str, Mapping[int, int]] | None = None,
    ledger: Iterable[Row] = (),
    **rows: Iterable[Row],
) -> Path:
    """Write an output folder; ``born``: office -> person -> decade. What is not given is empty."""
    (folder / "tables").mkdir(parents=True)
    ages = [
        {"payer_number": payer, "recipient_number": number(person), "birth_decade": decade}
        for payer, people in (born or {}).items()
        for person, decade in people.items()
    ]
    for name, table in schema.FINDINGS.items():
        _write(folder, table, rows.get(name, ()))
    _write(folder, schema.TABLES["age_groups"], ages)
    if ledger:
        _write(folder, LEDGER, ledger)
    return folder


def _write(folder: Path, table: schema.Table, rows: Iterable[Row]) -> None:
    pq.write_table(pa.Table.from_pylist(list(rows), table.arrow_schema()), folder / "tables" / f"{table.name}.parquet")


def number(person: int) -> str:
    return f"{person:07d}"


def visits(payer: str, month: int, people: int | range, *, each: int = 1, kind: str = "medical") -> list[Row]:
    """``each`` visits of every person, one a day."""
    return [
        {"payer_number": payer, "recipient_number": number(person), "visit_date": date(2026, month, day), "kind": kind}
        for person in (range(people) if isinstance(people, int) else people)
        for day in range(1, each + 1)
    ]


def frequent(payer: str, people: range, level: str, *, month: str = "2026-10") -> list[Row]:
    return [
        {"month": month, "payer_number": payer, "recipient_number": number(person), "level": level}
        for person in people
    ]  # fmt: skip


def entry(payer: str, person: int, month: str, *, unit: str = "institution", **entered: object) -> Row:
    """One row of the register."""
    return {"payer_number": payer, "recipient_number": number(person), "month": month, "unit": unit, **entered}
