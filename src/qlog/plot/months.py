"""A sheet of months: one row a month, one column a day, each day with its colour and, if wanted, a mark."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from qlog.export.theme import INK, LINE, MUTED
from qlog.months import first_day, month_index, month_length, month_text
from qlog.plot.asked import month_words
from qlog.plot.canvas import add_key, day_ticks, ink_on, is_wide

if TYPE_CHECKING:
    from matplotlib.axes import Axes

COUNT_COLUMN: Final = 33  # where a number of the month stands, right of the 31 days


@dataclass(frozen=True)
class Day:
    """How one day is drawn: its colour (#RRGGBB) and its mark."""

    colour: str
    mark: str = ""


def days_between(first: date, last: date) -> list[date]:
    """Return every day of the months from that of ``first`` to that of ``last``."""
    start, end = first_day(month_index(first)), first_day(month_index(last) + 1)
    return [start + timedelta(days=offset) for offset in range((end - start).days)]


def sheet_height(first: date, last: date) -> float:
    """Return the height in inches of a figure for these months."""
    return 1.7 + 0.32 * (month_index(last) - month_index(first) + 1)


def draw_months(ax: "Axes", days: Mapping[date, Day], *, counts: Mapping[str, int], counted: str) -> None:
    """Draw ``days`` and, right of each month, its number in ``counts`` (by YYYY-MM) under the heading ``counted``."""
    from matplotlib.patches import Rectangle

    first, last = month_index(min(days)), month_index(max(days))
    size = 9 if is_wide(ax) else 6
    for day, look in days.items():
        row = month_index(day) - first
        ax.add_patch(Rectangle((day.day - 0.5, row - 0.5), 1, 1, facecolor=look.colour, edgecolor=LINE, linewidth=0.6))
        if look.mark:
            ax.text(day.day, row, look.mark, ha="center", va="center", fontsize=size, color=ink_on(look.colour))
    months = [month_text(index) for index in range(first, last + 1)]
    for row, month in enumerate(months):
        ax.text(COUNT_COLUMN, row, f"{counts.get(month, 0):,}", ha="center", va="center", color=INK)
    longest = max(month_length(index) for index in range(first, last + 1))
    day_ticks(ax, longest)
    ticks = [int(place) for place in ax.get_xticks()]
    ax.set_xticks([*ticks, COUNT_COLUMN], [*map(str, ticks), counted], fontsize=8)
    ax.set_yticks(range(len(months)), [month_words(month) for month in months])
    ax.set(xlim=(0.3, COUNT_COLUMN + 1.2), ylim=(len(months) - 0.4, -0.6))
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)


def explain_days(ax: "Axes", entries: Sequence[tuple[str, Day]]) -> None:
    """Say below the sheet what colours and marks mean: (words, how the day looks)."""
    from matplotlib.patches import Patch

    patches = [Patch(facecolor=look.colour, edgecolor=MUTED, linewidth=0.6, label=words) for words, look in entries]
    add_key(ax, columns=len(patches), lines=1, handles=patches)
