"""What there is to read: files, folders, members of a zip, sheets of a workbook."""

import os
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import IO, BinaryIO, Final, cast

from qlog.errors import NothingReadError
from qlog.reading.report import RefusedError
from qlog.reading.spreadsheet import MAX_FILE_BYTES, SUFFIXES, sheet_as_csv, sheet_names

# a folder of this name holds the office's own lists, never logs
REFERENCE_FOLDER: Final = "reference"
TEXT_SUFFIXES: Final = {".csv", ".txt", ".tsv"}
_ZIP: Final = ".zip"
# old workbooks are taken in so that they are refused by name, and not passed over without a word
_TAKEN: Final = TEXT_SUFFIXES | SUFFIXES | {_ZIP, ".xls"}
_MAX_UNPACKED: Final = 8 << 30
_MAX_RATIO: Final = 200  # of a member that unpacks to more than LARGE_MEMBER; logs reach about 30
_LARGE_MEMBER: Final = 100 << 20
_ENCRYPTED: Final = 0x1


@dataclass(frozen=True)
class LogSource:
    """One log to read; ``label`` is what people see: the file name relative to what was asked for.

    An empty ``member`` or ``sheet`` is a zip or a workbook in which there is nothing to read.
    """

    path: Path
    label: str
    member: str | None = None  # inside a zip
    sheet: str | None = None  # of a workbook

    @property
    def is_plain(self) -> bool:
        """True if the bytes of the file are the text itself."""
        return self.member is None and self.sheet is None

    def told_apart(self) -> "LogSource":
        """Return the source labelled with its folder as well, where two files have one name."""
        return replace(self, label=f"{self.path.resolve().parent.name}/{self.label}")

    @contextmanager
    def open(self) -> Iterator[tuple[BinaryIO, int]]:
        """Give the text and its size as it is at this moment. Raises RefusedError for whatever is wrong with it.

        What is appended to a file later is not read: readers keep to the size.
        """
        try:
            with self._open() as opened:
                yield opened
        except OSError as error:
            raise RefusedError(
                ja="ファイルを開けません。場所と読み取りの権限を確かめてください。",
                en="the file cannot be opened; check where it is and whether it may be read",
            ) from error

    @contextmanager
    def _open(self) -> Iterator[tuple[BinaryIO, int]]:
        if self.sheet == "":
            sheet_names(self.workbook())  # raises if more is wrong than that it is empty
            raise _nothing_inside()
        if self.sheet is not None:
            text = sheet_as_csv(self.workbook(), self.sheet)
            yield BytesIO(text), len(text)
        elif self.member is not None:
            with _archive(self.path) as archive, _member(archive, self.member) as stream:
                yield cast("BinaryIO", stream), archive.getinfo(self.member).file_size
        else:
            with self.path.open("rb") as stream:
                yield stream, os.fstat(stream.fileno()).st_size

    def workbook(self) -> bytes:
        """Return the bytes of the workbook. Raises RefusedError, OSError."""
        if self.member is None:
            return _small_file(self.path)
        with _archive(self.path) as archive:
            return _small_member(archive, self.member)


def find_inputs(paths: Sequence[Path]) -> list[LogSource]:
    """Return every log under ``paths`` in a stable order; folders are searched to the bottom.

    Raises NothingReadError for a path that does not exist, and if there is no log at all.
    """
    found = [source for path in paths for source in _under(path)]
    sources = list({(source.path.resolve(), source.member, source.sheet): source for source in found}.values())
    if not sources:
        raise NothingReadError(
            ja="ログのファイルがありません。CSV・Excel・zip のファイルか、それを入れたフォルダーを指定してください。",
            en="no log files; give CSV, Excel or zip files, or a folder that holds some",
        )
    labels = Counter(source.label for source in sources)
    return [source if labels[source.label] == 1 else source.told_apart() for source in sources]


