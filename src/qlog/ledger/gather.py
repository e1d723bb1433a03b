"""Reads returned workbooks into the history, and makes of the history what the sheets of a month show."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyarrow as pa

from qlog import schema
from qlog.engines.base import sql_text
from qlog.errors import Message
from qlog.export.workbook.entered import Entered, Key, Record
from qlog.files import hash_file
from qlog.findings import Findings
from qlog.ledger.carry import Row, conflict_messages, earlier_texts, frequent_rows, rows_of
from qlog.ledger.exclusions import (
    EXCLUSIONS,
    confirmed_rows,
    excluded_keys,
    exclusion_messages,
    exclusion_texts,
    exclusions_table,
)
from qlog.ledger.files import read_bytes, returned_files
from qlog.ledger.forms import entry_value
from qlog.ledger.history import History, Reading
from qlog.ledger.register import LEDGER, register_table
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
    """What the sheets of a month show of each office, tables by name, and what is to be said."""

    entered: dict[str, Entered] = field(default_factory=dict)
    tables: Mapping[str, pa.Table] = field(default_factory=dict)  # empty: no returned workbook and no history
    messages: tuple[Message, ...] = ()
    refused: bool = False  # something in a workbook could not be read
    returned: tuple[dict[str, Any], ...] = ()  # what run.json says of each workbook

    def told(self, messages: Iterable[Message]) -> "Ledger":
        """Return the same with ``messages`` said first."""
        return replace(self, messages=(*messages, *self.messages))


def gather(findings: Findings, source: LedgerSource, progress: Callable[[Message], None]) -> Ledger:
    """Read what is new, keep it, and carry everything known into the month of ``findings``.

    Raises NothingReadError if the path does not exist, OutputError if the history cannot be read or written.
    """
    files = returned_files(source.path) if source.path is not None else []
    if source.pseudonyms:
        return Ledger(messages=(PSEUDONYMS,), refused=True) if files else Ledger()
    history = History(source.history)
    refused: list[Message] = []
    there: dict[str, Reading] = {}
    records = []
    for name, path in files:
        progress(Message(ja=f"台帳 {name} を読んでいます", en=f"reading ledger {name}"))
        try:
            there[name] = _take(name, path, history, source.password, findings.payers)
            records.append(_record(name, path, there[name]))
        except RefusedError as error:
            refused.append(refused_message(name, error.message))
            records.append(_record(name, path, error.message))
    if not files and not history.readings:
        return Ledger()
    standing = list(history.standing())
    problems = [
        message
        for reading in standing
        if reading is there.get(reading.file)  # a workbook taken away or corrected asks for no work any more
        for message in problem_messages(reading.file, reading.problems)
    ]
    entered, tables, said = _carried(findings, standing)
    return Ledger(
        entered, tables, (*refused, *problems, *said), refused=bool(refused or problems), returned=tuple(records)
    )


def _take(name: str, path: Path, history: History, password: str | None, payers: list[str]) -> Reading:
    """Return what one file says; it is kept unless it is known. Raises RefusedError."""
    content = read_bytes(path, password)
    digest = sha256(content).hexdigest()
    known = history.known(name, digest)
    if known is not None:
        return known
    returned = read_returned(content)
    if returned.payer_number not in payers:
        raise RefusedError(
            ja="ログにない福祉事務所のブックです。その福祉事務所の作業フォルダーに入れてください。",
            en="a workbook of an office that is not in the logs: put it into the workspace of that office",
        )
    return history.add(name, digest, returned, read_on=date.today())


def _record(name: str, path: Path, found: Reading | Message) -> dict[str, Any]:
    """Return what run.json says of one returned workbook: its hash, whose it is, counts; never an entry."""
    try:
        digest = hash_file(path)
    except OSError:  # refused because it cannot be opened
        digest = ""
    if isinstance(found, Message):
        return {"file": name, "sha256": digest, "refused": found.ja}
    return {
        "file": name,
        "sha256": digest,
        "payer_number": found.payer_number,
        "month": found.month,
        "entries": len(found.entries),
        "problems": len(found.problems),
        "refused": None,
    }


def _carried(
    findings: Findings, standing: list[Reading]
) -> tuple[dict[str, Entered], dict[str, pa.Table], list[Message]]:
    """Return entries of each office, the tables of all, and what is to be said about copies and exclusions."""
    entered: dict[str, Entered] = {}
    conflicts: list[Message] = []
    registers, exclusions = [], []
    for payer in findings.payers:
        rows = rows_of(standing, payer, _newest_numbers(findings, payer))
        conflicts += conflict_messages(rows)
        confirmed = confirmed_rows(rows, findings.month)
        exclusions.append(exclusions_table(findings, payer, confirmed))
        reasons = exclusion_texts(exclusions[-1], confirmed)
        entered[payer] = _entered(findings, payer, rows, reasons, excluded_keys(exclusions[-1]))
        registers.append(register_table(payer, entered[payer].records))
    tables = {LEDGER.name: pa.concat_tables(registers), EXCLUSIONS.name: pa.concat_tables(exclusions)}
    return entered, tables, [*conflicts, *exclusion_messages(tables[EXCLUSIONS.name])]


def _newest_numbers(findings: Findings, payer: str) -> dict[str, str]:
    wanted = pa.schema([("known_number", pa.string()), ("recipient_number", pa.string())])
    known = findings.query(
        f"SELECT known_number, recipient_number FROM known_numbers WHERE payer_number = {sql_text(payer)}", wanted
    )
    return dict(zip(known["known_number"].to_pylist(), known["recipient_number"].to_pylist(), strict=True))


def _entered(
    findings: Findings, payer: str, rows: list[Row], reasons: Mapping[Key, str], excluded: frozenset[Key]
) -> Entered:
    month = findings.month
    now = {
        row.key: {name: entry_value(name, kept) for name, kept in row.kept.items()}
        for row in rows
        if row.month == month
    }
    earlier = earlier_texts(rows, month, reasons)
    return Entered(now, earlier, tuple(_records(findings, payer, frequent_rows(rows, month))), excluded)


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
