"""The calendar of a person and the distribution of days: what is drawn is what was found."""

import pandas as pd
import pytest

from qlog import plot
from qlog.errors import SettingsError
from qlog.schema import LEVELS
from qlog.settings import Settings
from tests.spec import given
from tests.unit.drawn import MONTH, bars, cells, colours, figures, key, sample, two_offices, upright_lines, words
from tests.unit.judged import analyzed

EAST, WEST = given.OFFICES["east"], given.OFFICES["west"]
A, B = given.PEOPLE["A"], given.PEOPLE["B"]
MONTHS = ["2026-08", "2026-09", "2026-10"]
__all__ = ["figures"]
pytestmark = pytest.mark.usefixtures("figures")
COUNT = 33  # the column right of the days


def busiest() -> str:
    people = sample().monthly_days.query("unit == 'recipient'").sort_values("days_3m")
    return str(people["recipient_number"].iloc[-1])


def test_the_calendar_marks_every_day_of_a_visit_and_no_other() -> None:
    visits = sample().visits.query("recipient_number == @number", local_dict={"number": busiest()})
    days = {(MONTHS.index(f"{day:%Y-%m}"), day.day) for day in visits["visit_date"]}
    marks = {place for place, mark in cells(plot.visit_calendar(sample(), busiest())).items() if place[1] != COUNT}
    assert len(days) > 20
    assert marks == days


def test_the_calendar_counts_the_days_that_count_for_frequent_visits() -> None:
    days = sample().monthly_days.query("unit == 'recipient'").set_index(["recipient_number", "month"])["days"]
    drawn = cells(plot.visit_calendar(sample(), busiest()))
    assert [int(drawn[row, COUNT]) for row in range(3)] == [days[busiest(), month] for month in MONTHS]


def test_the_marks_are_those_of_the_workbook() -> None:
    log = given.log("""
        who | where    | at
        A   | clinic   | 2026-10: 1,2
        A   | clinic2  | 2026-10-02
        A   | pharmacy | 2026-10: 2,3
        A   | dentist  | 2026-10-05
        A   | nurse    | 2026-10-06
        A   | midwife  | 2026-10-07
    """)
    drawn = cells(plot.visit_calendar(analyzed(log), A))
    assert drawn == {
        (0, 1): "医", (0, 2): "複", (0, 3): "薬", (0, 5): "歯", (0, 6): "訪", (0, 7): "他", (0, COUNT): "2"
    }  # fmt: skip


def test_days_off_are_grey_and_the_month_ends_where_it_ends() -> None:
    log = given.log("at\n2026-09-01\n2026-10-01")
    drawn = colours(plot.visit_calendar(analyzed(log), A))
    grey = {day for (row, day), colour in drawn.items() if row == 0 and colour == drawn[0, 5]}
    assert grey == {5, 6, 12, 13, 19, 20, 21, 22, 23, 26, 27}  # Saturdays, Sundays, the holidays of September 2026
    assert (0, 30) in drawn
    assert (0, 31) not in drawn
    assert (1, 31) in drawn


def test_an_old_number_finds_the_person() -> None:
    log = given.log(
        "who | at\nA | 2026-10-01\nB | 2026-10-02", aliases="office | old_number | new_number\neast | A | B"
    )
    assert {place for place in cells(plot.visit_calendar(analyzed(log), A)) if place[1] != COUNT} == {(0, 1), (0, 2)}


def test_the_picture_names_nobody() -> None:
    assert busiest() not in words(plot.visit_calendar(sample(), busiest()))


def test_a_person_whom_nobody_saw_has_an_empty_calendar() -> None:
    log = given.log("who | at | method\nA | 2026-10-01 | 04\nB | 2026-10-01 | 01")
    assert "データがありません" in words(plot.visit_calendar(analyzed(log), A))


@pytest.mark.parametrize("number", ["9999999", 1000011])
def test_a_number_that_is_not_in_the_log_is_not_repeated(number: object) -> None:
    with pytest.raises(SettingsError) as raised:
        plot.visit_calendar(sample(), number)  # type: ignore[arg-type]
    assert str(number) not in str(raised.value) + raised.value.message.en


