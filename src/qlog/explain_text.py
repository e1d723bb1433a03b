"""The explanation of one person's findings in Japanese sentences: days, thresholds, level, tickets, every check."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import pandas as pd
import pyarrow as pa

from qlog import schema
from qlog.codes import METHOD_LABELS
from qlog.coverage import LOWER_BOUND
from qlog.dimensions import OfficeMonth
from qlog.engines.base import Engine
from qlog.explain import of_people
from qlog.months import month_text, parse_month

_MONTHS: Final = 3  # the month and the two before: what the thresholds look at
Row = dict[str, Any]


@dataclass(frozen=True)
class Account:
    """What an explanation is made from: one person in one office, the month, and what the engine knows."""

    engine: Engine
    payer_number: str
    recipient_number: str
    month: str
    office_months: dict[str, OfficeMonth]  # of this office, by month

    @property
    def months(self) -> list[str]:
        """The months told of, the oldest first."""
        last = parse_month(self.month) or 0
        return [month_text(index) for index in range(last - _MONTHS + 1, last + 1)]

    def rows(self, table: schema.Table, *, month: bool = False) -> list[Row]:
        """Return this person's rows of a table, all months or the chosen one."""
        where = of_people([(self.payer_number, self.recipient_number)])
        if month:
            where += f" AND month = '{self.month}'"
        names = ", ".join(table.names)
        order = ", ".join(f"{name} NULLS LAST" for name in table.names)
        sql = f"SELECT {names} FROM {table.name} WHERE {where} ORDER BY {order}"
        return list(self.engine.query(sql, table.arrow_schema()).to_pylist())

    def institution_names(self) -> dict[str, str]:
        """Return code and name of every institution the person has a check at."""
        wanted = pa.schema([("institution_code", pa.string()), ("institution_name", pa.string())])
        person = of_people([(self.payer_number, self.recipient_number)])
        found = self.engine.query(
            "SELECT institution_code, institution_name FROM shown_names WHERE institution_code IN "
            f"(SELECT institution_code FROM checks WHERE {person})",
            wanted,
        )
        return {row["institution_code"]: row["institution_name"] or "" for row in found.to_pylist()}


def explain_person(account: Account, checks: pd.DataFrame) -> str:
    """Return the explanation; ``checks`` are this person's rows of :func:`qlog.explain.explain_checks`."""
    names = account.institution_names()
    lines = [
        f"受給者番号 {account.recipient_number}（公費負担者番号 {account.payer_number}）",
        f"判定した月 {account.month}",
        "",
        "■ 頻回受診の傾向",
        *_frequent(account, names),
        "",
        "■ 未委託受診",
        *_unentrusted(account, names),
        "",
        "■ 同日の重複資格確認",
        *_duplicates(account, names),
        "",
        f"■ 資格確認（{account.months[0]} から {account.month}）",
        *_checks(checks, account.months, names),
        "",
        LOWER_BOUND.ja,
    ]
    return "\n".join(lines)


def _frequent(account: Account, names: dict[str, str]) -> Iterator[str]:
    days = account.rows(schema.MONTHLY_DAYS)
    flags = {(row["unit"], row["institution_code"]): row for row in account.rows(schema.FREQUENT_VISITS, month=True)}
    details = {(row["unit"], row["institution_code"]): row for row in account.rows(schema.FREQUENT_DETAILS, month=True)}
    now = [row for row in days if row["month"] == account.month]
    if not now:
        yield "この月に、頻回受診の日数に入る受診はありません。"
    for row in now:
        key = (row["unit"], row["institution_code"])
        same = {other["month"]: other["days"] for other in days if (other["unit"], other["institution_code"]) == key}
        told = [
            f"{month} は {same.get(month, 0)}日" if month in account.office_months else f"{month} はログにありません"
            for month in account.months
        ]
        yield f"{_place(row, names)}：{'、'.join(told)}"
        flag = flags.get(key)
        yield f"  {_level(row, flag, account.office_months[account.month])}"
        if flag is not None:
            yield f"  {_background(flag, details[key])}"


