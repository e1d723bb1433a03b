"""The store against a plain model of its two rules: identity and replacement."""

import random
from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from qlog import schema
from qlog.errors import NothingReadError, OutputError
from qlog.store import Store, Stored

FIELDS = [column.name for column in schema.CHECK_FIELDS]


def check(event: int, *, disease: str | None = None, month: int = 10, ticket: str | None = None) -> dict[str, object]:
    return {
        "checked_at": datetime(2026, month, 1 + event % 28, 9, event % 60, 0),
        "method": "01",
        "institution_code": "1310000001",
        "payer_number": "12016010",
        "recipient_number": f"{event:07d}",
        "ticket_kind": ticket,
        "disease_1": disease,
    }


def table(rows: list[dict[str, object]]) -> pa.Table:
    numbered = [{**row, "line": line} for line, row in enumerate(rows, start=2)]
    return pa.Table.from_pylist(numbered, schema=schema.CHECKS.arrow_schema())


def deliver(store: Store, rows: list[dict[str, object]], sha256: str) -> Stored:
    with store.incoming(f"{sha256[:4]}.csv") as incoming:
        for start in range(0, len(rows), 7):  # several blocks a delivery
            incoming.write(table(rows[start : start + 7]))
        return incoming.keep(sha256, {})


def held(store: Store) -> set[tuple[object, ...]]:
    rows = [tuple(row[name] for name in FIELDS) for file in store.files() for row in pq.read_table(file).to_pylist()]
    assert len(rows) == len(set(rows)), "the store holds a check twice"
    return set(rows)


def as_tuples(rows: list[dict[str, object]]) -> set[tuple[object, ...]]:
    return {tuple(row.get(name) for name in FIELDS) for row in rows}


def test_a_row_delivered_twice_counts_once(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    rows = [check(number) for number in range(20)]
    assert deliver(store, [*rows, rows[0]], "a" * 64) == Stored("aaaa.csv", "000001", 20, 1, 0, ("2026-10",))
    again = deliver(store, rows[5:15], "b" * 64)
    assert (again.new, again.repeated, again.replaced) == (0, 10, 0)
    assert held(store) == as_tuples(rows)


def test_several_tickets_of_one_check_stay_apart(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    rows = [check(1, ticket="01"), check(1, ticket="02"), check(2)]
    assert deliver(store, rows, "a" * 64).new == 3
    assert held(store) == as_tuples(rows)


def test_a_later_delivery_corrects_an_earlier_one(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    deliver(store, [check(1), check(2), check(3)], "a" * 64)
    corrected = deliver(store, [check(2, ticket="01"), check(3)], "b" * 64)
    assert (corrected.new, corrected.repeated, corrected.replaced) == (1, 1, 1)
    assert held(store) == as_tuples([check(1), check(2, ticket="01"), check(3)])


def test_months_are_kept_apart_and_a_delivery_is_known_again(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    deliver(store, [check(1, month=9), check(2, month=10)], "a" * 64)
    reopened = Store(tmp_path / "store")
    assert reopened.months == ["2026-09", "2026-10"]
    taken = reopened.delivery("a" * 64)
    assert taken is not None
    assert taken.stored == Stored("aaaa.csv", "000001", 2, 0, 0, ("2026-09", "2026-10"))
    assert reopened.delivery("b" * 64) is None
    assert len(reopened.files(["2026-09"])) == 1


def test_what_is_not_kept_leaves_no_trace(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    with store.incoming("a.csv") as incoming:
        incoming.write(table([check(1)]))
    assert list(store.root.iterdir()) == []


@pytest.mark.parametrize("seed", range(12))
def test_random_deliveries_agree_with_the_model(tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)
    store = Store(tmp_path / "store")
    model: dict[tuple[object, ...], set[tuple[object, ...]]] = {}
    for number in range(4):
        rows = [
            check(dice.randrange(12), month=dice.choice([9, 10]), disease=dice.choice([None, "a", "b"]))
            for _ in range(dice.randrange(1, 25))
        ]
        stored = deliver(store, rows, str(number) * 64)
        before = set().union(*model.values()) if model else set()
        told: dict[tuple[object, ...], set[tuple[object, ...]]] = {}
        for row in as_tuples(rows):
            told.setdefault(row[:7], set()).add(row)  # the first seven fields hold the event
        model.update(told)
        after = set().union(*model.values())
        assert held(store) == after
        assert (stored.new, stored.replaced) == (len(after - before), len(before - after))
        assert stored.new + stored.repeated == len(rows)


def test_a_damaged_index_says_what_to_do(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    deliver(store, [check(1)], "a" * 64)
    (tmp_path / "store" / "store.json").write_text("{", encoding="utf-8")
    with pytest.raises(NothingReadError, match="壊れています"):
        Store(tmp_path / "store")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    deliver(store, [check(1)], "a" * 64)
    store.files()[0].unlink()
    with pytest.raises(NothingReadError, match=r"000001\.parquet"):
        Store(tmp_path / "store")


def test_a_store_that_cannot_be_made_is_an_output_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(OutputError, match="書き込めません"):
        Store(tmp_path / "file" / "store")
