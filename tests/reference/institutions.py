"""What the log shows of each institution in a month, over all offices."""

from tests.reference.model import BULK, Check, FrequentVisits, Institution, Log, Visit, kind_of


def institutions(visits: list[Visit], frequent: list[FrequentVisits], log: Log) -> list[Institution]:
    """One row a month and institution with any check, bulk queries alone included."""
    return sorted(
        institution(month, code, visits, frequent, log)
        for month, code in {(check.month, check.institution_code) for check in log.checks}
    )


def institution(month: str, code: str, visits: list[Visit], frequent: list[FrequentVisits], log: Log) -> Institution:
    """The figures of one institution's month."""
    here = [visit for visit in visits if (visit.month, visit.institution_code) == (month, code)]
    checks = [check for check in log.checks if (check.month, check.institution_code) == (month, code)]
    repeats = sum(visit.checks >= 2 for visit in here)
    return Institution(
        month,
        code,
        institution_name=log.institution_names.get(code) or last_name(log.checks, code),
        kind=kind_of(code),
        recipients=len({(visit.payer_number, visit.recipient_number) for visit in here}),
        visits=len(here),
        checks=sum(visit.checks for visit in here),
        repeat_rate=repeats / len(here) if here else None,
        bulk_queries=sum(check.method == BULK for check in checks),
        unentrusted_visits=sum(not visit.entrusted for visit in here),
        frequent_recipients=sum(
            (row.month, row.institution_code, row.unit, row.level) == (month, code, "institution", "screened")
            for row in frequent
        ),
    )


def last_name(checks: list[Check], code: str) -> str | None:
    """The name on the newest check that has one; of several at that time the last in code-point order."""
    named = [
        (check.checked_at, check.institution_name)
        for check in checks
        if check.institution_code == code and check.institution_name
    ]
    return max(named)[1] if named else None
