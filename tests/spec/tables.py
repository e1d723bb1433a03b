"""ASCII tables: one line a row, cells between bars, the first line names the columns.

    who | where  | at               | ticket
    A   | clinic | 2026-10-05 23:59 | month

A line of dashes is decoration; ``-`` is an empty cell. Numbers may be written as the sum or share they come from
(``13 + 2 - 1``, ``1 / 3``): the arithmetic of an answer is part of the specification.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

EMPTY = "-"


def parse(text: str) -> list[dict[str, str]]:
    """Return one dictionary a row; a row with more or fewer cells than the header is a mistake in the test."""
    lines = [line.strip() for line in text.splitlines() if line.strip(" -+|")]
    rows = [[cell.strip() for cell in line.split("|")] for line in lines]
    header, *body = rows
    return [dict(zip(header, row, strict=True)) for row in body]


def header_of(text: str) -> list[str]:
    """Return the names of the columns of a table."""
    first = next(line for line in text.splitlines() if line.strip())
    return [cell.strip() for cell in first.split("|")]


def number(text: str) -> int | float:
    """Work out ``13 + 2 - 1`` or ``1 / 3``."""
    if "/" in text:
        part, whole = text.split("/")
        return int(part) / int(whole)
    return sum(int(part) for part in text.replace("- ", "+ -").split("+"))


def shown(value: Any) -> str:
    """Write a value of a result as a cell."""
    if value is None or value == "":
        return EMPTY
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def expected(text: str, kind: str) -> str:
    """Write a cell of an expected table as :func:`shown` writes the value it stands for."""
    if text in {EMPTY, ""}:
        return EMPTY
    return str(number(text)) if kind in {"int", "float"} else text


def as_lines(rows: Iterable[Iterable[str]]) -> list[str]:
    """One string a row, sorted: what a failed comparison prints is readable."""
    return sorted(" | ".join(row) for row in rows)
