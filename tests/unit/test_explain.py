"""Every check of a person: which rule counted or skipped it, and why; in a table and in words."""

import os
from collections import defaultdict
from random import Random

import pandas as pd
import pyarrow as pa
import pytest

from tests.reference.identity import with_newest_numbers
from tests.reference.judge import judge
from tests.spec import given
from tests.strategies.offices import random_log, random_settings
from tests.unit.judged import analyzed

EXAMPLES = int(os.environ.get("QLOG_EXAMPLES", "15"))
A, EAST, WEST = given.PEOPLE["A"], given.OFFICES["east"], given.OFFICES["west"]


def explained(checks: str, *, settings: dict[str, object] | None = None, **lists: str) -> pd.DataFrame:
    return analyzed(given.log(checks, **lists), given.settings(settings)).explain(A)


def test_every_check_is_counted_or_skipped_for_a_reason() -> None:
    found = explained("""
        where    | at               | method | care_type
        clinic   | 2026-10-01 09:00 | 01     | -
        clinic   | 2026-10-01 09:05 | 02     | -
        clinic2  | 2026-10-01 10:00 | 03     | -
        pharmacy | 2026-10-01 10:30 | 01     | -
        clinic   | 2026-10-02 09:00 | 04     | -
        clinic   | 2026-10-03 09:00 | 01     | 01
        clinic   | 2026-10-04 09:00 | 09     | -
        clinic   | 2026-10-05 09:00 | 01     | -
    """)
    assert list(found[["counted", "adds_day", "rule", "reason"]].itertuples(index=False, name=None)) == [
        (True, True, "monthly_days", "受診に数え、頻回受診の日数に1日加えました。"),
        (True, False, "visits", "同じ日・同じ医療機関の2回目の確認です。受診は1日のままです。"),
        (
            True,
            True,
            "monthly_days",
            "受診に数えました。同じ日にほかの医療機関も受診しているので、合計の日数は増えません。",
        ),
        (True, False, "monthly_days", "受診に数えました。薬局は頻回受診の日数に入れません。"),
        (False, False, "visits", "一括照会は本人が来ていない確認なので、受診に数えません。"),
        (False, False, "visits", "入院の確認なので、受診に数えません。"),
        (False, False, "visits", "方法コードが分からないので、受診に数えません（設定で変えられます）。"),
        (True, True, "monthly_days", "受診に数え、頻回受診の日数に1日加えました。"),
    ]


def test_the_settings_of_the_office_decide() -> None:
    checks = "office | at | method \n east | 2026-10-01 | 03 \n west | 2026-10-01 | 03"
    found = explained(checks, settings={"office": {"west": {"visits": {"presence_methods": ["01"]}}}})
    assert dict(zip(found["payer_number"], found["counted"], strict=True)) == {EAST: True, WEST: False}
    assert found["reason"].iloc[0] == "この方法は、設定で来所を示す確認とされていないので、受診に数えません。"


def test_a_number_from_before_a_change_finds_the_person() -> None:
    log = given.log("who | at \n A | 2026-10-01 \n B | 2026-10-02", aliases="old_number | new_number \n A | B")
    findings = analyzed(log)
    assert len(findings.explain(A)) == 2
    assert findings.explain(A).equals(findings.explain(given.PEOPLE["B"]))
    assert f"受給者番号 {given.PEOPLE['B']}" in findings.explain_text(A)


def test_an_office_may_be_named_and_nobody_gives_nothing() -> None:
    findings = analyzed(given.log("office | at \n east | 2026-10-01 \n west | 2026-10-02"))
    assert len(findings.explain(A)) == 2
    assert len(findings.explain(A, payer_number=WEST)) == 1
    assert findings.explain_text(A).count("公費負担者番号") == 2
    assert findings.explain(given.PEOPLE["F"]).empty
    assert findings.explain_text(given.PEOPLE["F"]) == ""
    assert list(findings.explain(given.PEOPLE["F"]).columns) == list(findings.explain(A).columns)


@pytest.mark.parametrize("number", ["' OR 1=1 --", "0000'; DROP TABLE checks", ""])
def test_a_number_is_never_a_piece_of_sql(number: str) -> None:
    assert analyzed(given.log("at \n 2026-10-01")).explain(number).empty


def test_the_explanation_adds_up_to_the_findings_of_random_offices() -> None:
    for seed in range(EXAMPLES):
        rng = Random(seed)
        log, settings = random_log(rng), random_settings(rng)
        tables = judge(log, settings)
        findings = analyzed(log, settings)
        people = {(check.payer_number, check.recipient_number) for check in with_newest_numbers(log).checks}
        told = pd.concat([findings.explain(number, payer_number=payer) for payer, number in sorted(people)])
        told = told.assign(day=told["checked_at"].dt.date, month=told["checked_at"].dt.strftime("%Y-%m"))
        [rows] = findings.query("SELECT count(*) AS n FROM checks", pa.schema([("n", pa.int64())]))["n"].to_pylist()
        assert len(told) == rows, f"seed {seed}"
        visits = told[told["counted"]].groupby(["payer_number", "recipient_number", "institution_code", "day"])
        assert {(*key, len(rows), rows["entrusted"].any()) for key, rows in visits} == {
            (*visit[:4], visit.checks, visit.entrusted) for visit in tables["visits"]
        }
        assert days_told(told) == {(*row[:5], row.days) for row in tables["monthly_days"]}, f"seed {seed}"


def days_told(told: pd.DataFrame) -> set[tuple[object, ...]]:
    """Add up the days the explanation speaks of."""
    days = defaultdict(set)
    for row in told[told["adds_day"]].itertuples():
        days[row.month, row.payer_number, "institution", row.recipient_number, row.institution_code].add(row.day)
        days[row.month, row.payer_number, "recipient", row.recipient_number, ""].add(row.day)
    return {(*key, len(seen)) for key, seen in days.items()}
