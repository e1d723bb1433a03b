"""月別受診日数。 Visit days by calendar month, at one institution and over all institutions of the kinds counted."""


def test_days_are_counted_not_checks(judge):
    judge("""
        at         | times
        2026-10-05 | 4
        2026-10-06 | 1
    """).monthly_days.are("""
        month   | unit        | who | where  | days  | days_prev1 | days_prev2 | days_3m
        2026-10 | institution | A   | clinic | 1 + 1 | 0          | 0          | 2
        2026-10 | recipient   | A   | -      | 1 + 1 | 0          | 0          | 2
    """)


def test_months_are_calendar_months_not_thirty_days(judge):
    judge("""
        at
        2026-08: 30-31
        2026-09: 1,30
        2026-10: 1
    """).monthly_days.of(unit="recipient").are("""
        month   | days | days_prev1 | days_prev2 | days_3m
        2026-08 | 2    | 0          | 0          | 2
        2026-09 | 2    | 2          | 0          | 2 + 2
        2026-10 | 1    | 2          | 2          | 1 + 2 + 2
    """)


def test_december_comes_before_january(judge):
    judge("""
        at
        2026-11: 1-4
        2026-12: 29-31
        2027-01: 1-2
    """).monthly_days.of(unit="institution").are("""
        month   | days | days_prev1 | days_prev2 | days_3m
        2026-11 | 4    | 0          | 0          | 4
        2026-12 | 3    | 4          | 0          | 3 + 4
        2027-01 | 2    | 3          | 4          | 2 + 3 + 4
    """)


def test_a_leap_day_is_a_day_of_february(judge):
    judge("""
        at
        2028-02: 27-29
        2028-03: 1
    """).monthly_days.of(unit="recipient").are("""
        month   | days | days_prev1 | days_3m
        2028-02 | 3    | 0          | 3
        2028-03 | 1    | 3          | 1 + 3
    """)


def test_a_month_without_a_visit_counts_zero_in_the_months_after_it(judge):
    judge("""
        at
        2026-08: 1-5
        2026-10: 1-3
        2026-12: 1-2
    """).monthly_days.of(unit="institution").are("""
        month   | days | days_prev1 | days_prev2 | days_3m
        2026-08 | 5    | 0          | 0          | 5
        2026-10 | 3    | 0          | 5          | 3 + 0 + 5
        2026-12 | 2    | 0          | 3          | 2 + 0 + 3
    """)


def test_two_institutions_on_one_day_are_one_day_of_the_recipient(judge):
    judge("""
        where   | at
        clinic  | 2026-10: 1-3
        clinic2 | 2026-10: 3-4
    """).monthly_days.are("""
        unit        | where   | days
        institution | clinic  | 3
        institution | clinic2 | 2
        recipient   | -       | 3 + 2 - 1
    """)


def test_a_pharmacy_beside_a_clinic_adds_no_day(judge):
    judge("""
        where    | at
        clinic   | 2026-10: 1-3
        pharmacy | 2026-10: 1-9
        nurse    | 2026-10: 1-9
        dentist  | 2026-10: 1-9
    """).monthly_days.are("""
        unit        | where  | days
        institution | clinic | 3
        recipient   | -      | 3
    """)


def test_settings_say_which_kinds_count(judge):
    judge(
        """
        where    | at
        clinic   | 2026-10: 1-3
        dentist  | 2026-10: 3-5
        pharmacy | 2026-10: 1-9
        """,
        settings={"frequent": {"kinds": ["medical", "dental"]}},
    ).monthly_days.are("""
        unit        | where   | days
        institution | clinic  | 3
        institution | dentist | 3
        recipient   | -       | 3 + 3 - 1
    """)


def test_bulk_queries_and_inpatient_checks_are_no_days(judge):
    judge("""
        at             | method | care_type
        2026-10: 1-3   | 01     | 02
        2026-10: 4-20  | 04     | 02
        2026-10: 21-30 | 01     | 01
    """).monthly_days.are("""
        unit        | days
        institution | 3
        recipient   | 3
    """)


def test_a_person_known_to_two_offices_is_counted_in_each(judge):
    judge("""
        office | at
        east   | 2026-09: 1-4
        west   | 2026-10: 1-3
    """).monthly_days.of(unit="recipient").are("""
        office | month   | days | days_prev1
        east   | 2026-09 | 4    | 0
        west   | 2026-10 | 3    | 0
    """)
