"""An invented office for the workbook tests: three months of checks, judged by the rules, as a workbook is given it."""

import random
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from qlog import schema
from qlog.analysis import analyze_table
from qlog.codes import kind_of
from qlog.coverage import coverages
from qlog.export.workbook import FileResult, ImportResult, OfficeMonth, Person, RejectCount, UnknownCode, candidate_days
from qlog.references import References
from qlog.settings import Settings

PAYER = "12016010"
CLINICS = ("2714591373", "2715421448", "2716891110", "2717120287")
DENTIST, PHARMACY, NURSE = "2732114330", "2747461404", "2760000013"
NAMES = {
    CLINICS[0]: "みどり内科クリニック",
    CLINICS[1]: "医療法人社団あおぞら会　あおぞら整形外科リハビリテーションクリニック",
    CLINICS[2]: "駅前診療所",
    CLINICS[3]: "中央病院", DENTIST: "さくら歯科", PHARMACY: "ひまわり薬局", NURSE: "訪問看護ステーションつばさ",
}  # fmt: skip
FAMILY, GIVEN = ("佐藤", "鈴木", "髙橋", "田中", "●辺"), ("一郎", "花子", "恵子", "健", "さくら")


def invented_checks(*, people: int = 60, until: date = date(2026, 10, 31), seed: int = 7) -> list[dict[str, Any]]:
    """Make checks of August to October 2026: a few people go often, tickets come by the 15th, cards are read twice."""
    dice = random.Random(seed)
    rows: list[dict[str, Any]] = []
    for person in range(people):
        number = f"{person:07d}"  # zeros in front: a number of a person is text
        clinic = dice.choice(CLINICS)
        daily = 0.75 if person < 4 else 0.45 if person < 9 else 0.06
        day = date(2026, 8, 1) if person % 10 else date(2026, 10, 5)  # every tenth is new
        while day <= until:
            chance = daily if day.weekday() < 6 else daily / 4
            if dice.random() < chance:
                where = clinic if dice.random() < 0.85 else dice.choice([*CLINICS, DENTIST, NURSE])
                ticket = day.day >= 15 and dice.random() < 0.7
                for code in (where, PHARMACY) if dice.random() < 0.3 else (where,):
                    times = dice.choice((1, 1, 1, 2, 3))
                    rows += [check(number, code, day, minute=minute, ticket=ticket) for minute in range(times)]
            day += timedelta(days=1)
    return rows


def check(number: str, code: str, day: date, *, minute: int = 0, ticket: bool = True) -> dict[str, Any]:
    """Make one check; what the tests do not look at stays empty."""
    person = int(number)
    return {
        "checked_at": datetime(day.year, day.month, day.day, 9, minute), "method": "01", "institution_code": code,
        "institution_name": NAMES.get(code, "試験診療所"), "payer_number": PAYER, "recipient_number": number,
        "name": f"{FAMILY[person % 5]}　{GIVEN[person // 5 % 5]}", "kana": "ﾃｽﾄ ﾀﾛｳ", "birth_date": date(1950, 1, 1),
        "validity": "1" if ticket else "6", "ticket_kind": "01" if ticket else None,
        "valid_from": day.replace(day=15) if ticket else None,
        "valid_to": day.replace(day=28) if ticket else None, "line": 1,
    }  # fmt: skip


