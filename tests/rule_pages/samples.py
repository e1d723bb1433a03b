"""What the tables beside the findings say, shown on small logs: reasons in words, the background of a tendency."""

from collections.abc import Iterator

from qlog import schema
from tests.spec import given
from tests.unit.judged import analyzed, rows

_REASONS = """
    who | where   | at             | method | ticket
    F   | clinic3 | 2026-07: 1     | 01     | month
    A   | clinic  | 2026-08: 3     | 01     | month
    B   | clinic  | 2026-08: 3     | 01     | month
    C   | clinic  | 2026-08: 3     | 01     | month
    D   | clinic  | 2026-08: 3     | 01     | month
    A   | clinic  | 2026-10: 3,8   | 01     | -
    B   | clinic  | 2026-10: 5     | 01     | -
    B   | clinic  | 2026-10: 20    | 04     | month
    C   | clinic  | 2026-10: 6,20  | 01     | -
    D   | clinic  | 2026-10: 20    | 01     | -
    D   | clinic2 | 2026-10: 14-17 | 01     | -
    D   | clinic2 | 2026-10: 22    | 04     | 1-15
    E   | clinic  | 2026-10: 18    | 01     | -
    F   | clinic3 | 2026-10: 22    | 01     | month
"""
_LAW = "who | law | valid_from \n C | 21 | 2026-04-01"
_TICKETS = """
    who | where  | valid_from | valid_to   | registered_on
    A   | clinic | 2026-10-01 | 2026-10-31 | 2026-11-15
"""
_DETAILS = """
    who | where   | at             | method
    A   | clinic  | 2026-08: 1-12  | 01
    A   | clinic  | 2026-09: 1-13  | 01
    A   | clinic  | 2026-10: 1-15  | 01
    A   | clinic2 | 2026-10: 20    | 01
    B   | clinic  | 2026-08: 1     | 01
    B   | clinic  | 2026-10: 1-16  | 01
    C   | clinic  | 2026-10: 31    | 04
"""


def reasons() -> Iterator[str]:
    """Show the sentences of unentrusted_reasons, without a tickets file and with one."""
    yield from ("## 理由の文", "", "表「未委託受診の理由」は、一行ごとに次のような文を示します。", "")
    for title, lists in (("券の一覧がないとき", {}), ("券の一覧があるとき", {"tickets": _TICKETS})):
        findings = analyzed(given.log(_REASONS, other_law=_LAW, **lists))
        yield from (title, "", "| 状態 | 理由と根拠 |", "|---|---|")
        told = zip(rows(findings, "unentrusted_visits"), rows(findings, "unentrusted_reasons"), strict=True)
        yield from (f"| {schema.STATUSES[visit[-1]]} | {reason[-1]} |" for visit, reason in told)
        yield ""


def details() -> Iterator[str]:
    """Show frequent_details of a habit and of a short treatment."""
    yield from ("## 背景の読み方", "", "表「頻回受診の背景」の、10月の「同じ医療機関」の行です。", "")
    yield "| 受給者 | 3か月の受診日数 | 短期集中 | 連続月数 | 増減 | 平日の割合 | ほかの医療機関 |"
    yield "|---|---|---|---|---|---|---|"
    findings = analyzed(given.log(_DETAILS))
    for visit, detail in zip(rows(findings, "frequent_visits"), rows(findings, "frequent_details"), strict=True):
        if (visit[0], visit[2]) == ("2026-10", "institution"):
            short = "はい" if detail[5] else "いいえ"
            cells = (
                given.NAMES[visit[3]],
                f"{visit[7]}、{visit[6]}、{visit[5]}日",
                short,
                detail[6],
                f"{detail[7]:+.1f}",
                f"{detail[8]:.0%}",
                detail[9],
            )
            yield f"| {' | '.join(map(str, cells))} |"
    yield from (
        "",
        "A は8月から多く、10月に初めて目安に該当したので、連続月数は1です。B は10月だけです。",
        "B のような短い集中した治療は、治療が終われば減ることが多いものです。",
    )
