"""What there is to read: files, folders, members of a zip, sheets of a workbook."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from qlog.errors import NothingReadError

# a folder of this name holds the office's own lists, never logs
REFERENCE_FOLDER: Final = "reference"
TEXT_SUFFIXES: Final = {".csv", ".txt", ".tsv"}


@dataclass(frozen=True)
class LogSource:
    """One log to read; ``label`` is what people see: the file name relative to what was asked for."""

    path: Path
    label: str
    member: str | None = None  # inside a zip
    sheet: str | None = None  # of a workbook

    @contextmanager
    def open(self) -> Iterator[tuple[BinaryIO, int]]:
        """Give the bytes and their number as it was at this moment; what is appended later is not read."""
        with self.path.open("rb") as stream:
            yield stream, self.path.stat().st_size


def find_inputs(paths: Sequence[Path]) -> list[LogSource]:
    """Return every log under ``paths`` in a stable order; folders are searched to the bottom.

    Raises NothingReadError for a path that does not exist, and if there is no log at all.
    """
    sources = [source for path in paths for source in _under(path)]
    if not sources:
        raise NothingReadError(
            ja="ログのファイルがありません。CSV（.csv）のあるフォルダーかファイルを指定してください。",
            en="no log files; give a folder with .csv files, or files",
        )
    return sources


def _under(path: Path) -> Iterable[LogSource]:
    if path.is_dir():
        files = sorted(file for file in path.rglob("*") if file.suffix.lower() in TEXT_SUFFIXES and file.is_file())
        names = {file: file.relative_to(path) for file in files}
        return [LogSource(file, name.as_posix()) for file, name in names.items() if REFERENCE_FOLDER not in name.parts]
    if not path.exists():
        raise NothingReadError(
            ja=f"{path.name} がありません。ファイル名とフォルダーを確かめてください。",
            en=f"{path.name} does not exist; check the name and the folder",
        )
    return [LogSource(path, path.name)]
