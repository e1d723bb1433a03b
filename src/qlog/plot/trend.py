"""How many were flagged, month by month."""

from typing import TYPE_CHECKING, Final

from qlog.dimensions import MEASURES
from qlog.export.theme import SHADE
from qlog.findings import Findings
from qlog.months import month_text, parse_month
from qlog.plot.asked import check_findings, month_words, offices_asked
from qlog.plot.canvas import add_lines, axes, finish

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# what is work for somebody: (measure, colour, marker, dashes)
_FLAGS: Final = (
    ("frequent_screened_people", "#7A3300", "o", "-"),
    ("frequent_early_people", "#C8812F", "s", "--"),
    ("unentrusted_review", "#1F3F66", "^", "-"),
    ("duplicates_several_institutions", "#6C9BC4", "D", ":"),
)


def flag_trend(
    findings: Findings, *, payer_number: str | None = None, ax: "Axes | None" = None, title: str | None = None
) -> "Axes":
    """Draw what is flagged, month by month: people (both levels), unentrusted visits to review, duplicate checks.

    One office, or all together; the figures are those of the table summary. Months in which the log lacks one of the
    two months before are grey: their three-month days are too low, so that fewer people are screened than in later
    months. A month the log does not hold to its end says so. Raises SettingsError for an office without a row.
    """
    check_findings(findings)
    offices = offices_asked(findings, payer_number)
    ax = axes(ax)
    months = sorted({row.month for row in findings.office_months if row.payer_number in offices})
    summary = findings.summary[findings.summary["payer_number"].isin(offices)]
    counts = summary.pivot_table(index="month", columns="measure", values="value", aggfunc="sum").loc[months]
    for measure, colour, marker, dashes in _FLAGS:
        ax.plot(range(len(months)), counts[measure], color=colour, marker=marker, ls=dashes, label=MEASURES[measure])
    _shade_short_history(ax, months)
    unfinished = {row.month for row in findings.office_months if row.payer_number in offices and row.unfinished}
    labels = [month_words(month) + ("\n（途中）" if month in unfinished else "") for month in months]
    ax.set_xticks(range(len(months)), labels)
    ax.set(ylabel="人・件", xlim=(-0.5, len(months) - 0.5))
    ax.set_ylim(bottom=0)
    add_lines(ax)
    ax.legend(frameon=False, loc="upper center", bbox_to_anchor=(0.5, -0.14), ncols=2)
    return finish(ax, title=title, default="知らせた件数の月ごとの動き")


def _shade_short_history(ax: "Axes", months: list[str]) -> None:
    label = "前の 2 か月のログがそろわない月（3 か月の日数が少なく出ます）"
    for place, month in enumerate(months):
        index = parse_month(month) or 0
        if not {month_text(index - 1), month_text(index - 2)} <= set(months):
            ax.axvspan(place - 0.5, place + 0.5, color=SHADE, zorder=0, label=label)
            label = ""
