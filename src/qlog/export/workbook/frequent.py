"""頻回受診の傾向: every candidate on a row that never moves, with a live level and the caseworker's own columns."""

from functools import partial
from typing import Any, Final

from qlog.codes import KIND_LABELS
from qlog.export.workbook import choices, names
from qlog.export.workbook.background import backgrounds
from qlog.export.workbook.book import Book, column_name
from qlog.export.workbook.candidates import EARLY, EXCLUDED, SCREENED, Candidates, level_formula
from qlog.export.workbook.choices import Entry
from qlog.export.workbook.entered import Key
from qlog.export.workbook.listing import FIRST_ROW, Column, Listing, Summary, write_listing
from qlog.export.workbook.marks import NO_VISIT, month_marks, visits_of
from qlog.export.workbook.model import OfficeMonth
from qlog.export.workbook.people import earlier_columns, person_columns, undisclosed_sentence
from qlog.schema import LEVELS, UNITS

BACKGROUND: Final = "background"


def month_header(office: OfficeMonth, month: str) -> str:
    """Return the header of a month's days; a month the log does not reach says so."""
    label = f"{int(month[5:])}月"
    if office.first_date is None or f"{office.first_date:%Y-%m}" > month:
        return f"{label}\n記録なし"
    return label


def institution_label(office: OfficeMonth, row: dict[str, Any]) -> str:
    """Return the name of the institution, or what was added up."""
    if row["unit"] == "institution":
        return office.institution(row["institution_code"])
    return kinds_label(office) + "すべて"


def unit_label(office: OfficeMonth, unit: str) -> str:
    """Return what days are counted over; the sum is called after the kinds the office counts."""
    if unit == "institution" or office.settings.frequent.kinds == ("medical",):
        return UNITS[unit]
    return f"{kinds_label(office)}{names.SUM}"


def kinds_label(office: OfficeMonth) -> str:
    """Return the kinds counted for frequent visits, as 医科・歯科."""
    return "・".join(KIND_LABELS[kind] for kind in office.settings.frequent.kinds)


def frequent_listing(office: OfficeMonth, candidates: Candidates) -> Listing:
    """Describe the sheet."""
    columns = _columns(office, candidates)
    return Listing(
        name=names.FREQUENT,
        title=f"頻回受診の傾向　{office.month_label}",
        lead="日数の多い順です。判定は人についての判定ではなく、主治医・嘱託医に相談するための手がかりです。"
        "黄色の欄に記入できます（行は動きません）。" + undisclosed_sentence(office),
        columns=columns,
        frozen=3,
        summary=_summary(office, candidates, columns),
        second_page="progress",
        kept="undisclosed",
    )


def _columns(office: OfficeMonth, candidates: Candidates) -> tuple[Column, ...]:
    rows = candidates.rows
    keys: list[Key] = [(row["unit"], row["recipient_number"], row["institution_code"] or "") for row in rows]
    added_up = unit_label(office, "recipient")
    return (
        Column(
            "level", "判定", 22,
            f"設定の目安に合わせて変わります。「{SCREENED}」は月の日数と3か月の日数がともに目安以上。"
            f"「{EARLY}」はそれ以外で、早めの日数以上、または月の途中で今のペースなら月の目安に届くもの。"
            f"「{names.BELOW}」はどちらでもないもの。"
            f"「{EXCLUDED}」は目安に届くが、「確認の期限」までの受診を医師が必要と確かめたもの（件数に入れません）。いずれも人についての判定ではなく、必要な受診かどうかは医師が判断します。",
            candidates.levels, ("center",), formula=level_formula(excluded=bool(office.entered.excluded)),
        ),
        *person_columns(office, candidates.values("recipient_number"), editable=True,
                        entered=office.entered.values(keys, "caseworker")),
        Column(
            "unit", "単位", 14,
            f"「同じ医療機関」は一つの医療機関等での日数。「{added_up}」は、数える種別の医療機関等すべてを合わせた日数"
            "（同じ日に二つ受診しても1日）。",
            [unit_label(office, row["unit"]) for row in rows], ("center", "wrap"),
        ),
        Column(
            "institution", "医療機関等", 26, "ログにある名称。単位が合計のときは、合わせた種別。",
            [institution_label(office, row) for row in rows], ("text", "wrap"),
        ),
        Column(
            "code", "医療機関等コード", 13, "10桁の番号。単位が合計のときは空欄。",
            candidates.values("institution_code"), ("code",),
        ),
        *_day_columns(office, candidates),
        *_entry_columns(office, keys),
        *earlier_columns(office, keys),
        _background_column(office, rows),
        *_excluded_columns(office, keys),
        *_rank_columns(candidates),
        *_person_columns(office, candidates),
    )  # fmt: skip


