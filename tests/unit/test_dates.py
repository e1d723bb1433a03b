"""Dates, months and times as Japanese offices write them."""

from datetime import date, datetime, timedelta

import pytest

from qlog import dates
from qlog.dates import parse_date, parse_datetime, parse_month, parse_time


@pytest.mark.parametrize(
    "text",
    [
        "20240701", "2024-07-01", "2024/7/1", "2024.7.1", "2024年7月1日", "２０２４年７月１日", "２０２４０７０１",
        "令和6年7月1日", "令和６年７月１日", "令6.7.1", "R6.7.1", "r6.7.1", "R06.07.01", "R6/7/1", "R6-7-1",
        "㋿6年7月1日",
    ],
)  # fmt: skip
def test_every_safe_form_is_the_first_of_july_2024(text):
    assert parse_date(text) == date(2024, 7, 1)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("令和元年5月1日", date(2019, 5, 1)),
        ("平成31年4月30日", date(2019, 4, 30)),
        ("昭和64年1月7日", date(1989, 1, 7)),
        ("平成元年1月8日", date(1989, 1, 8)),
        ("昭和元年12月25日", date(1926, 12, 25)),
        ("大正15年12月25日", date(1926, 12, 25)),
        ("T1.7.30", date(1912, 7, 30)),
        ("明治45年7月30日", date(1912, 7, 30)),
        ("S31.4.25", date(1956, 4, 25)),
    ],
)
def test_eras_begin_and_end_on_their_days(text, meant):
    assert parse_date(text) == meant


@pytest.mark.parametrize(
    "text",
    [
        "", "20240230", "2024-13-01", "2024-7/1", "令和元年4月30日", "平成31年5月1日", "昭和64年1月8日", "R0.1.1",
        "060701", "5060701", "46204", "7/1/2024", "2024", "20240701x", "X6.7.1", "2024-07-01T00:00:01",
    ],
)  # fmt: skip
def test_what_is_no_date_or_not_declared_is_none(text):
    assert parse_date(text) is None


def test_six_digits_are_read_only_where_declared():
    assert parse_date("060701", forms=[dates.ERA_DIGITS], era="R") == date(2024, 7, 1)
    assert parse_date("310425", forms=[dates.ERA_DIGITS], era="S") == date(1956, 4, 25)
    assert parse_date("060701", forms=[dates.ERA_DIGITS]) is None
    assert parse_date("5060701", forms=[dates.ERA_DIGITS]) == date(2024, 7, 1)
    assert parse_date("3310425", forms=[dates.ERA_DIGITS]) == date(1956, 4, 25)


def test_serials_of_spreadsheets_are_read_only_where_declared():
    assert parse_date("45474", forms=[dates.SERIAL]) == date(2024, 7, 1)
    assert parse_date("45474.0", forms=[dates.SERIAL]) == date(2024, 7, 1)
    assert parse_date("60", forms=[dates.SERIAL]) is None  # the 29th of February 1900 of spreadsheets
    assert parse_datetime("45474.5625", forms=[dates.SERIAL]) == datetime(2024, 7, 1, 13, 30)


@pytest.mark.parametrize("text", ["2024-07-01 00:00:00", "2024/7/1 0:00", "2024-07-01T00:00:00"])
def test_a_date_may_carry_an_empty_time(text):
    assert parse_date(text) == date(2024, 7, 1)


@pytest.mark.parametrize("text", ["202608", "2026-08", "2026/8", "2026年8月", "令和8年8月", "R8.8", "２０２６０８"])
def test_every_form_of_a_month(text):
    assert parse_month(text) == "2026-08"


@pytest.mark.parametrize("text", ["", "202613", "202600", "26-08", "R0.1", "平成31年5月", "2026-08-01"])
def test_what_is_no_month_is_none(text):
    assert parse_month(text) is None


def test_a_date_is_its_month_where_serials_are_declared():
    assert parse_month("2026-08-01 00:00:00", forms=[dates.SERIAL]) == "2026-08"
    assert parse_month("46235", forms=[dates.SERIAL]) == "2026-08"


@pytest.mark.parametrize("text", ["133616", "13:36:16", "13:36:16.000", "13時36分16秒", "１３：３６：１６"])
def test_every_form_of_a_time_of_day(text):
    assert parse_time(text) == timedelta(hours=13, minutes=36, seconds=16)


@pytest.mark.parametrize("text", ["", "246000", "25:00", "1360", "13:36:61", "1336160"])
def test_what_is_no_time_is_none(text):
    assert parse_time(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "20260816133613", "2026-08-16T13:36:13", "2026-08-16 13:36:13", "2026/8/16 13:36:13",
        "2026-08-16T13:36:13+09:00",         "令和8年8月16日 13:36:13", "令和8年8月16日13時36分13秒",
        "R8.8.16 13:36:13", "20260816 133613",
        "２０２６０８１６１３３６１３",
    ],
)  # fmt: skip
def test_every_form_of_date_and_time(text):
    assert parse_datetime(text) == datetime(2026, 8, 16, 13, 36, 13)


@pytest.mark.parametrize("text", ["", "20260816", "20260231120000", "20260816246060", "2026-08-16T13:36:13Z"])
def test_what_is_no_date_and_time_is_none(text):
    assert parse_datetime(text) is None
