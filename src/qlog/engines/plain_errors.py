"""What the embedded database reports, in sentences for people."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import duckdb

from qlog.damage import damaged
from qlog.errors import EngineError, OutputError

_FILE: Final = re.compile(r"""(?:file|File) ["']([^"']+\.parquet)["']""")  # as DuckDB names one it cannot read
_DISK_IS_FULL: Final = re.compile("No space left on device|not enough space on the disk|max_temp_directory_size")


@contextmanager
def plain_errors() -> Iterator[None]:
    """Raise EngineError when memory runs out, OutputError when the disk is full, NothingReadError for damage."""
    try:
        yield
    except (duckdb.OutOfMemoryException, duckdb.InvalidInputException, duckdb.IOException) as error:
        if _DISK_IS_FULL.search(str(error)):
            raise OutputError(
                ja="一時ファイルを書き込めません（空き容量がありません）。結果を書き出すドライブの空きを増やして、もう一度実行してください。",
                en="cannot write temporary files (no space left): make room on the drive of the results, and run again",
            ) from error
        if isinstance(error, duckdb.OutOfMemoryException):
            raise EngineError(
                ja="メモリが足りません。設定の [engine] memory_limit を増やすか、対象の月を減らしてください。",
                en="out of memory: raise [engine] memory_limit or judge fewer months",
            ) from error
        file = _FILE.search(str(error))
        if file is None:
            raise
        raise damaged(file.group(1)) from error
