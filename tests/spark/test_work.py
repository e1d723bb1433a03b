"""How Spark works: what it reads, what comes to the driver, whose session it is, and a workspace month after month."""

import re
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import qlog
from qlog import batch, schema
from qlog.analysis import STORED
from qlog.engines.spark import SparkEngine
from qlog.errors import NothingReadError
from tests.spark.session import LOOPBACK, ODD, engine, needs_spark

pytestmark = needs_spark
LOGS = Path(__file__).parents[2] / "sample_logs"
LISTS = LOGS / "reference"


def plan(sql: str, on: SparkEngine) -> str:
    """Return the physical plan, as Spark would run it."""
    return str(on._sql(sql)._jdf.queryExecution().executedPlan().toString())


@pytest.fixture
def logs():
    return qlog.read_logs(LOGS)


def test_only_the_months_that_are_wanted_are_read(logs):
    scope = engine().scope()
    scope.load_parquet("stored", logs.store.files(), [*STORED, "month"])
    sql = "SELECT count(recipient_number) AS checks FROM stored WHERE month = '2026-10'"
    assert re.search(r"PartitionFilters: \[[^]]*month#\d+ = 2026-10", plan(sql, scope))
    counted = pa.schema([("checks", pa.int64())])
    there = scope.query(sql, counted)
    for file in logs.store.files(["2026-08", "2026-09"]):
        file.write_bytes(b"nothing Spark could read")
    assert scope.query(sql, counted) == there
    with pytest.raises(NothingReadError):
        scope.query(sql.replace("= '2026-10'", "IS NOT NULL"), counted)


def test_only_the_columns_that_are_wanted_are_read(logs):
    scope = engine().scope()
    scope.load_parquet("stored", logs.store.files(), STORED)
    [schema_read] = re.findall(r"ReadSchema: struct<(.*)>", plan("SELECT method FROM stored", scope))
    assert schema_read == "method:string"


def test_a_session_that_was_handed_over_goes_on_and_keeps_its_settings():
    session = engine()._session
    before = {key: session.conf.get(key) for key in ODD | LOOPBACK}
    views = session.sql("SHOW VIEWS").toArrow().num_rows
    own = SparkEngine(session)
    own.load_arrow("few", pa.table({"one": [1, 2]}))
    total = own.query("SELECT sum(one) AS total FROM few", pa.schema([("total", pa.int64())]))
    assert total["total"].to_pylist() == [1 + 2]
    own.close()
    assert session.range(3).count() == 3
    assert {key: session.conf.get(key) for key in ODD | LOOPBACK} == before == ODD | LOOPBACK
    assert session.sql("SHOW VIEWS").toArrow().num_rows == views
    assert SparkEngine()._session is session, "the active session is taken before a new one is started"


def run(folder: Path, name: str, *lists: str) -> Path:
    """Run a workspace on the engine of that name; no workbook is wanted."""
    references = {one: LISTS / f"{one}.csv" for one in lists}
    batch.run(batch.RunRequest(inputs=(folder,), references=references, editions=(), engine=name), lambda message: None)
    return folder / "out" / "2026-10"


@pytest.fixture
def offices(tmp_path) -> dict[str, Path]:
    """Two workspaces that have judged the same log once, without a list of tickets."""
    folders = {name: tmp_path / name for name in ("duckdb", "spark")}
    for folder in folders.values():
        (folder / "logs").mkdir(parents=True)
        (folder / "qlog.toml").write_text("")
        for log in LOGS.glob("*.csv"):
            (folder / "logs" / log.name).write_bytes(log.read_bytes())
        run(folder, "duckdb")
    return folders


def test_the_next_run_of_a_workspace_is_the_same_and_collects_no_visits(offices, monkeypatch):
    collected: dict[str, int] = {}
    query = SparkEngine.query

    def counted(self: SparkEngine, sql: str, wanted: pa.Schema) -> pa.Table:
        rows = query(self, sql, wanted)
        collected[sql] = rows.num_rows
        return rows

    monkeypatch.setattr(SparkEngine, "query", counted)
    on_duckdb, on_spark = (run(folder, name, "tickets", "other_law") for name, folder in offices.items())
    for name in schema.TABLES:
        got, wanted = (pq.read_table(out / "tables" / f"{name}.parquet") for out in (on_spark, on_duckdb))
        assert got.equals(wanted), name
    assert pq.read_table(on_spark / "tables" / "unentrusted_changes.parquet").num_rows > 0
    visits = pq.read_table(on_spark / "tables" / "visits.parquet").num_rows
    assert collected
    assert max(collected.values()) < visits / 4, "one row a visit, or nearly, came to the driver"
