"""Accepted checks as Parquet by month. The store holds every check once, however often it was delivered.

Two rules (docs/deliveries.md states them for offices):

identity      A row is the same row if all fields of the log are the same; it counts once.
replacement   An *event* is one check at one institution: time, method, institution, office, recipient and
              reference number. If a later delivery tells an event otherwise than an earlier one, the later
              one holds for that event. Within one delivery all different rows of an event stay: one check
              may carry several tickets.

Parquet files are never changed. ``store.json`` names the files that hold; it is replaced in one step, so a run that is
killed leaves the store as it was or as it should be.
"""

import json
import shutil
from collections.abc import Collection, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from qlog import schema
from qlog.damage import parquet_columns, unusable
from qlog.engines.plain_errors import plain_errors
from qlog.files import output_errors, private_directory, write_atomically
from qlog.merge import Merge, MergeDatabase, Session
from qlog.months import month_text
from qlog.settings import AUTO

# rows of one event are found by DuckDB's hash: another version may hash otherwise
_MADE_BY: Final = {"store": 1, "duckdb": duckdb.__version__}
_COLUMNS: Final = {*schema.CHECKS.names, "delivery", "event"}
_INDEX: Final = "store.json"
_REPORTS: Final = "reports"
_SPILL: Final = "spill"  # what does not fit into memory while deliveries are merged
_GROUP_ROWS: Final = 16_384  # a later delivery that overlaps looks at the last of these only
_EPOCH_MONTH: Final = 1970 * 12
_ASCENDING: Final = ("checked_at", "line")
_ALL_DIFFERENT: Final = (*_ASCENDING, "event")


@dataclass(frozen=True)
class Stored:
    """What became of the accepted rows of one delivery; ``new + repeated`` is what was accepted.

    ``repeated`` rows the store has already, or the delivery twice; ``replaced`` rows of earlier deliveries that this
    one tells otherwise.
    """

    label: str
    number: str
    new: int
    repeated: int
    replaced: int
    months: tuple[str, ...]


@dataclass(frozen=True)
class Delivery:
    """One delivery the store has taken: what became of its rows, and the report of its reading as JSON data."""

    stored: Stored
    report: dict[str, Any]


