"""What the embedded engine takes of the machine."""

from contextlib import closing

import pyarrow as pa

from qlog.engines.duckdb import DuckDBEngine
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
    assert threads(memory_limit="125MB") == threads(memory_limit="100MB") == 1
    assert threads(memory_limit="500MB") <= 4
    assert threads(memory_limit="125MB", threads=3) == 3


def test_a_store_gives_its_database_back_when_everything_is_taken(tmp_path) -> None:
    store = Store(tmp_path / "store")
    take(find_inputs([SAMPLES]), store)
    assert "database" not in vars(store)
    assert store.months
    again = take(find_inputs([SAMPLES]), store)  # and opens another if it needs one
    assert all(file.taken_before for file in again.files)