def summary_text(screened: int, early: int) -> str:
    """Return the line under the title for these counts."""
    return f"{SCREENED}　{screened} 件　　{EARLY}　{early} 件"


def _summary(office: OfficeMonth, candidates: Candidates, columns: tuple[Column, ...]) -> Summary:
    """Count the levels, those who reach the threshold of the month alone, if the log can tell, and who is left out."""
    area = f"$A${FIRST_ROW + 1}:$A${FIRST_ROW + max(len(candidates.rows), 1)}"
    formula = f'="{SCREENED}　"&COUNTIF({area},"{SCREENED}")&" 件　　{EARLY}　"&COUNTIF({area},"{EARLY}")&" 件"'
    text = summary_text(candidates.levels.count(SCREENED), candidates.levels.count(EARLY))
    if office.both_months_before and candidates.rows:
        short_formula, short = _short_runs(office, candidates, columns, area)
        formula += f'&"（うち短期集中　"&{short_formula}&" 件：月の日数だけが目安以上）"'
        text += f"（うち短期集中　{short} 件：月の日数だけが目安以上）"
    if office.entered.excluded:
        count, out = f'COUNTIF({area},"{EXCLUDED}")', candidates.levels.count(EXCLUDED)
        formula += f'&IF({count}=0,"","　　対象外　"&{count}&" 件")'
        text += f"　　対象外　{out} 件" if out else ""
    return Summary(formula, text)


def _short_runs(
    office: OfficeMonth, candidates: Candidates, columns: tuple[Column, ...], levels: str
) -> tuple[str, int]:
    """Return the formula and the number of rows whose days reach the threshold of the month, but not of three."""
    least = office.settings.frequent
    short = sum(
        row["days"] >= least.month_days and row["days_3m"] < least.three_month_days and row["level"] != "excluded"
        for row in candidates.rows
    )
    letters = {spec.key: column_name(at) for at, spec in enumerate(columns)}
    days, total = (levels.replace("A", letters[key]) for key in ("days", "days_3m"))
    counted = f'COUNTIFS({days},">="&{names.MONTH_DAYS},{total},"<"&{names.THREE_MONTH_DAYS}'
    return counted + (f',{levels},"<>{EXCLUDED}")' if office.entered.excluded else ")"), short


def _background_column(office: OfficeMonth, rows: list[dict[str, Any]]) -> Column:
    """Return what stands around each row that reached a level when it was judged; 頻回受診の一覧 shows it."""
    texts = backgrounds(office)
    note = (
        "声をかける前の手がかり。「短期集中」は月の日数だけが目安以上のもの。同じ判定が続く月数、それまでの月の平均との差、"
        "受診日のうち平日（祝日を除く月〜金）の割合、医療機関の数。実行したときの目安によります。"
    )
    values = [texts.get((row["unit"], row["recipient_number"], row["institution_code"] or ""), "") for row in rows]
    return Column(BACKGROUND, "背景（実行時）", 36, note, values, ("text", "wrap"), hidden=True)


def _day_columns(office: OfficeMonth, candidates: Candidates) -> tuple[Column, ...]:
    group = f"受診日数（{office.months[0][:4]}年{'' if office.months[0][:4] == office.month[:4] else '〜'}）"
    fields = ("days_prev2", "days_prev1", "days")
    days = [
        Column(
            key, month_header(office, month), 8,
            "その月に受診のあった日数。「記録なし」の月は、渡されたログがその月より後から始まっています。",
            candidates.values(key), ("count",), group=group,
        )
        for key, month in zip(fields, office.months, strict=True)
    ]  # fmt: skip
    total = Column(
        "days_3m", "3か月", 8, "三つの月の日数の合計。", candidates.values("days_3m"), ("count", "strong"), group=group
    )
    first = Column(
        "first_month", "初回月", 11,
        "今の判定が続き始めた月（実行したときの目安による）。目安を変えても変わりません。",
        [month_cell(value) for value in candidates.values("first_month")], ("center",), group=group,
    )  # fmt: skip
    return (*days, total, first)


def month_cell(month: str | None) -> str:
    """Return YYYY-MM as 2026年8月."""
    return f"{month[:4]}年{int(month[5:])}月" if month else ""


