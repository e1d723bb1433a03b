"""Unentrusted visits: why there may have been no ticket, judged per recipient, institution and month."""

from collections import defaultdict
from datetime import date, timedelta
from typing import NamedTuple

from qlog.settings import Settings
from tests.reference.model import Check, Log, Ticket, UnentrustedVisits, Visit, days_in, month_of


class Place(NamedTuple):
    """One recipient at one institution."""

    payer_number: str
    recipient_number: str
    institution_code: str


def unentrusted_visits(visits: list[Visit], log: Log, settings: Settings) -> list[UnentrustedVisits]:
    """One row a month, recipient and institution with visits not entrusted. ``log`` has newest numbers."""
    dates = defaultdict(list)
    for visit in visits:
        if not visit.entrusted:
            dates[visit.month, Place(*visit[:3])].append(visit.visit_date)
    return sorted(
        UnentrustedVisits(month, *place, len(days), min(days), max(days), status(place, days, log, settings))
        for (month, place), days in dates.items()
    )


def status(place: Place, days: list[date], log: Log, settings: Settings) -> str:
    """The first cause that explains every one of the days; none is left for a caseworker: review."""
    payer, recipient, _ = place
    if all(has_ticket(place, day, log) for day in days):
        return "resolved"
    if all(has_other_law(place, day, log) for day in days):
        return "other_law"
    if awaits_registration(payer, days, log, settings) or is_new(payer, recipient, log, settings):
        return "pending"
    return "review"


def has_ticket(place: Place, day: date, log: Log) -> bool:
    """A ticket of the tickets file, or one seen on any check of the two, covers the day."""
    holders: list[Ticket | Check] = [*(log.tickets or []), *log.checks]
    return any(
        (row.payer_number, row.recipient_number, row.institution_code) == place
        and row.valid_from is not None
        and row.valid_to is not None
        and row.valid_from <= day <= row.valid_to
        for row in holders
    )


def has_other_law(place: Place, day: date, log: Log) -> bool:
    """Another payer covers the day: no institution = any institution, no end = open."""
    return any(
        (row.payer_number, row.recipient_number, row.institution_code or place.institution_code) == place
        and row.valid_from is not None
        and row.valid_from <= day
        and (row.valid_to is None or day <= row.valid_to)
        for row in log.other_law
    )


def awaits_registration(payer: str, days: list[date], log: Log, settings: Settings) -> bool:
    """All days are before the registration day, and no tickets file made after that day says otherwise."""
    registration = registration_date(month_of(days[0]), settings.for_office(payer).unentrusted.registration_day)
    if max(days) >= registration:
        return False
    return not file_speaks_for(payer, log) or today(payer, log.checks) < registration


def file_speaks_for(payer: str, log: Log) -> bool:
    """A tickets file of one office alone says nothing about the tickets of another; an empty one speaks for all."""
    if log.tickets is None:
        return False
    return not log.tickets or any(ticket.payer_number in (None, payer) for ticket in log.tickets)


def registration_date(month: str, registration_day: int) -> date:
    """The office's registration day in the month; day 31 of a shorter month is its last day."""
    return date(int(month[:4]), int(month[5:]), min(registration_day, days_in(month)))


def is_new(payer: str, recipient: str, log: Log, settings: Settings) -> bool:
    """The recipient was first seen fewer than ``new_recipient_days`` ago, and the log is old enough to tell."""
    newness = timedelta(days=settings.for_office(payer).unentrusted.new_recipient_days)
    seen = first_seen(payer, recipient, log)
    log_begins = min(check.day for check in log.checks if check.payer_number == payer)
    return today(payer, log.checks) - seen < newness and log_begins <= seen - newness


def first_seen(payer: str, recipient: str, log: Log) -> date:
    """The earliest trace of the recipient: a row of any method, or a ticket's start or registration."""
    traces = [check.day for check in log.checks if (check.payer_number, check.recipient_number) == (payer, recipient)]
    for ticket in log.tickets or []:
        if (ticket.payer_number, ticket.recipient_number) == (payer, recipient):
            traces += [day for day in (ticket.valid_from, ticket.registered_on) if day]
    return min(traces)


def today(payer: str, checks: list[Check]) -> date:
    """The newest date of any row of the office: no log knows more than that."""
    return max(check.day for check in checks if check.payer_number == payer)
