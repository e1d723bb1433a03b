"""On which line of a TOML text each key stands; tomllib does not tell."""

import tomllib
from collections.abc import Iterator
from typing import Any

from qlog.settings.mistakes import KeyPath


def key_lines(text: str) -> dict[KeyPath, int]:
    """Return the line (1-based) of every key and section of ``text``, which must be valid TOML.

    tomllib itself tells where a statement ends: no value is complete before its last line, so the smallest run of
    lines that can be read alone is one statement, a heading or a key with its value.
    """
    lines = text.replace("\r\n", "\n").split("\n")
    found: dict[KeyPath, int] = {}
    section: KeyPath = ()
    start = 0
    while start < len(lines):
        statement, end = _statement(lines, start)
        paths = list(_paths(statement))
        heading = lines[start].lstrip(" \t").startswith("[")
        if heading:
            section = ()
        for path in paths:
            found.setdefault((*section, *path), start + 1)
        if heading:
            section = paths[-1]
        start = end
    return found


def _statement(lines: list[str], start: int) -> tuple[dict[str, Any], int]:
    """Read the statement that begins on line ``start`` (0-based); return it with the line after it."""
    for end in range(start + 1, len(lines) + 1):
        try:
            return tomllib.loads("\n".join(lines[start:end])), end
        except tomllib.TOMLDecodeError:
            continue
    raise ValueError("no valid TOML")


def _paths(table: dict[str, Any]) -> Iterator[KeyPath]:
    """Yield the path of every key, outer before inner."""
    for key, value in table.items():
        yield (key,)
        if isinstance(value, dict):
            yield from ((key, *path) for path in _paths(value))
