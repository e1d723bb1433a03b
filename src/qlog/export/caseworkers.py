"""One workbook a caseworker: the month of an office, cut by who looks after whom."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from qlog.export.workbook import OfficeMonth

NOBODY: Final = "担当員なし"
LONGEST_NAME: Final = 30
# what Windows refuses in a name of a file, and control characters
_REFUSED: Final = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]')
_RESERVED: Final = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
_OF_PEOPLE: Final = ("candidates", "frequent", "unentrusted", "duplicates", "visits")
_BESIDE: Final = ("details", "reasons", "changes")  # tables that say more about rows of those above


def by_caseworker(office_month: OfficeMonth) -> Iterator[tuple[str, OfficeMonth]]:
    """Yield (part of a file name, month) for every caseworker with somebody to look at, and for people without one.

    Sheets about institutions and about reading stay those of the whole office.
    """
    groups: dict[str, set[str]] = defaultdict(set)
    for number in sorted(_people(office_month)):
        caseworker, _ = office_month.caseworker_of.get(number, ("", False))
        groups[caseworker].add(number)
    used: set[str] = set()
    for caseworker in sorted(groups):
        name = _unused(file_part(caseworker or NOBODY), used)
        yield name, _only(office_month, groups[caseworker], caseworker or NOBODY)


def file_part(name: str) -> str:
    """Return ``name`` as it may stand in a name of a file, on Windows too."""
    clean = _REFUSED.sub("_", name).strip(" .　")[:LONGEST_NAME] or "_"
    return f"_{clean}" if _RESERVED.fullmatch(clean) else clean


def _unused(name: str, used: set[str]) -> str:
    """Two caseworkers never share a file, also where capitals do not count."""
    candidate, number = name, 2
    while candidate.casefold() in used:
        candidate, number = f"{name}-{number}", number + 1
    used.add(candidate.casefold())
    return candidate


def _people(office_month: OfficeMonth) -> set[str]:
    return {
        number for name in _OF_PEOPLE for number in getattr(office_month, name)["recipient_number"].unique().to_pylist()
    }


def _only(office_month: OfficeMonth, numbers: set[str], caseworker: str) -> OfficeMonth:
    wanted = pa.array(sorted(numbers), pa.string())
    tables: dict[str, pa.Table | None] = {name: getattr(office_month, name) for name in (*_OF_PEOPLE, *_BESIDE)}
    cut = {
        name: table.filter(pc.is_in(table["recipient_number"], wanted))
        for name, table in tables.items()
        if table is not None
    }
    name = f"{office_month.office_label}　担当 {caseworker}"
    return replace(office_month, office_name=name, entered=office_month.entered.only(numbers), **cut)
