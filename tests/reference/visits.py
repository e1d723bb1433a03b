"""Visit: one recipient at one institution on one calendar day with at least one check that implies presence."""

from collections import defaultdict

from qlog.settings import Settings
from tests.reference.model import CARD, INPATIENT, Check, Visit, kind_of


def has_presence_method(check: Check, settings: Settings) -> bool:
    """The method of the check is one the office counts as presence."""
    return check.method in settings.for_office(check.payer_number).visits.presence_methods


def visits(checks: list[Check], settings: Settings) -> list[Visit]:
    """All visits; entrusted if any of the visit's own checks had a ticket."""
    of_visit = defaultdict(list)
    for check in checks:
        if has_presence_method(check, settings) and check.care_type != INPATIENT:
            key = (check.payer_number, check.recipient_number, check.institution_code, check.day)
            of_visit[key].append(check)
    return sorted(
        Visit(
            *key,
            kind=kind_of(key[2]),
            checks=len(seen),
            checks_by_card=sum(check.method == CARD for check in seen),
            entrusted=any(check.has_ticket for check in seen),
        )
        for key, seen in of_visit.items()
    )
