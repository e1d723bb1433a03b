"""Small random offices: few people, few institutions, few months, and every oddity the rules know of.

Everything is drawn from one ``random.Random``: a plain seeded loop makes thousands of logs quickly, and hypothesis
drives the same code (``st.randoms``) where a failure should shrink.
"""

from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from qlog.settings import Settings
from tests.reference.model import Alias, Check, Log, OtherLaw, Ticket

OFFICES = ("12016010", "12012019", "25131234")
PEOPLE = tuple(f"100000{number}" for number in range(1, 7))
OLD_NUMBERS = tuple(f"900000{number}" for number in range(1, 5))
INSTITUTIONS = (
    "1310000011",
    "1310000029",
    "1310000037",
    "1330000017",
    "1340000015",
    "1360000010",
    "1390000014",
    "0010011",
)
NAMES = (None, None, "あおば医院", "みどり医院", "○● clinic", "=1+1")
METHODS = ("01", "01", "01", "02", "03", "04", "09", "")
KINDS = ("medical", "dental", "pharmacy", "visiting_nurse", "other")
# month ends, a leap February, December to January, the week of holidays in May
STARTS = (date(2026, 8, 1), date(2026, 11, 1), date(2027, 12, 1), date(2026, 3, 20), date(2028, 1, 10))
MIDNIGHTS = ((0, 0, 0), (23, 59, 59))


def random_log(rng: Random) -> Log:
    """A log of up to four months with the reference files an office may or may not give."""
    start = rng.choice(STARTS)
    length = rng.choice((3, 25, 40, 70, 110))
    aliases = random_aliases(rng)
    numbers = [*PEOPLE[: rng.randint(1, 6)], *(alias.old_number for alias in aliases)]
    offices = OFFICES[: rng.choice((1, 1, 2, 3))]
    checks = [
        check
        for payer in offices
        for recipient in numbers
        for check in random_checks(rng, payer, recipient, start, length)
    ]
    payers = (None, *offices, OFFICES[-1])
    return Log(
        checks=checks or [random_check(rng, offices[0], numbers[0], INSTITUTIONS[0], start)],
        tickets=random_tickets(rng, payers, numbers, start, length) if rng.random() < 0.5 else None,
        other_law=random_other_law(rng, payers, numbers, start, length) if rng.random() < 0.5 else [],
        aliases=aliases,
        institution_names={code: rng.choice(NAMES) for code in rng.sample(INSTITUTIONS, rng.choice((0, 0, 2)))},
    )


def random_checks(rng: Random, payer: str, recipient: str, start: date, length: int) -> list[Check]:
    """The checks of one person: a habit of visits, with retries, copies and rows that differ in one field."""
    share = rng.choice((0, 0.05, 0.3, 0.6, 0.95))
    favourites = rng.sample(INSTITUTIONS, rng.randint(1, 3))
    checks = []
    for offset in range(length):
        for institution in favourites[: rng.choice((1, 1, 1, 2, 3))]:
            if rng.random() < share:
                check = random_check(rng, payer, recipient, institution, start + timedelta(days=offset))
                checks += [check] * rng.choice((1, 1, 1, 1, 2))
                if rng.random() < 0.1:
                    checks.append(random_check(rng, payer, recipient, institution, check.day))
    return checks


def random_check(rng: Random, payer: str, recipient: str, institution: str, day: date) -> Check:
    """One row; with a ticket or without, at any time of the day."""
    hour, minute, second = rng.choice((*MIDNIGHTS, (9, 0, 0), (rng.randint(8, 18), rng.randint(0, 59), 0)))
    return Check(
        checked_at=datetime(day.year, day.month, day.day, hour, minute, second),
        method=rng.choice(METHODS),
        institution_code=institution,
        institution_name=rng.choice(NAMES),
        payer_number=payer,
        recipient_number=recipient,
        disease_1=rng.choice((None, None, "高血圧症")),
        **random_ticket_items(rng, day),
    )


def random_ticket_items(rng: Random, day: date) -> dict[str, Any]:
    """The ticket on a row: none, whole, or some of its items only."""
    if rng.random() < 0.5:
        return {}
    items: dict[str, Any] = {
        "ticket_kind": "01",
        "valid_from": day - timedelta(days=rng.randint(0, 20)),
        "valid_to": day + timedelta(days=rng.randint(-3, 20)),
    }
    if rng.random() < 0.2:
        del items[rng.choice(tuple(items))]
    return {**items, "care_type": rng.choice((None, "02", "02", "02", "01"))}


def random_tickets(
    rng: Random, payers: tuple[str | None, ...], numbers: list[str], start: date, length: int
) -> list[Ticket]:
    """A tickets file, perhaps empty."""
    tickets = []
    for _ in range(rng.choice((0, 1, 5, 20))):
        valid_from = start + timedelta(days=rng.randint(-60, length))
        valid_to = valid_from + timedelta(days=rng.randint(0, 40))
        registered_on = rng.choice((None, valid_from + timedelta(days=rng.randint(-30, 40))))
        holder = (rng.choice(payers), rng.choice(numbers), rng.choice(INSTITUTIONS))
        tickets.append(Ticket(*holder, valid_from, valid_to, registered_on, "01"))
    return tickets


def random_other_law(
    rng: Random, payers: tuple[str | None, ...], numbers: list[str], start: date, length: int
) -> list[OtherLaw]:
    """A list of other laws: any institution or one, with an end or open."""
    rows = []
    for _ in range(rng.choice((1, 4, 8))):
        valid_from = start + timedelta(days=rng.randint(-60, length))
        valid_to = rng.choice((None, valid_from + timedelta(days=rng.randint(0, 60))))
        institution = rng.choice((None, *INSTITUTIONS))
        rows.append(OtherLaw(rng.choice(payers), rng.choice(numbers), "21", institution, valid_from, valid_to))
    return rows


def random_aliases(rng: Random) -> list[Alias]:
    """Changes of number: to a new number, along a chain, back again, and rows that contradict each other."""
    return [
        Alias(rng.choice((None, None, OFFICES[0])), rng.choice(OLD_NUMBERS), rng.choice((*PEOPLE, *OLD_NUMBERS)))
        for _ in range(rng.choice((0, 0, 0, 1, 2, 6)))
    ]


def random_settings(rng: Random) -> Settings:
    """Settings for all, and perhaps others for one office."""
    office = {rng.choice(OFFICES): random_sections(rng)} if rng.random() < 0.3 else {}
    common = random_sections(rng) if rng.random() < 0.6 else {}
    return Settings.model_validate({**common, "office": office})


def random_sections(rng: Random) -> dict[str, Any]:
    """Some of the four sections, each with numbers small logs can reach."""
    month_days = rng.randint(2, 20)
    sections = {
        "visits": {"presence_methods": rng.sample(("01", "02", "03", "04", "09"), rng.randint(1, 5))},
        "frequent": {
            "kinds": rng.sample(KINDS, rng.randint(1, 5)),
            "month_days": month_days,
            "three_month_days": rng.randint(month_days, 3 * month_days),
            "early_days": rng.randint(1, month_days),
            "early_after_day": rng.randint(1, 31),
        },
        "unentrusted": {
            "registration_day": rng.choice((1, 10, 15, 20, 28, 30, 31)),
            "new_recipient_days": rng.choice((0, 1, 10, 30, 60)),
        },
        "duplicates": {
            "same_institution_checks": rng.randint(2, 3),
            "institutions_a_day": rng.randint(2, 3),
            "kinds": rng.sample(KINDS, rng.randint(1, 5)),
        },
    }
    return {name: section for name, section in sections.items() if rng.random() < 0.6}