def _place(row: Row, names: dict[str, str]) -> str:
    if row["unit"] == "recipient":
        return schema.UNITS["recipient"]
    return f"{schema.UNITS['institution']}（{_institution(row['institution_code'], names)}）"


def _institution(code: str, names: dict[str, str]) -> str:
    return f"{code} {names.get(code, '')}".rstrip()


def _level(row: Row, flag: Row | None, month: OfficeMonth) -> str:
    counted = (
        f"月 {row['days']}日（基準 {month.month_days}日）、3か月 {row['days_3m']}日（基準 {month.three_month_days}日）"
    )
    if flag is None:
        return f"{counted}。早めの気づきの基準（月 {month.early_days}日）にも達していないので、判定はありません。"
    label = schema.LEVELS[flag["level"]]
    if flag["level"] == "screened":
        return f"{counted}。どちらも基準に達しているので「{label}」です。"
    if row["days"] >= month.early_days:
        return (
            f"{counted}。両方には達しませんが、早めの基準（月 {month.early_days}日）に達しているので「{label}」です。"
        )
    return (
        f"{counted}。月の途中（{month.elapsed_days}日まで）で、"
        f"このままの間隔なら月 {month.month_days}日に届く見込みなので「{label}」です。"
    )


def _background(flag: Row, detail: Row) -> str:
    said = [f"この判定は {flag['first_month']} から {detail['months_in_a_row']}か月続いています。"]
    if detail["short_intensive"]:
        said.append("月の基準には達しますが3か月の基準には達しないので、短期集中の治療かもしれません。")
    if detail["trend"] is not None:
        said.append(f"それまでの月の平均より {detail['trend']:+.1f}日です。")
    said.append(f"受診日のうち平日は {detail['weekday_share']:.0%}、")
    said.append(f"この月のほかの医療機関は {detail['other_institutions']}か所です。")
    return "".join(said)


def _unentrusted(account: Account, names: dict[str, str]) -> Iterator[str]:
    rows = account.rows(schema.UNENTRUSTED_VISITS)
    reasons = {
        (row["month"], row["institution_code"]): row["reason"] for row in account.rows(schema.UNENTRUSTED_REASONS)
    }
    told = [row for row in rows if row["month"] in account.months]
    if not told:
        yield "券のない受診はありません。"
    for row in told:
        status = schema.STATUSES[row["status"]]
        yield f"{row['month']}　{_institution(row['institution_code'], names)}：{status}"
        yield f"  {reasons[row['month'], row['institution_code']]}"


def _duplicates(account: Account, names: dict[str, str]) -> Iterator[str]:
    wanted = pa.schema(
        [
            ("visit_date", pa.date32()),
            ("pattern", pa.string()),
            ("institution_code", pa.string()),
            ("checks", pa.int64()),
        ]
    )
    person = of_people([(account.payer_number, account.recipient_number)])
    rows = account.engine.query(
        f"SELECT {', '.join(wanted.names)} FROM duplicate_visits WHERE {person} "
        "ORDER BY visit_date, pattern, institution_code",
        wanted,
    ).to_pylist()
    told = [row for row in rows if f"{row['visit_date']:%Y-%m}" in account.months]
    if not told:
        yield "同じ日に重なった確認はありません。"
    for row in told:
        yield (
            f"{_day(row['visit_date'])}　{schema.PATTERNS[row['pattern']]}："
            f"{_institution(row['institution_code'], names)}（確認 {row['checks']}回）"
        )


def _checks(checks: pd.DataFrame, months: list[str], names: dict[str, str]) -> Iterator[str]:
    told = 0
    for row in checks.to_dict("records"):
        if f"{row['checked_at']:%Y-%m}" not in months:
            continue
        told += 1
        method = METHOD_LABELS.get(row["method"], f"不明な方法（{row['method']}）")
        ticket = "券あり" if row["entrusted"] else "券なし"
        place = _institution(row["institution_code"], names)
        yield f"{_day(row['checked_at'])} {row['checked_at']:%H:%M}　{place}　{method}　{ticket}"
        yield f"  {row['reason']}"
    if len(checks) > told:
        yield f"このほかの月に {len(checks) - told:,} 件の確認があります。"


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
