"""A table in pieces is the table: for what does not fit into memory nothing is told otherwise."""

import pyarrow as pa
import pytest

from qlog import schema
from qlog.rules import CHANGES
from tests.unit.drawn import sample


@pytest.mark.parametrize("name", [name for name in schema.TABLES if name not in CHANGES])
def test_the_pieces_of_a_table_make_it_whole_and_in_order(name: str) -> None:
    findings = sample()
    whole = findings.table(name)
    assert pa.Table.from_batches(findings.batches(name), whole.schema).equals(whole)
    assert whole.num_rows or name in {"gaps", "number_changes"}, "an empty table proves nothing"
