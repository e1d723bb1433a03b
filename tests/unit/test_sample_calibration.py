"""The figures invented logs are calibrated to, counted from the written files with pandas alone.

A year of 8,000 recipients. Published: 2.3 to 2.8 % of recipients a year reach 15 days in a month at one institution,
about 0.5 % meet 15 days and 40 in three months; a month of log at full coverage is 4 to 6 rows a recipient.
"""

import jpholiday
import pandas as pd
import pytest

from qlog.sample import write_sample
from tests.unit.sample_reading import read

RECIPIENTS, MONTHS = 8_000, 12
COLUMNS = {
    "資格確認日時": "at",
    "資格確認方法": "method",
    "医療機関等コード": "place",
    "受給者番号": "who",
    "資格有効性": "validity",
    "診療別": "care",
    "単独併用別": "combined",
}


@pytest.fixture(scope="module")
def year(tmp_path_factory):
    return write_sample(tmp_path_factory.mktemp("year"), recipients=RECIPIENTS, months=MONTHS, seed=11)


@pytest.fixture(scope="module")
def checks(year):
    parts = [
        pd.read_csv(path, encoding="cp932", dtype=str, keep_default_na=False, usecols=list(COLUMNS)) for path in year
    ]
    # deliveries overlap by a day: what the next one repeats counts once
    months = [path.name[-10:-4] for path in year]
    fresh = [part[part["資格確認日時"].str.startswith(month)] for part, month in zip(parts, months, strict=True)]
    table = pd.concat(fresh, ignore_index=True).rename(columns=COLUMNS)
    table["time"] = pd.to_datetime(table["at"], format="%Y%m%d%H%M%S")
    table["date"] = table["at"].str[:8]
    table["month"] = table["at"].str[:6]
    table["kind"] = table["place"].str[2]
    return table


@pytest.fixture(scope="module")
def visits(checks):
    present = checks[(checks["method"] != "04") & (checks["care"] != "01")]
    return present.drop_duplicates(["who", "place", "date"])


@pytest.fixture(scope="module")
def days(visits):
    """Visit days by recipient and medical institution, one column a month."""
    medical = visits[visits["kind"] == "1"]
    return medical.groupby(["who", "place", "month"]).size().unstack("month", fill_value=0)


def share_of_recipients(flags):
    return flags.any(axis=1).groupby("who").any().sum() / RECIPIENTS


def test_a_month_is_four_to_six_rows_a_recipient(checks):
    by_month = checks.groupby("month").size() / RECIPIENTS
    assert len(by_month) == MONTHS
    assert by_month.between(4.0, 6.0).all()


def test_most_recipients_but_not_all_are_seen_in_a_year(checks):
    assert 0.75 < checks["who"].nunique() / RECIPIENTS < 0.95


def test_two_to_three_in_a_hundred_reach_fifteen_days_at_one_institution(days):
    assert 0.020 <= share_of_recipients(days >= 15) <= 0.030


def test_one_in_two_hundred_is_screened_at_one_institution(days):
    three_months = days + days.shift(1, axis=1, fill_value=0) + days.shift(2, axis=1, fill_value=0)
    assert 0.003 <= share_of_recipients((days >= 15) & (three_months >= 40)) <= 0.007


def test_visit_days_are_skewed_with_a_long_tail(days):
    lived = days.to_numpy()[days.to_numpy() > 0]
    assert (lived <= 2).mean() > 0.65
    assert 0.01 < (lived >= 10).mean() < 0.05
    assert lived.max() >= 20


def test_six_in_ten_clinic_visits_lead_to_a_pharmacy_the_same_day(visits):
    clinic = visits[visits["kind"] == "1"].drop_duplicates(["who", "date"])
    pharmacy = visits[visits["kind"] == "4"]
    assert not pharmacy.duplicated(["who", "date"]).any()
    together = clinic.merge(pharmacy, on=["who", "date"], suffixes=("", "_pharmacy"))
    assert len(together) == len(pharmacy)  # nobody goes to a pharmacy only
    assert (together["time_pharmacy"] > together["time"]).all()
    assert 0.5 < len(together) / len(clinic) < 0.75


def test_every_kind_of_institution_is_there(visits):
    shares = visits["kind"].value_counts(normalize=True)
    assert list(shares.index[:2]) == ["1", "4"]
    assert 0.03 < shares["3"] < 0.15
    assert 0.02 < shares["6"] < 0.10


