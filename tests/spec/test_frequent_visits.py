"""頻回受診の傾向。 screened: both thresholds reached. early: not screened, but many days, or on the way to many.

A bulk query of somebody else on the last day of October ends the month in the log without adding a visit.
"""

END = "B | 2026-10: 31 | 04"


def test_fifteen_days_and_forty_in_three_months_are_screened(judge):
    judge(f"""
        who | at             | method
        A   | 2026-08: 1-12  | 01
        A   | 2026-09: 1-13  | 01
        A   | 2026-10: 1-15  | 01
        {END}
    """).frequent_visits.are("""
        month   | unit        | days | days_3m      | level    | first_month
        2026-08 | institution | 12   | 12           | early    | 2026-08
        2026-08 | recipient   | 12   | 12           | early    | 2026-08
        2026-09 | institution | 13   | 13 + 12      | early    | 2026-08
        2026-09 | recipient   | 13   | 13 + 12      | early    | 2026-08
        2026-10 | institution | 15   | 15 + 13 + 12 | screened | 2026-10
        2026-10 | recipient   | 15   | 15 + 13 + 12 | screened | 2026-10
    """)


def test_thirty_nine_days_in_three_months_are_early_only(judge):
    judge(f"""
        who | at             | method
        A   | 2026-08: 1-12  | 01
        A   | 2026-09: 1-12  | 01
        A   | 2026-10: 1-15  | 01
        {END}
    """).frequent_visits.of(unit="recipient").are("""
        month   | unit      | days_3m      | level
        2026-08 | recipient | 12           | early
        2026-09 | recipient | 12 + 12      | early
        2026-10 | recipient | 15 + 12 + 12 | early
    """)


def test_fourteen_days_are_early_however_many_in_three_months(judge):
    judge(f"""
        who | at            | method
        A   | 2026-08: 1-31 | 01
        A   | 2026-09: 1-30 | 01
        A   | 2026-10: 1-14 | 01
        {END}
    """).frequent_visits.of(unit="institution").are("""
        month   | days | days_3m      | level    | first_month
        2026-08 | 31   | 31           | early    | 2026-08
        2026-09 | 30   | 30 + 31      | screened | 2026-09
        2026-10 | 14   | 14 + 30 + 31 | early    | 2026-10
    """)


def test_ten_days_are_early_and_nine_are_not(judge):
    judge(f"""
        who | at            | method
        A   | 2026-10: 1-10 | 01
        C   | 2026-10: 1-9  | 01
        {END}
    """).frequent_visits.are("""
        who | unit        | days | level
        A   | institution | 10   | early
        A   | recipient   | 10   | early
    """)


def test_days_at_several_institutions_are_seen_in_the_unit_of_the_recipient(judge):
    judge(f"""
        who | where   | at            | method
        A   | clinic  | 2026-10: 1-6  | 01
        A   | clinic2 | 2026-10: 7-11 | 01
        {END.replace("B |", "B | clinic |")}
    """).frequent_visits.are("""
        unit      | where | days  | level
        recipient | -     | 6 + 5 | early
    """)


def test_in_an_unfinished_month_the_pace_is_judged(judge):
    judge("""
        who | at           | method
        A   | 2026-11: 1-5 | 01
        C   | 2026-11: 1-4 | 01
        B   | 2026-11: 10  | 04
    """).frequent_visits.of(unit="institution").are("""
        who | days | level
        A   | 5    | early
    """)
    # A: 5 days / 10 elapsed x 30 = 15 reaches 15; C: 4 / 10 x 30 = 12 does not


def test_before_the_eighth_no_pace_is_judged(judge):
    found = judge("""
        who | at           | method
        A   | 2026-11: 1-7 | 01
    """)
    found.frequent_visits.are_none()  # 7 / 7 x 30 = 30, but day 7 is before day 8


def test_from_the_eighth_on_the_pace_is_judged(judge):
    judge("""
        at
        2026-11: 1-4,8
    """).frequent_visits.of(unit="institution").are("""
        days | level
        5    | early
    """)
    # 5 / 8 x 30 = 18.75


