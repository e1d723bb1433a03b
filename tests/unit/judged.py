"""A log of plain rows in, a table that stands beside the findings out: what the tests of these tables share."""

from typing import Any

from qlog import schema
from qlog.analysis import analyze_table
from qlog.findings import Findings
from qlog.settings import Settings
from tests.reference.model import Log
from tests.spec import adapter


def analyzed(log: Log, settings: Settings | None = None, *, month: str | None = None) -> Findings:
    """Judge ``log``; rows delivered twice are left out first, as the store does."""
    return analyze_table(
        adapter.checks_table(list(dict.fromkeys(log.checks))),
        settings=settings or Settings(),
        references=adapter.references(log),
        engine=adapter.make("duckdb"),
        month=month,
    )


def rows(findings: Findings, name: str) -> list[tuple[Any, ...]]:
    """Return a table as tuples, after a look at its declared schema and its order."""
    table = findings.table(name)
    assert table.schema.equals(schema.TABLES[name].arrow_schema()), name
    return list(zip(*(column.to_pylist() for column in table.columns), strict=True))
