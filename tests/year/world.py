"""What the year holds: checks at the counter, and the files that bring them, late and corrected ones too."""

import csv
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

from qlog.schema import CHECK_FIELDS
from tests.reference.model import Alias, Check, Log, Ticket, days_in

MONTHS = tuple(f"{2026 + (3 + at) // 12}-{(3 + at) % 12 + 1:02d}" for at in range(12))  # a fiscal year, from April
PAYERS = ("12016010", "12012019", "25131234")
CLINICS = ("1310000011", "1310000029", "1310000037")
OTHERS = ("1330000017", "1340000015")  # a dentist, a pharmacy
OLD_NUMBER, NEW_NUMBER = "9000001", "1000001"  # somebody of the first office whose number changes in October
CHANGED = "2026-10"


@dataclass(frozen=True)
class Delivery:
    """One file: its name, the round (place in MONTHS) in which it arrives, its rows."""

    name: str
    arrives: int
    rows: tuple[Check, ...]


@dataclass(frozen=True)
class Office:
    """All that happens in one office in the year."""

    payer: str
    deliveries: tuple[Delivery, ...]
    tickets: tuple[Ticket, ...] | None
    aliases: tuple[Alias, ...]

    def log(self, now: int) -> Log:
        """Return what an office knows in round ``now``: a check told again holds as it was told last."""
        held: dict[tuple[object, ...], Check] = {}
        for delivery in sorted(self.deliveries, key=lambda one: (one.arrives, one.name)):
            for row in delivery.rows if delivery.arrives <= now else ():
                held[row.checked_at, row.method, row.institution_code, row.recipient_number] = row
        return Log(checks=list(held.values()), tickets=self.tickets_in(now), aliases=self.aliases_in(now))

    def tickets_in(self, now: int) -> list[Ticket] | None:
        """Return the tickets registered by the end of round ``now``; None for an office that has no such list."""
        if self.tickets is None:
            return None
        return [ticket for ticket in self.tickets if ticket.registered_on <= last_day(MONTHS[now])]

    def aliases_in(self, now: int) -> list[Alias]:
        """Return the changes of number known in round ``now``: they are listed a month late."""
        return list(self.aliases) if now > MONTHS.index(CHANGED) else []


def last_day(month: str) -> date:
    """Return the last day of a month."""
    return date(int(month[:4]), int(month[5:]), days_in(month))


def invent(office: int, people: int, seed: int) -> Office:
    """Invent the year of one office."""
    rng = Random(f"{seed} {office}")
    payer = PAYERS[office]
    numbers = [f"10000{number:02d}" for number in range(1, people + 1)]
    habits = {number: (rng.choice((0.2, 0.5, 0.75)), rng.sample(CLINICS, 2)) for number in numbers}
    checks = {month: _checks(rng, payer, month, habits, changes=office == 0) for month in MONTHS}
    tickets = _tickets(rng, payer, numbers) if office < 2 else None
    aliases = (Alias(None, OLD_NUMBER, NEW_NUMBER),) if office == 0 else ()
    return Office(payer, tuple(_deliveries(rng, checks, late=office)), tickets, aliases)


def _checks(
    rng: Random, payer: str, month: str, habits: dict[str, tuple[float, list[str]]], *, changes: bool
) -> list[Check]:
    rows = []
    for number, (share, clinics) in habits.items():
        person = OLD_NUMBER if changes and number == NEW_NUMBER and month < CHANGED else number
        for day in range(1, days_in(month) + 1):
            seen = clinics[: rng.choice((1, 1, 2))] if rng.random() < share else []
            seen += rng.sample(OTHERS, rng.random() < 0.05)
            today = date(int(month[:4]), int(month[5:]), day)
            rows += [_check(rng, payer, person, code, today) for code in seen for _ in range(rng.choice((1, 1, 1, 2)))]
    return rows


def _check(rng: Random, payer: str, person: str, code: str, day: date) -> Check:
    at = datetime(day.year, day.month, day.day) + timedelta(seconds=rng.randrange(9 * 3600, 18 * 3600))
    row = Check(
        at, rng.choice(("01", "01", "01", "02", "04")), code, "架空医院", payer, person,
        name="作詩　架空", kana="ｻｸｼ ｶｸｳ", sex="1", birth_date=date(1950, 1, 1), validity="6",
    )  # fmt: skip
    return _registered(row) if rng.random() < 0.6 else row


def _registered(row: Check) -> Check:
    """Return the check as it looks once the ticket of the month is registered."""
    return replace(
        row, validity="1", ticket_kind="01", care_type="02", service_month=row.month,
        valid_from=row.day.replace(day=1), valid_to=last_day(row.month), single_or_combined="01",
    )  # fmt: skip


def _tickets(rng: Random, payer: str, numbers: list[str]) -> tuple[Ticket, ...]:
    tickets = []
    for month in MONTHS:
        for number in numbers:
            first = last_day(month).replace(day=rng.choice((1, 1, 16)))
            registered = first + timedelta(days=rng.randint(5, 70))
            tickets.append(Ticket(payer, number, rng.choice(CLINICS), first, last_day(month), registered, "01"))
    return tuple(tickets)


def _deliveries(rng: Random, checks: dict[str, list[Check]], *, late: int) -> list[Delivery]:
    """Return the files: one a month, one of them a month late, some overlapping, some telling old checks otherwise."""
    made = []
    for at, month in enumerate(MONTHS):
        before = checks[MONTHS[at - 1]] if at else []
        overlap = [row for row in before if row.day.day > 24] if rng.random() < 0.4 else []
        arrives = at + 1 if at == 3 + 2 * late else at
        made.append(Delivery(f"{month}_1.csv", arrives, tuple(overlap + checks[month])))
        corrected = [_registered(row) for row in before if row.validity == "6" and rng.random() < 0.3]
        if at and corrected and rng.random() < 0.5:
            made.append(Delivery(f"{month}_2.csv", arrives, tuple(corrected)))
    return made


def write(delivery: Delivery, folder: Path) -> None:
    """Write a delivery as the office downloads it."""
    with (folder / delivery.name).open("w", encoding="cp932", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL)
        writer.writerow(column.jp for column in CHECK_FIELDS)
        for row in delivery.rows:
            writer.writerow(_text(getattr(row, field.name)) for field in fields(Check))


def write_lists(office: Office, now: int, folder: Path) -> None:
    """Write the office's lists as they are in round ``now``."""
    if (tickets := office.tickets_in(now)) is not None:
        header = "公費負担者番号,受給者番号,医療機関等コード,有効開始年月日,有効終了年月日,登録年月日,医療券調剤券別"
        lines = [",".join(_text(getattr(ticket, one.name)) for one in fields(Ticket)) for ticket in tickets]
        (folder / "tickets.csv").write_text("\n".join([header, *lines, ""]), encoding="utf-8")
    if aliases := office.aliases_in(now):
        text = "\n".join(["旧受給者番号,新受給者番号", *(f"{one.old_number},{one.new_number}" for one in aliases), ""])
        (folder / "aliases.csv").write_text(text, encoding="utf-8")


def _text(value: str | date | datetime | None) -> str:
    if isinstance(value, datetime):
        return f"{value:%Y%m%d%H%M%S}"
    if isinstance(value, date):
        return f"{value:%Y%m%d}"
    return (value or "").replace("-", "")
