"""Duplicate checks on one day: many at one institution, or several institutions of the kinds that count."""

from collections import defaultdict

from qlog.settings import Settings
from tests.reference.model import DuplicateChecks, Visit


def duplicate_checks(visits: list[Visit], settings: Settings) -> list[DuplicateChecks]:
    """Both patterns, each row with the checks it stands for."""
    return sorted([*same_institution(visits, settings), *several_institutions(visits, settings)])


def same_institution(visits: list[Visit], settings: Settings) -> list[DuplicateChecks]:
    """Visits with many checks: one card read again and again, a matter for the institution."""
    return [
        DuplicateChecks(
            visit.visit_date,
            visit.payer_number,
            visit.recipient_number,
            "same_institution",
            visit.institution_code,
            visit.checks,
        )
        for visit in visits
        if visit.checks >= settings.for_office(visit.payer_number).duplicates.same_institution_checks
    ]


def several_institutions(visits: list[Visit], settings: Settings) -> list[DuplicateChecks]:
    """Days with visits to several institutions; a pharmacy beside a clinic is no second institution."""
    days = defaultdict(list)
    for visit in visits:
        if visit.kind in settings.for_office(visit.payer_number).duplicates.kinds:
            days[visit.visit_date, visit.payer_number, visit.recipient_number].append(visit)
    return [
        DuplicateChecks(
            *key,
            "several_institutions",
            ";".join(sorted(visit.institution_code for visit in seen)),
            sum(visit.checks for visit in seen),
        )
        for key, seen in days.items()
        if len(seen) >= settings.for_office(key[1]).duplicates.institutions_a_day
    ]
