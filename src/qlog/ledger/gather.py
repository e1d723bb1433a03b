"""Reads returned workbooks into the history, and makes of the history what the sheets of a month show."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyarrow as pa

from qlog import schema
from qlog.engines.base import sql_text
from qlog.errors import Message
from qlog.export.workbook.entered import Entered, Key, Record
from qlog.findings import Findings
from qlog.ledger.carry import Row, conflict_messages, earlier_texts, frequent_rows, rows_of
from qlog.ledger.files import read_bytes, returned_files
from qlog.ledger.forms import entry_value
from qlog.ledger.history import History
from qlog.ledger.register import register_table
from qlog.ledger.returned import read_returned
from qlog.ledger.sentences import PSEUDONYMS, problem_messages, refused_message
from qlog.reading.report import RefusedError

Days = dict[tuple[str, Key], tuple[int, int, int]]


@dataclass(frozen=True)
class LedgerSource:
    """Where returned workbooks lie (None = there are none), where the history is kept, and how to open them."""

    path: Path | None
    history: Path
    password: str | None = None
    pseudonyms: bool = False


@dataclass(frozen=True, repr=False)
class Ledger:
    """What the sheets of a month show of each office, the register as a table, and what is to be said."""

    entered: dict[str, Entered] = field(default_factory=dict)
    table: pa.Table | None = None  # None: there is no returned workbook and no history
    messages: tuple[Message, ...] = ()
    refused: bool = False  # something in a workbook could not be read


def gather(findings: Findings, source: LedgerSource, progress: Callable[[Message], None]) -> Ledger:
    """Read what is new, keep it, and carry everything known into the month of ``findings``.

    Raises NothingReadError if the path does not exist, OutputError if the history cannot be read or written.
    """
    files = returned_files(source.path) if source.path is not None else []
    if source.pseudonyms:
        return Ledger(messages=(PSEUDONYMS,), refused=True) if files else Ledger()
    history = History(source.history)
    refused: list[Message] = []
    there: set[tuple[str, str]] = set()
    for name, path in files:
        progress(Message(ja=f"台帳 {name} を読んでいます", en=f"reading ledger {name}"))
        try:
            there.add((name, _take(name, path, history, source.password, findings.payers)))
        except RefusedError as error:
            refused.append(refused_message(name, error.message))
    if not files and not history.readings:
        return Ledger()
    standing = list(history.standing())
    entered, conflicts, tables = {}, [], []
    for payer in findings.payers:
        rows = rows_of(standing, payer, _newest_numbers(findings, payer))
        conflicts += conflict_messages(rows)
        entered[payer] = _entered(findings, payer, rows)
        tables.append(register_table(payer, entered[payer].records))
    problems = [
        message
        for reading in standing
        if (reading.file, reading.sha256) in there  # a workbook taken away or corrected asks for no work any more
        for message in problem_messages(reading.file, reading.problems)
    ]
    messages = (*refused, *problems, *conflicts)
    return Ledger(entered, pa.concat_tables(tables), messages, refused=bool(refused or problems))


def _take(name: str, path: Path, history: History, password: str | None, payers: list[str]) -> str:
    """Keep what one file says unless it is known; return its SHA-256."""
    content = read_bytes(path, password)
    digest = sha256(content).hexdigest()
    if history.known(name, digest):
        return digest
    returned = read_returned(content)
    if returned.payer_number not in payers:
        raise RefusedError(
            ja="ログにない福祉事務所のブックです。その福祉事務所の作業フォルダーに入れてください。",
            en="a workbook of an office that is not in the logs: put it into the workspace of that office",
        )
    history.add(name, digest, returned, read_on=date.today())
    return digest


def _newest_numbers(findings: Findings, payer: str) -> dict[str, str]:
    wanted = pa.schema([("known_number", pa.string()), ("recipient_number", pa.string())])
    known = findings.query(
        f"SELECT known_number, recipient_number FROM known_numbers WHERE payer_number = {sql_text(payer)}", wanted
    )
    return dict(zip(known["known_number"].to_pylist(), known["recipient_number"].to_pylist(), strict=True))


def _entered(findings: Findings, payer: str, rows: list[Row]) -> Entered:
    month = findings.month
    now = {
        row.key: {name: entry_value(name, kept) for name, kept in row.kept.items()}
        for row in rows
        if row.month == month
    }
    return Entered(now, earlier_texts(rows, month), tuple(_records(findings, payer, frequent_rows(rows, month))))


def _records(findings: Findings, payer: str, rows: list[Row]) -> Iterable[Record]:
    if not rows:
        return
    people = ", ".join(sql_text(number) for number in sorted({row.key[1] for row in rows}))
    where = f"payer_number = {sql_text(payer)} AND recipient_number IN ({people})"
    days: Days = {
        (row["month"], _key(row)): (row["days_prev2"], row["days_prev1"], row["days"])
        for row in _select(findings, schema.MONTHLY_DAYS, where)
    }
    first: dict[Key, str] = {}
    for row in _select(findings, schema.FREQUENT_VISITS, where):
        first[_key(row)] = min(first.get(_key(row), row["month"]), row["month"])
    for one in rows:
        values = {name: entry_value(name, kept) for name, kept in one.kept.items()}
        counted = days.get((one.month, one.key), (None, None, None))
        yield Record(one.key, one.month, first.get(one.key, ""), counted, values, one.note())


def _select(findings: Findings, table: schema.Table, where: str) -> list[dict[str, Any]]:
    columns = ", ".join(table.names)
    sql = f"SELECT {columns} FROM {table.name} WHERE {where}"
    rows: list[dict[str, Any]] = findings.query(sql, table.arrow_schema()).to_pylist()
    return rows


def _key(row: dict[str, Any]) -> Key:
    return str(row["unit"]), str(row["recipient_number"]), str(row["institution_code"] or "")
