"""Workbooks computed anew by a program, and what they are held against."""

from collections.abc import Callable
from typing import Any

import pytest

from qlog.settings import Settings
from tests.workbook.files import Cells, formulas, needs_libreoffice, values

CHANGED = {
    "月の日数": 12, "三か月の日数": 30, "早めの日数": 7, "券の登録日": 20, "新しい受給者の日数": 10,
    "同じ医療機関の回数": 3,
}  # fmt: skip
OTHER = Settings.model_validate(
    {
        "frequent": {"month_days": 12, "three_month_days": 30, "early_days": 7},
        "unentrusted": {"registration_day": 20, "new_recipient_days": 10},
    }
)
Compute = Callable[[bytes], Cells]
EDITIONS = [
    pytest.param("2007", marks=[pytest.mark.libreoffice, needs_libreoffice]),
    "2021",
]


def same(one: Any, other: Any) -> bool:
    """Dates come as dates from one program and as numbers from the other."""
    if hasattr(one, "year") and isinstance(other, float):
        return (one.replace(tzinfo=None) - type(one)(1899, 12, 30)).days == other
    return one == other


def differences(book: bytes, computed: Cells) -> dict[tuple[str, str], tuple[Any, Any]]:
    """Return the formula cells, spilled ones included, whose stored value is not the computed one."""
    stored, written = values(book), formulas(book)
    sheets, cells = {sheet for sheet, _ in written}, computed.keys() | written.keys()
    return {
        at: (value, computed.get(at))
        for at, value in stored.items()
        if at[0] in sheets and at in cells and not same(value, computed.get(at))
    }
