"""Columns that say who a row is about, the same on every list."""

from collections.abc import Sequence

from qlog.export.workbook import names
from qlog.export.workbook.choices import Entry
from qlog.export.workbook.entered import Key, Value
from qlog.export.workbook.listing import Column
from qlog.export.workbook.model import OfficeMonth

NUMBER_NOTE = "被保護者の番号（7桁）。文字として入っているので、先頭の0は消えません。"


def person_columns(
    office: OfficeMonth, numbers: Sequence[str], *, editable: bool, entered: Sequence[Value | None] = ()
) -> tuple[Column, ...]:
    """Return number, name, non-disclosure mark and caseworker; the caseworker may be entered if ``editable``.

    ``entered`` are caseworkers entered before, one a row; the office's own list goes first.
    """
    workers = [office.caseworker_of.get(number, ("", False)) for number in numbers]
    called = [listed or before for (listed, _), before in zip(workers, entered or [None] * len(workers), strict=True)]
    return (
        Column("recipient", "受給者番号", 12, NUMBER_NOTE, numbers, ("code",)),
        Column(
            "name", "氏名", 16,
            "ログにある氏名。表せない文字は ● のまま届きます。", [office.person(number).name for number in numbers],
            ("text", "wrap"),
        ),
        Column(
            "undisclosed", "不開示", 8,
            "「不開示」とある人には、自宅への郵送・電話・訪問をしないでください。担当員の一覧から写します。",
            [names.UNDISCLOSED if undisclosed else "" for _, undisclosed in workers], ("flag",),
        ),
        Column(
            "caseworker", "担当員", 15,
            "担当員の一覧から写します。" + ("一覧がないときは記入してください。" if editable else ""),
            called, ("text", "wrap", *(("input",) if editable else ())),
            entry=Entry("text") if editable else None,
        ),
    )  # fmt: skip


def earlier_columns(office: OfficeMonth, keys: list[Key]) -> tuple[Column, ...]:
    """Return what earlier months and copies of the workbook say about each row; no column if they say nothing."""
    texts = office.entered.texts(keys)
    if not any(texts):
        return ()
    note = "前の月までの記入（台帳）を短く写したもの。複数の写しで記入が食い違うときは、その内容も示します。"
    return (Column("earlier", "前月までの記録", 34, note, texts, ("text", "wrap")),)


def undisclosed_sentence(office: OfficeMonth) -> str:
    """Return what a list says about the non-disclosure mark: what to do, or that nothing is known."""
    if office.caseworkers is None:
        return "担当員の一覧が渡されていないため、不開示の人に印を付けられません。連絡の前に必ず確かめてください。"
    return "「不開示」の人には、自宅への郵送・電話・訪問をしないでください。"
