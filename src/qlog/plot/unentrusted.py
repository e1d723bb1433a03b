"""Visits without a ticket over the days of a month: what the day of registration explains, and what it does not."""

from collections import defaultdict
from typing import TYPE_CHECKING, Final

import pyarrow as pa

from qlog.engines.base import sql_text
from qlog.export.theme import INK, MUTED
from qlog.findings import Findings
from qlog.plot.asked import among, check_findings, months_asked, period_words, rows
from qlog.plot.bars import Part, mark_days, stack_bars
from qlog.plot.canvas import STRONG, add_key, add_lines, axes, day_ticks, finish, finish_empty
from qlog.schema import STATUSES

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# from light to dark, the one that is work last
_PARTS: Final = {
    "resolved": Part(STATUSES["resolved"], "#EAF1F8"),
    "other_law": Part(STATUSES["other_law"], "#C3D6E8", "..."),
    "pending": Part(STATUSES["pending"], "#8FB4D6", "///"),
    "review": Part(STATUSES["review"], STRONG),
}


def unentrusted_by_day(
    findings: Findings,
    *,
    month: str | None = None,
    payer_number: str | None = None,
    ax: "Axes | None" = None,
    title: str | None = None,
) -> "Axes":
    """Draw the unentrusted visits of each day of a month, stacked by status, below the line of all visits.

    One visit is one recipient at one institution on one day; its status is that of its row in unentrusted_visits. The
    vertical line is the day the office registers tickets (unentrusted.registration_day): before it nearly everybody's
    ticket is still to come, so what matters is what stays at or after it. ``month`` (YYYY-MM) is the month of the
    findings unless given. Raises SettingsError for a month or an office without a row.
    """
    check_findings(findings)
    month, asked = months_asked(findings, month, payer_number)
    ax = axes(ax)
    default = f"未委託の受診と登録日　{period_words(month, asked)}"
    offices = [row.payer_number for row in asked]
    counted = _visits_by_day(findings, month, offices)
    if not counted:
        return finish_empty(ax, title=title, default=default)
    days = range(1, asked[0].month_length + 1)
    stack_bars(ax, days, counted, _PARTS)
    everyone = _all_visits_by_day(findings, month, offices)
    ax.step(days, [everyone.get(day, 0) for day in days], where="mid", color=MUTED, linewidth=1.2, label="受診のすべて")
    mark_days(ax, "登録日", {row.registration_date.day for row in asked}, dashes="--", colour=INK)
    ax.set(xlabel="受診した日", ylabel="受診（人・医療機関等・日）", xlim=(0.3, len(days) + 0.7))
    day_ticks(ax, len(days))
    add_lines(ax)
    add_key(ax)
    return finish(ax, title=title, default=default)


def _visits_by_day(findings: Findings, month: str, offices: list[str]) -> dict[str, dict[int, int]]:
    """Return {status: {day of the month: visits}}."""
    found = rows(
        findings,
        "SELECT d.visit_date, u.status, count(*) AS visits FROM unentrusted_days d "
        "JOIN unentrusted_visits u ON u.payer_number = d.payer_number AND u.recipient_number = d.recipient_number "
        "AND u.institution_code = d.institution_code AND u.month_index = d.month_index "
        f"WHERE u.month = {sql_text(month)} AND {among('u.payer_number', offices)} "
        "GROUP BY d.visit_date, u.status",
        visit_date=pa.date32(),
        status=pa.string(),
        visits=pa.int64(),
    )
    counted: dict[str, dict[int, int]] = defaultdict(dict)
    for row in found:
        counted[row["status"]][row["visit_date"].day] = row["visits"]
    return counted


def _all_visits_by_day(findings: Findings, month: str, offices: list[str]) -> dict[int, int]:
    found = rows(
        findings,
        "SELECT v.visit_date, count(*) AS visits FROM visits v "
        "JOIN office_months m ON m.payer_number = v.payer_number AND m.month_index = v.month_index "
        f"WHERE m.month = {sql_text(month)} AND {among('v.payer_number', offices)} GROUP BY v.visit_date",
        visit_date=pa.date32(),
        visits=pa.int64(),
    )
    return {row["visit_date"].day: row["visits"] for row in found}
