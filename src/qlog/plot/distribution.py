"""How many people have how many visit days a month."""

from collections import defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

import pyarrow as pa

from qlog.engines.base import sql_text
from qlog.export.theme import INK, MUTED, NAVY, PALE_BAR
from qlog.findings import Findings
from qlog.plot.asked import among, check_choice, check_findings, months_asked, period_words, rows
from qlog.plot.bars import Part, mark_days, stack_bars
from qlog.plot.canvas import FONTS, STRONG, add_key, add_lines, axes, day_ticks, finish, finish_empty
from qlog.schema import LEVELS, UNITS

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_COUNTED: Final = {"institution": "人と医療機関の組の数", "recipient": "人数"}
# by level (empty: none), from light to dark
_PARTS: Final = {
    "": Part("どちらでもない", PALE_BAR),
    "early": Part(LEVELS["early"], "#C8812F", "///"),
    "screened": Part(LEVELS["screened"], STRONG),
}
_TOO_LOW: Final = 0.1  # of the highest bar: lower ones are drawn again, larger
_DAYS: Final = range(1, 32)


def days_distribution(
    findings: Findings,
    *,
    month: str | None = None,
    unit: str = "recipient",
    payer_number: str | None = None,
    ax: "Axes | None" = None,
    title: str | None = None,
) -> "Axes":
    """Draw how many people have 1, 2, ... 31 visit days in a month, by level, with the office's thresholds.

    ``unit`` as in monthly_days: recipient (people, all institutions of the kinds counted) or institution (pairs of a
    person and one institution). ``month`` (YYYY-MM) is the month of the findings unless given. Who reaches the
    month's threshold and is only 早めの気づき has too few days in three months: short intensive treatment, or a log
    that begins too late. Where few are beside many, those from the early threshold on are drawn again in a larger
    scale (``ax.child_axes[0]``). Raises SettingsError for another unit, month or office.
    """
    check_findings(findings)
    check_choice("unit", unit, UNITS)
    month, asked = months_asked(findings, month, payer_number)
    ax = axes(ax)
    default = f"受診日数の分布　{period_words(month, asked)}、{UNITS[unit]}"
    counted = _people_by_days(findings, month, unit, [row.payer_number for row in asked])
    if not counted:
        return finish_empty(ax, title=title, default=default)
    early, screened = {row.early_days for row in asked}, {row.month_days for row in asked}
    totals = _draw_bars(ax, counted, _DAYS)
    for picture in (ax, *_enlarged(ax, counted, totals, range(min(early), 32))):
        mark_days(picture, "早めの気づきの日数", early, dashes=":", colour=NAVY)
        mark_days(picture, "月の目安の日数", screened, dashes="--", colour=NAVY)
    ax.set(xlabel="その月の受診日数（日）", ylabel=_COUNTED[unit], xlim=(0.3, 31.7))
    day_ticks(ax, 31)
    add_lines(ax)
    add_key(ax)
    return finish(ax, title=title, default=default)


def _people_by_days(findings: Findings, month: str, unit: str, offices: list[str]) -> dict[str, dict[int, int]]:
    """Return {level: {days: people}} of a month; level is empty for who reaches none."""
    found = rows(
        findings,
        "SELECT d.days, coalesce(f.level, '') AS level, count(*) AS people FROM monthly_days d "
        "LEFT JOIN frequent_visits f ON f.month = d.month AND f.payer_number = d.payer_number AND f.unit = d.unit "
        "AND f.recipient_number = d.recipient_number "
        "AND coalesce(f.institution_code, '') = coalesce(d.institution_code, '') "
        f"WHERE d.month = {sql_text(month)} AND d.unit = {sql_text(unit)} AND {among('d.payer_number', offices)} "
        "GROUP BY d.days, coalesce(f.level, '')",
        days=pa.int64(),
        level=pa.string(),
        people=pa.int64(),
    )
    counted: dict[str, dict[int, int]] = defaultdict(dict)
    for row in found:
        counted[row["level"]][row["days"]] = row["people"]
    return counted


def _draw_bars(ax: "Axes", counted: Mapping[str, Mapping[int, int]], days: range) -> list[int]:
    """Draw one bar a number of days with its total above; return the totals."""
    totals = stack_bars(ax, days, counted, _PARTS)
    ax.set_ylim(0, max(totals) * 1.12)  # room for the number above the highest bar
    for day, total in zip(days, totals, strict=True):
        if total:
            ax.annotate(f"{total:,}", (day, total), (0, 2), textcoords="offset points", ha="center", fontsize=8)
    return totals


def _enlarged(ax: "Axes", counted: Mapping[str, Mapping[int, int]], totals: list[int], days: range) -> list["Axes"]:
    """Draw ``days`` again inside ``ax`` where their bars are too low to see, and there are any."""
    highest = max(totals[day - 1] for day in days)
    if not 0 < highest < _TOO_LOW * max(totals):
        return []
    inside = ax.inset_axes((0.4, 0.36, 0.59, 0.5))
    _draw_bars(inside, counted, days)
    inside.set_title(f"{days[0]} 日以上を拡大", fontsize=9, color=INK)
    day_ticks(inside, 31)
    inside.set(xlim=(days[0] - 0.7, 31.7), yticks=[])
    inside.tick_params(labelsize=8, labelfontfamily=FONTS, colors=INK)
    inside.spines[:].set_color(MUTED)
    return [inside]
