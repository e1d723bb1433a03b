"""What reading gives: accepted checks, and what was not accepted."""

from typing import Final

from qlog.schema.columns import INSTITUTION, PAYER, RECIPIENT, Column, Table

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

FILES: Final = Table(
    "files",
    "受領ファイル",
    "What became of every file; accepted + rejected = data_rows, and a refused file has zero of each",
    (
        Column("file", "text", "ファイル", "Name of the file, with member or sheet"),
        Column("encoding", "text", "文字コード", "As detected: utf-8, cp932 or xlsx"),
        Column("layout", "text", "レイアウト", "Name of the layout it was read by"),
        Column("data_rows", "int", "データの行", "Rows below the header"),
        Column("accepted", "int", "取込", "Rows that were read"),
        Column("repeated", "int", "重複した行", "Of these, rows that an earlier delivery holds, or this one twice"),
        Column("rejected", "int", "取り込めなかった行", "Rows that were not read"),
        Column("refused", "text", "読まなかった理由", "Why nothing of the file was read, in Japanese; else empty"),
    ),
)