def office_month(
    rows: Iterable[dict[str, Any]],
    *,
    settings: Settings | None = None,
    month: str = "2026-10",
    references: References | None = None,
    **changes: Any,
) -> OfficeMonth:
    """Judge checks with the rules and collect the month of the office."""
    settings, references = settings or Settings(), references or References()
    rows = list(rows)
    checks = pa.Table.from_pylist(
        [{name: row.get(name) for name in schema.CHECKS.names} for row in rows], schema=schema.CHECKS.arrow_schema()
    )
    found = analyze_table(checks, settings=settings, references=references, month=month)
    days = sorted(row["checked_at"].date() for row in rows)
    first_seen: dict[str, date] = {}
    for row in rows:
        day = row["checked_at"].date()
        first_seen[row["recipient_number"]] = min(day, first_seen.get(row["recipient_number"], day))
    monthly = _of_month(found.table("monthly_days"), month)
    office = OfficeMonth(
        payer_number=PAYER,
        office_name="あおば市福祉事務所",
        month=month,
        first_date=days[0],
        as_of=max(day for day in days if f"{day:%Y-%m}" == month),
        last_date=days[-1],
        generated_on=date(2026, 11, 4),
        settings=settings,
        candidates=monthly.filter(pc.greater_equal(monthly["days"], candidate_days(settings))),
        frequent=_of_month(found.table("frequent_visits"), month),
        unentrusted=_of_month(found.table("unentrusted_visits"), month),
        duplicates=_on_days(found.table("duplicate_checks"), month),
        institutions=_of_month(found.table("institutions"), month),
        visits=found.table("visits"),
        gaps=found.table("gaps"),
        caseworkers=references.caseworkers,
        tickets_given=references.tickets is not None,
        details=_of_month(found.table("frequent_details"), month),
        reasons=_of_month(found.table("unentrusted_reasons"), month),
        coverage=tuple(coverages(found.table("coverage"))),
        first_seen=first_seen,
        people={row["recipient_number"]: Person(row["name"], row["kana"], row["birth_date"]) for row in rows},
        institution_names=NAMES,
    )
    return replace(office, **changes)


def empty_month(**changes: Any) -> OfficeMonth:
    """Return the month of an office of which the log has no row."""
    tables = {
        "candidates": schema.MONTHLY_DAYS, "frequent": schema.FREQUENT_VISITS, "unentrusted": schema.UNENTRUSTED_VISITS,
        "duplicates": schema.DUPLICATE_CHECKS, "institutions": schema.INSTITUTIONS, "visits": schema.VISITS,
        "gaps": schema.GAPS,
    }  # fmt: skip
    office = OfficeMonth(
        payer_number=PAYER, office_name="", month="2026-10", first_date=None, as_of=None, last_date=None,
        generated_on=date(2026, 11, 4), settings=Settings(),
        **{name: table.arrow_schema().empty_table() for name, table in tables.items()},
    )  # fmt: skip
    return replace(office, **changes)


def caseworkers(numbers: Iterable[str]) -> pa.Table:
    """Return a list of caseworkers: every fifth person must not be contacted at home."""
    rows = [
        {"payer_number": PAYER, "recipient_number": number, "caseworker": ("山田", "小川")[at % 2], "district": "",
         "undisclosed": at % 5 == 0}
        for at, number in enumerate(numbers)
    ]  # fmt: skip
    return pa.Table.from_pylist(rows, schema=schema.CASEWORKERS.arrow_schema())


def imports() -> ImportResult:
    """Return how three invented files were read: one well, one with broken rows, one not at all."""
    return ImportResult(
        files=(
            FileResult("shikaku_log_202609.csv", "cp932", "default", 1865, 1865, 12, 0),
            FileResult("shikaku_log_202610.csv", "utf-8-sig", "default", 1746, 1740, 0, 6),
            FileResult("memo.csv", refused="資格確認実績ログの見出しが見つかりません。項目の並びを確かめてください。"),
        ),
        rejects=(RejectCount("shikaku_log_202610.csv", "日付として読めない", 4),
                 RejectCount("shikaku_log_202610.csv", "列の数が見出しと違う", 2)),
        unknown_codes=(UnknownCode("資格確認方法", "07", 3),),
        warnings=("shikaku_log_202610.csv：検査数字の合わないコードが 2 件あります（行は数えています）。",),
    )  # fmt: skip


def visit_rows(count: int) -> pa.Table:
    """Return ``count`` rows of visits, for tests of size."""
    start = date(2026, 8, 1)
    return pa.table(
        {
            "payer_number": [PAYER] * count,
            "recipient_number": [f"{at // 8:07d}" for at in range(count)],
            "institution_code": [CLINICS[at % 4] for at in range(count)],
            "visit_date": [start + timedelta(days=at % 92) for at in range(count)],
            "kind": [kind_of(CLINICS[at % 4]) for at in range(count)],
            "checks": [1 + at % 3 for at in range(count)],
            "checks_by_card": [1] * count,
            "entrusted": [at % 5 > 0 for at in range(count)],
        },
        schema=schema.VISITS.arrow_schema(),
    )


def _of_month(table: pa.Table, month: str) -> pa.Table:
    return table.filter(pc.equal(table["month"], month))


def _on_days(table: pa.Table, month: str) -> pa.Table:
    return table.filter(pc.equal(pc.strftime(table["visit_date"], format="%Y-%m"), month))
