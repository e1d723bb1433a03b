"""When checks run: weekday and hour."""

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa

from qlog.engines.base import sql_text
from qlog.export.theme import NAVY
from qlog.findings import Findings
from qlog.months import first_day, parse_month
from qlog.plot.asked import among, check_findings, months_asked, period_words, rows
from qlog.plot.canvas import axes, finish, finish_empty, ink_on

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_WEEKDAYS: Final = "月火水木金土日"


def weekday_hour_heatmap(
    findings: Findings,
    *,
    month: str | None = None,
    payer_number: str | None = None,
    ax: "Axes | None" = None,
    title: str | None = None,
) -> "Axes":
    """Draw how many checks a month has by weekday (rows) and hour, JST (columns); every cell says its number.

    Checks that imply presence are counted (visits.presence_methods), so bulk queries are not. Beside each weekday
    stands on how many dates the log has such a check: a month may have five Mondays and four Fridays. ``month``
    (YYYY-MM) is the month of the findings unless given. Raises SettingsError for a month or office without a row.
    """
    check_findings(findings)
    month, asked = months_asked(findings, month, payer_number)
    ax = axes(ax, width=10)
    default = f"曜日と時刻ごとの資格確認　{period_words(month, asked)}"
    found = _checks(findings, month, [row.payer_number for row in asked])
    if not found:
        return finish_empty(ax, title=title, default=default)
    counts = np.zeros((7, 24), dtype=int)
    for row in found:
        counts[row["day"].weekday(), row["hour"]] += row["checks"]
    _draw(ax, counts)
    dates = Counter(day.weekday() for day in {row["day"] for row in found})
    first, last = _busy_hours(counts)
    ax.set_yticks(range(7), [f"{name}（{dates[number]} 日）" for number, name in enumerate(_WEEKDAYS)])
    ax.set(xlabel="時刻（時台）", xlim=(first - 0.5, last + 0.5), xticks=range(first, last + 1), ylim=(6.5, -0.5))
    ax.tick_params(length=0)
    return finish(ax, title=title, default=default, framed=False)


def _checks(findings: Findings, month: str, offices: list[str]) -> list[dict[str, Any]]:
    """Return day, hour, checks."""
    index = parse_month(month) or 0
    first, end = first_day(index), first_day(index + 1)
    return rows(
        findings,
        "SELECT CAST(c.checked_at AS DATE) AS day, hour(c.checked_at) AS hour, count(*) AS checks FROM checks c "
        "JOIN presence_methods p ON p.payer_number = c.payer_number AND p.method = c.method "
        f"WHERE {_on_or_after(first)} AND NOT ({_on_or_after(end)}) AND {among('c.payer_number', offices)} "
        "GROUP BY CAST(c.checked_at AS DATE), hour(c.checked_at)",
        day=pa.date32(),
        hour=pa.int64(),
        checks=pa.int64(),
    )


def _on_or_after(day: date) -> str:
    return f"CAST(c.checked_at AS DATE) >= CAST({sql_text(day.isoformat())} AS DATE)"


def _busy_hours(counts: np.ndarray) -> tuple[int, int]:
    busy = np.flatnonzero(counts.sum(axis=0))
    return int(busy[0]), int(busy[-1])


def _draw(ax: "Axes", counts: np.ndarray) -> None:
    from matplotlib.colors import LinearSegmentedColormap

    shades = LinearSegmentedColormap.from_list("white to navy", ["#FFFFFF", NAVY])
    ax.pcolormesh(range(24), range(7), counts, cmap=shades, vmin=0, edgecolors="white", linewidth=1.5)
    for (weekday, hour), checks in np.ndenumerate(counts):
        if checks:
            colour = ink_on(shades(checks / counts.max()))
            ax.text(hour, weekday, f"{checks:,}", ha="center", va="center", fontsize=9, color=colour)
