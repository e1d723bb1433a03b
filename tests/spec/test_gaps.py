"""記録の空白。 Dates on which an office's log is silent although it usually has rows on such a day of the week.

1 June 2026 is a Monday; June has no national holiday.
"""


def test_a_weekday_that_always_has_rows_and_once_has_none_is_a_gap(judge):
    judge("""
        at
        2026-06: 1-8,10-30
    """).gaps.are("""
        office | first_date | last_date  | days
        east   | 2026-06-09 | 2026-06-09 | 1
    """)  # Tuesdays 2, 9, 16, 23, 30: rows on 4 / 5


def test_a_run_over_a_weekend_is_one_gap(judge):
    judge("""
        at
        2026-05: 1-31
        2026-06: 1-4,9-30
    """).gaps.are("""
        first_date | last_date  | days
        2026-06-05 | 2026-06-08 | 4
    """)


def test_days_of_the_week_that_never_have_rows_are_no_gap(judge):
    judge("""
        at
        2026-06: 1-5,8-12,15-19,22-26,29-30
    """).gaps.are_none()


def test_a_gap_ends_at_dates_that_are_expected_to_have_rows(judge):
    judge("""
        at
        2026-06: 1-5,8-11,15-19,22-26,29-30
        2026-07: 1-3
    """).gaps.are("""
        first_date | last_date  | days
        2026-06-12 | 2026-06-12 | 1
    """)
    # silent from Friday 12 to Sunday 14, but this office is silent at every weekend


def test_four_of_five_are_a_habit_and_three_of_four_are_none(judge):
    found = judge("""
        office | at
        east   | 2026-06: 1,2,4-30
        west   | 2026-06: 1,2,4-28
    """)
    found.gaps.are_none()  # Wednesdays 3, 10, 17, 24: 3 / 4 < 0.8
    judge("""
        at
        2026-06: 1-2,4-30
        2026-07: 1
    """).gaps.are("""
        first_date | last_date
        2026-06-03 | 2026-06-03
    """)  # and 1 July: 4 / 5 = 0.8


def test_national_holidays_are_a_class_of_their_own(judge):
    judge("""
        at
        2026-04: 1-28,30
        2026-05: 1-2,7-31
    """).gaps.are_none()
    # 29 April and 3 to 6 May 2026 are holidays: silent each time


def test_the_turn_of_the_year_counts_as_holidays(judge):
    judge("""
        at
        2026-12: 1-28
        2027-01: 4-31
    """).gaps.are_none()


def test_a_silent_month_is_one_gap(judge):
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
        office | at             | method
        east   | 2026-06: 1-9   | 01
        east   | 2026-06: 10    | 04
        east   | 2026-06: 11-30 | 01
        west   | 2026-06: 1-15  | 01
        west   | 2026-06: 17-30 | 01
    """).gaps.are("""
        office | first_date | last_date
        west   | 2026-06-16 | 2026-06-16
    """)