def test_a_finished_month_is_not_judged_by_pace(judge):
    judge("""
        who | at            | method
        A   | 2026-11: 1-9  | 01
        B   | 2026-11: 30   | 04
    """).frequent_visits.are_none()


def test_a_month_followed_by_another_is_finished_wherever_its_rows_end(judge):
    judge("""
        at
        2026-10: 1-9
        2026-11: 1
    """).frequent_visits.are_none()  # 9 / 9 x 31 = 31, but November is there


def test_a_leap_day_lengthens_february(judge):
    checks = """
        who | at           | method
        A   | {year}-02: 1-9 | 01
        B   | {year}-02: 10  | 04
    """
    rule = {"frequent": {"month_days": 26}}
    judge(checks.format(year=2027), settings=rule).frequent_visits.are_none()  # 9 / 10 x 28 = 25.2
    leap = judge(checks.format(year=2028), settings=rule).frequent_visits
    leap.of(unit="recipient").are("days | level \n 9 | early")  # 9 / 10 x 29 = 26.1


def test_the_as_of_date_is_the_last_row_of_the_own_office(judge):
    judge("""
        office | who | at           | method
        east   | A   | 2026-11: 1-5 | 01
        east   | B   | 2026-11: 10  | 04
        west   | A   | 2026-11: 1-5 | 01
        west   | B   | 2026-11: 11  | 04
    """).frequent_visits.of(unit="institution").are("""
        office | who | days | level
        east   | A   | 5    | early
    """)
    # east: 5 / 10 x 30 = 15; west: 5 / 11 x 30 = 13.6


def test_first_month_is_the_first_of_an_unbroken_run(judge):
    judge("""
        who | at             | method
        A   | 2026-11: 1-10  | 01
        A   | 2026-12: 1-10  | 01
        A   | 2027-01: 1-10  | 01
        A   | 2027-03: 1-10  | 01
        B   | 2027-03: 31    | 04
    """).frequent_visits.of(unit="recipient").are("""
        month   | level | first_month
        2026-11 | early | 2026-11
        2026-12 | early | 2026-11
        2027-01 | early | 2026-11
        2027-03 | early | 2027-03
    """)


def test_another_level_breaks_the_run(judge):
    judge("""
        who | at             | method
        A   | 2026-07: 1-14  | 01
        A   | 2026-08: 1-16  | 01
        A   | 2026-09: 1-16  | 01
        A   | 2026-10: 1-12  | 01
        B   | 2026-10: 31    | 04
    """).frequent_visits.of(unit="institution").are("""
        month   | days | days_3m      | level    | first_month
        2026-07 | 14   | 14           | early    | 2026-07
        2026-08 | 16   | 16 + 14      | early    | 2026-07
        2026-09 | 16   | 16 + 16 + 14 | screened | 2026-09
        2026-10 | 12   | 12 + 16 + 16 | early    | 2026-10
    """)


def test_every_office_has_its_own_thresholds(judge):
    judge(
        """
        office | who | at            | method
        east   | A   | 2026-10: 1-12 | 01
        east   | B   | 2026-10: 31   | 04
        west   | A   | 2026-10: 1-12 | 01
        west   | B   | 2026-10: 31   | 04
        """,
        settings={"office": {"west": {"frequent": {"month_days": 12, "three_month_days": 12}}}},
    ).frequent_visits.of(unit="institution").are("""
        office | days | level
        east   | 12   | early
        west   | 12   | screened
    """)


def test_retries_pharmacies_bulk_queries_and_repeated_deliveries_flag_nobody(judge):
    judge("""
        where    | at             | method | times | copies
        clinic   | 2026-10: 1-9   | 01     | 9     | 3
        pharmacy | 2026-10: 1-31  | 01     | 1     | 1
        clinic   | 2026-10: 10-31 | 04     | 1     | 1
    """).frequent_visits.are_none()
