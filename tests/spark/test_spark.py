"""Every table of the sample office is the same on Spark. Needs the extra ``spark`` and Java 17."""

from pathlib import Path

import pytest

import qlog
from qlog import schema

pytest.importorskip("pyspark", reason="the extra spark is not installed")

LOGS = Path(__file__).parents[2] / "sample_logs"
TABLES = sorted(set(schema.TABLES) - {"unentrusted_changes"})


@pytest.fixture(scope="module")
def findings():
    from qlog.engines.spark import SparkEngine

    engine = SparkEngine(master="local[2]")
    logs = qlog.read_logs(LOGS)
    references = qlog.read_references(
        tickets=LOGS / "reference" / "tickets.csv",
        other_law=LOGS / "reference" / "other_law.csv",
        institution_names=LOGS / "reference" / "institutions.csv",
    )
    yield (
        qlog.analyze(logs, references=references),
        qlog.analyze(logs, references=references, engine=engine),
    )
    engine.close()


@pytest.mark.parametrize("name", TABLES)
def test_every_table_is_the_same(findings, name: str) -> None:
    on_duckdb, on_spark = findings
    assert on_spark.table(name).equals(on_duckdb.table(name))
