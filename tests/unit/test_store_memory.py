"""A whole month delivered again fits into little memory; what the database says of memory and disk is plain."""

import errno
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from qlog import schema
from qlog.engines import memory
from qlog.engines.plain_errors import plain_errors
from qlog.errors import EngineError, NothingReadError, OutputError, QlogError
from qlog.files import PRIVATE_PREFIX, output_errors
from qlog.merge import Session
from qlog.store import Store, Stored

ROWS = 150_000


def month(*, told_otherwise: int = 0) -> pa.Table:
    """Return a month of checks, all of different people; the first ones with another disease."""
    numbers = np.arange(ROWS)
    first = datetime(2026, 10, 1)
    columns: dict[str, object] = {
        "checked_at": [first + timedelta(seconds=int(number) * 15) for number in numbers],
        "method": ["01"] * ROWS,
        "institution_code": ["1310000001"] * ROWS,
        "payer_number": ["12016010"] * ROWS,
        "recipient_number": [f"{number:07d}" for number in numbers],
        "name": [f"架空　受給者{number}" for number in numbers],
        "disease_1": ["胃炎" if number < told_otherwise else "高血圧症" for number in numbers],
        "line": numbers + 2,
    }
    wanted = schema.CHECKS.arrow_schema()
    return pa.table({field.name: pa.array(columns.get(field.name, [None] * ROWS), field.type) for field in wanted})


def deliver(store: Store, checks: pa.Table, sha256: str) -> Stored:
    with store.incoming(f"{sha256[:4]}.csv") as incoming:
        incoming.write(checks)
        return incoming.keep(sha256, {})


def test_a_month_delivered_again_finds_room_as_memory_grows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "_BEGIN", "8MB")
    grown: list[bool] = []
    grow = memory.Memory.grow
    monkeypatch.setattr(memory.Memory, "grow", lambda self: grown.append(grow(self)) or grown[-1])
    store = Store(tmp_path / "store")
    assert deliver(store, month(), "a" * 64).new == ROWS
    again = deliver(store, month(told_otherwise=700), "b" * 64)
    assert any(grown), "8 MB are not enough for a month"
    assert (again.new, again.repeated, again.replaced) == (700, ROWS - 700, 700)
    held = pa.concat_tables(pq.read_table(file, columns=["recipient_number", "disease_1"]) for file in store.files())
    assert held.num_rows == ROWS
    changed = held.filter(pa.compute.equal(held["disease_1"], "胃炎"))
    assert sorted(changed["recipient_number"].to_pylist()) == [f"{number:07d}" for number in range(700)]
    store.release()
    assert not (tmp_path / "store" / "spill").exists() or not list((tmp_path / "store" / "spill").iterdir())


def test_a_limit_the_office_sets_holds_for_deliveries_too(tmp_path: Path) -> None:
    store = Store(tmp_path / "store", memory_limit="8MB")
    assert deliver(store, month(), "a" * 64).new == ROWS, "nothing is held, and nothing has to be compared"
    with pytest.raises(EngineError, match="メモリが足りません"):
        deliver(store, month(told_otherwise=700), "b" * 64)
    assert Store(tmp_path / "store").keys == ["a" * 64]


FULL = 'IO Error: Could not write file "{path}": No space left on device'


@pytest.mark.parametrize(
    ("raised", "told", "words"),
    [
        (duckdb.IOException(FULL), OutputError, "空き容量がありません"),
        (duckdb.IOException("There is not enough space on the disk."), OutputError, "空き容量がありません"),
        (
            duckdb.OutOfMemoryException("failed to offload; limit of 'max_temp_directory_size'"),
            OutputError,
            "空き容量がありません",
        ),
        (duckdb.OutOfMemoryException("could not allocate block"), EngineError, "メモリが足りません"),
        (duckdb.IOException('cannot read file "/x/month=2026-10/000001.parquet"'), NothingReadError, "壊れています"),
    ],
)
def test_what_the_database_says_becomes_a_sentence(raised: Exception, told: type[QlogError], words: str) -> None:
    with pytest.raises(told, match=words) as caught, plain_errors():
        raise raised
    assert "{path}" not in str(caught.value)


def test_other_errors_of_the_database_stay_what_they_are() -> None:
    with pytest.raises(duckdb.IOException, match="odd"), plain_errors():
        raise duckdb.IOException("odd")


@pytest.mark.parametrize("when", ["rows", "events"])
def test_a_full_disk_while_a_delivery_is_kept_leaves_the_store_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    store = Store(tmp_path / "store")
    deliver(store, month().slice(0, 1_000), "a" * 64)
    before = {file: file.read_bytes() for file in store.files()}

    def full(*_: object, **__: object) -> Callable[[], object]:
        raise duckdb.IOException(FULL)

    monkeypatch.setattr(Session, when, full)
    with pytest.raises(OutputError, match="空き容量がありません"):
        deliver(store, month(told_otherwise=5).slice(0, 1_000), "b" * 64)
    assert {file: file.read_bytes() for file in Store(tmp_path / "store").files()} == before


def test_a_failed_write_names_a_place_people_know(tmp_path: Path) -> None:
    inside = tmp_path / f"{PRIVATE_PREFIX}abcdefgh" / "out" / "visits.csv"
    for place, named in ((inside, tmp_path), (tmp_path / "visits.csv", tmp_path / "visits.csv")):
        with pytest.raises(OutputError, match="空き容量がありません") as caught, output_errors(place):
            raise OSError(errno.ENOSPC, "No space left on device")
        assert f"「{named}」" in str(caught.value)
