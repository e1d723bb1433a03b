"""記録の空白。 Dates without a row of an office that usually has rows on such a day, more than chance explains.

1 June 2026 is a Monday; June has no national holiday.
"""


def test_a_weekday_that_always_has_rows_and_once_has_none_is_a_gap(judge):
    judge("""
        at                | times
        2026-06: 1-8,10-30 | 10
    """).gaps.are("""
        office | first_date | last_date  | days
        east   | 2026-06-09 | 2026-06-09 | 1
    """)  # Tuesdays 2, 9, 16, 23, 30: rows on 4 / 5, usually 10


def test_a_silent_day_with_fewer_than_ten_usual_rows_may_be_chance(judge):
    judge("""
        at                 | times
        2026-06: 1-8,10-30 | 9
    """).gaps.are_none()


def test_silent_days_in_a_row_add_up(judge):
    judge("""
        office | at                  | times
        east   | 2026-05: 1-31       | 2
        east   | 2026-06: 1-8,13-30  | 2
        west   | 2026-05: 1-31       | 2
        west   | 2026-06: 1-8,14-30  | 2
    """).gaps.are("""
        office | first_date | last_date  | days
        west   | 2026-06-09 | 2026-06-13 | 5
    """)  # east: 4 days of 2 rows = 8; west: 5 days of 2 rows = 10


def test_a_holiday_without_rows_in_an_office_of_two_rows_is_no_gap(judge):
    judge("""
        at                      | times
        2026-04: 1-30           | 2
        2026-05: 1-3,5-31       | 2
    """).gaps.are_none()  # holidays 29 April, 3, 4, 5, 6 May: rows on 4 / 5, usually 2


def test_usual_is_the_median_so_one_bulk_query_changes_nothing(judge):
    judge("""
        at                       | times | method
        2026-06: 1-8,10-15,17-30 | 2     | 01
        2026-06: 16              | 40    | 04
    """).gaps.are_none()
    # Tuesdays: 2, 0, 40, 2, 2 rows; the mean would be 46 / 5, the median is 2


def test_usual_counts_the_silent_days_too(judge):
    judge("""
        office | at                       | times
        east   | 2026-06: 1-8,10-22,24-29 | 20
        east   | 2026-06: 23,30           | 9
        west   | 2026-06: 1-8,10-22,24-29 | 20
        west   | 2026-06: 23,30           | 10
    """).gaps.are("""
        office | first_date | last_date
        west   | 2026-06-09 | 2026-06-09
    """)
    # Tuesdays of east: 20, 0, 20, 9, 9 rows, the median is 9; of west: 20, 0, 20, 10, 10, the median is 10


def test_a_run_over_a_weekend_is_one_gap(judge):
    judge("""
        at                | times
        2026-05: 1-31     | 10
        2026-06: 1-4,9-30 | 10
    """).gaps.are("""
        first_date | last_date  | days
        2026-06-05 | 2026-06-08 | 4
    """)


def test_days_of_the_week_that_never_have_rows_are_no_gap(judge):
    judge("""
        at                                  | times
        2026-06: 1-5,8-12,15-19,22-26,29-30 | 20
    """).gaps.are_none()


def test_a_gap_ends_at_dates_that_are_expected_to_have_rows(judge):
    judge("""
        at                                  | times
        2026-06: 1-5,8-11,15-19,22-26,29-30 | 10
        2026-07: 1-3                        | 10
    """).gaps.are("""
        first_date | last_date  | days
        2026-06-12 | 2026-06-12 | 1
    """)
    # silent from Friday 12 to Sunday 14, but this office is silent at every weekend


def test_four_of_five_are_a_habit_and_three_of_four_are_none(judge):
    found = judge("""
        office | at                | times
        east   | 2026-06: 1,2,4-30 | 20
        west   | 2026-06: 1,2,4-28 | 20
    """)
    found.gaps.are_none()  # Wednesdays 3, 10, 17, 24: 3 / 4 < 0.8
    judge("""
        at                | times
        2026-06: 1-2,4-30 | 20
        2026-07: 1        | 20
    """).gaps.are("""
        first_date | last_date
        2026-06-03 | 2026-06-03
    """)  # and 1 July: 4 / 5 = 0.8


def test_national_holidays_are_a_class_of_their_own(judge):
    judge("""
        at                | times
        2026-04: 1-28,30  | 20
        2026-05: 1-2,7-31 | 20
    """).gaps.are_none()
    # 29 April and 3 to 6 May 2026 are holidays: silent each time


def test_the_turn_of_the_year_counts_as_holidays(judge):
    judge("""
        at            | times
        2026-12: 1-28 | 20
        2027-01: 4-31 | 20
    """).gaps.are_none()


def test_a_silent_month_is_one_gap_even_where_one_row_a_day_is_usual(judge):
    judge("""
        at
        2026-04: 1-30
        2026-05: 1-31
        2026-06: 1-30
        2026-07: 1-31
        2026-08: 1-31
        2026-10: 1-31
    """).gaps.are("""
        first_date | last_date  | days
        2026-09-01 | 2026-09-30 | 30
    """)


def test_any_row_breaks_the_silence_and_offices_are_looked_at_apart(judge):
    judge("""
        office | at                  | times | method
        east   | 2026-06: 1-9        | 10    | 01
        east   | 2026-06: 10         | 1     | 04
        east   | 2026-06: 11-30      | 10    | 01
        west   | 2026-06: 1-15,17-30 | 10    | 01
    """).gaps.are("""
        office | first_date | last_date
        west   | 2026-06-16 | 2026-06-16
    """)


def test_a_row_delivered_twice_counts_once(judge):
    judge("""
        at                 | times | copies
        2026-06: 1-8,10-30 | 6     | 2
    """).gaps.are_none()  # 6 rows a day, not 12
