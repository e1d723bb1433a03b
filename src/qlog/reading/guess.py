"""Guesses which column is which field, from its header and from the form of its values; says why and how sure."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Final

from qlog import codes
from qlog.errors import Message
from qlog.reading.header import plain_header
from qlog.reading.layout import ColumnForm, Layout
from qlog.reading.values import Fault, known_code, reader
from qlog.schema import Column

# words of headers that mean a field although no synonym of the layout is like them
_HINTS: Final[dict[str, tuple[str, ...]]] = {
    "checked_at": ("確認日時", "照会日時", "日時"),
    "method": ("確認方法", "確認区分", "照会方法", "方法"),
    "institution_code": ("機関コード", "機関番号", "薬局コード"),
    "institution_name": ("機関名", "施設名", "病院名", "医院名"),
    "payer_number": ("負担者番号", "福祉事務所番号", "実施機関番号"),
    "recipient_number": ("受給者番号", "生保番号", "ケース番号", "被保護者番号", "世帯番号"),
    "reference_number": ("照会番号", "参照番号"),
    "name": ("氏名", "名前", "患者名"),
    "kana": ("カナ", "フリガナ", "ふりがな", "かな"),
    "sex": ("性別", "男女"),
    "birth_date": ("生年月日", "誕生日"),
    "validity": ("有効性", "有効無効", "資格状態", "資格区分"),
    "ticket_kind": ("券別", "券種", "券区分"),
    "care_type": ("診療別", "診療種別", "診療区分", "入外"),
    "service_month": ("診療年月", "対象年月", "年月"),
    "valid_from": ("開始",),
    "valid_to": ("終了", "満了", "期限"),
    "single_or_combined": ("単独", "併用", "単併"),
    "disease_1": ("傷病名", "病名"),
}
_SURE: Final = 0.9
_MOSTLY: Final = 0.5  # of the values have the form of the field whose usual place this is
_LIKELY: Final = 0.6  # below, a guess is not made
_BY_VALUES: Final = 0.85  # the most that values alone can say
_BY_PLACE: Final = 0.65  # under a header that says nothing, in a file of as many columns as usual: to be confirmed
_JUDGED: Final = 300  # different values of a column
_KANA: Final = re.compile(r"[ァ-ヺー・\s●]+")
_NAME: Final = re.compile(r"(?:[^\W\d_a-zA-Z]|●)+[ 　]+(?:[^\W\d_a-zA-Z]|●)+")
_PLACE: Final = re.compile(r"医院|病院|クリニック|診療所|歯科|薬局|医科|調剤|センター|ステーション|内科|整形")
# text has no type that could tell it apart, but it has a look
_LOOKS: Final[dict[str, Callable[[str], object]]] = {
    "kana": lambda text: _KANA.fullmatch(unicodedata.normalize("NFKC", text)),
    "name": lambda text: _NAME.fullmatch(text) and not _KANA.fullmatch(unicodedata.normalize("NFKC", text)),
    "institution_name": _PLACE.search,
}
# what makes values of a field unlike those of all others, so that a column may be known without its header
_TELLING: Final[dict[str, Callable[[Any], object]]] = {
    "checked_at": lambda _: True,
    "institution_code": lambda code: codes.kind_of(code) != codes.OTHER_KIND and codes.has_valid_check_digit(code),
    "payer_number": lambda code: code[:2] in {"12", "25"} and codes.has_valid_check_digit(code),
    "recipient_number": codes.has_valid_check_digit,
    "kana": lambda _: True,
    "birth_date": lambda day: day.year < _NO_BIRTH_BUT_A_TICKET,
    "service_month": lambda _: True,
    "valid_from": lambda day: day.year >= _NO_BIRTH_BUT_A_TICKET and day.day == 1,
    "valid_to": lambda day: day.year >= _NO_BIRTH_BUT_A_TICKET and day.day >= 28,
}
_NO_BIRTH_BUT_A_TICKET: Final = 2020  # tickets are of the last years, most recipients are older


@dataclass(frozen=True)
class Guess:
    """A column taken for a field: how sure (0-1), and why."""

    field: str
    confidence: float
    reason: Message


@dataclass(frozen=True)
class _Evidence:
    """What speaks for a field: likeness of headers (None = no header), shares of values of its form."""

    likeness: float | None
    share: float | None
    telling: float
    usual_place: bool


def guess_columns(
    header: Sequence[str] | None, columns: Sequence[Sequence[str]], layouts: Sequence[Layout]
) -> dict[int, Guess]:
    """Return column place (0-based) -> guess; a field is given to one column at most, the surest first.

    ``layouts`` say which fields there are and in which forms; headers are compared with those of the first.
    """
    guesses = []
    for place, values in enumerate(columns):
        distinct = list(dict.fromkeys(value for value in values if value))[:_JUDGED]
        title = header[place] if header else None
        for field in layouts[0].columns:
            likeness = None if title is None else header_likeness(field, title, layouts[0])
            usual = len(columns) == len(layouts[0].columns) and list(layouts[0].columns).index(field) == place
            evidence = _Evidence(likeness, *value_shares(field, distinct, layouts), usual)
            guesses.append((place, _guess(field, evidence)))
    guesses.sort(key=lambda item: -item[1].confidence)
    chosen: dict[int, Guess] = {}
    for place, guess in guesses:
        taken = place in chosen or any(guess.field == other.field for other in chosen.values())
        if guess.confidence >= _LIKELY and not taken:
            chosen[place] = guess
    return chosen


def _guess(field: str, evidence: _Evidence) -> Guess:
    share = 1.0 if evidence.share is None else evidence.share
    if evidence.likeness == 1 and share > 0:
        return Guess(field, 1.0, Message(ja="見出しが一致", en="same header"))
    if evidence.likeness == 1:
        return Guess(field, _SURE, Message(ja="見出しは一致、値の形が違う", en="same header, values of another form"))
    if evidence.likeness is None and evidence.usual_place and share >= _MOSTLY:
        return Guess(field, _SURE, Message(ja="標準の位置で、値の形も合う", en="usual place, values of its form"))
    by_both = 0.5 * (evidence.likeness or 0) + 0.45 * (share if evidence.share is not None else 0.5)
    by_values = _BY_VALUES * evidence.telling if evidence.telling > _SURE else 0.0
    if evidence.usual_place and evidence.share == 1 and max(by_both, by_values) < _BY_PLACE:
        return Guess(field, _BY_PLACE, Message(ja="標準の位置で、値の形も合う", en="usual place, values of its form"))
    if by_values > by_both or evidence.likeness is None:
        return Guess(field, by_values, Message(ja="値の形が合う", en="values of its form"))
    return Guess(field, by_both, Message(ja="見出しが似ている", en="a header like it"))


def header_likeness(field: str, title: str, layout: Layout) -> float:
    """Return 0-1: how much a header is like those of a field; 1 only for a synonym of the layout."""
    plain = plain_header(title)
    synonyms = [plain_header(word) for word in layout.columns[field].headers]
    if plain in synonyms:
        return 1.0
    hints = [plain_header(word) for word in _HINTS.get(field, ())]
    longest = max((len(hint) for hint in hints if hint in plain), default=0)
    hinted = 0.75 + 0.2 * longest / len(plain) if longest else 0.0
    return max(hinted, *(0.9 * SequenceMatcher(None, plain, word).ratio() for word in synonyms))


def value_shares(field: str, distinct: Sequence[str], layouts: Sequence[Layout]) -> tuple[float | None, float]:
    """Return the share of values that have the form of a field (None = cannot be said), and of those that tell it."""
    if not distinct:
        return None, 0.0
    if field in _LOOKS:
        share = sum(bool(_LOOKS[field](value)) for value in distinct) / len(distinct)
        return share, share if field in _TELLING else 0.0
    column = layouts[0].column(field)
    if column.type == "text":
        return None, 0.0
    forms = [layout.columns[field] for layout in layouts]
    different = [form for place, form in enumerate(forms) if form not in forms[:place]]
    best = max((_typed(column, form, distinct) for form in different), key=len)
    telling = _TELLING.get(field, lambda _: False)
    return len(best) / len(distinct), sum(bool(telling(value)) for value in best) / len(distinct)


def _typed(column: Column, form: ColumnForm, distinct: Sequence[str]) -> list[Any]:
    """Return the values that a column form reads without a fault or an unknown code."""
    read = reader(column, form)
    known = [text for text in distinct if not form.codes or known_code(text, form) is not None]
    return [value for text in known if not isinstance(value := read(text), Fault)]
