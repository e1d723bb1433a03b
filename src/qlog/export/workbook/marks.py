"""One character a day: what kind of visit a person made. A month is a text of 31 characters."""

from collections.abc import Collection
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from qlog.export.workbook.model import OfficeMonth
from qlog.months import month_index

SEVERAL: Final = "複"
_MARKS: Final = {"medical": "医", "dental": "歯", "visiting_nurse": "訪", "pharmacy": "薬", "other": "他"}
LEGEND: Final = (
    "医＝医科、複＝医科を二か所以上、歯＝歯科、訪＝訪問看護、薬＝薬局だけ、他＝その他。灰色の日は土日・祝日。"
)
NO_VISIT: Final = " " * 31


def day_mark(kinds: Collection[str]) -> str:
    """Return the mark of a day from the kinds of the institutions visited, one entry an institution."""
    if sum(kind == "medical" for kind in kinds) > 1:
        return SEVERAL
    return next((mark for kind, mark in _MARKS.items() if kind in kinds), _MARKS["other"])


def visits_of(office: OfficeMonth, numbers: Collection[str]) -> pa.Table:
    """Return the visits of the three months of these people, by person and date."""
    wanted = pa.array(sorted(numbers), pa.string())
    visits = office.visits.filter(pc.is_in(office.visits["recipient_number"], value_set=wanted))
    return visits.sort_by([(key, "ascending") for key in ("recipient_number", "visit_date", "institution_code")])


def month_marks(visits: pa.Table) -> dict[tuple[str, int], str]:
    """Return the marks of each person and month: {(recipient_number, month number): text of 31 characters}.

    ``visits`` are in the order of :func:`visits_of`.
    """
    months: dict[tuple[str, int], list[str]] = {}
    columns = (shared(visits[name]) for name in ("recipient_number", "visit_date", "kind"))
    for (number, day), found in groupby(zip(*columns, strict=True), key=itemgetter(0, 1)):
        marks = months.setdefault((number, month_index(day)), list(NO_VISIT))
        marks[day.day - 1] = day_mark([kind for _, _, kind in found])
    return {key: "".join(marks) for key, marks in months.items()}


def shared(column: pa.ChunkedArray) -> list[Any]:
    """Return the values of a column; equal ones are one object, because there are many rows and few values."""
    coded = column.combine_chunks().dictionary_encode()
    values = coded.dictionary.to_pylist()
    return [None if at is None else values[at] for at in coded.indices.to_pylist()]
