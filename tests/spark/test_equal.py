"""Spark finds what DuckDB finds, row for row, on every table."""

from pathlib import Path

import pytest

import qlog
from qlog import schema
from tests.property.test_engine_reference import EXAMPLES, SEED
from tests.spark.offices import findings, offices, tables
from tests.spark.session import engine, needs_spark
from tests.spec.adapter import run, tables_of

pytestmark = needs_spark
LOGS = Path(__file__).parents[2] / "sample_logs"


@pytest.fixture(scope="module")
def sample_office():
    logs = qlog.read_logs(LOGS)
    names = {"tickets": "tickets", "other_law": "other_law", "institution_names": "institutions"}
    lists = qlog.read_references(**{kind: LOGS / "reference" / f"{name}.csv" for kind, name in names.items()})
    return {one: qlog.analyze(logs, references=lists, engine=one) for one in ("duckdb", engine())}


@pytest.mark.parametrize("name", tables())
def test_every_table_of_the_sample_office_is_the_same(sample_office, name):
    on_duckdb, on_spark = sample_office.values()
    assert on_spark.table(name).equals(on_duckdb.table(name))


@pytest.mark.parametrize("name", tables())
def test_every_table_of_random_offices_is_the_same(name):
    wanted = findings("duckdb", SEED, EXAMPLES).table(name)
    assert findings("spark", SEED, EXAMPLES).table(name).equals(wanted)


def test_spark_equals_the_reference_on_random_offices():
    merged = offices(SEED, EXAMPLES)
    found = merged.split(tables_of(findings("spark", SEED, EXAMPLES)))
    for number, (case, got) in enumerate(zip(merged.cases, found, strict=True)):
        wanted = run("reference", case.log, case.settings)
        for name in schema.FINDINGS:
            assert got[name] == wanted[name], f"{name} differs, seed {SEED + number}"


def test_other_settings_are_judged_on_the_same_session(sample_office):
    stricter = qlog.Settings(frequent={"month_days": 8, "early_days": 5, "three_month_days": 20})
    on_duckdb, on_spark = (found.judge(stricter) for found in sample_office.values())
    assert on_spark.table("frequent_visits").equals(on_duckdb.table("frequent_visits"))
    assert len(on_spark.frequent_visits) > len(sample_office["duckdb"].frequent_visits)