def _under(path: Path) -> list[LogSource]:
    if path.is_dir():
        files = sorted(file for file in path.rglob("*") if _is_log(file, file.relative_to(path)))
        return [source for file in files for source in expand(file, file.relative_to(path).as_posix())]
    if not path.exists():
        raise NothingReadError(
            ja=f"{path.name} がありません。ファイル名とフォルダーを確かめてください。",
            en=f"{path.name} does not exist; check the name and the folder",
        )
    return expand(path, path.name)


def _is_log(file: Path, name: Path) -> bool:
    """Tell whether a file of a folder is taken; lists in reference/, lock files of Excel and hidden files are not."""
    if REFERENCE_FOLDER in name.parts or file.name.startswith(("~$", ".")):
        return False
    return file.suffix.lower() in _TAKEN and file.is_file()


def expand(path: Path, label: str) -> list[LogSource]:
    """Return the logs in one file: its sheets, its members, or itself. What cannot be opened is refused when read."""
    suffix = path.suffix.lower()
    if suffix == _ZIP:
        return _members(path, label)
    return _sheets(path, label) if suffix in SUFFIXES else [LogSource(path, label)]


def _members(path: Path, label: str) -> list[LogSource]:
    try:
        with _archive(path) as archive:
            names = sorted(info.filename for info in archive.infolist() if not info.is_dir() and _taken(info.filename))
    except (RefusedError, OSError):
        names = []
    sources = []
    for name in names:
        workbook = Path(name).suffix.lower() in SUFFIXES
        place = f"{label}/{name}"
        sources += _sheets(path, place, name) if workbook else [LogSource(path, place, member=name)]
    return sources or [LogSource(path, label, member="")]


def _sheets(path: Path, label: str, member: str | None = None) -> list[LogSource]:
    unopened = LogSource(path, label, member=member, sheet="")
    try:
        names = sheet_names(unopened.workbook())
    except (RefusedError, OSError):
        names = []
    return [LogSource(path, f"{label}[{name}]", member=member, sheet=name) for name in names] or [unopened]


def _taken(member: str) -> bool:
    """Tell whether a member is taken; what we do not open, a zip or an old workbook, is refused by name when read."""
    inside = Path(member)
    return inside.suffix.lower() in _TAKEN and not inside.name.startswith((".", "~$"))


@contextmanager
def _archive(path: Path) -> Iterator[zipfile.ZipFile]:
    """Open a zip after looking at its sizes; whatever is wrong with it becomes a RefusedError."""
    try:
        with zipfile.ZipFile(path, metadata_encoding="cp932") as archive:  # names of Japanese Windows
            _check_sizes(archive)
            yield archive
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        RuntimeError,
        KeyError,
        UnicodeError,
    ) as error:
        raise RefusedError(
            ja="zip を開けません（壊れているか、パスワードがあります）。展開してから指定してください。",
            en="the zip cannot be opened (damaged, or with a password); unpack it first",
        ) from error


def _member(archive: zipfile.ZipFile, name: str) -> IO[bytes]:
    if not name:
        raise _nothing_inside()
    return archive.open(name)


def _nothing_inside() -> RefusedError:
    return RefusedError(
        ja="中にログ（CSV や、中身のあるシート）がありません。",
        en="there is no log inside, neither CSV nor a sheet with cells",
    )


def _check_sizes(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    if any(part.flag_bits & _ENCRYPTED for part in parts):
        raise RuntimeError
    if len(set(archive.namelist())) < len(parts):
        raise RefusedError(
            ja="zip の中に同じ名前のファイルがあります。展開して、別の名前にしてから指定してください。",
            en="two files in the zip have one name; unpack it and give them other names",
        )
    packed = any(part.file_size > _LARGE_MEMBER and part.file_size > _MAX_RATIO * part.compress_size for part in parts)
    if packed or sum(part.file_size for part in parts) > _MAX_UNPACKED:
        raise RefusedError(
            ja="zip が展開すると大きくなりすぎます。展開してから指定してください。",
            en="the zip unpacks to too much; unpack it first",
        )


def _small_file(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(MAX_FILE_BYTES + 1)


def _small_member(archive: zipfile.ZipFile, member: str) -> bytes:
    with archive.open(member) as stream:
        return stream.read(MAX_FILE_BYTES + 1)
