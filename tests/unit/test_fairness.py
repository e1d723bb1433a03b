"""The rules accuse nobody innocent and overlook nobody, as far as invented logs with known causes can tell."""

from pathlib import Path

import pytest
from benchmarks.fairness import ALL, ASTRAY, Fairness, World, judge_the_judge, report

from qlog.settings import Settings


def judged(folder: Path, settings: Settings | None = None) -> Fairness:
    return judge_the_judge(World(folder, recipients=250, months=3, seed=11, offices=2, settings=settings))


@pytest.fixture(scope="module")
def fairness(tmp_path_factory: pytest.TempPathFactory) -> Fairness:
    return judged(tmp_path_factory.mktemp("fairness"))


def test_with_all_lists_the_innocent_leave_review_and_the_true_ones_stay(fairness: Fairness) -> None:
    assert fairness.innocent > 100
    assert fairness.statuses[ALL].loc[ASTRAY].sum() > 10
    assert fairness.cleared >= 0.95
    assert fairness.hidden(ALL) == 0
    assert fairness.met


def test_every_list_clears_what_it_can(fairness: Fairness) -> None:
    left = {lists: fairness.accused(lists) for lists in fairness.statuses}
    assert left[ALL] < left["tickets"] < left["no list"]
    assert left[ALL] < left["other law"] < left["no list"]
    review = {lists: table["review"] for lists, table in fairness.statuses.items()}
    assert review["tickets"]["other_law"] > 0  # what a list does not know it cannot clear
    assert review["other law"]["other_law"] == 0


def test_no_flag_comes_from_rows_that_are_no_visit_of_their_own(fairness: Fairness) -> None:
    assert set(fairness.made_by) == {
        "card retries",
        "second row of combined insurance",
        "bulk queries",
        "inpatient checks",
        "overlapping deliveries",
        "pharmacies",
    }
    assert set(fairness.made_by.values()) == {0}
    assert fairness.flags.to_numpy().sum() > 20


def test_whoever_is_screened_has_a_habit(fairness: Fairness) -> None:
    screened = fairness.flags[fairness.flags.index.get_level_values("level") == "screened"]
    assert screened["habit"].sum() > 0
    assert screened.drop(columns="habit").to_numpy().sum() == 0


def test_a_new_recipient_astray_waits_for_thirty_days_and_no_longer(fairness: Fairness) -> None:
    waiting = fairness.made_new.get("pending")
    assert waiting is not None
    assert waiting.drop(index="2026-10").sum() == 0  # October is the last month of the log
    assert fairness.made_new["review"].drop(index="2026-10").sum() > 0


def test_a_rule_that_counts_bulk_queries_or_pharmacies_is_found_out(tmp_path: Path) -> None:
    unfair = judged(
        tmp_path,
        Settings.model_validate(
            {
                "visits": {"presence_methods": ["01", "02", "03", "04"]},
                "frequent": {"kinds": ["medical", "pharmacy"]},
                "unentrusted": {"new_recipient_days": 0},
            }
        ),
    )
    assert unfair.made_by["bulk queries"] > 0
    assert unfair.made_by["pharmacies"] > 0
    assert unfair.accused(ALL) > 0
    assert not unfair.met
    assert "NOT MET" in report(unfair)
