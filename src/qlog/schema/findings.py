"""What qlog finds, and the words for it."""

from typing import Final

from qlog.schema.columns import INSTITUTION, KIND, MONTH, PAYER, RECIPIENT, Column, Table

VISITS: Final = Table(
    "visits",
    "受診明細",
    "One recipient at one institution on one day with a check that implies presence",
    (
        PAYER,
        RECIPIENT,
        INSTITUTION,
        Column("visit_date", "date", "受診日", "Calendar day, JST"),
        KIND,
        Column("checks", "int", "確認回数", "Checks that imply presence"),
        Column("checks_by_card", "int", "カード確認回数", "Of these, checks by My Number card"),
        Column("entrusted", "bool", "委託", "True if a ticket was registered at any of the checks"),
    ),
    key=4,
)
_DAYS: Final[tuple[Column, ...]] = (
    MONTH,
    PAYER,
    Column(
        "unit",
        "code",
        "単位",
        "institution (one institution) or recipient (all institutions of the kinds counted)",
    ),
    RECIPIENT,
    INSTITUTION,  # empty for unit recipient
    Column("days", "int", "受診日数", "Visit days in the month"),
    Column("days_prev1", "int", "前月の日数", "Visit days in the month before"),
    Column("days_prev2", "int", "前々月の日数", "Visit days two months before"),
    Column("days_3m", "int", "3か月の日数", "Visit days in the three months"),
)
MONTHLY_DAYS: Final = Table("monthly_days", "月別受診日数", "Visit days by calendar month", _DAYS, key=5)
FREQUENT_VISITS: Final = Table(
    "frequent_visits",
    "頻回受診の傾向",
    "A tendency to frequent visits; never a finding about a person",
    (
        *_DAYS,
        Column("level", "code", "判定", "screened or early"),
        Column("first_month", "month", "初回月", "First month at that level in a row, YYYY-MM"),
    ),
)
UNENTRUSTED_VISITS: Final = Table(
    "unentrusted_visits",
    "未委託受診",
    "Visits without a registered ticket, by recipient, institution and month",
    (
        MONTH,
        PAYER,
        RECIPIENT,
        INSTITUTION,
        Column("visit_days", "int", "受診日数", "Visit days without a ticket"),
        Column("first_date", "date", "最初の受診日", "First of these days"),
        Column("last_date", "date", "最後の受診日", "Last of these days"),
        Column("status", "code", "状態", "resolved, other_law, pending or review"),
    ),
)
DUPLICATE_CHECKS: Final = Table(
    "duplicate_checks",
    "同日重複確認",
    "Several checks of one recipient on one day",
    (
        Column("visit_date", "date", "受診日", "Calendar day, JST"),
        PAYER,
        RECIPIENT,
        Column("pattern", "code", "型", "same_institution or several_institutions"),
        Column("institution_codes", "text", "医療機関等コード", "Codes in order, joined by ;"),
        Column("checks", "int", "確認回数", "Checks that imply presence"),
    ),
)
INSTITUTIONS: Final = Table(
    "institutions",
    "医療機関別",
    "What the log shows of each institution in a month",
    (
        MONTH,
        INSTITUTION,
        Column(
            "institution_name",
            "text",
            "医療機関等名",
            "Last name seen in the log, or of the institutions file",
        ),
        KIND,
        Column("recipients", "int", "受診者数", "Recipients with a visit"),
        Column("visits", "int", "受診数", "Visits"),
        Column("checks", "int", "確認回数", "Checks that imply presence"),
        Column(
            "repeat_rate",
            "float",
            "再確認率",
            "Share of visits with several checks, 0-1; empty without visits",
        ),
        Column("bulk_queries", "int", "一括照会", "Checks that are bulk queries (method 04)"),
        Column("unentrusted_visits", "int", "未委託受診", "Visits without a registered ticket"),
        Column("frequent_recipients", "int", "頻回受診の傾向", "Recipients screened at this institution"),
    ),
)
SUMMARY: Final = Table(
    "summary",
    "集計",
    "Figures of an office's month",
    (
        MONTH,
        PAYER,
        Column("measure", "code", "項目", "See findings.MEASURES"),
        Column("value", "int", "値", "Count"),
    ),
)
GAPS: Final = Table(
    "gaps",
    "記録の空白",
    "Dates without a row that the office's own habit does not explain",
    (
        PAYER,
        Column("first_date", "date", "最初の日", "First date without a row"),
        Column("last_date", "date", "最後の日", "Last date without a row"),
        Column("days", "int", "日数", "Dates in the gap"),
        Column("reason", "text", "理由", "Why it is reported"),
    ),
)
FINDINGS: Final[dict[str, Table]] = {
    table.name: table
    for table in (
        VISITS, MONTHLY_DAYS, FREQUENT_VISITS, UNENTRUSTED_VISITS, DUPLICATE_CHECKS, INSTITUTIONS, SUMMARY, GAPS
    )
}  # fmt: skip

LEVELS: Final[dict[str, str]] = {"screened": "把握対象の目安に該当", "early": "早めの気づき"}
UNITS: Final[dict[str, str]] = {"institution": "同じ医療機関", "recipient": "医科の合計"}
STATUSES: Final[dict[str, str]] = {
    "resolved": "解消",
    "other_law": "他法の可能性",
    "pending": "登録待ち",
    "review": "要確認",
}
PATTERNS: Final[dict[str, str]] = {
    "same_institution": "同じ医療機関で複数回",
    "several_institutions": "複数の医科医療機関",
}
