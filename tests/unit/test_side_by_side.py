"""Files are read side by side, and still come in their order; an error or Ctrl-C does not wait for a large file."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError

import pyarrow.parquet as pq
import pytest

from qlog import intake
from qlog.errors import NothingReadError
from qlog.intake import read_only, take
from qlog.reading import LogSource, find_inputs
from qlog.reading.ahead import side_by_side
from qlog.store import Store
from tests.unit.drawn import SAMPLES


def test_results_come_in_the_order_of_the_items_whichever_is_done_first() -> None:
    taken: list[int] = []
    at_work = threading.Semaphore(2)

    def items() -> Iterator[int]:
        for item in range(7):
            taken.append(item)
            yield item

    def work(item: int, _go_on: Callable[[], None]) -> int:
        assert at_work.acquire(blocking=False), "more are worked on than were asked for"
        time.sleep(0.02 * (item % 2 == 0))
        at_work.release()
        return item * 10

    found = []
    with side_by_side(work, items(), at_once=2) as results:
        for item, result in results:
            found.append((item, result))
            assert max(taken) <= item + 2, "items are taken no further ahead than they are needed"
    assert found == [(item, item * 10) for item in range(7)]


@pytest.mark.parametrize("broken", ["work", "caller"])
def test_who_leaves_does_not_wait_for_long_work(broken: str) -> None:
    ended: list[str] = []
    working = threading.Event()

    def work(item: str, go_on: Callable[[], None]) -> str:
        if item == "short":
            working.wait(10)
            if broken == "work":
                raise NothingReadError(ja="だめ", en="no")
            return item
        working.set()
        try:
            while True:
                go_on()
                time.sleep(0.001)
        except CancelledError:
            ended.append(item)
            raise

    def run() -> None:
        with side_by_side(work, ["short", "long", "next"], at_once=2) as results:
            for _ in results:
                raise NothingReadError(ja="だめ", en="no")

    with pytest.raises(NothingReadError):
        run()
    assert "long" in ended


def test_a_disk_that_is_full_ends_the_other_files_and_leaves_nothing(tmp_path, monkeypatch) -> None:
    store = Store(tmp_path / "store")
    read: list[str] = []
    original = intake.read_log

    def read_log(source: LogSource, **arguments: object) -> object:
        report = original(source, **arguments)
        read.append(source.label)
        return report

    def keep(*_: object) -> None:
        raise NothingReadError(ja="空きがない", en="disk full")

    monkeypatch.setattr(intake, "read_log", read_log)
    monkeypatch.setattr(intake, "_keep", keep)
    with pytest.raises(NothingReadError):
        take(find_inputs([SAMPLES]), store)
    assert len(read) <= 3
    assert not [path for path in (tmp_path / "store").rglob("*") if path.is_file()]


def test_reading_into_a_store_and_reading_only_say_the_same(tmp_path) -> None:
    sources = find_inputs([SAMPLES])
    said: list[str] = []
    taken = take(sources, Store(tmp_path / "store"), progress=lambda source: said.append(source.label))
    read = read_only(sources, layout=None, progress=lambda _: None)
    assert [file.report for file in taken.files] == [file.report for file in read.files]
    assert [file.report.file for file in taken.files] == said == [source.label for source in sources]
    again: list[str] = []
    take(sources, Store(tmp_path / "store"), progress=lambda source: again.append(source.label))
    assert not again, "a file that is known is not read"


def test_the_later_of_two_files_holds_though_it_is_read_first(tmp_path, monkeypatch) -> None:
    lines = (SAMPLES / "shikaku_log_202608.csv").read_bytes().splitlines(keepends=True)
    (tmp_path / "a.csv").write_bytes(b"".join(lines))
    cells = lines[1].split(b'","')
    cells[7] += "２".encode("cp932")  # the name, told otherwise
    (tmp_path / "b.csv").write_bytes(b"".join([lines[0], b'","'.join(cells), *lines[2:]]))
    read: list[str] = []
    original = intake.read_log

    def read_log(source: LogSource, **arguments: object) -> object:
        if source.label == "a.csv":
            deadline = time.monotonic() + 10
            while "b.csv" not in read and time.monotonic() < deadline:
                time.sleep(0.005)
        report = original(source, **arguments)
        read.append(source.label)
        return report

    monkeypatch.setattr(intake, "read_log", read_log)
    store = Store(tmp_path / "store")
    first, later = take(find_inputs([tmp_path / "a.csv", tmp_path / "b.csv"]), store).files
    assert read == ["b.csv", "a.csv"]
    assert (first.stored.number, first.stored.replaced) == ("000001", 0)
    assert (later.stored.number, later.stored.new, later.stored.replaced) == ("000002", 1, 1)
    names = [name for file in store.files() for name in pq.read_table(file)["name"].to_pylist()]
    assert sum(name.endswith("２") for name in names) == 1
