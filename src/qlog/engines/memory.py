"""How much memory the embedded engine may take: what the office sets, or as much as the data need."""

import re
from collections.abc import Callable
from typing import Final, TypeVar

import duckdb

from qlog.settings import AUTO

T = TypeVar("T")
_BEGIN: Final = "1GB"  # enough for 30 M rows
_OWN_SHARE: Final = 0.75  # of a limit; the rest is for what the engine does not count: reading Parquet, Arrow, Python
_MOST: Final = 0.6  # of what the engine would take by itself (80 % of the machine): half of the machine
_THREAD_MEGABYTES: Final = 125  # 30 M rows pass with eight threads in 1 GB, not with sixteen
_MEGABYTES: Final = {"MB": 1, "GB": 1_000, "TB": 1_000_000, "KiB": 0.001, "MiB": 1.05, "GiB": 1_074, "TiB": 1_100_000}
_SIZE: Final = re.compile(r"([\d.]+) ?([KMGT]i?B)")


class Memory:
    """The limit of one database, in megabytes; under "auto" it grows when a statement does not find room.

    Without ``threads`` there are as many as find room within the limit.
    """

    def __init__(self, database: duckdb.DuckDBPyConnection, limit: str, threads: int | None = None) -> None:
        self._database = database
        self._most = int(_megabytes(self._setting("memory_limit")) * _MOST) if limit == AUTO else 0
        self._limit = max(1, int(_megabytes(_BEGIN if limit == AUTO else limit) * _OWN_SHARE))
        self._set()
        self._database.execute(f"SET threads = {threads or self._threads_with_room()}").fetchall()

    def grow(self) -> bool:
        """Allow twice as much; False if that would be more than the office set, or than half of the machine."""
        if self._limit * 2 > self._most:
            return False
        self._limit *= 2
        self._set()
        return True

    def with_room(self, work: Callable[[], T]) -> T:
        """Do ``work``, again with more memory as long as it does not find room and there is some."""
        while True:
            try:
                return work()
            except duckdb.OutOfMemoryException:
                if not self.grow():
                    raise

    def _threads_with_room(self) -> int:
        """Return how many threads work within the limit: each needs room of its own, or large data do not fit."""
        return max(1, min(int(self._setting("threads")), self._limit // _THREAD_MEGABYTES))

    def _set(self) -> None:
        self._database.execute(f"SET memory_limit = '{self._limit}MB'").fetchall()

    def _setting(self, name: str) -> str:
        [(value,)] = self._database.execute(f"SELECT current_setting('{name}')").fetchall()
        return str(value)


def _megabytes(size: str) -> float:
    found = _SIZE.fullmatch(size)
    if found is None:
        raise ValueError(f"{size!r} is no size")
    return float(found[1]) * _MEGABYTES[found[2]]
