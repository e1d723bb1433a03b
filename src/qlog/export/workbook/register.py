"""頻回受診者指導台帳: one row for each row and month in which a caseworker entered something."""

from functools import partial
from typing import Final

from qlog.export.workbook import names
from qlog.export.workbook.entered import Record, Value
from qlog.export.workbook.frequent import institution_label, month_cell, unit_label
from qlog.export.workbook.listing import Column, Listing
from qlog.export.workbook.model import OfficeMonth
from qlog.export.workbook.people import person_columns, undisclosed_sentence

_DAYS: Final = ("前々月", "前月", "その月")


def register_listing(office: OfficeMonth) -> Listing:
    """Describe the sheet; it is written only if there is a record."""
    records = office.entered.records
    numbers = [record.key[1] for record in records]
    return Listing(
        name=names.REGISTER,
        title=f"{names.REGISTER}　{office.month_label}まで",
        lead="担当員の記入を、月ごとに1行にまとめた台帳です。記入は「頻回受診の傾向」の黄色の欄にします。"
        "減少がそのまま指導の効果とは言えません。" + undisclosed_sentence(office),
        columns=(
            *person_columns(office, numbers, editable=False)[:3],
            *_what_columns(office, records),
            *_entry_columns(office, records),
        ),
        frozen=3,
    )


def _what_columns(office: OfficeMonth, records: tuple[Record, ...]) -> tuple[Column, ...]:
    rows = [{"unit": record.key[0], "institution_code": record.key[2]} for record in records]
    days = [
        Column(f"days_{at}", label, 8, "受診日数。空欄は、記録にない月。", [record.days[at] for record in records],
               ("count",), group="受診日数")
        for at, label in enumerate(_DAYS)
    ]  # fmt: skip
    return (
        Column("unit", "単位", 14, "同じ医療機関での日数か、数える種別の合計か。",
               [unit_label(office, row["unit"]) for row in rows],
               ("center",)),
        Column("institution", "医療機関等", 26, "ログにある名称。単位が合計のときは、合わせた種別。",
               [institution_label(office, row) for row in rows], ("text", "wrap")),
        Column("month", "記入した月", 12, "どの月のブックへの記入か。",
               [month_cell(record.month) for record in records], ("center",)),
        Column("first_month", "初めて\n目安に届いた月", 14, "記録の中で、初めて目安か早めの気づきに届いた月。",
               [month_cell(record.first_month) for record in records], ("center",)),
        *days,
    )  # fmt: skip


def _entry_columns(office: OfficeMonth, records: tuple[Record, ...]) -> tuple[Column, ...]:
    group, of = "担当員の記入", partial(_values, records)
    listed = [office.caseworker_of.get(record.key[1], ("", False))[0] for record in records]
    workers = [entered or known for entered, known in zip(of("caseworker"), listed, strict=True)]
    return (
        Column("progress", "確認状況", 16, "その月の記入。", of("progress"), ("text",), group=group),
        Column("consulted", "協議日", 17, "主治医・嘱託医と協議した日。", of("consulted"), ("date",), group=group),
        Column("opinion", "主治医・\n嘱託医の意見", 18, "その月の記入。", of("opinion"), ("text",), group=group),
        Column("confirmed_until", "確認の期限", 17, "医師が確かめた受診の期限。", of("confirmed_until"), ("date",),
               group=group),
        Column("guided", "指導日", 17, "指導・訪問をした日。", of("guided"), ("date",), group=group),
        Column("next_days", "翌月の\n日数", 8, "医療機関等に確かめた日数。", of("next_days"), ("count",), group=group),
        Column("improved", "改善", 12, "担当員の判断。", of("improved"), ("text",), group=group),
        Column("remark", "備考", 26, "その月の記入。", of("remark"), ("text", "wrap"), group=group),
        Column("caseworker", "担当員", 15, "記入された名前。なければ担当員の一覧から。", workers, ("text", "wrap"),
               group=group),
        Column("note", "注記", 34, "医師が必要な受診と確かめたこと、写しの間の食い違い。",
               [record.note for record in records], ("text", "wrap")),
    )  # fmt: skip


def _values(records: tuple[Record, ...], name: str) -> list[Value | None]:
    return [record.values.get(name) for record in records]
