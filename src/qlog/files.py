"""Writing without halves: a file is made beside its place, under a private name, and moved there in one step."""

import errno
import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from qlog.errors import OutputError

PRIVATE_PREFIX: Final = ".qlog-"
_IN_USE: Final = ".in-use"
_ABANDONED_AFTER: Final = 60  # seconds
# what the system says in English, in the words of whoever reads the sentence
_CAUSES: Final = {
    errno.ENOSPC: "空き容量がありません",
    errno.EACCES: "書き込む権限がありません",
    errno.EPERM: "書き込む権限がありません",
    errno.EROFS: "読み取り専用の場所です",
    errno.ENOENT: "フォルダーがありません",
    errno.ENOTDIR: "フォルダーであるはずのところにファイルがあります",
    errno.EEXIST: "同じ名前のものがすでにあります",
    errno.EISDIR: "同じ名前のフォルダーがあります",
    errno.ENAMETOOLONG: "名前が長すぎます",
}


@contextmanager
def write_atomically(target: Path) -> Iterator[Path]:
    """Give a temporary path beside ``target``; at the end it takes the place of ``target``, on an error it goes.

    The file is readable by its owner alone. Raises OutputError when it cannot be written.
    """
    with output_errors(target):
        handle, name = tempfile.mkstemp(prefix=PRIVATE_PREFIX, dir=target.parent)
        os.close(handle)
    temporary = Path(name)
    try:
        with output_errors(target):
            yield temporary
            _flush(temporary)
            temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)


@contextmanager
def private_directory(parent: Path) -> Iterator[Path]:
    """Give a directory in ``parent`` that only its owner may enter; it is removed on every exit.

    It holds a lock, which goes with the process: what killed runs left in ``parent`` is removed here.
    """
    _remove_abandoned(parent)
    with output_errors(parent):
        directory = Path(tempfile.mkdtemp(prefix=PRIVATE_PREFIX, dir=parent))
    lock = FileLock(directory / _IN_USE)
    try:
        with output_errors(directory):
            lock.acquire()
        yield directory
    finally:
        lock.release()
        shutil.rmtree(directory, ignore_errors=True)


@contextmanager
def folder_for(results: Path) -> Iterator[None]:
    """Make the folder of the results if it is not there; if nothing comes of it, it goes again."""
    made = not results.exists()
    with output_errors(results):
        results.mkdir(parents=True, exist_ok=True)
    try:
        yield
    except BaseException:
        if made:
            with suppress(OSError):  # something else was put there
                results.rmdir()
        raise


def _remove_abandoned(parent: Path) -> None:
    for directory in parent.glob(f"{PRIVATE_PREFIX}????????"):
        held = directory / _IN_USE
        try:
            # a young one may be between being made and being locked
            if not held.is_file() or time.time() - directory.stat().st_mtime < _ABANDONED_AFTER:
                continue
            with FileLock(held, blocking=False):
                pass
        except (Timeout, OSError):
            continue
        shutil.rmtree(directory, ignore_errors=True)


@contextmanager
def output_errors(target: Path) -> Iterator[None]:
    """Turn what the system says about a failed write into a sentence about ``target``."""
    try:
        yield
    except OSError as error:
        cause = error.strerror or type(error).__name__
        words, place = _CAUSES.get(error.errno or 0, cause), _seen_by_people(target)
        raise OutputError(
            ja=f"「{place}」に書き込めません（{words}）。空き容量と書き込み権限を確かめるか、別の場所を指定してください。",
            en=f"cannot write {place} ({cause}): check free space and permissions, or choose another place",
        ) from error


def _seen_by_people(target: Path) -> Path:
    """Return ``target``, or where the private directory lies that holds it: by the time of reading that is gone."""
    private = [place for place, part in enumerate(target.parts) if part.startswith(PRIVATE_PREFIX)]
    return Path(*target.parts[: private[0]]) if private else target


def hash_file(path: Path) -> str:
    """Return the SHA-256 of a file as hexadecimal text."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _flush(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