def _entry_columns(office: OfficeMonth, keys: list[Key]) -> tuple[Column, ...]:
    group, of = "担当員の記入欄", partial(office.entered.values, keys)
    text, wrapped = ("input_text",), ("input_text", "wrap")
    return (
        Column("progress", "確認状況", 16, "一覧から選びます：" + "、".join(choices.PROGRESS) + "。",
               of("progress"), text, entry=Entry("choice", choices.PROGRESS), group=group),
        Column("consulted", "協議日", 17, "主治医・嘱託医と協議した日。2026/10/3 のように入力します。",
               of("consulted"), ("date", "input"), entry=Entry("date"), group=group),
        Column("opinion", "主治医・\n嘱託医の意見", 18, "一覧から選びます：" + "、".join(choices.OPINION) + "。",
               of("opinion"), text, entry=Entry("choice", choices.OPINION), group=group),
        Column("confirmed_until", "確認の期限", 17,
               "意見が「必要な受診」のとき、いつまでの受診を医師が確かめたか。2026/12/31 のように入力します。"
               "その日までの受診は指導の対象外とし、理由を「前月までの記録」に示します。その日を過ぎた受診から対象に戻ります。",
               of("confirmed_until"), ("date", "input"), entry=Entry("date"), group=group),
        Column("guided", "指導日", 17, "指導・訪問をした日。2026/10/3 のように入力します。",
               of("guided"), ("date", "input"), entry=Entry("date"), group=group),
        Column("next_days", "翌月の\n日数", 8, "医療機関等に確かめた翌月の受診日数（0〜31）。",
               of("next_days"), ("count", "input"), entry=Entry("days"), group=group),
        Column("improved", "改善", 12, "担当員の判断を一覧から選びます：" + "、".join(choices.IMPROVED)
               + "。受診の多い人の約8割は、何もしなくても半年以内に減るという研究があります。"
               "減少がそのまま指導の効果とは言えません。",
               of("improved"), text, entry=Entry("choice", choices.IMPROVED), group=group),
        Column("remark", "備考", 26, "自由に記入できます。", of("remark"), wrapped, entry=Entry("text"), group=group),
    )  # fmt: skip


def _excluded_columns(office: OfficeMonth, keys: list[Key]) -> tuple[Column, ...]:
    """Return what the level asks for where a doctor confirmed visits as needed."""
    if not office.entered.excluded:
        return ()
    return (Column("excluded", "医師確認", 8, "", [int(key in office.entered.excluded) for key in keys], hidden=True),)


def _rank_columns(candidates: Candidates) -> tuple[Column, ...]:
    """Return running counts of both levels; the extract finds its rows by them."""
    counts: list[Column] = []
    for key, label in (("screened_rank", SCREENED), ("early_rank", EARLY)):
        running, so_far = [], 0
        for level in candidates.levels:
            so_far += level == label
            running.append(so_far)
        formula = f'=N({{{key}_above}})+({{level}}="{label}")'
        counts.append(Column(key, "連番", 8, "", running, formula=formula, hidden=True))
    return tuple(counts)


def _person_columns(office: OfficeMonth, candidates: Candidates) -> tuple[Column, ...]:
    """Return running counts over people (the rows of all institutions together), and what they did day by day."""
    added_up = unit_label(office, "recipient")
    counts: list[Column] = []
    for key, label in (("person_screened_rank", "screened"), ("person_early_rank", "early")):
        running, so_far = [], 0
        for row in candidates.rows:
            so_far += row["level"] == label and row["unit"] == "recipient"
            running.append(so_far)
        formula = f'=N({{{key}_above}})+({{level}}="{LEVELS[label]}")*({{unit}}="{added_up}")'
        counts.append(Column(key, "連番", 8, "", running, formula=formula, hidden=True))
    people = {row["recipient_number"] for row in candidates.rows if row["unit"] == "recipient"}
    marks = month_marks(visits_of(office, people))
    texts = [
        marks.get((row["recipient_number"], office.month_index), NO_VISIT) if row["unit"] == "recipient" else ""
        for row in candidates.rows
    ]
    return (*counts, Column("marks", "印", 8, "", texts, ("code",), hidden=True))


def write_frequent(book: Book, listing: Listing) -> None:
    """Write the sheet, and tint the levels."""
    sheet = write_listing(book, listing)
    area = (FIRST_ROW, 0, FIRST_ROW + max(listing.rows, 1) - 1, 0)
    for label, look in ((SCREENED, "strong"), (EARLY, "soft"), (EXCLUDED, "faint"), (names.BELOW, "faint")):
        sheet.worksheet.conditional_format(
            *area, {"type": "formula", "criteria": f'=$A{FIRST_ROW + 1}="{label}"', "format": book.condition(look)}
        )
