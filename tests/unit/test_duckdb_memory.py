"""What the embedded engine takes of the machine."""

from contextlib import closing

import duckdb
import pyarrow as pa
import pytest

from qlog.engines import memory
from qlog.engines.duckdb import DuckDBEngine
from qlog.errors import EngineError
from qlog.intake import take
from qlog.reading import find_inputs
from qlog.settings import EngineSettings
from qlog.store import Store
from tests.unit.drawn import SAMPLES

_ONE = pa.schema([("threads", pa.int64())])


def threads(**given: object) -> int:
    """Return how many threads an engine of these settings uses."""
    with closing(DuckDBEngine(EngineSettings(**given))) as engine:
        [row] = engine.query("SELECT current_setting('threads') AS threads", _ONE).to_pylist()
        return int(row["threads"])


def test_a_small_limit_takes_fewer_threads_and_what_the_office_sets_holds() -> None:
    assert threads(memory_limit="160MB") == threads(memory_limit="100MB") == 1
    assert threads(memory_limit="500MB") <= 4
    assert threads(memory_limit="125MB", threads=3) == 3


_HUNGRY = "SELECT list(value) AS values FROM range(4000000) AS numbers(value)"  # about 32 MB that cannot wait on disk
_LIST = pa.schema([("values", pa.list_(pa.int64()))])


def test_memory_grows_when_the_data_need_it_and_never_beyond_what_the_office_sets(monkeypatch) -> None:
    monkeypatch.setattr(memory, "_BEGIN", "20MB")
    with closing(DuckDBEngine(EngineSettings())) as engine:
        engine.create("hungry", _HUNGRY)
        assert len(engine.query("SELECT * FROM hungry", _LIST)["values"][0]) == 4_000_000
    with closing(DuckDBEngine(EngineSettings())) as engine:
        [batch] = engine.batches(_HUNGRY, _LIST)
        assert len(batch["values"][0]) == 4_000_000
    for create in (True, False):
        with closing(DuckDBEngine(EngineSettings(memory_limit="20MB"))) as engine:
            with pytest.raises(EngineError, match="メモリが足りません"):
                engine.create("hungry", _HUNGRY) if create else engine.query(_HUNGRY, _LIST)
            assert engine.query("SELECT 1 AS threads", _ONE).num_rows == 1, "the engine goes on working"


def test_auto_stops_at_half_of_the_machine() -> None:
    with closing(duckdb.connect(":memory:")) as database:
        room = memory.Memory(database, "auto")
        steps = 0
        while room.grow():
            steps += 1
        [(limit,)] = database.execute("SELECT current_setting('memory_limit')").fetchall()
    with closing(duckdb.connect(":memory:")) as database:
        [(own,)] = database.execute("SELECT current_setting('memory_limit')").fetchall()
    assert steps < 20
    assert memory._megabytes(limit) <= memory._megabytes(own) * 0.61


def test_a_store_gives_its_database_back_when_everything_is_taken(tmp_path) -> None:
    store = Store(tmp_path / "store")
    take(find_inputs([SAMPLES]), store)
    assert store.database._opened is None
    assert store.months
    again = take(find_inputs([SAMPLES]), store)  # and opens another if it needs one
    assert all(file.taken_before for file in again.files)
