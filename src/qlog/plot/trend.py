"""How many were flagged, month by month."""

from typing import TYPE_CHECKING, Final

from qlog.dimensions import MEASURES
from qlog.export.theme import NAVY, SHADE
from qlog.findings import Findings
from qlog.months import month_text
from qlog.plot.asked import check_findings, month_words, offices_asked
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


def flag_trend(
    findings: Findings, *, payer_number: str | None = None, ax: "Axes | None" = None, title: str | None = None
) -> "Axes":
    """Draw what is flagged, month by month: people (both levels), unentrusted visits to review, duplicate checks.

    One office, or all together; the figures are those of the table summary. Months in which the log lacks one of the
    two months before are grey: their three-month days are too low, so that fewer people are screened than in later
    months. A month the log does not hold to its end says so, and a
    month without rows interrupts the lines. Raises SettingsError for an office without a row.
    """
    check_findings(findings)
    offices = offices_asked(findings, payer_number)
    ax = axes(ax)
    with_rows = {row.month_index for row in findings.office_months if row.payer_number in offices}
    months = [month_text(index) for index in range(min(with_rows), max(with_rows) + 1)]
    summary = findings.summary[findings.summary["payer_number"].isin(offices)]
    counts = summary.groupby(["measure", "month"])["value"].sum().unstack("month").reindex(columns=months)
    for measure, colour, marker, dashes in _FLAGS:
        ax.plot(
            range(len(months)), counts.loc[measure], color=colour, marker=marker, ls=dashes, label=MEASURES[measure]
        )
    _shade_short_history(ax, with_rows)
    unfinished = {row.month for row in findings.office_months if row.payer_number in offices and row.unfinished}
    labels = [month_words(month) + ("\n（途中）" if month in unfinished else "") for month in months]
    ax.set_xticks(range(len(months)), labels)
    ax.set(ylabel="人・件", xlim=(-0.5, len(months) - 0.5))
    ax.set_ylim(bottom=-0.03 * ax.get_ylim()[1])  # room for the marker of a 0
    add_lines(ax)
    add_key(ax, columns=2)
    return finish(ax, title=title, default="知らせた件数の月ごとの動き")


def _shade_short_history(ax: "Axes", with_rows: set[int]) -> None:
    label = "前の 2 か月のログがそろわない月（3 か月の日数が少なく出ます）"
    for index in sorted(with_rows):
        if not {index - 1, index - 2} <= with_rows:
            place = index - min(with_rows)
            ax.axvspan(place - 0.5, place + 0.5, color=SHADE, linewidth=0, zorder=0, label=label)
            label = ""
