"""The short words of the spec tables in the words of an office."""

import re
from datetime import date, datetime
from typing import Any

from qlog import schema
from qlog.codes import KIND_LABELS
from qlog.dimensions import MEASURES
from tests.spec import tables

_PLACES = {
    "clinic": "診療所1",
    "clinic2": "診療所2",
    "clinic3": "診療所3",
    "dentist": "歯科",
    "pharmacy": "薬局1",
    "pharmacy2": "薬局2",
    "nurse": "訪問看護",
    "midwife": "種別の分からない所",
    "short": "7桁のコードの所",
}
_OFFICES = {"east": "東", "west": "西"}
_METHODS = {"01": "カード", "02": "受給者番号", "03": "照会番号", "04": "一括照会"}
_CARE = {"01": "入院", "02": "外来", "03": "歯科", "04": "調剤", "05": "訪問看護"}
_BOOLEAN = {"yes": "はい", "no": "いいえ"}
_VALUES: dict[str, dict[str, str]] = {
    "where": _PLACES,
    "institution_codes": _PLACES,
    "office": _OFFICES,
    "method": _METHODS,
    "care_type": _CARE,
    "ticket": {"-": "なし", "month": "その月の券"},
    "unit": schema.UNITS,
    "level": schema.LEVELS,
    "status": schema.STATUSES,
    "pattern": schema.PATTERNS,
    "kind": KIND_LABELS,
    "measure": MEASURES,
    "entrusted": {"yes": "あり", "no": "なし"},
}
_HEADERS = {
    "office": "福祉事務所",
    "who": "受給者",
    "where": "医療機関等",
    "at": "確認の日時",
    "method": "確認方法",
    "ticket": "確認で見えた券",
    "times": "その日の確認（回）",
    "copies": "同じ行が届いた回数",
    "kind": "種別",
    "level": "判定",
}
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_MONTH = re.compile(r"\d{4}-\d\d")


def header(name: str, table: schema.Table) -> str:
    """Return the Japanese name of a column of ``table``."""
    return _HEADERS.get(name) or next(column.jp for column in table.columns if column.name == name)


def cell(column: str, text: str) -> str:
    """Return what an office would write in a cell."""
    known = _VALUES.get(column, {})
    if ";" in text or text in known:
        return "、".join(known.get(part, part) for part in text.split(";"))
    if text == tables.EMPTY:
        return "－"
    match column:
        case "at":
            return _moment(text)
        case "method":
            return f"不明（{text}）"
        case "ticket":
            return f"{text.replace('-', '〜')}日の券"
    return _BOOLEAN.get(text) or _figure(text)


def _figure(text: str) -> str:
    if _DATE.fullmatch(text):
        return _day(date.fromisoformat(text))
    if _MONTH.fullmatch(text):
        return f"{text[:4]}年{int(text[5:])}月"
    if " + " in text or " - " in text:
        return f"{text} = {tables.number(text)}"
    return text


def _moment(text: str) -> str:
    if ": " in text:
        month, days = text.split(": ")
        told = "、".join(f"{part.replace('-', '〜')}日" for part in days.split(","))
        return f"{month[:4]}年{int(month[5:])}月{told}"
    moment = datetime.fromisoformat(text)
    time = "" if len(text) == 10 else f" {text[11:]}"
    return f"{_day(moment.date())}{time}"


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def setting(name: str, value: Any) -> str:
    """Return one line of qlog.toml."""
    return f"{name} = {_toml(value)}"


def office(name: str) -> str:
    """Return what an office is called on the pages."""
    return _OFFICES[name]


def _toml(value: Any) -> str:
    if isinstance(value, list):
        return f"[{', '.join(_toml(one) for one in value)}]"
    return f'"{value}"' if isinstance(value, str) else str(value)
