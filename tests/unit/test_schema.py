"""The vocabulary: what a table is sorted by tells its rows apart."""

from pathlib import Path

import pytest

import qlog
from qlog import schema

LOGS = Path(__file__).parents[2] / "sample_logs"


# changes are a table of workspaces, told from run to run
KEYED = [name for name, table in schema.TABLES.items() if table.key is not None and name != "unentrusted_changes"]


@pytest.mark.parametrize("name", KEYED)
def test_the_leading_columns_tell_every_row_apart_and_sorting_by_them_is_sorting_by_all(name: str) -> None:
    table = qlog.analyze(qlog.read_logs(LOGS)).table(name)
    rows = [tuple(row.values()) for row in table.to_pylist()]
    key = schema.TABLES[name].key
    assert len({row[:key] for row in rows}) == len(rows) > 0
    assert rows == sorted(rows, key=lambda row: row[:key])
