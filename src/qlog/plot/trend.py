"""How many were flagged, month by month."""

from typing import TYPE_CHECKING, Final

import numpy as np

from qlog.dimensions import MEASURES
from qlog.export.theme import NAVY, SHADE
from qlog.findings import Findings
from qlog.months import month_text
from qlog.plot.asked import check_findings, offices_asked
from qlog.plot.canvas import STRONG, add_key, add_lines, axes, finish

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# what is work for somebody: (measure, colour, marker, dashes)
_FLAGS: Final = (
    ("frequent_screened_people", STRONG, "o", "-"),
    ("frequent_early_people", "#C8812F", "s", "--"),
    ("unentrusted_review", NAVY, "^", "-."),
    ("duplicates_several_institutions", "#6C9BC4", "D", ":"),
)
_FEW: Final = 30  # up to here the whole scale is even
_EVEN: Final = 10  # above that, counts up to here are
_MOST_NAMED: Final = 24
_QUARTERS: Final = ("01", "04", "07", "10")


def flag_trend(
    findings: Findings, *, payer_number: str | None = None, ax: "Axes | None" = None, title: str | None = None
) -> "Axes":
    """Draw what is flagged, month by month: people (both levels), unentrusted visits to review, duplicate checks.

    One office, or all together; the figures are those of the table summary. Months in which the log lacks one of the
    two months before are grey: their three-month days are too low, so that fewer people are screened than in later
    months. A month the log does not hold to its end says so, and a month without rows interrupts the lines. Where
    counts go beyond 30, the scale is even up to 10 and logarithmic above. Raises SettingsError for an office without
    a row.
    """
    check_findings(findings)
    offices = offices_asked(findings, payer_number)
    ax = axes(ax)
    with_rows = {row.month_index for row in findings.office_months if row.payer_number in offices}
    months = [month_text(index) for index in range(min(with_rows), max(with_rows) + 1)]
    summary = findings.summary[findings.summary["payer_number"].isin(offices)]
    counts = summary.groupby(["measure", "month"])["value"].sum().unstack("month").reindex(columns=months)
    for measure, colour, marker, dashes in _FLAGS:
        values = counts.loc[measure]
        ax.plot(range(len(months)), values, color=colour, marker=marker, linestyle=dashes, label=MEASURES[measure])
    _shade_short_history(ax, with_rows)
    unfinished = {row.month for row in findings.office_months if row.payer_number in offices and row.unfinished}
    lines = _label_months(ax, months, unfinished)
    _scale(ax, int(np.nanmax(counts.loc[[measure for measure, *_ in _FLAGS]].to_numpy())))
    add_lines(ax)
    add_key(ax, columns=2, lines=lines)
    return finish(ax, title=title, default="知らせた件数の月ごとの動き")


def _label_months(ax: "Axes", months: list[str], unfinished: set[str]) -> int:
    """Name the months (every third where there are many), and each year once; return the lines of text it takes."""
    named = [place for place in range(len(months)) if len(months) <= _MOST_NAMED or months[place][5:] in _QUARTERS]
    labels = []
    for place in named:
        year, month = months[place].split("-")
        first_of_year = place == named[0] or months[place - 1][:4] != year
        lines = (f"{int(month)}月", f"{year}年" * first_of_year, "（途中）" * (months[place] in unfinished))
        labels.append("\n".join(filter(None, lines)))
    ax.set_xticks(named, labels)
    ax.set_xlim(-0.5, len(months) - 0.5)
    return 1 + max(label.count("\n") for label in labels)


def _scale(ax: "Axes", highest: int) -> None:
    """Count evenly; where there are many, evenly up to 10 and in powers above: few and many read on one picture."""
    from matplotlib.ticker import MaxNLocator

    if highest <= _FEW:
        ax.yaxis.set_major_locator(MaxNLocator(integer=True))
        ax.set(ylabel="人・件", ylim=(-0.04 * max(highest, 1), 1.1 * max(highest, 1)))  # room for the markers of 0
        return
    ax.set_yscale("symlog", linthresh=_EVEN)
    ticks = [0, 2, 4, 6, 8, _EVEN]
    while ticks[-1] < highest:
        ticks += [ticks[-1] * 2, ticks[-1] * 5, ticks[-1] * 10]
    ax.set_yticks(ticks, [f"{tick:,}" for tick in ticks])
    ax.set_yticks([], minor=True)
    ax.set(ylabel=f"人・件（{_EVEN} より上は対数目盛り）", ylim=(-0.6, highest * 1.3))


def _shade_short_history(ax: "Axes", with_rows: set[int]) -> None:
    label = "前の 2 か月のログがそろわない月（3 か月の日数が少なく出ます）"
    for index in sorted(with_rows):
        if not {index - 1, index - 2} <= with_rows:
            place = index - min(with_rows)
            ax.axvspan(place - 0.5, place + 0.5, color=SHADE, linewidth=0, zorder=0, label=label)
            label = ""