class Store:
    """A directory of checks: Parquet files by month, and the index that says which of them hold.

    Deliveries are compared within ``memory_limit``, as an engine works within its own.
    """

    def __init__(self, root: Path, *, memory_limit: str = AUTO) -> None:
        self.root = root
        with output_errors(root):
            root.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._files: dict[str, list[str]] = {}
        self._deliveries: dict[str, str] = {}  # key -> running number
        self.database = MergeDatabase(root / _SPILL, memory_limit)
        self._read_index()
        self._last_number = max(map(int, self._deliveries.values()), default=0)

    def delivery(self, key: str) -> Delivery | None:
        """Return the delivery of this key (the SHA-256 of its bytes) if it was taken before."""
        number = self._deliveries.get(key)
        if number is None:
            return None
        path = self._report_path(number)
        try:
            record = json.loads(path.read_text(encoding="utf-8"))
            stored = Stored(**{**record["stored"], "months": tuple(record["stored"]["months"])})
            return Delivery(stored, record["report"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise unusable(path, "を読めません", "cannot be read") from error

    @property
    def keys(self) -> list[str]:
        """Keys of the deliveries taken so far, in the order they came."""
        return list(self._deliveries)

    @property
    def months(self) -> list[str]:
        """Months with checks, YYYY-MM, in order."""
        return sorted(month for month, files in self._files.items() if files)

    def files(self, months: Collection[str] | None = None) -> list[Path]:
        """Return the Parquet files of ``months`` (default: all) in a stable order."""
        return [
            self._folder(month) / name
            for month in self.months
            if months is None or month in months
            for name in self._files[month]
        ]

    def release(self) -> None:
        """Give back the memory that taking deliveries needed: what judges them wants it next."""
        self.database.close()
        pa.default_memory_pool().release_unused()

    @contextmanager
    def incoming(self, label: str) -> Iterator["Incoming"]:
        """Open a delivery named ``label``: write blocks to it, then keep it; what is not kept leaves no trace."""
        with private_directory(self.root) as directory:
            self._last_number += 1
            delivery = Incoming(self, directory, number=f"{self._last_number:06d}", label=label)
            try:
                yield delivery
            finally:
                delivery.close()

    def _keep(self, key: str, report: dict[str, Any], incoming: "Incoming") -> Stored:
        files = {month: list(names) for month, names in self._files.items()}
        merges = [
            Merge(incoming.session, self._folder(month), files.get(month, []), path, incoming.number)
            for month, path in incoming.written.items()
        ]
        with plain_errors(), output_errors(self.root):
            for month, merge in zip(incoming.written, merges, strict=True):
                files[month] = merge.write()
        stored = Stored(
            label=incoming.label,
            number=incoming.number,
            new=sum(merge.new for merge in merges),
            repeated=sum(merge.repeated for merge in merges),
            replaced=sum(merge.replaced for merge in merges),
            months=tuple(sorted(incoming.written)),
        )
        with output_errors(self.root):
            (self.root / _REPORTS).mkdir(mode=0o700, exist_ok=True)
        with write_atomically(self._report_path(incoming.number)) as temporary:
            record = {"stored": asdict(stored), "report": report}
            temporary.write_text(json.dumps(record, ensure_ascii=False, indent=1), encoding="utf-8")
        deliveries = {**self._deliveries, key: incoming.number}
        self._write_index(files, deliveries)
        self._files, self._deliveries = files, deliveries
        self._remove_orphans()
        return stored

    def _report_path(self, number: str) -> Path:
        return self.root / _REPORTS / f"{number}.json"

    def _folder(self, month: str) -> Path:
        return self.root / f"month={month}"

    def _read_index(self) -> None:
        path = self.root / _INDEX
        if not path.exists():
            return
        try:
            index = json.loads(path.read_text(encoding="utf-8"))
            made_by, self._files, self._deliveries = index["made_by"], index["files"], index["deliveries"]
        except (ValueError, KeyError, TypeError) as error:
            raise unusable(path, "が壊れています", "is damaged") from error
        if made_by != _MADE_BY:
            raise unusable(path, "は別の版の qlog が作ったものです", "was made by another version of qlog")
        for file in self.files():
            if not set(parquet_columns(file).names) >= _COLUMNS:
                raise unusable(file, "の列は、別の版の qlog のものです", "has the columns of another version of qlog")

    def _write_index(self, files: dict[str, list[str]], deliveries: dict[str, str]) -> None:
        index = {"made_by": _MADE_BY, "files": files, "deliveries": deliveries}
        with write_atomically(self.root / _INDEX) as temporary:
            temporary.write_text(json.dumps(index, ensure_ascii=False, indent=1), encoding="utf-8")

    def _remove_orphans(self) -> None:
        held = set(self.files())
        for path in self.root.glob("month=*/*.parquet"):
            if path not in held:
                path.unlink()
        shutil.rmtree(self.root / _SPILL, ignore_errors=True)  # of a run that was killed


class Incoming:
    """One delivery on its way in: blocks are written by month, and become part of the store when kept.

    Writing goes on in a thread of its own while the next block is read; one block waits at most.
    """

    def __init__(self, store: Store, directory: Path, *, number: str, label: str) -> None:
        self.number = number
        self.label = label
        self._store = store
        self._directory = directory
        self._writers: dict[int, pq.ParquetWriter] = {}
        self._thread = ThreadPoolExecutor(max_workers=1)
        self._session = self._thread.submit(store.database.session)  # while the first block is cut
        self._pending: Future[None] | None = None

    @property
    def session(self) -> Session:
        """The delivery's own way into the database of the store."""
        return self._session.result()

    @property
    def written(self) -> dict[str, Path]:
        """Months written so far, and their files."""
        return {month_text(index): self._path(index) for index in sorted(self._writers)}

    def write(self, block: pa.Table) -> None:
        """Add a block of checks in the schema of :data:`qlog.schema.CHECKS`."""
        if block.num_rows == 0:
            return
        self._wait()
        self._pending = self._thread.submit(self._write, block)

    def keep(self, key: str, report: dict[str, Any]) -> Stored:
        """Make the delivery part of the store; rows the store has already do not count again.

        ``key`` is the SHA-256 of its bytes, ``report`` JSON data that comes back with :meth:`Store.delivery`.
        """
        self._wait()
        self._close_files()
        return self._store._keep(key, report, self)

    def close(self) -> None:
        """Close what is open; called by the store."""
        self._thread.shutdown()
        self._close_files()
        self.session.close()

    def _wait(self) -> None:
        pending, self._pending = self._pending, None
        if pending is not None:
            with plain_errors(), output_errors(self._directory):
                pending.result()

    def _close_files(self) -> None:
        with output_errors(self._directory):
            for writer in self._writers.values():
                writer.close()

    def _path(self, index: int) -> Path:
        return self._directory / f"{month_text(index)}.parquet"

    def _write(self, block: pa.Table) -> None:
        delivery = pa.array([self.number]).dictionary_encode().take(pa.array(np.zeros(block.num_rows, "int32")))
        stored = block.append_column("delivery", delivery).append_column("event", self.session.events(block))
        for index, rows in _by_month(stored):
            if index not in self._writers:
                self._writers[index] = pq.ParquetWriter(self._path(index), rows.schema, **_parquet_form(rows.schema))
            self._writers[index].write_table(rows, row_group_size=_GROUP_ROWS)


def _by_month(rows: pa.Table) -> Iterator[tuple[int, pa.Table]]:
    """Yield month numbers and their rows."""
    months = rows["checked_at"].to_numpy().astype("datetime64[M]").astype("int64") + _EPOCH_MONTH
    steps = np.diff(months)
    if (steps >= 0).all():  # in order of time: nothing has to be copied
        for begin, end in pairwise([0, *(np.flatnonzero(steps) + 1).tolist(), len(months)]):
            yield int(months[begin]), rows.slice(begin, end - begin)
    else:
        for index in np.unique(months).tolist():
            yield index, rows.filter(pa.array(months == index))


def _parquet_form(columns: pa.Schema) -> dict[str, Any]:
    """Say how columns are encoded: a dictionary of values that are nearly all different only costs time."""
    return {
        "compression": "zstd",
        "use_dictionary": [name for name in columns.names if name not in _ALL_DIFFERENT],
        "column_encoding": dict.fromkeys(_ASCENDING, "DELTA_BINARY_PACKED"),
        "write_statistics": list(_ASCENDING),
    }
