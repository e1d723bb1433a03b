"""医療機関別: what the log shows of each institution in the month."""

from typing import Any

from qlog.codes import KIND_LABELS
from qlog.export.workbook import names
from qlog.export.workbook.listing import Column, Listing, Summary
from qlog.export.workbook.model import OfficeMonth
from qlog.schema import SIGNALS


def institutions_listing(office: OfficeMonth) -> Listing:
    """Describe the sheet: institutions to ask first, then most visits."""
    signals = _signals(office)
    rows = sorted(
        office.institutions.to_pylist(),
        key=lambda row: (row["institution_code"] not in signals, -row["visits"], row["institution_code"]),
    )
    told = [signals.get(row["institution_code"], "") for row in rows]
    return Listing(
        name=names.INSTITUTIONS,
        title=f"医療機関別　{office.month_label}",
        lead="連絡の候補を先に、受診の多い順に並べています。ログに現れるのは、オンライン資格確認を使っている医療機関等だけです。"
        "「連絡の候補」は、小さな医療機関等が偶然で目立たないように割合を確かめたもので、非難ではなく、事情を尋ねるきっかけです。",
        columns=_columns(office, rows, told),
        frozen=1,
        summary=Summary("", f"連絡の候補　{sum(map(bool, told))} か所（全 {len(rows)} か所）"),
    )


def _columns(office: OfficeMonth, rows: list[dict[str, Any]], told: list[str]) -> tuple[Column, ...]:
    def values(key: str) -> list[int | float | str | None]:
        return [row[key] for row in rows]

    count = ("count",)
    return (
        Column("name", "医療機関等", 40, "ログで最後に見た名称、または医療機関等の一覧の名称。",
               [row["institution_name"] or office.institution(row["institution_code"]) for row in rows],
               ("text", "wrap")),
        Column("code", "医療機関等コード", 18, "10桁の番号。", values("institution_code"), ("code",)),
        Column("kind", "種別", 10, "コードの3桁目による：医科、歯科、薬局、訪問看護、その他。",
               [KIND_LABELS.get(row["kind"], row["kind"]) for row in rows], ("center",)),
        Column("recipients", "受診者数", 12, "受診のあった被保護者の人数。", values("recipients"), count),
        Column("visits", "受診数", 12, "受診の数（一人・一日で1件）。", values("visits"), count),
        Column("checks", "確認回数", 12, "来所を示す資格確認の回数。", values("checks"), count),
        Column("repeat_rate", "再確認率", 12,
               "同じ日に二度以上確認された受診の割合。高いときは機器や窓口の運用を尋ねます。",
               values("repeat_rate"), ("percent",)),
        Column("bulk", "一括照会", 12, "医療機関等がまとめて照会した件数。来所ではなく、受診に数えません。",
               values("bulk_queries"), count),
        Column("unentrusted", "未委託受診", 12, "券の登録がなかった受診の数。", values("unentrusted_visits"), count),
        Column("frequent", "頻回受診\nの傾向", 12,
               "ここ一か所で把握対象の目安に該当した人数（実行したときの目安による）。",
               values("frequent_recipients"), count),
        Column("signals", "連絡の候補", 46 if any(told) else 16,
               "同じ種別の医療機関等の割合（ログにある福祉事務所すべて）より、偶然では説明しにくいほど高いもの。"
               "同じ割合なら千か所に一か所ほどしか越えない上限（二項分布）を越え、件数も足りるときだけ示します。"
               "事情を尋ねる候補で、不正や誤りの判定ではありません。", told, ("text", "wrap")),
    )  # fmt: skip


def _signals(office: OfficeMonth) -> dict[str, str]:
    """Return for each institution above a limit what is to be asked about, a line a measure."""
    told: dict[str, list[str]] = {}
    for row in office.signals.to_pylist():
        text = f"{SIGNALS[row['measure']]}：{row['rate']:.1%}（同じ種別は{row['expected_rate']:.1%}）"
        told.setdefault(row["institution_code"], []).append(text)
    return {code: "\n".join(texts) for code, texts in told.items()}
