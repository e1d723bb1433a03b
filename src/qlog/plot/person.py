"""The visit calendar of one person."""

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING, Final

import pyarrow as pa

from qlog.engines.base import sql_text
from qlog.export.theme import BLUE_BAR, PALE_BAR, SHADE
from qlog.export.workbook.charts import is_day_off
from qlog.export.workbook.marks import SEVERAL, day_mark
from qlog.findings import Findings
from qlog.plot.asked import check_findings, person_asked, rows
from qlog.plot.canvas import axes, finish, finish_empty
from qlog.plot.months import Day, days_between, draw_months, explain_days, sheet_height

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_COLOURS: Final = {day_mark(["medical"]): BLUE_BAR, SEVERAL: "#3B1D00"}  # every other mark is pale
_KEY: Final = (
    ("医：医科", Day(BLUE_BAR)),
    ("複：医科を二か所以上", Day(_COLOURS[SEVERAL])),
    ("歯・訪・薬・他：ほかの種別だけ", Day(PALE_BAR)),
    ("土日・祝日", Day(SHADE)),
)


def visit_calendar(
    findings: Findings,
    recipient_number: str,
    *,
    payer_number: str | None = None,
    ax: "Axes | None" = None,
    title: str | None = None,
) -> "Axes":
    """Draw the visits of one person: one row a month, one column a day, one mark a day; days off are grey.

    Marks are those of the workbook: 医 one medical institution, 複 several, 歯 dental, 訪 visiting nurse, 薬 pharmacy
    only, 他 other. The number at the right is the visit days that count for frequent visits (unit recipient). A
    number from before a change is found, too; ``payer_number`` is wanted where offices share the number. The picture
    holds no number of the person. Raises SettingsError for a number that is not in the log.
    """
    check_findings(findings)
    payer, recipient = person_asked(findings, recipient_number, payer_number)
    dates = findings.dates_of(payer)
    ax = axes(ax, width=11, height=sheet_height(min(dates), max(dates)))
    of_person = f"payer_number = {sql_text(payer)} AND recipient_number = {sql_text(recipient)}"
    marks = _marks(findings, of_person)
    default = "受診カレンダー"
    if not marks:
        return finish_empty(ax, title=title, default=default)
    days = {day: _look(day, marks.get(day, "")) for day in days_between(min(dates), max(dates))}
    draw_months(ax, days, counts=_days_by_month(findings, of_person), counted="日数")
    explain_days(ax, _KEY)
    return finish(ax, title=title, default=default, framed=False)


def _marks(findings: Findings, of_person: str) -> dict[date, str]:
    kinds: dict[date, list[str]] = defaultdict(list)
    for row in rows(
        findings, f"SELECT visit_date, kind FROM visits WHERE {of_person}", visit_date=pa.date32(), kind=pa.string()
    ):
        kinds[row["visit_date"]].append(row["kind"])
    return {day: day_mark(found) for day, found in kinds.items()}


def _look(day: date, mark: str) -> Day:
    if mark:
        return Day(_COLOURS.get(mark, PALE_BAR), mark)
    return Day(SHADE if is_day_off(day) else "#FFFFFF")


def _days_by_month(findings: Findings, of_person: str) -> dict[str, int]:
    found = rows(
        findings,
        f"SELECT month, days FROM monthly_days WHERE {of_person} AND unit = 'recipient'",
        month=pa.string(),
        days=pa.int64(),
    )
    return {row["month"]: row["days"] for row in found}
