"""One way to every engine: a log of plain rows in, every findings table as plain rows out."""

from collections.abc import Sequence
from dataclasses import fields
from functools import cache
from operator import attrgetter
from typing import Any

import pyarrow as pa

from qlog import schema
from qlog.analysis import analyze_table, make_engine
from qlog.engines.base import Engine
from qlog.findings import Findings
from qlog.references import References
from qlog.settings import EngineSettings, Settings
from tests.reference.judge import judge
from tests.reference.model import Check, Log

ENGINES = ("reference", "duckdb", "spark")

Rows = Sequence[tuple[Any, ...]]


def run(engine: str, log: Log, settings: Settings) -> dict[str, Rows]:
    """Judge ``log`` on the engine of that name; rows are in column order, tables in the order the engine gives."""
    if engine == "reference":
        return judge(log, settings)
    if engine == "spark":  # judged together with those of all other tests: a session takes seconds for any log
        from tests.spark.specs import answer

        return answer(log, settings)
    return tables_of(judged(engine, log, settings))


def judged(engine: str, log: Log, settings: Settings) -> Findings:
    """Judge ``log`` on DuckDB or Spark."""
    distinct = list(dict.fromkeys(log.checks))  # the store, not the rules, drops rows delivered twice
    return analyze_table(checks_table(distinct), settings=settings, references=references(log), engine=make(engine))


def tables_of(findings: Findings) -> dict[str, Rows]:
    """Return every findings table as tuples."""
    return {name: rows_of(findings, name) for name in schema.FINDINGS}


def rows_of(findings: Findings, name: str) -> Rows:
    """Return a findings table as tuples, after a look at its declared schema."""
    table = findings.table(name)
    assert table.schema.equals(schema.FINDINGS[name].arrow_schema()), name
    return list(zip(*(column.to_pylist() for column in table.columns), strict=True))


def checks_table(checks: Sequence[Check]) -> pa.Table:
    """Return rows as delivered, as :data:`qlog.schema.CHECKS`."""
    names = [field.name for field in fields(Check)]
    columns = dict(zip(names, zip(*map(attrgetter(*names), checks), strict=True), strict=True))
    return _table({**columns, "line": range(2, len(checks) + 2)}, schema.CHECKS)


def references(log: Log) -> References:
    """Return the reference files of ``log`` as Arrow tables."""
    names = [(code, name, None) for code, name in log.institution_names.items()]
    return References(
        tickets=None if log.tickets is None else _rows(log.tickets, schema.TICKETS),
        other_law=_rows(log.other_law, schema.OTHER_LAW),
        aliases=_rows(log.aliases, schema.ALIASES),
        institution_names=_table(
            dict(zip(schema.INSTITUTION_NAMES.names, zip(*names, strict=True), strict=True)), schema.INSTITUTION_NAMES
        )
        if names
        else None,
    )


def _rows(rows: Sequence[Any], table: schema.Table) -> pa.Table:
    return _table({name: [getattr(row, name) for row in rows] for name in table.names}, table)


def _table(columns: dict[str, Any], table: schema.Table) -> pa.Table:
    wanted = table.arrow_schema()
    return pa.table([pa.array(list(columns[field.name]), field.type) for field in wanted], schema=wanted)


@cache
def make(name: str) -> Engine:
    """Return the one engine of that name all tests share: every judgement has a scope of its own."""
    if name == "spark":
        from tests.spark.session import engine

        return engine()
    return make_engine(name, EngineSettings(memory_limit="512MB", threads=1))
