"""Figures of an office's month: every measure for every month in which the office has rows, 0 where nothing."""

from collections.abc import Callable, Iterable
from typing import Any

from qlog.settings import Settings
from tests.reference.model import (
    BULK,
    KNOWN_METHODS,
    Check,
    DuplicateChecks,
    FrequentVisits,
    Measure,
    UnentrustedVisits,
    Visit,
    month_of,
)
from tests.reference.visits import has_presence_method

KINDS = ("medical", "dental", "pharmacy", "visiting_nurse", "other")
STATUSES = ("resolved", "other_law", "pending", "review")
PATTERNS = ("same_institution", "several_institutions")


def summary(
    *,
    checks: list[Check],
    visits: list[Visit],
    frequent: list[FrequentVisits],
    unentrusted: list[UnentrustedVisits],
    duplicates: list[DuplicateChecks],
    settings: Settings,
) -> list[Measure]:
    """One row a month, office and measure."""
    rows = []
    for month, payer in {(check.month, check.payer_number) for check in checks}:

        def here(table: Iterable[Any], month_in: Callable[[Any], str], office: tuple[str, str]) -> list[Any]:
            return [row for row in table if (month_in(row), row.payer_number) == office]

        office = (month, payer)
        values = {
            **of_checks(here(checks, lambda row: row.month, office), settings),
            **of_visits(here(visits, lambda row: row.month, office)),
            **of_frequent(here(frequent, lambda row: row.month, office)),
            **of_unentrusted(here(unentrusted, lambda row: row.month, office)),
            **of_duplicates(here(duplicates, lambda row: month_of(row.visit_date), office)),
        }
        rows += [Measure(month, payer, measure, value) for measure, value in values.items()]
    return sorted(rows)


def of_checks(checks: list[Check], settings: Settings) -> dict[str, int]:
    """Measures of rows as delivered, whether a visit or not."""
    return {
        "checks": len(checks),
        "checks_presence": sum(has_presence_method(check, settings) for check in checks),
        "checks_bulk": sum(check.method == BULK for check in checks),
        "checks_unknown_method": sum(check.method not in KNOWN_METHODS for check in checks),
        "recipients_seen": len({check.recipient_number for check in checks}),
        "institutions_seen": len({check.institution_code for check in checks}),
    }


def of_visits(visits: list[Visit]) -> dict[str, int]:
    """Measures of visits, in all and by kind of institution."""
    return {
        "recipients_visited": len({visit.recipient_number for visit in visits}),
        "visits": len(visits),
        **{f"visits_{kind}": sum(visit.kind == kind for visit in visits) for kind in KINDS},
        "visits_unentrusted": sum(not visit.entrusted for visit in visits),
    }


def of_frequent(frequent: list[FrequentVisits]) -> dict[str, int]:
    """Rows by level and unit, and people by level: who is screened in one unit is not early in another."""
    screened = {row.recipient_number for row in frequent if row.level == "screened"}
    early = {row.recipient_number for row in frequent if row.level == "early"} - screened
    values = {}
    for level in ("screened", "early"):
        rows = [row for row in frequent if row.level == level]
        for unit in ("institution", "recipient"):
            values[f"frequent_{level}_{unit}"] = sum(row.unit == unit for row in rows)
    return {**values, "frequent_screened_people": len(screened), "frequent_early_people": len(early)}


def of_unentrusted(unentrusted: list[UnentrustedVisits]) -> dict[str, int]:
    """Rows by status."""
    return {f"unentrusted_{name}": sum(row.status == name for row in unentrusted) for name in STATUSES}


def of_duplicates(duplicates: list[DuplicateChecks]) -> dict[str, int]:
    """Rows by pattern."""
    return {f"duplicates_{name}": sum(row.pattern == name for row in duplicates) for name in PATTERNS}
