"""How much of the world an office's log shows. It is a lower bound, and every output says so."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import pyarrow as pa

from qlog import schema
from qlog.engines.base import Engine
from qlog.errors import Message

LOWER_BOUND: Final = Message(
    ja="ログは下限です。行がないことは受診がないことを意味しません。判断は医師と担当員が行います。",
    en="The log is a lower bound: no row does not mean no visit. Doctors and caseworkers decide.",
)
_MOST_OFFICES_TOLD: Final = 10


@dataclass(frozen=True)
class Coverage:
    """One row of :data:`qlog.schema.COVERAGE`: one office's month."""

    month: str
    payer_number: str
    recipients_seen: int
    institutions_seen: int
    institutions_listed: int | None
    listed_seen: int | None
    listed_share: float | None
    last_date: date
    unfinished: bool
    gap_days: int

    @property
    def sentence(self) -> Message:
        """Say in a few plain sentences what the log of this month covers."""
        return Message(ja="".join(self._ja()), en=" ".join(self._en()))

    def _ja(self) -> list[str]:
        day = f"{self.last_date.month}月{self.last_date.day}日"
        said = [
            f"{self.month} のログには、{day}までに受給者 {self.recipients_seen:,} 人、"
            f"医療機関等 {self.institutions_seen:,} か所の記録があります。"
        ]
        if self.listed_share is not None:
            said.append(
                f"医療機関等の一覧 {self.institutions_listed:,} か所のうち、"
                f"ログに現れたのは {self.listed_seen:,} か所（{self.listed_share:.0%}）です。"
            )
        if self.unfinished:
            said.append("月の途中です。")
        if self.gap_days:
            said.append(f"記録の空白が {self.gap_days} 日あります。")
        return said

    def _en(self) -> list[str]:
        said = [
            f"The log of {self.month} shows {self.recipients_seen:,} recipients and {self.institutions_seen:,} "
            f"institutions up to {self.last_date:%d %B}."
        ]
        if self.listed_share is not None:
            said.append(
                f"Of {self.institutions_listed:,} listed institutions it shows {self.listed_seen:,} "
                f"({self.listed_share:.0%})."
            )
        if self.unfinished:
            said.append("The month is unfinished.")
        if self.gap_days:
            said.append(f"{self.gap_days} days of it are a gap.")
        return said


def coverage_table(engine: Engine, gaps: pa.Table) -> pa.Table:
    """Return :data:`qlog.schema.COVERAGE` from the rule coverage and the gaps of every office."""
    wanted = schema.COVERAGE.arrow_schema()
    facts = wanted.remove(wanted.get_field_index("gap_days"))
    rows = engine.query(f"SELECT {', '.join(facts.names)} FROM coverage ORDER BY month, payer_number", facts)
    missing = _gap_days(gaps)
    days = [missing[payer, month] for payer, month in zip(*_columns(rows, "payer_number", "month"), strict=True)]
    return rows.append_column(wanted.field("gap_days"), pa.array(days, pa.int64()))


def coverage_sentences(rows: Sequence[Coverage]) -> list[Message]:
    """Return what to print: the sentence of every office, or where to look when there are many."""
    if len(rows) == 1:
        return [rows[0].sentence]
    if len(rows) > _MOST_OFFICES_TOLD:
        where = Message(
            ja=f"福祉事務所 {len(rows):,} か所それぞれのログの範囲は、表 coverage にあります。",
            en=f"How much the log shows of each of {len(rows):,} offices stands in the table coverage.",
        )
        return [where]
    return [
        Message(ja=f"{row.payer_number}：{row.sentence.ja}", en=f"{row.payer_number}: {row.sentence.en}")
        for row in rows
    ]


def coverages(table: pa.Table) -> list[Coverage]:
    """Return the rows of a coverage table."""
    return [Coverage(**row) for row in table.to_pylist()]


def _columns(table: pa.Table, *names: str) -> list[list[str]]:
    return [table[name].to_pylist() for name in names]


def _gap_days(gaps: pa.Table) -> Counter[tuple[str, str]]:
    days = Counter[tuple[str, str]]()
    for gap in gaps.to_pylist():
        for offset in range(gap["days"]):
            days[gap["payer_number"], f"{gap['first_date'] + timedelta(days=offset):%Y-%m}"] += 1
    return days
