"""What was asked for, checked before anything is drawn. No message repeats the number of a person."""

from collections.abc import Collection
from typing import Any

import pyarrow as pa

from qlog.dimensions import OfficeMonth
from qlog.engines.base import sql_text
from qlog.errors import SettingsError
from qlog.findings import Findings


def check_findings(given: object) -> None:
    """Raise SettingsError for what is no Findings."""
    if not isinstance(given, Findings):
        raise SettingsError(
            ja="最初の引数には、qlog.analyze が返した結果（Findings）を渡してください。",
            en="The first argument is the Findings that qlog.analyze returned.",
        )


def check_choice(name: str, given: object, choices: Collection[str]) -> None:
    """Raise SettingsError when ``given`` is none of ``choices``."""
    if given not in choices:
        listed = "、".join(choices)
        raise SettingsError(
            ja=f"{name}= に使えるのは次のどれかです：{listed}。", en=f"{name}= is one of: {', '.join(choices)}."
        )


def offices_asked(findings: Findings, payer_number: str | None) -> list[str]:
    """Return the offices to draw: the one asked for, or all; raises SettingsError for one without a row."""
    if payer_number is None:
        return findings.payers
    if payer_number not in findings.payers:
        raise SettingsError(
            ja="payer_number= の福祉事務所は、ログにありません。findings.payers にある番号を渡してください。",
            en="payer_number= is no office of the log; findings.payers lists them.",
        )
    return [payer_number]


def months_asked(findings: Findings, month: str | None, payer_number: str | None) -> tuple[str, list[OfficeMonth]]:
    """Return the month to draw (default the findings' own), and that month of one office or of all.

    No office's if the office has no row in the month; raises SettingsError for a month or an office without any row.
    """
    month = month or findings.month
    if month not in findings.months:
        raise SettingsError(
            ja=f"month= の月は、ログにありません。ログは {findings.months[0]} から {findings.months[-1]} までです。",
            en=f"month= is no month of the log, which runs from {findings.months[0]} to {findings.months[-1]}.",
        )
    offices = offices_asked(findings, payer_number)
    return month, [row for row in findings.office_months if row.month == month and row.payer_number in offices]


def person_asked(findings: Findings, recipient_number: str, payer_number: str | None) -> tuple[str, str]:
    """Return office and newest number of the person who has this number, or had it before a change.

    Raises SettingsError if nobody has it, or people of several offices.
    """
    if not isinstance(recipient_number, str):
        raise SettingsError(
            ja="受給者番号は、文字列で渡してください（先頭の 0 が大切です）。",
            en="The recipient number is text (leading zeros count).",
        )
    offices = offices_asked(findings, payer_number)
    found = [
        (row["payer_number"], row["recipient_number"])
        for row in rows(
            findings,
            "SELECT payer_number, recipient_number FROM known_numbers "
            f"WHERE known_number = {sql_text(recipient_number)} ORDER BY payer_number",
            payer_number=pa.string(),
            recipient_number=pa.string(),
        )
        if row["payer_number"] in offices
    ]
    if not found:
        raise SettingsError(ja="その受給者番号の行は、ログにありません。", en="The log has no row of that recipient.")
    if len(found) > 1:
        raise SettingsError(
            ja="その受給者番号の人が、複数の福祉事務所にいます。payer_number= で福祉事務所を選んでください。",
            en="Several offices have that recipient number: choose one with payer_number=.",
        )
    return found[0]


def rows(findings: Findings, sql: str, **columns: pa.DataType) -> list[dict[str, Any]]:
    """Run SQL over the relations of the analysis; the engine counts, so that only what is drawn comes out."""
    found: list[dict[str, Any]] = findings.query(sql, pa.schema(list(columns.items()))).to_pylist()
    return found


def among(column: str, values: Collection[str]) -> str:
    """Return the SQL condition that ``column`` is one of ``values``."""
    return f"{column} IN ({', '.join(map(sql_text, values))})" if values else "FALSE"


def period_words(month: str, asked: Collection[OfficeMonth]) -> str:
    """Return 2026年10月, or 2026年10月（22日まで） where the log ends within the month."""
    if not any(row.unfinished for row in asked):
        return month_words(month)
    return f"{month_words(month)}（{max(row.as_of for row in asked).day}日まで）"


def month_words(month: str) -> str:
    """Return 2026年10月 for 2026-10."""
    year, number = month.split("-")
    return f"{year}年{int(number)}月"
