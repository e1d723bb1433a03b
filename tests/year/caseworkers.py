"""What caseworkers write, kept in plain Python; it knows the rules of docs/ledger.md, and nothing of qlog's code."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any, NamedTuple

from tests.reference.judge import judge
from tests.reference.model import Log, month_of
from tests.year.world import last_day

FREQUENT, TICKETS = "頻回受診の傾向", "未委託受診"
HEADERS = {
    FREQUENT: {
        "progress": "確認状況", "consulted": "協議日", "opinion": "主治医・嘱託医の意見",
        "confirmed_until": "確認の期限", "guided": "指導日",
        "next_days": "翌月の日数", "improved": "改善", "remark": "備考",
    },
    TICKETS: {"progress": "確認状況", "checked": "確認日", "remark": "備考"},
}  # fmt: skip
NEEDED = "必要な受診"
_WORDS = {
    (FREQUENT, "progress"): ("医師に照会中", "医師と協議済み", "見守り"),
    (FREQUENT, "opinion"): (NEEDED, NEEDED, "回数の見直しが必要", "判断を保留"),
    (FREQUENT, "improved"): ("改善", "一部改善", "変わらない"),
    (TICKETS, "progress"): ("医療機関等に照会中", "医療券を登録済み"),
}


class Key(NamedTuple):
    """A row: the sheet, and whom and what it is about (the unit is empty on 未委託受診)."""

    sheet: str
    person: str
    unit: str
    code: str


Entries = dict[Key, dict[str, Any]]


@dataclass(frozen=True)
class Copy:
    """One workbook that came back: its name, its month, everything in it that can be read."""

    name: str
    month: str
    entries: Entries
    unreadable: bool = False  # a cell holds what its column does not ask for


@dataclass
class Memory:
    """All copies that came back to one office, in the order they were read."""

    copies: list[Copy] = field(default_factory=list)

    def standing(self) -> list[Copy]:
        """A copy of the same name and month replaces the one before."""
        return sorted({(copy.name, copy.month): copy for copy in self.copies}.values(), key=self.copies.index)

    def told(self, log: Log) -> dict[tuple[str, Key], dict[str, list[Any]]]:
        """Month and row (under the newest number) -> field -> what was written, one after the other."""
        newest = {alias.old_number: alias.new_number for alias in log.aliases}
        told: dict[tuple[str, Key], dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
        for copy in self.standing():
            for key, entries in copy.entries.items():
                for name, value in entries.items():
                    row = key._replace(person=newest.get(key.person, key.person))
                    told[copy.month, row][name].append(value)
        return told


def invent_entries(rng: Random, rows: Iterable[Key], month: str) -> Entries:
    """Write something on some of the rows, months after ``month``."""
    entries: Entries = {}
    for key in rows:
        if rng.random() < 0.6:
            names = [name for name in HEADERS[key.sheet] if rng.random() < 0.5]
            entries[key] = {name: _value(rng, key.sheet, name, month) for name in names}
    return entries


def _value(rng: Random, sheet: str, name: str, month: str) -> Any:
    if (sheet, name) in _WORDS:
        return rng.choice(_WORDS[sheet, name])
    if name == "remark":
        return f"所見{rng.randrange(1000)}"
    if name == "next_days":
        return rng.randrange(20)
    return last_day(month) + timedelta(days=rng.randrange(1, 100 if name == "confirmed_until" else 28))


def shown(value: Any) -> str:
    """Return an entry as the texts of a workbook show it."""
    return f"{value.year}/{value.month}/{value.day}" if isinstance(value, date) else str(value)


@dataclass(frozen=True)
class Expected:
    """What must be there in round by round: the findings, and everything that follows from what was written."""

    month: str
    findings: dict[str, Any]
    told: dict[tuple[str, Key], dict[str, list[Any]]]

    def cells(self) -> Entries:
        """Return what stands in the cells of the month: the entry read last."""
        return {key: _last(told) for (month, key), told in self.told.items() if month == self.month}

    def earlier(self, key: Key) -> Iterator[str]:
        """Yield what the row of ``key`` must say about the three months with entries before."""
        months = sorted((month for month, row in self.told if row == key and month < self.month), reverse=True)
        for month in months[:3]:
            for name, value in _last(self.told[month, key]).items():
                yield f"{HEADERS[key.sheet][name]} {shown(value)}"

    def register(self) -> list[dict[str, Any]]:
        """Return the rows of tables/ledger without the note."""
        days = {row[:5]: row for row in self.findings["monthly_days"]}
        first: dict[Key, str] = {}
        for row in self.findings["frequent_visits"]:
            key = Key(FREQUENT, row.recipient_number, row.unit, row.institution_code)
            first[key] = min(first.get(key, row.month), row.month)
        rows = []
        for (month, key), told in self._frequent():
            payer = self.findings["monthly_days"][0].payer_number
            found = days.get((month, payer, key.unit, key.person, key.code))
            counted = (found.days_prev2, found.days_prev1, found.days) if found else (None, None, None)
            rows.append(
                {
                    "payer_number": payer, "recipient_number": key.person, "unit": key.unit,
                    "institution_code": key.code, "month": month, "first_month": first.get(key),
                    **dict(zip(("days_prev2", "days_prev1", "days"), counted, strict=True)),
                    **{name: _last(told).get(name) for name in HEADERS[FREQUENT]}, "caseworker": None,
                }
            )  # fmt: skip
        return rows

    def notes(self) -> Iterator[list[str]]:
        """Yield for each row of the register what its note must say."""
        for _, told in self._frequent():
            differing = [values for values in told.values() if any(value != values[0] for value in values)]
            yield [
                *(["医師が必要な受診と確認"] if _last(told).get("opinion") == NEEDED else []),
                *(f"「{shown(value)}」" for values in differing for value in values),
            ]

    def conflicts(self) -> int:
        """Return how many cells say different things in different copies."""
        return sum(
            any(value != values[0] for value in values) for told in self.told.values() for values in told.values()
        )

    def exclusions(self) -> list[dict[str, Any]]:
        """Return the rows of tables/exclusions."""
        opinions: dict[Key, tuple[str, str]] = {}
        until: dict[Key, date] = {}
        for (month, key), told in self._frequent(by_month=True):
            if "opinion" in told:
                opinions[key] = (told["opinion"][-1], month)
            if "confirmed_until" in told:
                until[key] = told["confirmed_until"][-1]
        levels = {row[:5]: row.level for row in self.findings["frequent_visits"]}
        rows = []
        for row in self.findings["monthly_days"]:
            key = Key(FREQUENT, row.recipient_number, row.unit, row.institution_code)
            opinion, since = opinions.get(key, ("", ""))
            if row.month == self.month and opinion == NEEDED and key in until:
                last = max(
                    visit.visit_date
                    for visit in self.findings["visits"]
                    if visit.recipient_number == key.person
                    and visit.kind == "medical"
                    and month_of(visit.visit_date) == self.month
                    and key.code in ("", visit.institution_code)
                )
                rows.append(
                    {
                        "month": self.month, "payer_number": row.payer_number, "recipient_number": key.person,
                        "unit": key.unit, "institution_code": key.code, "days": row.days,
                        "level": levels.get(row[:5]), "last_date": last, "opinion_month": since,
                        "confirmed_until": until[key], "excluded": last <= until[key],
                    }
                )  # fmt: skip
        return sorted(rows, key=lambda row: (row["recipient_number"], row["unit"], row["institution_code"]))

    def _frequent(self, *, by_month: bool = False) -> list[tuple[tuple[str, Key], dict[str, list[Any]]]]:
        rows = [
            (at, told) for at, told in self.told.items() if at[1].sheet == FREQUENT and at[0] <= self.month and told
        ]

        def order(row: tuple[tuple[str, Key], dict[str, list[Any]]]) -> tuple[str, ...]:
            month, key = row[0]
            return (month,) if by_month else (key.person, key.unit, key.code, month)

        return sorted(rows, key=order)


def expect(log: Log, settings: Any, memory: Memory) -> Expected:
    """Return what must be there for an office that knows ``log`` and has got back what ``memory`` holds."""
    findings = judge(log, settings)
    return Expected(max(check.month for check in log.checks), dict(findings), memory.told(log))


def _last(told: dict[str, list[Any]]) -> dict[str, Any]:
    return {name: values[-1] for name, values in told.items()}
