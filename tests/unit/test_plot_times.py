"""Pictures over time: flags by month, unentrusted visits by day, checks by hour, days without log."""

import math
from collections import Counter
from datetime import date, timedelta
from functools import cache

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pytest

import qlog
from qlog import plot
from qlog.dimensions import MEASURES
from qlog.errors import SettingsError
from qlog.findings import Findings
from qlog.schema import STATUSES
from qlog.settings import Settings
from tests.spec import given
from tests.unit.drawn import (
    bars,
    cells,
    colours,
    figures,
    key,
    lines,
    sample,
    sample_logs,
    two_offices,
    upright_lines,
    without_lists,
    words,
)
from tests.unit.judged import analyzed

EAST, WEST = given.OFFICES["east"], given.OFFICES["west"]
FLAGS = [
    "frequent_screened_people",
    "frequent_early_people",
    "unentrusted_review",
    "duplicates_several_institutions",
]
SILENT = [date(2026, 9, 14) + timedelta(days=offset) for offset in range(5)]
__all__ = ["figures"]
pytestmark = pytest.mark.usefixtures("figures")


@cache
def with_a_gap() -> Findings:
    """The sample office, whose log of one week was never delivered."""
    checks = sample_logs().checks
    days = pc.cast(checks["checked_at"], pa.date32())
    return qlog.analyze(qlog.read_logs(checks.filter(pc.invert(pc.is_in(days, value_set=pa.array(SILENT))))))


# flags by month ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("measure", FLAGS)
def test_a_line_is_the_measure_of_the_summary(measure: str) -> None:
    summary = sample().summary.query("measure == @measure").sort_values("month")
    assert lines(plot.flag_trend(sample()))[MEASURES[measure]] == summary["value"].to_list()


def test_offices_are_added_or_one_is_drawn() -> None:
    log = given.log("office | who | at | times\neast | A | 2026-10: 1-10 | 1\nwest | B | 2026-10: 1-11 | 1")
    early = MEASURES["frequent_early_people"]
    assert lines(plot.flag_trend(analyzed(log)))[early] == [2]
    assert lines(plot.flag_trend(analyzed(log), payer_number=WEST))[early] == [1]


def test_months_without_two_months_before_them_are_grey_and_said_to_be() -> None:
    ax = plot.flag_trend(sample())
    spans = sorted((patch.get_x(), patch.get_x() + patch.get_width()) for patch in ax.patches)
    assert spans == [(-0.5, 0.5), (0.5, 1.5)]  # August and September; October has both
    assert any("2 か月のログがそろわない" in line for line in key(ax))


def test_a_month_without_rows_interrupts_the_line() -> None:
    ax = plot.flag_trend(analyzed(given.log("at\n2026-07-01\n2026-09-01\n2026-10-01")))
    values = lines(ax)[MEASURES["unentrusted_review"]]
    assert [math.isnan(value) for value in values] == [False, True, False, False]
    assert len(ax.patches) == 3  # nothing is drawn for August; no other month has both months before it


def test_an_unfinished_month_is_named_so() -> None:
    ax = plot.flag_trend(analyzed(given.log("at\n2026-12-31\n2027-01-22")))
    assert [label.get_text() for label in ax.get_xticklabels()] == ["12月\n2026年", "1月\n2027年\n（途中）"]


def test_three_years_have_room_for_their_names() -> None:
    months = [f"{year}-{month:02d}" for year in (2024, 2025, 2026) for month in range(1, 13)]
    ax = plot.flag_trend(analyzed(given.log("at\n" + "\n".join(f"{month}-28" for month in months))))
    assert len(ax.get_xticklabels()) == 12
    assert sum("年" in label.get_text() for label in ax.get_xticklabels()) == 3


def test_many_and_few_read_on_one_scale() -> None:
    assert plot.flag_trend(sample()).get_yscale() == "linear"
    both = [f"1{number:06d} | {where} | 2026-10-20" for number in range(31) for where in ("clinic", "clinic2")]
    ax = plot.flag_trend(analyzed(given.log("who | where | at\n" + "\n".join(both))))
    assert "対数" in ax.get_ylabel()
    assert [text.get_text() for text in ax.get_yticklabels()] == ["0", "2", "4", "6", "8", "10", "20", "50", "100"]
    assert ax.get_ylim()[1] > max(lines(ax)[MEASURES["duplicates_several_institutions"]]) == 31


# unentrusted visits by day ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("findings", [sample, without_lists])
def test_every_unentrusted_visit_is_drawn_on_its_day_with_its_status(findings: object) -> None:
    found: Findings = findings()  # type: ignore[operator]
    visits = found.visits.query("not entrusted").assign(month=lambda frame: frame["visit_date"].dt.strftime("%Y-%m"))
    keys = ["month", "payer_number", "recipient_number", "institution_code"]
    joined = visits.merge(found.unentrusted_visits, on=keys, validate="m:1").query("month == '2026-10'")
    expected = Counter(zip(joined["status"].map(STATUSES), joined["visit_date"].dt.day, strict=True))
    drawn = {
        (label, day): height
        for label, days in bars(plot.unentrusted_by_day(found)).items()
        for day, height in days.items()
    }
    assert drawn == expected
    assert sum(drawn.values()) == found.counts["visits_unentrusted"]


