"""Compare the tables of a run with answers worked out row by row: ``compare_answers.py ANSWERS.json OUT``.

Prints one line a question; ends with 1 if any answer differs.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd

FREQUENT = ["unit", "month", "recipient_number", "institution_code", "days", "days_3m"]


def rows(table: pd.DataFrame, columns: list[str]) -> Counter[tuple[Any, ...]]:
    """Count the rows of ``table`` as plain tuples; dates as YYYY-MM-DD."""
    plain = table[columns].assign(**{name: table[name].astype(str) for name in columns if "date" in name})
    return Counter(plain.itertuples(index=False, name=None))


def expected(answers: Iterable[list[Any]]) -> Counter[tuple[Any, ...]]:
    """Count the listed answers."""
    return Counter(tuple(answer) for answer in answers)


def unentrusted(table: pd.DataFrame) -> dict[str, list[Any]]:
    """Give the shape of the answers: month|recipient|institution -> days, resolved or open."""
    return {
        f"{row.month}|{row.recipient_number}|{row.institution_code}": [
            row.visit_days,
            "resolved" if row.status == "resolved" else "open",
        ]
        for row in table.itertuples()
    }


def questions(answers: dict[str, Any], out: Path) -> Iterable[tuple[str, object, object]]:
    """Give name, expected and found of every listed answer."""

    def table(name: str) -> pd.DataFrame:
        return pd.read_parquet(out / "tables" / f"{name}.parquet")

    frequent, duplicates, summary = table("frequent_visits"), table("duplicate_checks"), table("summary")
    same = duplicates[duplicates.pattern == "same_institution"]
    several = duplicates[duplicates.pattern == "several_institutions"]
    day = ["visit_date", "recipient_number", "institution_codes"]
    yield "checks", answers["checks"], summary.value[summary.measure == "checks"].sum()
    yield "visits", answers["visits"], len(table("visits"))
    yield "frequent", expected(answers["frequent"]), rows(frequent[frequent.level == "screened"], FREQUENT)
    yield "same_institution", expected(answers["same_institution"]), rows(same, [*day, "checks"])
    yield "several_institutions", expected(answers["several_institutions"]), rows(several, day)
    yield "unentrusted", answers["unentrusted"], unentrusted(table("unentrusted_visits"))


def main() -> int:
    """Compare and print; return the exit code."""
    answers = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    wrong = 0
    for name, answer, found in questions(answers, Path(sys.argv[2])):
        print(f"{name}: {'equal' if answer == found else 'DIFFERENT'}")
        wrong += answer != found
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
