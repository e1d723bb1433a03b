"""Every table of qlog: columns, types, Japanese labels, meaning. The one vocabulary of code, files and sheets.

Types are logical; :func:`arrow_schema` gives the Arrow schema that results are cast to. Codes (numbers of people,
offices and institutions) are text everywhere: 0012345 is not 12345.
"""

from dataclasses import dataclass
from typing import Final

import pyarrow as pa

ARROW_TYPES: Final[dict[str, pa.DataType]] = {
    "text": pa.string(),
    "code": pa.string(),
    "month": pa.string(),  # YYYY-MM
    "date": pa.date32(),
    "time": pa.timestamp("s"),  # JST wall-clock time, without a zone
    "int": pa.int64(),
    "float": pa.float64(),
    "bool": pa.bool_(),
}


@dataclass(frozen=True)
class Column:
    """One column: name in code and files, logical type, label in Japanese, meaning in English."""

    name: str
    type: str
    jp: str
    meaning: str
    personal: bool = False


@dataclass(frozen=True)
class Table:
    """One table: its columns in the order they are written and sorted by."""

    name: str
    jp: str
    meaning: str
    columns: tuple[Column, ...]

    @property
    def names(self) -> list[str]:
        """Column names in order."""
        return [column.name for column in self.columns]

    def arrow_schema(self) -> pa.Schema:
        """Return the Arrow schema results are cast to."""
        return pa.schema([(column.name, ARROW_TYPES[column.type]) for column in self.columns])


# columns that many tables share
MONTH = Column("month", "month", "診療月", "Calendar month, YYYY-MM")
PAYER = Column("payer_number", "code", "公費負担者番号", "Office that pays, 8 digits")
RECIPIENT = Column("recipient_number", "code", "受給者番号", "Recipient within the office, 7 digits", personal=True)
INSTITUTION = Column("institution_code", "code", "医療機関等コード", "Institution, 10 digits")
KIND = Column("kind", "code", "種別", "Kind of institution by the third digit of its code: see codes.KINDS")

# what reading gives, in the order of the default layout; the identity of a check is all of these fields
CHECK_FIELDS: Final[tuple[Column, ...]] = (
    Column("checked_at", "time", "資格確認日時", "When the check ran, JST"),
    Column(
        "method",
        "code",
        "資格確認方法",
        "01 My Number card, 02 recipient number, 03 reference number, 04 bulk query",
    ),
    INSTITUTION,
    Column("institution_name", "text", "医療機関等名", "Name as delivered"),
    PAYER,
    RECIPIENT,
    Column(
        "reference_number",
        "text",
        "照会番号",
        "The institution's own number; no key of a person",
        personal=True,
    ),
    Column("name", "text", "氏名", "Name of the recipient", personal=True),
    Column("kana", "text", "氏名カナ", "Name in kana", personal=True),
    Column("sex", "code", "性別", "1 male, 2 female", personal=True),
    Column("birth_date", "date", "生年月日", "Date of birth", personal=True),
    Column("validity", "code", "資格有効性", "1 valid, 6 valid but no ticket registered"),
    Column(
        "ticket_kind",
        "code",
        "医療券調剤券別",
        "01 medical ticket, 02 dispensing ticket; empty = unregistered",
    ),
    Column(
        "care_type",
        "code",
        "診療別",
        "01 inpatient, 02 outpatient, 03 dental, 04 pharmacy, 05 visiting nurse",
    ),
    Column("service_month", "month", "診療年月", "Month the ticket is for, YYYY-MM"),
    Column("valid_from", "date", "有効開始年月日", "First day the ticket covers"),
    Column("valid_to", "date", "有効終了年月日", "Last day the ticket covers"),
    Column("single_or_combined", "code", "単独併用別", "01 medical aid alone, 02 combined with health insurance"),
    Column("disease_1", "text", "傷病名1", "Disease on the ticket", personal=True),
    Column("disease_2", "text", "傷病名2", "Disease on the ticket", personal=True),
    Column("disease_3", "text", "傷病名3", "Disease on the ticket", personal=True),
)

CHECKS: Final = Table(
    "checks",
    "資格確認",
    "Accepted checks: the fields of the log, and where each row stands",
    (*CHECK_FIELDS, Column("line", "int", "行", "Line of the file the row began on, 1-based")),
)

# reference files, all optional
TICKETS: Final = Table(
    "tickets",
    "医療券・調剤券",
    "Tickets the office has registered",
    (
        PAYER,  # may be empty: then the ticket is of every office in the log that knows the recipient
        RECIPIENT,
        INSTITUTION,
        Column("valid_from", "date", "有効開始年月日", "First day covered"),
        Column("valid_to", "date", "有効終了年月日", "Last day covered"),
        Column("registered_on", "date", "登録年月日", "Day of registration, may be empty"),
        Column("ticket_kind", "code", "医療券調剤券別", "01 medical ticket, 02 dispensing ticket"),
    ),
)
OTHER_LAW: Final = Table(
    "other_law",
    "他法",
    "Recipients for whom another public payer pays first",
    (
        PAYER,
        RECIPIENT,
        Column(
            "law",
            "code",
            "法別番号",
            "Law: 21 psychiatric, 15 rehabilitation, 54 intractable, 10 tuberculosis, ...",
        ),
        INSTITUTION,  # empty = any institution
        Column("valid_from", "date", "有効開始年月日", "First day covered"),
        Column("valid_to", "date", "有効終了年月日", "Last day covered; empty = open"),
    ),
)
CASEWORKERS: Final = Table(
    "caseworkers",
    "担当員",
    "Who looks after whom, and whom not to contact at home",
    (
        PAYER,
        RECIPIENT,
        Column("caseworker", "text", "担当員", "Name of the caseworker"),
        Column("district", "text", "地区", "District, may be empty"),
        Column("undisclosed", "bool", "不開示", "True = no post, no call to the home"),
    ),
)
INSTITUTION_NAMES: Final = Table(
    "institution_names",
    "医療機関等",
    "Names and departments of institutions",
    (
        INSTITUTION,
        Column("institution_name", "text", "医療機関等名", "Name to show"),
        Column("department", "text", "診療科", "Department, may be empty"),
    ),
)
ALIASES: Final = Table(
    "aliases",
    "受給者番号の変更",
    "One person, one key: the old number and the new one",
    (
        PAYER,
        Column("old_number", "code", "旧受給者番号", "Number before the change", personal=True),
        Column("new_number", "code", "新受給者番号", "Number after the change", personal=True),
    ),
)
REFERENCE_TABLES: Final[dict[str, Table]] = {
    table.name: table for table in (TICKETS, OTHER_LAW, CASEWORKERS, INSTITUTION_NAMES, ALIASES)
}

# findings
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
MONTHLY_DAYS: Final = Table("monthly_days", "月別受診日数", "Visit days by calendar month", _DAYS)
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

REJECTS: Final = Table(
    "rejects",
    "取り込めなかった行",
    "Rows that were not accepted; never the value of a cell",
    (
        Column("file", "text", "ファイル", "Name of the file"),
        Column("line", "int", "行", "Line the row began on, 1-based; 0 = the whole file"),
        Column("column", "text", "列", "Column of the layout; empty = the whole row"),
        Column("reason", "code", "理由", "See reading.reasons"),
        Column("count", "int", "件数", "Rows this line of the report stands for"),
    ),
)

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
