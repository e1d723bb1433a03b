"""Stacked bars over days, and the days that matter among them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qlog.export.theme import INK

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@dataclass(frozen=True)
class Part:
    """One part of every bar: its words in the key, its colour and its pattern."""

    words: str
    colour: str
    pattern: str = ""


def stack_bars(
    ax: "Axes", days: range, counted: Mapping[str, Mapping[int, int]], parts: Mapping[str, Part]
) -> list[int]:
    """Draw one bar a day, ``parts`` from below, ``counted`` as {part: {day: height}}; return the whole heights."""
    totals = [0] * len(days)
    for key, part in parts.items():
        heights = [counted.get(key, {}).get(day, 0) for day in days]
        bars = ax.bar(days, heights, bottom=totals, label=part.words, color=part.colour, edgecolor=INK, linewidth=0.5)
        for bar in bars:
            bar.set_hatch(part.pattern)
        totals = [low + high for low, high in zip(totals, heights, strict=True)]
    return totals


def mark_days(ax: "Axes", words: str, days: Collection[int], *, dashes: str, colour: str) -> None:
    """Draw a line left of each of ``days``, under one entry of the key: offices may have different ones."""
    label = f"{words}（{'・'.join(map(str, sorted(days)))} 日）"
    for day in sorted(days):
        ax.axvline(day - 0.5, color=colour, linestyle=dashes, linewidth=1.2, label=label)
        label = ""
