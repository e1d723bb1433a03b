"""Which rows count: a row delivered twice counts once, and a person who changed number is one person."""

from dataclasses import replace
from typing import TypeVar

from tests.reference.model import Alias, Check, Log, OtherLaw, Ticket

Row = TypeVar("Row", Ticket, OtherLaw)


def next_number(payer_number: str | None, number: str, aliases: list[Alias]) -> str | None:
    """The number that came after ``number`` in this office: an own row of the office holds before one of none."""
    changes = [alias for alias in aliases if alias.old_number == number != alias.new_number]
    own = [alias.new_number for alias in changes if alias.payer_number and alias.payer_number == payer_number]
    general = [alias.new_number for alias in changes if not alias.payer_number]
    newer = own or general
    return newer[-1] if newer else None


def newest_number(payer_number: str | None, number: str, aliases: list[Alias]) -> str:
    """Follow the aliases from number to number to the last.

    A number that was changed back has no last one: of the numbers that go round, the smallest stands for the person.
    """
    path = [number]
    while (following := next_number(payer_number, path[-1], aliases)) is not None:
        if following in path:
            return min(path[path.index(following) :])
        path.append(following)
    return path[-1]


def distinct_checks(checks: list[Check], aliases: list[Alias]) -> list[Check]:
    """Give every check the newest number of its recipient, then keep one of rows equal in all fields."""
    renumbered = [
        replace(check, recipient_number=newest_number(check.payer_number, check.recipient_number, aliases))
        for check in checks
    ]
    return sorted(set(renumbered), key=lambda check: (check.payer_number, check.checked_at))


def with_newest_numbers(log: Log) -> Log:
    """Return the log with aliases applied everywhere: a ticket or a law under the old number is the person's, too.

    A reference row without an office is met by checks of any office, so it is copied for each office in the log.
    """
    offices = sorted({check.payer_number for check in log.checks})

    def renumber(rows: list[Row]) -> list[Row]:
        return [
            replace(row, payer_number=payer, recipient_number=newest_number(payer, row.recipient_number, log.aliases))
            for row in rows
            for payer in ([row.payer_number] if row.payer_number else offices)
        ]

    return replace(
        log,
        checks=distinct_checks(log.checks, log.aliases),
        tickets=None if log.tickets is None else renumber(log.tickets),
        other_law=renumber(log.other_law),
    )
