"""The one fixture of the spec tests: ``judge`` runs the tables of a test on an engine.

judge(checks, tickets=..., settings=...).visits.are(table)
judge(checks).monthly_days.of(unit="recipient").are(table)
"""

from collections.abc import Callable
from typing import Any

import pytest

from qlog import schema
from tests.spec import given, tables
from tests.spec.adapter import ENGINES, Rows, run


class Found:
    """One findings table, to be compared with the table a test expects."""

    def __init__(self, table: schema.Table, rows: list[dict[str, str]]) -> None:
        self._table = table
        self._rows = rows

    def of(self, **values: str) -> "Found":
        """Only the rows with these values."""
        rows = [row for row in self._rows if all(row[given.field(name)] == value for name, value in values.items())]
        return Found(self._table, rows)

    def are(self, table: str) -> None:
        """There are exactly the rows of ``table``, as far as its columns go."""
        columns = [given.field(name) for name in tables.header_of(table)]
        types = {column.name: column.type for column in self._table.columns}
        wanted = [
            [tables.expected(cell, types[column]) for column, cell in zip(columns, row.values(), strict=True)]
            for row in tables.parse(table)
        ]
        got = [[row[column] for column in columns] for row in self._rows]
        assert tables.as_lines(got) == tables.as_lines(wanted)

    def are_none(self) -> None:
        """There is no row."""
        assert self._rows == []


class Judged:
    """What an engine found: every findings table by its name."""

    def __init__(self, found: dict[str, Rows]) -> None:
        self._found = found

    def __getattr__(self, name: str) -> Found:
        table = schema.FINDINGS[name]
        return Found(table, [dict(zip(table.names, map(shown, row), strict=True)) for row in self._found[name]])


def shown(value: Any) -> str:
    """Write a value with the short names of the tests."""
    return ";".join(given.NAMES.get(part, part) for part in tables.shown(value).split(";"))


# on Spark they run in tests/spark/test_specs.py: one file, so that only one process starts a session for them
@pytest.fixture(params=[name for name in ENGINES if name != "spark"])
def engine(request: pytest.FixtureRequest) -> str:
    """Name of the engine the test runs on."""
    return str(request.param)


@pytest.fixture
def judge(engine: str) -> Callable[..., Judged]:
    """Return a function: tables of a log and settings in, :class:`Judged` out."""
    return judging(engine)


def judging(engine: str) -> Callable[..., Judged]:
    """Return what the fixture ``judge`` gives, on the engine of that name."""

    def judge_tables(checks: str, *, settings: dict[str, Any] | None = None, **references: str) -> Judged:
        return Judged(run(engine, given.log(checks, **references), given.settings(settings)))

    return judge_tables