def test_tickets_are_registered_in_a_batch_about_the_fifteenth(checks):
    unregistered = checks["validity"] == "6"
    day = checks["at"].str[6:8].astype(int)
    assert 0.30 < unregistered[day < 13].mean() < 0.50
    assert 0.04 < unregistered[day >= 15].mean() < 0.12


def test_tickets_of_the_chronically_ill_carry_on(checks):
    first_week = checks[(checks["at"].str[6:8] <= "07") & (checks["validity"] == "1") & (checks["kind"] == "1")]
    assert len(first_week) > 0.4 * len(checks[(checks["at"].str[6:8] <= "07") & (checks["kind"] == "1")])


def test_bulk_queries_come_from_some_institutions_in_the_morning(checks):
    bulk = checks[checks["method"] == "04"]
    assert 0.02 < len(bulk) / len(checks) < 0.12
    assert bulk["place"].nunique() < 0.2 * checks["place"].nunique()
    assert bulk["time"].dt.hour.eq(8).all()
    assert (bulk["time"].dt.day <= 7).mean() > 0.3
    assert not bulk.duplicated("at").all()


def test_cards_are_read_again_within_minutes(checks):
    present = checks[(checks["method"] != "04") & (checks["combined"] != "02")].sort_values(["who", "place", "time"])
    pause = present.groupby(["who", "place", "date"])["time"].diff().dt.total_seconds()
    again = pause[pause >= 20].dropna()
    assert 0.02 < len(again) / len(present) < 0.06
    assert (again <= 600).mean() > 0.99


def test_some_institutions_read_cards_again_much_more_often(visits, checks):
    present = checks[(checks["method"] != "04") & (checks["care"] != "01")]
    rate = present.groupby("place").size() / visits.groupby("place").size() - 1
    busy = rate[visits.groupby("place").size() >= 300]
    assert (busy > 0.2).any()
    assert (busy < 0.05).mean() > 0.5


def test_one_in_a_hundred_rows_is_the_second_of_a_combined_visit(checks):
    present = checks[checks["method"] != "04"].sort_values(["who", "place", "time"])
    pause = present.groupby(["who", "place", "date"])["time"].diff().dt.total_seconds()
    assert 0.005 < (pause <= 5).sum() / len(checks) < 0.02
    assert 0.005 < checks["combined"].eq("02").sum() / checks["combined"].ne("").sum() < 0.04


def test_cards_are_the_usual_method(checks):
    shares = checks[checks["method"] != "04"]["method"].value_counts(normalize=True)
    assert list(shares.index) == ["01", "02", "03"]
    assert 0.75 < shares["01"] < 0.90


def test_sundays_and_holidays_are_quiet_and_saturdays_quieter_than_weekdays(checks):
    by_date = checks.groupby("date").size()
    dates = pd.to_datetime(by_date.index)
    holiday = pd.Series([jpholiday.is_holiday(day.date()) for day in dates], index=by_date.index)
    weekday = pd.Series(dates.day_of_week, index=by_date.index)
    usual = by_date[~holiday & (weekday < 5)].mean()
    assert by_date[weekday == 6].mean() < 0.1 * usual
    assert by_date[holiday].mean() < 0.3 * usual
    assert 0.4 * usual < by_date[~holiday & (weekday == 5)].mean() < 0.95 * usual


def test_nobody_but_emergencies_comes_outside_opening_hours(checks):
    hour = checks["time"].dt.hour
    assert (hour.between(8, 20)).mean() > 0.998
    assert hour.lt(6).any()
    saturday = checks[checks["time"].dt.day_of_week.eq(5) & checks["kind"].eq("1")]
    assert saturday["time"].dt.hour.between(8, 12).mean() > 0.98


def test_about_one_recipient_in_a_hundred_is_new_each_month(checks):
    first_row = checks.groupby("who")["month"].min().value_counts().sort_index()
    assert (first_row.iloc[4:] / RECIPIENTS).between(0.006, 0.02).all()


def test_three_to_four_in_a_hundred_are_under_another_law(year):
    law = read(year[0].parent / "reference" / "other_law.csv")
    assert 0.03 < len(law) / RECIPIENTS < 0.045
    assert 0.2 < sum(row["医療機関等コード"] == "" for row in law) / len(law) < 0.4
    assert {row["法別番号"] for row in law} == {"21", "54", "15", "10", "16"}
