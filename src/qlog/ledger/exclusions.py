"""Rows left out of guidance for a time: a doctor confirmed the visits as needed, until a date."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import pyarrow as pa

from qlog.engines.base import sql_text
from qlog.errors import Message
from qlog.export.workbook.entered import Key
from qlog.findings import Findings
from qlog.ledger.carry import Row
from qlog.schema import INSTITUTION, MONTH, PAYER, RECIPIENT, Column, Table

EXCLUSIONS: Final = Table(
    "exclusions",
    "医師の確認による対象外",
    "Rows of the month that a doctor confirmed as needed until a date: left out of guidance, or ended by themselves",
    (
        MONTH,
        PAYER,
        RECIPIENT,
        Column("unit", "code", "単位", "institution or recipient (all institutions counted)"),
        INSTITUTION,
        Column("days", "int", "受診日数", "Visit days in the month"),
        Column("level", "code", "判定", "screened or early; empty below both"),
        Column("last_date", "date", "最後の受診日", "Last visit day in the month"),
        Column("opinion_month", "month", "確認した月", "Month of the workbook with the doctor's opinion"),
        Column("confirmed_until", "date", "確認の期限", "Last day of the visits the doctor confirmed"),
        Column("excluded", "bool", "対象外", "True as long as no visit of the month is after that day"),
    ),
)


@dataclass(frozen=True, repr=False)
class Confirmed:
    """What a doctor confirmed about one row: in the workbook of which month, and until when."""

    month: str
    until: date

    def covers(self, last_visit: date) -> bool:
        """Tell whether every visit up to ``last_visit`` is confirmed."""
        return last_visit <= self.until

    def text(self, last_visit: date) -> str:
        """Say whether the row is left out, why, and until when."""
        told = f"医師が必要な受診と確認（{self.month[:4]}年{int(self.month[5:])}月の記入"
        day = f"{self.until.year}/{self.until.month}/{self.until.day}"
        if self.covers(last_visit):
            return f"対象外：{told}、{day}まで）"
        return f"{told}）の期限 {day} を過ぎた受診があるため、対象に戻りました"


def confirmed_rows(rows: Iterable[Row], month: str) -> dict[Key, Confirmed]:
    """Return what stands confirmed in ``month``: the last opinion up to then says so, and some month gave a date.

    ``rows`` come by month. A later opinion of another kind ends what was confirmed; a later date replaces the date.
    """
    opinions: dict[Key, Row] = {}
    dates: dict[Key, date] = {}
    for row in rows:
        if row.month <= month and "opinion" in row.kept:
            opinions[row.key] = row
        if row.month <= month and "confirmed_until" in row.kept:
            dates[row.key] = date.fromisoformat(row.kept["confirmed_until"])
    return {key: Confirmed(row.month, dates[key]) for key, row in opinions.items() if row.confirmed and key in dates}


def exclusions_table(findings: Findings, payer: str, confirmed: Mapping[Key, Confirmed]) -> pa.Table:
    """Return the confirmed rows of one office that have a visit in the month of ``findings``."""
    found = _rows_of_month(findings, payer, {key[1] for key in confirmed}) if confirmed else []
    rows = [
        {
            **row,
            "opinion_month": one.month,
            "confirmed_until": one.until,
            "excluded": one.covers(row["last_date"]),
        }
        for row in found
        if (one := confirmed.get(_key(row))) is not None
    ]
    return pa.Table.from_pylist(rows, schema=EXCLUSIONS.arrow_schema())


def exclusion_texts(table: pa.Table, confirmed: Mapping[Key, Confirmed]) -> dict[Key, str]:
    """Return for each row of the month why it is left out, or that it is not any more."""
    return {_key(row): confirmed[_key(row)].text(row["last_date"]) for row in table.to_pylist()}


def excluded_keys(table: pa.Table) -> frozenset[Key]:
    """Return the rows of the month that are left out."""
    return frozenset(_key(row) for row in table.to_pylist() if row["excluded"])


def exclusion_messages(table: pa.Table) -> list[Message]:
    """Say how many rows at a level are left out, and how many came back; counts only."""
    levels = [row["excluded"] for row in table.to_pylist() if row["level"]]
    if not levels:
        return []
    out, back = sum(levels), len(levels) - sum(levels)
    return [
        Message(
            ja=f"目安か早めの気づきに届く行のうち、医師が必要な受診と確認したもの：対象外 {out:,} 行、"
            f"期限を過ぎて対象に戻ったもの {back:,} 行（理由は「前月までの記録」と tables/exclusions.csv）。",
            en=f"of the rows at a level a doctor confirmed as needed: {out:,} left out, {back:,} back after the date "
            "(tables/exclusions.csv)",
        )
    ]


def _key(row: Mapping[str, Any]) -> Key:
    return row["unit"], row["recipient_number"], row["institution_code"] or ""


def _rows_of_month(findings: Findings, payer: str, people: set[str]) -> list[dict[str, Any]]:
    """Return days, level and last visit of these people in the month, by institution and over all that count."""
    kinds = ", ".join(map(sql_text, findings.settings.for_office(payer).frequent.kinds))
    listed = ", ".join(map(sql_text, sorted(people)))
    names = ("month", "payer_number", "recipient_number", "unit", "institution_code", "days")
    own = ", ".join(f"d.{name}" for name in names)
    sql = f"""
        SELECT {own}, MAX(f.level) AS level, MAX(v.visit_date) AS last_date
        FROM monthly_days AS d
        JOIN visits AS v ON v.payer_number = d.payer_number AND v.recipient_number = d.recipient_number
            AND v.month_index = d.month_index AND v.kind IN ({kinds})
            AND (d.unit = 'recipient' OR v.institution_code = d.institution_code)
        LEFT JOIN frequent_visits AS f ON f.month_index = d.month_index AND f.payer_number = d.payer_number
            AND f.recipient_number = d.recipient_number AND f.unit = d.unit
            AND f.institution_code = d.institution_code
        WHERE d.month = {sql_text(findings.month)} AND d.payer_number = {sql_text(payer)}
            AND d.recipient_number IN ({listed})
        GROUP BY {own}
        ORDER BY d.recipient_number, d.unit, d.institution_code
    """
    wanted = pa.schema([EXCLUSIONS.arrow_schema().field(name) for name in (*names, "level", "last_date")])
    rows: list[dict[str, Any]] = findings.query(sql, wanted).to_pylist()
    return rows
