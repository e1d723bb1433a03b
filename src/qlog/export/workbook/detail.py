"""受診明細: every visit of the three months; of flagged people alone when there are too many to show."""

from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from qlog.codes import KIND_LABELS
from qlog.export.workbook import names
from qlog.export.workbook.listing import Column, Listing
from qlog.export.workbook.marks import shared
from qlog.export.workbook.model import OfficeMonth

MOST_ROWS: Final = 300_000


def shown_visits(office: OfficeMonth) -> tuple[pa.Table, bool]:
    """Return the visits to show by person, date and institution, and True if they are all there are."""
    visits, complete = office.visits, office.visits.num_rows <= MOST_ROWS
    if not complete:
        flagged = pc.unique(office.frequent["recipient_number"])
        visits = visits.filter(pc.is_in(visits["recipient_number"], value_set=flagged))
    keys = ("recipient_number", "visit_date", "institution_code")
    return visits.sort_by([(key, "ascending") for key in keys]), complete


def detail_listing(office: OfficeMonth) -> Listing:
    """Describe the sheet."""
    visits, complete = shown_visits(office)
    numbers, codes = shared(visits["recipient_number"]), shared(visits["institution_code"])
    called = {number: office.person(number).name for number in set(numbers)}
    institutions = {code: office.institution(code) for code in set(codes)}
    columns = (
        Column("recipient", "受給者番号", 14, "被保護者の番号（7桁）。", numbers, ("code",)),
        Column("name", "氏名", 20, "ログにある氏名。", [called[number] for number in numbers], ("text", "wrap")),
        Column("date", "受診日", 18, "資格確認のあった日（日本時間）。", shared(visits["visit_date"]), ("date",)),
        Column("institution", "医療機関等", 36, "ログにある名称。", [institutions[code] for code in codes],
               ("text", "wrap")),
        Column("code", "医療機関等コード", 18, "10桁の番号。", codes, ("code",)),
        Column("kind", "種別", 12, "コードの3桁目による：医科、歯科、薬局、訪問看護、その他。",
               [KIND_LABELS[kind] for kind in shared(visits["kind"])], ("center",)),
        Column("checks", "確認回数", 10, "来所を示す資格確認の回数。", visits["checks"].to_pylist(), ("count",)),
        Column("card", "うちカード", 10, "そのうちマイナンバーカードによるもの。",
               visits["checks_by_card"].to_pylist(), ("count",)),
        Column("entrusted", "券の登録", 10, "確認したときに券が登録されていたか。",
               ["あり" if entrusted else "なし" for entrusted in visits["entrusted"].to_pylist()], ("center",)),
    )  # fmt: skip
    return Listing(
        name=names.DETAIL,
        title=f"受診明細　{_period(office)}",
        lead="一人が一つの医療機関等を一日に受診したものが1行です（同じ日の読み直しは1行にまとめています）。"
        + _omitted(office, complete),
        columns=columns,
        frozen=2,
    )


def _period(office: OfficeMonth) -> str:
    first = office.months[0]
    return f"{int(first[:4])}年{int(first[5:])}月〜{office.month_label}"


def _omitted(office: OfficeMonth, complete: bool) -> str:
    if complete:
        return ""
    return (
        f"受診が {office.visits.num_rows:,} 件あり1枚に収まらないため、"
        "頻回受診の傾向（目安に該当・早めの気づき）の人だけを載せました。"
        "全部は出力先の tables/visits.csv にあります。"
    )
