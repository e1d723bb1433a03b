"""Settings that are each allowed, but not together; looked for at the top and, after merging, in every office."""

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from typing import Any, Final

from qlog.errors import Message
from qlog.settings.mistakes import KeyPath, Mistake
from qlog.settings.sections import OFFICE, SECTIONS
from qlog.settings.wording import is_given


@dataclass(frozen=True)
class _Order:
    """``low`` must not be greater than ``high``."""

    section: str
    low: str
    high: str
    why_ja: str
    why_en: str


_ORDERS: Final = (
    _Order(
        "frequent", "early_days", "month_days",
        "「早めの気づき」は「目安に該当」より少ない日数で知らせるものです", "early comes before screened",
    ),
    _Order(
        "frequent", "month_days", "three_month_days",
        "3 か月の日数が 1 か月の日数より少ないことはありません", "three months hold at least the days of one",
    ),
)  # fmt: skip


def contradictions(merged: Mapping[str, Any], given: Mapping[str, Any], wrong: Set[KeyPath]) -> list[Mistake]:
    """Return what contradicts in ``merged``, among what ``given`` says itself and what is not ``wrong`` already."""
    offices = merged.get(OFFICE)
    numbers = list(offices) if isinstance(offices, Mapping) else []
    places: list[KeyPath] = [(), *((OFFICE, number) for number in numbers)]
    return [mistake for place in places for order in _ORDERS for mistake in _check(order, place, merged, given, wrong)]


def _check(
    order: _Order, place: KeyPath, merged: Mapping[str, Any], given: Mapping[str, Any], wrong: Set[KeyPath]
) -> Iterator[Mistake]:
    section = (*place, order.section)
    low_path, high_path = (*section, order.low), (*section, order.high)
    told = [path for path in (low_path, high_path) if is_given(path, given)]
    if not told or wrong & {place, section, low_path, high_path}:
        return
    low, high = _value(low_path, merged), _value(high_path, merged)
    if low > high:
        yield Mistake(told[0], _words(order, low, high))


def _value(path: KeyPath, merged: Mapping[str, Any]) -> int:
    section: Any = merged
    for key in path[:-1]:
        section = section.get(key, {})
    return int(section.get(path[-1], SECTIONS[path[-2]].model_fields[path[-1]].default))


def _words(order: _Order, low: int, high: int) -> Message:
    return Message(
        ja=f"{order.low}（{low}）が {order.high}（{high}）より大きくなっています。{order.why_ja}。"
        f"{order.low} を {high} 以下にするか、{order.high} を {low} 以上にしてください。",
        en=f"{order.low} ({low}) is greater than {order.high} ({high}), but {order.why_en}: "
        f"make {order.low} at most {high}, or {order.high} at least {low}",
    )
