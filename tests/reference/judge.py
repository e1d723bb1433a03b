"""All rules, one after the other: a log in, every findings table out."""

from collections.abc import Sequence
from typing import Any

from qlog.settings import Settings
from tests.reference.duplicates import duplicate_checks
from tests.reference.frequent import frequent_visits, monthly_days
from tests.reference.gaps import gaps
from tests.reference.identity import with_newest_numbers
from tests.reference.institutions import institutions
from tests.reference.model import Log
from tests.reference.summary import summary
from tests.reference.unentrusted import unentrusted_visits
from tests.reference.visits import visits


def judge(log: Log, settings: Settings) -> dict[str, Sequence[tuple[Any, ...]]]:
    """Return the tables of ``qlog.schema.FINDINGS``: rows in column order, sorted by all columns."""
    delivered = log.checks
    log = with_newest_numbers(log)
    seen = visits(log.checks, settings)
    days = monthly_days(seen, settings)
    frequent = frequent_visits(days, log.checks, settings)
    unentrusted = unentrusted_visits(seen, log, settings)
    duplicates = duplicate_checks(seen, settings)
    return {
        "visits": seen,
        "monthly_days": days,
        "frequent_visits": frequent,
        "unentrusted_visits": unentrusted,
        "duplicate_checks": duplicates,
        "institutions": institutions(seen, frequent, log),
        "summary": summary(
            checks=log.checks,
            visits=seen,
            frequent=frequent,
            unentrusted=unentrusted,
            duplicates=duplicates,
            settings=settings,
        ),
        "gaps": gaps(delivered),
    }
