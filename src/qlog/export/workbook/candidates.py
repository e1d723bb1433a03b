"""Candidates of 頻回受診の傾向: who is listed, at which level, and how a workbook works the level out."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from qlog.export.workbook import names
from qlog.export.workbook.model import OfficeMonth
from qlog.schema import LEVELS

SCREENED: Final = LEVELS["screened"]
EARLY: Final = LEVELS["early"]
EXCLUDED: Final = "対象外（医師確認）"  # until the date that was entered; the reason stands in 前月までの記録
_LABELS: Final = {**LEVELS, "excluded": EXCLUDED}
_KEYS: Final = ("unit", "recipient_number", "institution_code")


def level_formula(*, excluded: bool) -> str:
    """Return the formula of a row's level; with ``excluded`` the column of that name says which rows are left out."""

    def reached(label: str) -> str:
        return f'IF({{excluded}}=1,"{EXCLUDED}","{label}")' if excluded else f'"{label}"'

    return (
        f"=IF(AND({{days}}>={names.MONTH_DAYS},{{days_3m}}>={names.THREE_MONTH_DAYS}),{reached(SCREENED)},"
        f"IF(OR({{days}}>={names.EARLY_DAYS},AND({names.UNFINISHED}=1,{names.ELAPSED}>={names.EARLY_AFTER},"
        f'{{days}}*{names.LENGTH}>={names.MONTH_DAYS}*{names.ELAPSED})),{reached(EARLY)},"{names.BELOW}"))'
    )


@dataclass(frozen=True)
class Candidates:
    """Candidates of a month, most days first; each row a dict of MONTHLY_DAYS plus level and first_month or None.

    The level of a row that a doctor confirmed as needed is ``excluded``.
    """

    rows: list[dict[str, Any]]

    def values(self, key: str) -> list[Any]:
        """Return one field of every row."""
        return [row[key] for row in self.rows]

    @cached_property
    def levels(self) -> list[str]:
        """Return the level of every row in Japanese."""
        return [_LABELS.get(row["level"] or "", names.BELOW) for row in self.rows]

    @cached_property
    def ranked(self) -> list[dict[str, Any]]:
        """Return the rows that reach a level, screened first, each in the order of the list."""
        return [row for level in ("screened", "early") for row in self.rows if row["level"] == level]

    def people(self, level: str) -> int:
        """Return how many people reach ``level``: who does so at one institution does so over all of them."""
        return sum(row["level"] == level and row["unit"] == "recipient" for row in self.rows)


def candidates_of(office: OfficeMonth) -> Candidates:
    """Join candidates and frequent visits: days from the one, level from the other, nobody left out."""
    judged = {tuple(row[key] or "" for key in _KEYS): row for row in office.frequent.to_pylist()}
    rows = {
        tuple(row[key] or "" for key in _KEYS): {**row, "level": None, "first_month": None}
        for row in office.candidates.to_pylist()
    }
    rows |= judged
    for key in rows.keys() & office.entered.excluded:
        if rows[key]["level"]:
            rows[key] = {**rows[key], "level": "excluded"}
    ordered = sorted(rows.items(), key=lambda item: (-item[1]["days"], -item[1]["days_3m"], item[0][1], item[0]))
    return Candidates([row for _, row in ordered])
