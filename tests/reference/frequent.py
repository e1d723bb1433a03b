"""Frequent visits: days by calendar month at one institution, and at all institutions of the kinds counted."""

from collections import defaultdict
from datetime import date

from qlog.settings import FrequentSettings, Settings
from tests.reference.model import Check, FrequentVisits, MonthlyDays, Visit, days_in, month_before, month_of


def monthly_days(visits: list[Visit], settings: Settings) -> list[MonthlyDays]:
    """One row a unit and calendar month with visits; a month without a visit counts 0 in the months after it."""
    dates = defaultdict(set)
    for visit in visits:
        if visit.kind in settings.for_office(visit.payer_number).frequent.kinds:
            person = (visit.payer_number, visit.recipient_number)
            dates[visit.month, "institution", *person, visit.institution_code].add(visit.visit_date)
            dates[visit.month, "recipient", *person, ""].add(visit.visit_date)

    rows = []
    for (month, unit, payer, recipient, institution), seen in dates.items():
        prev1, prev2 = (
            len(dates.get((month_before(month, back), unit, payer, recipient, institution), ())) for back in (1, 2)
        )
        total = len(seen) + prev1 + prev2
        rows.append(MonthlyDays(month, payer, unit, recipient, institution, len(seen), prev1, prev2, total))
    return sorted(rows)


def as_of_dates(checks: list[Check]) -> dict[tuple[str, str], date]:
    """The last date with a row, of each office and month."""
    last: dict[tuple[str, str], date] = {}
    for check in checks:
        key = (check.payer_number, check.month)
        last[key] = max(check.day, last.get(key, check.day))
    return last


def is_unfinished(payer: str, month: str, as_of: dict[tuple[str, str], date]) -> bool:
    """The office's rows stop before the month does, and nothing came after."""
    newest = max(day for (office, _), day in as_of.items() if office == payer)
    return month_of(newest) == month and newest.day < days_in(month)


def level_of(row: MonthlyDays, as_of: date, *, unfinished: bool, rule: FrequentSettings) -> str | None:
    """Return screened, early or None."""
    if row.days >= rule.month_days and row.days_3m >= rule.three_month_days:
        return "screened"
    if row.days >= rule.early_days:
        return "early"
    elapsed = as_of.day
    # days / elapsed x days of the month >= month_days, without a fraction
    on_the_way = row.days * days_in(row.month) >= rule.month_days * elapsed
    if unfinished and elapsed >= rule.early_after_day and on_the_way:
        return "early"
    return None


def frequent_visits(days: list[MonthlyDays], checks: list[Check], settings: Settings) -> list[FrequentVisits]:
    """The rows of monthly_days at a level, with the first month of the run of months at that level."""
    as_of = as_of_dates(checks)
    levels: dict[tuple[str, ...], str] = {}
    for row in days:
        level = level_of(
            row,
            as_of[row.payer_number, row.month],
            unfinished=is_unfinished(row.payer_number, row.month, as_of),
            rule=settings.for_office(row.payer_number).frequent,
        )
        if level is not None:
            levels[row[:5]] = level

    def first_month(row: MonthlyDays) -> str:
        month, *unit = row[:5]
        while levels.get((month_before(month), *unit)) == levels[row[:5]]:
            month = month_before(month)
        return month

    return sorted(
        FrequentVisits(*row, level=levels[row[:5]], first_month=first_month(row)) for row in days if row[:5] in levels
    )
