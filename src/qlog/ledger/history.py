"""The history of entries: one Parquet file for each returned workbook that was read, never changed afterwards.

A file is whole or it is not there, so a killed run reads the same workbook again. Its number is the order of reading.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from datetime import date
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.parquet as pq

from qlog.errors import OutputError
from qlog.files import output_errors, write_atomically
from qlog.ledger.returned import Noted, Problem, Returned

_NOTED: Final = tuple(field.name for field in fields(Noted))
_TEXTS: Final = ("month", "payer_number", *_NOTED, "file", "file_sha256")
SCHEMA: Final = pa.schema(
    [(name, pa.string()) for name in _TEXTS] + [("read_order", pa.int64()), ("read_on", pa.date32())]
)
_ABOUT: Final = b"qlog"
_SET_ASIDE: Final = re.compile(r"(_記入)[0-9]+(?=\.xlsx$)")


@dataclass(frozen=True, repr=False)
class Reading:
    """One workbook as it was read: which, when (order), and what it said."""

    file: str
    sha256: str
    order: int
    payer_number: str
    month: str
    entries: tuple[Noted, ...]
    problems: tuple[Problem, ...]


class History:
    """The readings kept in a folder; the folder is made with the first one."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.readings = [_load(path) for path in sorted(folder.glob("*.parquet"))]

    def known(self, file: str, sha256: str) -> Reading | None:
        """Return the newest reading of a file of this name if it is of these very bytes."""
        newest = [reading for reading in self.readings if reading.file == file][-1:]
        return next((reading for reading in newest if reading.sha256 == sha256), None)

    def add(self, file: str, sha256: str, returned: Returned, *, read_on: date) -> Reading:
        """Keep one reading and return it. Raises OutputError."""
        order = self.readings[-1].order + 1 if self.readings else 1
        reading = Reading(
            file, sha256, order, returned.payer_number, returned.month,
            tuple(returned.entries), tuple(returned.problems),
        )  # fmt: skip
        with output_errors(self._folder):
            self._folder.mkdir(mode=0o700, exist_ok=True)
        with write_atomically(self._folder / f"{order:06d}.parquet") as temporary:
            pq.write_table(_table(reading, read_on), temporary)
        self.readings.append(reading)
        return reading

    def standing(self) -> Iterable[Reading]:
        """Return the readings that hold: of each file name, office and month the newest.

        Copies set aside of one workbook are one name: each was written after the one before had been read.
        """
        newest = {(_one_name(reading.file), reading.payer_number, reading.month): reading for reading in self.readings}
        return sorted(newest.values(), key=lambda reading: reading.order)


def set_aside_name(name: str, number: int) -> str:
    """Return the name under which a workbook filled in inside the output is kept: a.xlsx -> a_記入1.xlsx."""
    return f"{Path(name).stem}_記入{number}.xlsx"


def _one_name(file: str) -> str:
    return _SET_ASIDE.sub(r"\1", file)


def _table(reading: Reading, read_on: date) -> pa.Table:
    same = {
        "month": reading.month, "payer_number": reading.payer_number, "file": reading.file,
        "file_sha256": reading.sha256, "read_order": reading.order, "read_on": read_on,
    }  # fmt: skip
    about = {
        **{name: value for name, value in same.items() if name != "read_on"},
        "problems": [asdict(problem) for problem in reading.problems],
    }
    schema = SCHEMA.with_metadata({_ABOUT: json.dumps(about, ensure_ascii=False).encode()})
    return pa.Table.from_pylist([same | asdict(noted) for noted in reading.entries], schema=schema)


def _load(path: Path) -> Reading:
    try:
        table = pq.read_table(path, partitioning=None)
        about = json.loads(table.schema.metadata[_ABOUT])
        return Reading(
            about["file"],
            about["file_sha256"],
            about["read_order"],
            about["payer_number"],
            about["month"],
            tuple(Noted(**row) for row in table.select(_NOTED).to_pylist()),
            tuple(Problem(**problem) for problem in about["problems"]),
        )
    except (OSError, pa.ArrowException, ValueError, KeyError, TypeError) as error:
        raise OutputError(
            ja=f"台帳の控え「{path}」を読めません。バックアップから戻すか、このファイルを別の場所に移して実行してください。",
            en=f"the kept ledger {path} cannot be read: restore it from a backup, or move it away and run again",
        ) from error
