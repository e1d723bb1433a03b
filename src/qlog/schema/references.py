"""The office's own lists, all optional."""

from typing import Final

from qlog.schema.columns import INSTITUTION, PAYER, RECIPIENT, Column, Table

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
