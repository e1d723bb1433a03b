"""未委託受診: visits without a registered ticket, on rows that never move, with a live status and entry columns."""

from collections import Counter
from functools import partial
from typing import Any, Final

from qlog.codes import KIND_LABELS, kind_of
from qlog.export.workbook import choices, names
from qlog.export.workbook.book import Book
from qlog.export.workbook.choices import Entry
from qlog.export.workbook.entered import TICKETS, Key
from qlog.export.workbook.listing import FIRST_ROW, Column, Listing, Summary, write_listing
from qlog.export.workbook.model import OfficeMonth
from qlog.export.workbook.people import earlier_columns, person_columns, undisclosed_sentence
from qlog.schema import CHANGES, STATUSES

_ORDER: Final = ("review", "pending", "other_law", "resolved")
_COVERED: Final = {"resolved": "券あり", "other_law": "他法あり"}
_UNCOVERED: Final = "なし"

# the same order as the rule unentrusted_visits: ticket, other law, too early to say, new recipient, review
STATUS_FORMULA: Final = (
    f'=IF({{covered}}="{_COVERED["resolved"]}","{STATUSES["resolved"]}",'
    f'IF({{covered}}="{_COVERED["other_law"]}","{STATUSES["other_law"]}",'
    f"IF(OR(AND(DAY({{last_date}})<MIN({names.REGISTRATION_DAY},{names.LENGTH}),OR({names.TICKETS_GIVEN}=0,"
    f"{names.LAST_DATE}<{names.MONTH_START}+MIN({names.REGISTRATION_DAY},{names.LENGTH})-1)),"
    f"AND({{first_seen}}>{names.LAST_DATE}-{names.NEW_DAYS},"
    f"{{first_seen}}>={names.FIRST_DATE}+{names.NEW_DAYS})),"
    f'"{STATUSES["pending"]}","{STATUSES["review"]}")))'
)


def unentrusted_rows(office: OfficeMonth) -> list[dict[str, Any]]:
    """Return the rows in the order of the sheet: what asks for work first, then most days, then keys."""
    return sorted(
        office.unentrusted.to_pylist(),
        key=lambda row: (
            _ORDER.index(row["status"]), -row["visit_days"], row["recipient_number"], row["institution_code"],
        ),
    )  # fmt: skip


def clearing_sentence(office: OfficeMonth) -> str:
    """Say which list of the office would clear rows that wait or ask for work; empty if both were given."""
    given = {"医療券・調剤券の一覧": office.tickets_given, "他法の一覧": office.other_law_given}
    missing = [name for name, there in given.items() if not there]
    return f"{'と'.join(missing)}を渡して実行し直すと、理由の分かる行が減ります。" if missing else ""


def unentrusted_listing(office: OfficeMonth) -> Listing:
    """Describe the sheet."""
    rows = unentrusted_rows(office)
    statuses = [STATUSES[row["status"]] for row in rows]
    keys: list[Key] = [(TICKETS, row["recipient_number"], row["institution_code"]) for row in rows]
    columns = (
        Column(
            "status", "判定", 16,
            "「要確認」だけが確かめるものです。「登録待ち」は登録日より前の受診、または新しい受給者。"
            "「他法の可能性」は他法の一覧が受診日を覆うもの。「解消」は後から登録された券が受診日を覆うもの。",
            statuses, ("center",), formula=STATUS_FORMULA,
        ),
        *person_columns(office, [row["recipient_number"] for row in rows], editable=True,
                        entered=office.entered.values(keys, "caseworker")),
        *_visit_columns(office, rows),
        *_why_columns(office, rows),
        *_entry_columns(office, keys),
        *earlier_columns(office, keys),
        *_hidden_columns(office, rows),
    )  # fmt: skip
    return Listing(
        name=names.UNENTRUSTED,
        title=f"未委託受診　{office.month_label}",
        lead="券の登録がないまま資格確認された受診です。多くは登録の時期、他法優先、急病などの理由によります。"
        "「要確認」から順に、まず券の登録状況を確かめてください。"
        + clearing_sentence(office)
        + change_sentence(office)
        + undisclosed_sentence(office),
        columns=columns,
        frozen=3,
        summary=_summary(statuses),
        second_page="progress",
        kept="undisclosed",
    )


def _summary(statuses: list[str]) -> Summary:
    area = f"$A${FIRST_ROW + 1}:$A${FIRST_ROW + max(len(statuses), 1)}"
    labels = [STATUSES[status] for status in _ORDER]
    formula = '&"　　'.join(f'{label}　"&COUNTIF({area},"{label}")&" 件"' for label in labels)
    return Summary(f'="{formula}', "　　".join(f"{label}　{statuses.count(label)} 件" for label in labels))