def test_a_number_two_offices_share_wants_the_office() -> None:
    log = given.log("office | who | at\neast | A | 2026-10-01\nwest | A | 2026-10-02")
    with pytest.raises(SettingsError, match="payer_number="):
        plot.visit_calendar(analyzed(log), A)
    drawn = cells(plot.visit_calendar(analyzed(log), A, payer_number=WEST))
    assert drawn == {(0, 2): "医", (0, COUNT): "1"}


@pytest.mark.parametrize("unit", ["recipient", "institution"])
@pytest.mark.parametrize("month", MONTHS)
def test_every_bar_is_the_number_of_people_at_its_level(unit: str, month: str) -> None:
    people = sample().monthly_days.query("unit == @unit and month == @month")
    levels = sample().frequent_visits.query("unit == @unit and month == @month")
    at = {LEVELS[level]: rows["days"].value_counts().to_dict() for level, rows in levels.groupby("level")}
    drawn = bars(plot.days_distribution(sample(), month=month, unit=unit))
    totals = pd.DataFrame(drawn).sum(axis=1).astype(int).to_dict()
    assert totals == people["days"].value_counts().to_dict()
    assert {label: found for label, found in drawn.items() if label in LEVELS.values() and found} == at


def test_the_number_above_a_bar_is_its_height() -> None:
    ax = plot.days_distribution(sample())
    totals = pd.DataFrame(bars(ax)).sum(axis=1).astype(int).to_dict()
    assert {int(note.xy[0]): int(note.get_text()) for note in ax.texts} == totals


def test_the_few_beside_the_many_are_drawn_again_larger() -> None:
    many = [f"2{number:06d} | 2026-10-31" for number in range(40)]
    few = [f"{A} | 2026-10: 1-11", f"{B} | 2026-10: 1-10", "1999999 | 2026-10: 1-11"]
    ax = plot.days_distribution(analyzed(given.log("who | at\n" + "\n".join(many + few))))
    (inside,) = ax.child_axes
    assert bars(ax)["早めの気づき"] == bars(inside)["早めの気づき"] == {10: 1, 11: 2}
    assert bars(inside)["どちらでもない"] == {}  # 40 people of one day stand on the large picture alone
    assert inside.get_ylim()[1] < ax.get_ylim()[1] / 10


def test_nothing_is_drawn_twice_where_bars_are_alike() -> None:
    assert plot.days_distribution(analyzed(two_offices())).child_axes == []


def test_the_lines_are_the_thresholds_of_the_office() -> None:
    findings = sample().judge(Settings(frequent={"month_days": 12, "early_days": 8}))
    ax = plot.days_distribution(findings)
    assert upright_lines(ax) == [7.5, 11.5]
    assert key(ax)[:2] == ["早めの気づきの日数（8 日）", "月の目安の日数（12 日）"]


def test_offices_with_thresholds_of_their_own_have_lines_of_their_own() -> None:
    settings = given.settings({"office": {"west": {"frequent": {"month_days": 12}}}})
    findings = analyzed(two_offices(), settings)
    assert upright_lines(plot.days_distribution(findings)) == [9.5, 11.5, 14.5]
    assert "月の目安の日数（12・15 日）" in key(plot.days_distribution(findings))
    assert upright_lines(plot.days_distribution(findings, payer_number=EAST)) == [9.5, 14.5]


def test_one_office_is_drawn_alone() -> None:
    drawn = bars(plot.days_distribution(analyzed(two_offices()), payer_number=WEST))
    assert drawn["どちらでもない"] == {1: 1, 3: 1}


def test_an_unfinished_month_says_how_far_it_goes() -> None:
    findings = analyzed(given.log("at\n2026-10-01\n2026-10-22"))
    assert plot.days_distribution(findings).get_title("left") == "受診日数の分布　2026年10月（22日まで）、医科の合計"


@pytest.mark.parametrize(
    ("wrong", "told"),
    [({"month": "2027-01"}, "2026-08"), ({"unit": "person"}, "institution"), ({"payer_number": "1"}, "payers")],
)
def test_what_is_not_there_is_said_with_what_is(wrong: dict[str, str], told: str) -> None:
    with pytest.raises(SettingsError, match=told):
        plot.days_distribution(sample(), **wrong)  # type: ignore[arg-type]


def test_a_month_in_which_nobody_came_is_empty() -> None:
    findings = analyzed(given.log("at | method\n2026-10-01 | 04"), month=MONTH)
    assert "データがありません" in words(plot.days_distribution(findings))
