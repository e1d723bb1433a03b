"""同日重複確認。 Several checks at one institution on one day, or several medical institutions on one day."""


def test_several_checks_at_one_institution_on_one_day(judge):
    judge("""
        who | at         | times
        A   | 2026-10-05 | 2
        B   | 2026-10-05 | 1
        C   | 2026-10-06 | 3
    """).duplicate_checks.are("""
        visit_date | who | pattern          | institution_codes | checks
        2026-10-05 | A   | same_institution | clinic            | 1 + 1
        2026-10-06 | C   | same_institution | clinic            | 1 + 1 + 1
    """)


def test_retries_at_a_pharmacy_are_reported_too(judge):
    judge("""
        where    | at         | times
        pharmacy | 2026-10-05 | 2
    """).duplicate_checks.are("""
        pattern          | institution_codes | checks
        same_institution | pharmacy          | 2
    """)


def test_checks_either_side_of_midnight_are_no_duplicate(judge):
    judge("""
        at
        2026-10-05 23:59
        2026-10-06 00:00
    """).duplicate_checks.are_none()


def test_a_bulk_query_is_no_second_check(judge):
    judge("""
        at               | method
        2026-10-05 09:00 | 01
        2026-10-05 09:05 | 04
        2026-10-05 09:06 | 04
    """).duplicate_checks.are_none()


def test_the_number_of_checks_is_a_setting(judge):
    judge(
        """
        who | at         | times
        A   | 2026-10-05 | 2
        B   | 2026-10-05 | 3
        """,
        settings={"duplicates": {"same_institution_checks": 3}},
    ).duplicate_checks.are("""
        who | checks
        B   | 3
    """)


def test_two_medical_institutions_on_one_day(judge):
    judge("""
        where   | at               | times
        clinic2 | 2026-10-05 09:00 | 1
        clinic  | 2026-10-05 16:00 | 2
    """).duplicate_checks.are("""
        pattern              | institution_codes | checks
        same_institution     | clinic            | 2
        several_institutions | clinic;clinic2    | 2 + 1
    """)


def test_a_pharmacy_beside_a_clinic_is_no_second_institution(judge):
    judge("""
        where     | at
        clinic    | 2026-10-05 09:00
        pharmacy  | 2026-10-05 09:40
        pharmacy2 | 2026-10-05 10:00
        dentist   | 2026-10-05 11:00
        nurse     | 2026-10-05 12:00
    """).duplicate_checks.are_none()


def test_other_kinds_neither_count_nor_are_listed(judge):
    judge("""
        where    | at
        clinic   | 2026-10-05 09:00
        pharmacy | 2026-10-05 09:40
        clinic3  | 2026-10-05 10:00
    """).duplicate_checks.are("""
        pattern              | institution_codes | checks
        several_institutions | clinic;clinic3    | 1 + 1
    """)


def test_kinds_and_number_of_institutions_are_settings(judge):
    judge(
        """
        who | where   | at
        A   | clinic  | 2026-10-05
        A   | clinic2 | 2026-10-05
        B   | clinic  | 2026-10-05
        B   | clinic2 | 2026-10-05
        B   | dentist | 2026-10-05
        """,
        settings={"duplicates": {"institutions_a_day": 3, "kinds": ["medical", "dental"]}},
    ).duplicate_checks.are("""
        who | institution_codes      | checks
        B   | clinic;clinic2;dentist | 1 + 1 + 1
    """)


def test_a_number_known_to_two_offices_is_not_one_person_at_two_institutions(judge):
    judge("""
        office | where   | at
        east   | clinic  | 2026-10-05
        west   | clinic2 | 2026-10-05
    """).duplicate_checks.are_none()


def test_every_office_has_its_own_numbers(judge):
    judge(
        """
        office | who | at         | times
        east   | A   | 2026-10-05 | 2
        west   | A   | 2026-10-05 | 2
        """,
        settings={"office": {"east": {"duplicates": {"same_institution_checks": 5}}}},
    ).duplicate_checks.are("""
        office | who | checks
        west   | A   | 2
    """)
