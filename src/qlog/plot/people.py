"""Visit days: the calendar of one person, and how many people have how many days a month."""

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING, Final

import pyarrow as pa

from qlog.engines.base import sql_text
from qlog.export.theme import BLUE_BAR, INK, NAVY, PALE_BAR, SHADE
from qlog.export.workbook.charts import is_day_off
from qlog.export.workbook.marks import day_mark
from qlog.findings import Findings
from qlog.plot.asked import among, check_choice, check_findings, month_words, months_asked, person_asked, rows
from qlog.plot.canvas import STRONG, add_key, add_lines, axes, finish, finish_empty
from qlog.plot.months import Day, days_between, draw_months, explain_days, sheet_height
from qlog.schema import LEVELS, UNITS

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_MEDICAL: Final = BLUE_BAR
_COUNTED: Final = {"institution": "人と医療機関の組の数", "recipient": "人数"}
# from light to dark: (level, words, colour, pattern)
_LEVELS: Final = (
    ("", "どちらでもない", PALE_BAR, ""),
    ("early", LEVELS["early"], "#D9A066", "///"),
    ("screened", LEVELS["screened"], STRONG, ""),
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
    explain_days(
        ax,
        [
            ("医：医科", _look(date(2026, 10, 1), "医")),
            ("複：医科を二か所以上", _look(date(2026, 10, 1), "複")),
            ("歯・訪・薬・他：歯科、訪問看護、薬局だけ、その他", _look(date(2026, 10, 1), "薬")),
            ("土日・祝日", Day(SHADE)),
        ],
    )
    finish(ax, title=title, default=default)
    ax.spines[:].set_visible(False)
    return ax


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
    that begins too late. Raises SettingsError for another unit, month or office.
    """
    check_findings(findings)
    check_choice("unit", unit, UNITS)
    month, asked = months_asked(findings, month, payer_number)
    ax = axes(ax)
    default = f"受診日数の分布　{month_words(month)}（{UNITS[unit]}）"
    counted = _people_by_days(findings, month, unit, [row.payer_number for row in asked])
    if not counted:
        return finish_empty(ax, title=title, default=default)
    _stack(ax, counted)
    _draw_thresholds(ax, "早めの気づきの日数", {row.early_days for row in asked}, ":")
    _draw_thresholds(ax, "月の目安の日数", {row.month_days for row in asked}, "--")
    ax.set(xlabel="その月の受診日数（日）", ylabel=_COUNTED[unit], xlim=(0.3, 31.7), xticks=range(1, 32))
    ax.margins(y=0.1)
    add_lines(ax)
    add_key(ax)
    return finish(ax, title=title, default=default)


def _marks(findings: Findings, of_person: str) -> dict[date, str]:
    kinds: dict[date, list[str]] = defaultdict(list)
    for row in rows(
        findings, f"SELECT visit_date, kind FROM visits WHERE {of_person}", visit_date=pa.date32(), kind=pa.string()
    ):
        kinds[row["visit_date"]].append(row["kind"])
    return {day: day_mark(found) for day, found in kinds.items()}


def _look(day: date, mark: str) -> Day:
    if not mark:
        return Day(SHADE if is_day_off(day) else "#FFFFFF")
    return Day({"医": _MEDICAL, "複": "#3B1D00"}.get(mark, PALE_BAR), mark)


def _days_by_month(findings: Findings, of_person: str) -> dict[str, int]:
    found = rows(
        findings,
        f"SELECT month, days FROM monthly_days WHERE {of_person} AND unit = 'recipient'",
        month=pa.string(),
        days=pa.int64(),
    )
    return {row["month"]: row["days"] for row in found}


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


def _stack(ax: "Axes", counted: dict[str, dict[int, int]]) -> None:
    """Draw one bar a number of days, stacked by level, with its total above."""
    days = range(1, 32)
    below = [0] * 31
    for level, words, colour, pattern in _LEVELS:
        people = [counted[level].get(day, 0) if level in counted else 0 for day in days]
        ax.bar(days, people, bottom=below, label=words, color=colour, hatch=pattern, edgecolor=INK, linewidth=0.5)
        below = [low + high for low, high in zip(below, people, strict=True)]
    for day, total in zip(days, below, strict=True):
        if total:
            ax.annotate(f"{total:,}", (day, total), (0, 2), textcoords="offset points", ha="center", fontsize=8)


def _draw_thresholds(ax: "Axes", words: str, thresholds: set[int], dashes: str) -> None:
    for days in sorted(thresholds):
        ax.axvline(days - 0.5, color=NAVY, linestyle=dashes, linewidth=1.2, label=f"{words}（{days} 日）")
