"""CSV as the default layout has it: every field quoted, CRLF, a header; a file takes its place only when complete."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from qlog.files import write_atomically
from qlog.schema import Column


@contextmanager
def new_file(path: Path, header: list[str], encoding: str) -> Iterator[BinaryIO]:
    """Give a file to write lines to, its header already there."""
    with write_atomically(path) as temporary, temporary.open("wb") as file:
        file.write(line(header).encode(encoding))
        yield file


def line(fields: list[str]) -> str:
    """Return one line of CSV, every field quoted."""
    return ",".join(f'"{field}"' for field in fields) + "\r\n"


def labels(columns: tuple[Column, ...]) -> list[str]:
    """Return the Japanese headers of ``columns``."""
    return [column.jp for column in columns]