def test_the_outline_is_every_visit() -> None:
    visits = sample().visits.query("visit_date >= '2026-10-01'")["visit_date"].dt.day.value_counts()
    drawn = lines(plot.unentrusted_by_day(sample()))["受診のすべて"]
    assert drawn == [visits.get(day, 0) for day in range(1, 32)]


def test_the_line_is_the_day_of_registration() -> None:
    ax = plot.unentrusted_by_day(sample().judge(Settings(unentrusted={"registration_day": 20})))
    assert upright_lines(ax) == [19.5]
    assert "登録日（20 日）" in key(ax)


def test_offices_may_register_on_different_days() -> None:
    settings = given.settings({"office": {"west": {"unentrusted": {"registration_day": 31}}}})
    findings = analyzed(two_offices(), settings)
    assert upright_lines(plot.unentrusted_by_day(findings)) == [14.5, 30.5]
    ax = plot.unentrusted_by_day(findings, payer_number=WEST)
    assert upright_lines(ax) == [30.5]
    assert sum(lines(ax)["受診のすべて"]) == 4


# checks by weekday and hour ---------------------------------------------------------------------------------------


def test_every_cell_is_the_number_of_checks_that_imply_presence() -> None:
    checks = sample_logs().checks.to_pandas()
    october = checks[(checks["checked_at"] >= "2026-10-01") & checks["method"].isin(["01", "02", "03"])]
    expected = Counter(zip(october["checked_at"].dt.day_of_week, october["checked_at"].dt.hour, strict=True))
    drawn = {place: int(text) for place, text in cells(plot.weekday_hour_heatmap(sample())).items()}
    assert drawn == expected
    assert sum(drawn.values()) == sample().counts["checks_presence"]


def test_shades_follow_the_numbers() -> None:
    ax = plot.weekday_hour_heatmap(sample())
    (mesh,) = ax.collections
    shown = pd.DataFrame(mesh.get_array())
    assert {place: shown.loc[place] for place in cells(ax)} == {place: int(text) for place, text in cells(ax).items()}


def test_the_dates_of_every_weekday_are_counted() -> None:
    ax = plot.weekday_hour_heatmap(analyzed(given.log("at\n2026-10-01\n2026-10-08\n2026-10-09")))
    assert [label.get_text() for label in ax.get_yticklabels()] == [
        "月（0 日）", "火（0 日）", "水（0 日）", "木（2 日）", "金（1 日）", "土（0 日）", "日（0 日）"
    ]  # fmt: skip


def test_midnight_belongs_to_the_day_that_begins() -> None:
    log = given.log("at\n2026-09-30 23:59\n2026-10-01 00:00\n2026-10-31 23:59\n2026-11-01 00:00")
    drawn = cells(plot.weekday_hour_heatmap(analyzed(log), month="2026-10"))
    assert drawn == {(3, 0): "1", (5, 23): "1"}


def test_one_office_has_its_own_hours() -> None:
    assert sum(map(int, cells(plot.weekday_hour_heatmap(analyzed(two_offices()), payer_number=WEST)).values())) == 4


# days without log -------------------------------------------------------------------------------------------------


def test_a_week_that_was_not_delivered_is_marked() -> None:
    findings = with_a_gap()
    drawn = cells(plot.gaps(findings))
    assert findings.gaps["days"].sum() == 5
    assert {place for place, text in drawn.items() if text == "×"} == {(1, day.day) for day in SILENT}
    assert [drawn[row, 33] for row in range(3)] == ["0", "5", "0"]


def test_days_with_rows_and_days_without_differ() -> None:
    findings = with_a_gap()
    with_rows = {(day.month - 8, day.day) for day in findings.dates_of(findings.payers[0])}
    drawn = colours(plot.gaps(findings))
    by_colour: dict[str, set[tuple[int, int]]] = {}
    for place, colour in drawn.items():
        by_colour.setdefault(colour, set()).add(place)
    assert with_rows in by_colour.values()
    assert {(1, day.day) for day in SILENT} in by_colour.values()
    assert len(drawn) == 31 + 30 + 31


def test_over_several_offices_a_gap_says_how_many_have_it() -> None:
    days = [day for day in pd.date_range("2026-08-03", "2026-10-30", freq="B").date if day not in SILENT]
    east = "\n".join(f"east | {day} | 12" for day in days if day != date(2026, 10, 7))
    west = "\n".join(f"west | {day} | 12" for day in days)
    findings = analyzed(given.log(f"office | at | times\n{east}\n{west}"))
    drawn = {place: text for place, text in cells(plot.gaps(findings)).items() if place[1] != 33}
    assert drawn == {**{(1, day.day): "2" for day in SILENT}, (2, 7): "1"}
    assert "×" not in words(plot.gaps(findings))
    marked = {place for place, text in cells(plot.gaps(findings, payer_number=WEST)).items() if text == "×"}
    assert marked == {(1, day.day) for day in SILENT}  # October 7 is silent in the other office alone


@pytest.mark.parametrize("draw", [plot.flag_trend, plot.unentrusted_by_day, plot.weekday_hour_heatmap, plot.gaps])
def test_an_office_that_is_not_in_the_log_is_said(draw: object) -> None:
    with pytest.raises(SettingsError, match="payers"):
        draw(sample(), payer_number="12345678")  # type: ignore[operator]
