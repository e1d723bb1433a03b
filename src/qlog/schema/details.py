"""What stands beside the findings: background, reasons, changes, institutions to inform, how much the log covers."""

from typing import Final

from qlog.schema.checks import CHECKS
from qlog.schema.columns import INSTITUTION, KIND, MONTH, PAYER, RECIPIENT, Column, Table

FREQUENT_DETAILS: Final = Table(
    "frequent_details",
    "頻回受診の背景",
    "What stands around each row of frequent_visits",
    (
        MONTH,
        PAYER,
        Column("unit", "code", "単位", "institution or recipient, as in frequent_visits"),
        RECIPIENT,
        INSTITUTION,  # empty for unit recipient
        Column(
            "short_intensive",
            "bool",
            "短期集中",
            "Days of the month reach the threshold, those of three months do not; empty if the log cannot tell",
        ),
        Column("months_in_a_row", "int", "連続月数", "Months in a row at that level, this one included"),
        Column("trend", "float", "増減", "Days less the mean of the earlier months in the log; empty in the first"),
        Column("weekday_share", "float", "平日の割合", "Share of the visit days on weekdays that are no holiday, 0-1"),
        Column("other_institutions", "int", "ほかの医療機関", "Other institutions of the kinds counted, in the month"),
    ),
    key=5,
)
UNENTRUSTED_REASONS: Final = Table(
    "unentrusted_reasons",
    "未委託受診の理由",
    "Why each row of unentrusted_visits has its status, and on what evidence",
    (
        MONTH,
        PAYER,
        RECIPIENT,
        INSTITUTION,
        Column("reason", "text", "理由と根拠", "One or two sentences in Japanese, without a name"),
    ),
    key=4,
)
UNENTRUSTED_CHANGES: Final = Table(
    "unentrusted_changes",
    "未委託受診の変化",
    "What changed since the last run of the workspace; rows closed then and now are left out",
    (
        MONTH,
        PAYER,
        RECIPIENT,
        INSTITUTION,
        Column("status_before", "code", "前回の状態", "Status at the last run; empty if there was no such row"),
        Column("status", "code", "今回の状態", "Status now; empty if the row is gone"),
        Column("change", "code", "変化", "new, to_review, still_open, resolved, reopened or gone"),
    ),
    key=4,
)
INSTITUTION_SIGNALS: Final = Table(
    "institution_signals",
    "医療機関への連絡候補",
    "Habits of an institution in a month against the rate of its kind",
    (
        MONTH,
        INSTITUTION,
        KIND,
        Column("measure", "code", "項目", "retry_rate, bulk_query or unentrusted_share"),
        Column("cases", "int", "件数", "Visits read again, days with a bulk query, or recipients to review"),
        Column("base", "int", "母数", "Visits, days with checks, or recipients with a visit"),
        Column("rate", "float", "割合", "cases / base, 0-1"),
        Column("expected_rate", "float", "同種の割合", "Rate of all institutions of the kind in the month, 0-1"),
        Column("upper_limit", "float", "上限", "Highest rate that chance explains: exact binomial, one-sided 0.001"),
        Column("above", "bool", "上限超え", "True if the rate is above the limit and the base large enough"),
        Column("median_minutes", "float", "間隔の中央値（分）", "retry_rate: typical minutes between two readings"),
    ),
    key=4,
)
COVERAGE: Final = Table(
    "coverage",
    "ログの範囲",
    "How much of an office's month the log shows; it is a lower bound",
    (
        MONTH,
        PAYER,
        Column("recipients_seen", "int", "ログにいる受給者", "Recipients with a row; no denominator for anything"),
        Column("institutions_seen", "int", "ログにある医療機関等", "Institutions with a row"),
        Column(
            "institutions_listed",
            "int",
            "一覧の医療機関等",
            "Institutions of the institutions file; empty without a file",
        ),
        Column("listed_seen", "int", "うちログにあるもの", "Of these, institutions with a row"),
        Column("listed_share", "float", "一覧に対する割合", "listed_seen / institutions_listed, 0-1"),
        Column("last_date", "date", "最後の日", "Last date of the month with a row"),
        Column("unfinished", "bool", "月の途中", "True if the log ends before the month does"),
        Column("gap_days", "int", "空白の日数", "Dates of the month that stand in gaps"),
    ),
    key=2,
)
AGE_GROUPS: Final = Table(
    "age_groups",
    "生まれた年代",
    "The decade of birth of each recipient, for counts by age group; no row without a birth date in the log",
    (
        PAYER,
        RECIPIENT,
        Column("birth_decade", "int", "年代", "First year of the decade of birth: 1950 is 1950 to 1959"),
    ),
    key=2,
)
NUMBER_CHANGES: Final = Table(
    "number_changes",
    "番号が変わったかもしれない人",
    "Numbers that may be one person's: same birth date and kana, never in the log at the same time; never merged",
    (
        PAYER,
        Column("old_number", "code", "前の番号", "Recipient number seen first", personal=True),
        Column("new_number", "code", "後の番号", "Recipient number seen after it", personal=True),
        Column("old_last_date", "date", "前の番号の最後の日", "Last date with the old number"),
        Column("new_first_date", "date", "後の番号の最初の日", "First date with the new number"),
    ),
)
_CHECK: Final = {column.name: column for column in CHECKS.columns}
EXPLANATION: Final = Table(  # the answer to a question about one person, so not among the tables of a run
    "explanation",
    "資格確認ごとの説明",
    "Every check of one person, which rule counted or skipped it, and why",
    (
        _CHECK["checked_at"],
        PAYER,
        RECIPIENT,
        INSTITUTION,
        *(_CHECK[name] for name in ("institution_name", "method", "care_type", "validity", "ticket_kind")),
        *(_CHECK[name] for name in ("valid_from", "valid_to", "line")),
        Column("counted", "bool", "受診に数えた", "The check is part of a visit"),
        Column("adds_day", "bool", "日数に数えた", "It adds a day to the visit days at its institution"),
        Column("entrusted", "bool", "委託", "A ticket was registered when the check ran"),
        Column("rule", "code", "規則", "Table of the rule that counted or skipped it"),
        Column("reason", "text", "理由", "Why, in Japanese"),
    ),
)
DETAILS: Final[dict[str, Table]] = {
    table.name: table
    for table in (
        FREQUENT_DETAILS,
        UNENTRUSTED_REASONS,
        UNENTRUSTED_CHANGES,
        INSTITUTION_SIGNALS,
        COVERAGE,
        AGE_GROUPS,
        NUMBER_CHANGES,
    )
}

CHANGES: Final[dict[str, str]] = {
    "new": "新規",
    "to_review": "要確認になった",
    "still_open": "継続",
    "resolved": "確認がいらなくなった",
    "reopened": "再び確認待ち",
    "gone": "ログからなくなった",
}
SIGNALS: Final[dict[str, str]] = {
    "retry_rate": "カードの読み直しが多い",
    "bulk_query": "一括照会が多い",
    "unentrusted_share": "券のない受診が多い",
}