def _visit_columns(office: OfficeMonth, rows: list[dict[str, Any]]) -> tuple[Column, ...]:
    codes = [row["institution_code"] for row in rows]
    return (
        Column("institution", "医療機関等", 26, "ログにある名称。", [office.institution(code) for code in codes],
               ("text", "wrap")),
        Column("code", "医療機関等コード", 13, "10桁の番号。", codes, ("code",)),
        Column("kind", "種別", 10, "コードの3桁目による：医科、歯科、薬局、訪問看護、その他。",
               [KIND_LABELS[kind_of(code)] for code in codes], ("center",)),
        Column("days", "未委託の\n日数", 9, "券の登録がなかった受診日の数。", [row["visit_days"] for row in rows],
               ("count",)),
        Column("first_date", "最初の受診日", 17, "そのうち最初の日。", [row["first_date"] for row in rows], ("date",)),
        Column("last_date", "最後の受診日", 17, "そのうち最後の日。", [row["last_date"] for row in rows], ("date",)),
    )  # fmt: skip


def _why_columns(office: OfficeMonth, rows: list[dict[str, Any]]) -> tuple[Column, ...]:
    """Return the reason of each row, and what changed since the last run if there was one."""
    reasons = {_pair(row): row["reason"] for row in office.reasons.to_pylist()}
    why = Column(
        "reason", "理由と根拠（実行時）", 64,
        "その判定になった理由と、根拠にした券や他法の一覧。実行したときの設定によるので、設定を変えても文は変わりません。",
        [reasons.get(_pair(row), "") for row in rows], ("text", "wrap"),
    )  # fmt: skip
    if office.changes is None:
        return (why,)
    changed = {_pair(row): CHANGES[row["change"]] for row in office.changes.to_pylist()}
    note = "前回の実行と比べた変化：" + "、".join(CHANGES.values()) + "。空欄は、前も今も確かめなくてよい行。"
    return (
        why,
        Column("change", "前回から", 16, note, [changed.get(_pair(row), "") for row in rows], ("center", "wrap")),
    )


def _pair(row: dict[str, Any]) -> tuple[str, str]:
    return row["recipient_number"], row["institution_code"]


def change_sentence(office: OfficeMonth) -> str:
    """Say how many rows changed how since the last run; empty without one."""
    if office.changes is None:
        return ""
    counts = Counter(office.changes["change"].to_pylist())
    told = "・".join(f"{label} {counts[change]}件" for change, label in CHANGES.items() if counts[change])
    return f"前回の実行から：{told or '変わりはありません'}。"


def _hidden_columns(office: OfficeMonth, rows: list[dict[str, Any]]) -> tuple[Column, ...]:
    """Return what the status is computed from: what covers the visits, and since when the person is known."""
    known = office.first_date or office.generated_on
    seen = [office.first_seen.get(row["recipient_number"], known) for row in rows]
    covered = [_COVERED.get(row["status"], _UNCOVERED) for row in rows]
    return (
        Column("covered", "券・他法", 10, "", covered, ("text", "wrap"), hidden=True),
        Column("first_seen", "記録の初出", 16, "", seen, ("date",), hidden=True),
    )


def _entry_columns(office: OfficeMonth, keys: list[Key]) -> tuple[Column, ...]:
    group, of = "担当員の記入欄", partial(office.entered.values, keys)
    return (
        Column("progress", "確認状況", 22, "一覧から選びます：" + "、".join(choices.TICKET_PROGRESS) + "。",
               of("progress"), ("input_text",), entry=Entry("choice", choices.TICKET_PROGRESS), group=group),
        Column("checked", "確認日", 17, "確かめた日。2026/10/3 のように入力します。",
               of("checked"), ("date", "input"), entry=Entry("date"), group=group),
        Column("remark", "備考", 40, "自由に記入できます。", of("remark"), ("input_text", "wrap"), entry=Entry("text"),
               group=group),
    )  # fmt: skip


def write_unentrusted(book: Book, listing: Listing) -> None:
    """Write the sheet, and tint what asks for work."""
    sheet = write_listing(book, listing)
    last_row = FIRST_ROW + max(listing.rows, 1) - 1
    for status, look in (("review", "strong"), ("pending", "soft"), ("other_law", "faint"), ("resolved", "faint")):
        criteria = f'=$A{FIRST_ROW + 1}="{STATUSES[status]}"'
        rule = {"type": "formula", "criteria": criteria, "format": book.condition(look)}
        sheet.worksheet.conditional_format(FIRST_ROW, 0, last_row, 0, rule)
