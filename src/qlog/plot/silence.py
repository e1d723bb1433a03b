"""Days without log: what is an office's habit, and what is a gap."""

from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from qlog.export.theme import PALE_BAR
from qlog.findings import Findings
from qlog.plot.asked import check_findings, offices_asked
from qlog.plot.canvas import STRONG, axes, finish
from qlog.plot.months import Day, days_between, draw_months, explain_days, sheet_height

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_ROWS: Final = PALE_BAR
_GAP: Final = STRONG
_NONE: Final = "#FFFFFF"


def gaps(
    findings: Findings, *, payer_number: str | None = None, ax: "Axes | None" = None, title: str | None = None
) -> "Axes":
    """Draw for every day of the log whether it has rows, has none as usual, or is a gap.

    One row a month, one column a day; the number at the right is the days that are gaps. A gap is a day on which the
    office's own habit says there should be rows (table gaps): ask whether a delivery is missing. Over several offices
    the mark says how many have a gap on that day, and a day that is a gap anywhere is drawn as one.
    Raises SettingsError for an office without a row.
    """
    check_findings(findings)
    offices = offices_asked(findings, payer_number)
    with_rows = {day for payer in offices for day in findings.dates_of(payer)}
    first, last = min(with_rows), max(with_rows)
    ax = axes(ax, width=11, height=sheet_height(first, last))
    silent = _gap_days(findings, offices)
    days = {}
    for day in days_between(first, last):
        if day in silent:
            days[day] = Day(_GAP, "×" if len(offices) == 1 else str(silent[day]))
        else:
            days[day] = Day(_ROWS if day in with_rows else _NONE)
    counts = Counter(f"{day:%Y-%m}" for day in silent)
    draw_months(ax, days, counts=counts, counted="空白")
    explain_days(
        ax,
        [
            ("記録のある日", Day(_ROWS)),
            ("記録のない日（いつもどおり、またはログの外）", Day(_NONE)),
            ("空白（ふだんは記録のある日）" if len(offices) == 1 else "空白（数字は福祉事務所の数）", Day(_GAP)),
        ],
    )
    return finish(ax, title=title, default="ログの空白", framed=False)


def _gap_days(findings: Findings, offices: list[str]) -> Counter[date]:
    """Return how many of ``offices`` have a gap, by day."""
    found: Counter[date] = Counter()
    for gap in findings.table("gaps").to_pylist():
        if gap["payer_number"] in offices:
            found.update(gap["first_date"] + timedelta(days=offset) for offset in range(gap["days"]))
    return found
