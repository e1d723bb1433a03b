"""Which column of a file holds which field."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from qlog.errors import Message
from qlog.reading.layout import REQUIRED, Layout
from qlog.schema import CHECKS

_NOISE = re.compile(r"[\s_・（）()「」.]")

_VALUE: Final = re.compile(r"\d[\d/\-:. 年月日]*")  # also full-width digits
_MY_NUMBER: Final = ("個人番号", "マイナンバー")
_FILLED: Final = 0.8  # of the cells of a header
# a header of a log or a list has some of these, whatever its columns are called; a row of names has none
_WORDS: Final = (
    "番号", "コード", "氏名", "名称", "カナ", "性別", "年月", "日時", "期間", "区分", "種別", "方法",
    "code", "number", "name", "date", "time", "kind",
)  # fmt: skip


def plain_header(text: str) -> str:
    """Return a header without differences of form: width, spaces, dots, brackets."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", text)).casefold()


def names_things(cells: Sequence[str]) -> bool:
    """Tell whether a row looks like a header: cells filled, all different, none like a number or a date."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    distinct = len(set(filled)) == len(filled)
    return len(filled) >= _FILLED * len(cells) and distinct and not any(_VALUE.fullmatch(cell) for cell in filled)


def may_be_shown(cells: Sequence[str]) -> bool:
    """Tell whether a row that looks like a header speaks like one: else it may be the first row of a list of people."""
    return any(word in plain_header(cell) for cell in cells for word in _WORDS)


@dataclass(frozen=True)
class Columns:
    """Position (0-based) of each field in a row of ``count`` cells."""

    positions: dict[str, int]
    count: int
    my_numbers: frozenset[int] = frozenset()  # positions whose header says that they hold Individual Numbers

    def places(self, *fields: str) -> set[int]:
        """Return the positions of those of ``fields`` that the file has."""
        return {self.positions[field] for field in fields if field in self.positions}


def match_header(cells: Sequence[str], layout: Layout) -> Columns | Message:
    """Return the columns of a header row, or what speaks against it. Headers of the file are never quoted."""
    places: dict[str, list[int]] = {}
    for place, cell in enumerate(cells):
        places.setdefault(plain_header(cell), []).append(place)
    positions: dict[str, int] = {}
    for field, column in layout.columns.items():
        found = [place for name in dict.fromkeys(map(plain_header, column.headers)) for place in places.get(name, [])]
        if len(found) > 1:
            return Message(
                ja=f"「{layout.label(field)}」にあたる列が {len(found)} つあります。1つにしてください。",
                en=f"{len(found)} columns could be {field}; there must be one",
            )
        if found:
            positions[field] = found[0]
    needed = required_fields(layout, positions)
    missing = [field for field in needed if field not in positions]
    if missing:
        return missing_message(layout, missing, needed)
    named = [place for place, cell in enumerate(cells) if any(word in plain_header(cell) for word in _MY_NUMBER)]
    return Columns(positions, len(cells), frozenset(named))


def fixed_columns(layout: Layout, count: int) -> Columns | Message:
    """Return the columns of a file without a header, or what speaks against it: rows that are too short."""
    positions = {field: column.position - 1 for field, column in layout.columns.items() if column.position}
    if max(positions.values()) >= count:
        return Message(
            ja=f"列が {count} しかありません。"
            f"レイアウト「{layout.title}」は {max(positions.values()) + 1} 列を必要とします。",
            en=f"only {count} columns; the layout {layout.name} needs {max(positions.values()) + 1}",
        )
    return Columns(positions, count)


def required_fields(layout: Layout, found: Mapping[str, int]) -> list[str]:
    """Return the fields a file must have: what is never empty, what shows a ticket, who the person is."""
    needed = [field for field, column in layout.columns.items() if column.empty == "never"]
    if layout.target is CHECKS:
        needed += [field for field in REQUIRED if field not in needed]
        if not {"birth_date", "kana"} <= found.keys():
            needed.append("recipient_number")
    return [field for field in needed if field not in layout.constants]


def missing_message(layout: Layout, missing: Sequence[str], needed: Sequence[str]) -> Message:
    """Say which columns are missing and what to do."""
    if len(missing) * 2 > len(needed):
        return Message(
            ja=f"「{layout.title}」の見出しが見つかりません。別のファイルか、項目名の違うファイルです。"
            "qlog inspect で中身を確かめてください。",
            en=f"no header of the layout {layout.name}: another file, or other names; run qlog inspect",
        )
    labels = "」「".join(layout.label(field) for field in missing)
    return Message(
        ja=f"見出しに「{labels}」がありません。qlog inspect で列の対応を確かめ、レイアウトを指定してください。",
        en=f"the header lacks {', '.join(missing)}; run qlog inspect and give a layout",
    )
