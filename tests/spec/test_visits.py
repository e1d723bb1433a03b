"""受診。 A visit: one recipient at one institution on one calendar day with a check that implies presence."""


def test_checks_of_one_day_are_one_visit(judge):
    judge("""
        who | at               | method
        A   | 2026-10-05 09:00 | 01
        A   | 2026-10-05 09:01 | 01
        A   | 2026-10-05 16:20 | 02
    """).visits.are("""
        who | where  | visit_date | kind    | checks | checks_by_card
        A   | clinic | 2026-10-05 | medical | 2 + 1  | 2
    """)


def test_midnight_parts_two_days(judge):
    judge("""
        who | at
        A   | 2026-10-05 23:59:59
        A   | 2026-10-06 00:00:00
    """).visits.are("""
        who | visit_date | checks
        A   | 2026-10-05 | 1
        A   | 2026-10-06 | 1
    """)


def test_a_bulk_query_is_never_a_visit(judge):
    judge("""
        who | at               | method
        A   | 2026-10-05 09:00 | 01
        A   | 2026-10-05 18:00 | 04
        B   | 2026-10-05 18:00 | 04
    """).visits.are("""
        who | visit_date | checks
        A   | 2026-10-05 | 1
    """)


def test_methods_01_02_and_03_imply_presence_and_an_unknown_one_does_not(judge):
    found = judge("""
        who | at         | method
        A   | 2026-10-05 | 01
        B   | 2026-10-05 | 02
        C   | 2026-10-05 | 03
        D   | 2026-10-05 | 09
    """)
    found.visits.are("""
        who | checks | checks_by_card
        A   | 1      | 1
        B   | 1      | 0
        C   | 1      | 0
    """)
    found.summary.of(measure="checks_unknown_method").are("""
        measure               | value
        checks_unknown_method | 1
    """)


def test_settings_say_which_methods_imply_presence(judge):
    judge(
        """
        who | at         | method
        A   | 2026-10-05 | 01
        B   | 2026-10-05 | 02
        C   | 2026-10-05 | 09
        """,
        settings={"visits": {"presence_methods": ["01", "09"]}},
    ).visits.are("""
        who | checks
        A   | 1
        C   | 1
    """)


def test_an_inpatient_check_is_no_visit(judge):
    judge("""
        who | at               | care_type
        A   | 2026-10-05 09:00 | 01
        B   | 2026-10-05 09:00 | 02
        C   | 2026-10-05 09:00 | 01
        C   | 2026-10-05 10:00 | 02
    """).visits.are("""
        who | checks
        B   | 1
        C   | 1
    """)


def test_the_third_digit_of_the_code_is_the_kind(judge):
    judge("""
        where    | at
        clinic   | 2026-10-05
        dentist  | 2026-10-05
        pharmacy | 2026-10-05
        nurse    | 2026-10-05
        midwife  | 2026-10-05
        short    | 2026-10-05
    """).visits.are("""
        where    | kind
        clinic   | medical
        dentist  | dental
        pharmacy | pharmacy
        nurse    | visiting_nurse
        midwife  | other
        short    | other
    """)


def test_one_check_with_a_ticket_makes_the_visit_entrusted(judge):
    judge("""
        who | at               | ticket
        A   | 2026-10-05 09:00 | -
        A   | 2026-10-05 15:00 | month
        B   | 2026-10-05 09:00 | -
    """).visits.are("""
        who | checks | entrusted
        A   | 1 + 1  | yes
        B   | 1      | no
    """)


def test_any_item_of_a_ticket_shows_that_one_was_registered(judge):
    judge("""
        who | at         | ticket | ticket_kind | valid_from | valid_to
        A   | 2026-10-05 | -      | 01          | -          | -
        B   | 2026-10-05 | -      | -           | 2026-10-01 | -
        C   | 2026-10-05 | -      | -           | -          | 2026-10-31
        D   | 2026-10-05 | -      | -           | -          | -
    """).visits.are("""
        who | entrusted
        A   | yes
        B   | yes
        C   | yes
        D   | no
    """)


def test_a_ticket_seen_by_a_bulk_query_that_day_does_not_make_the_visit_entrusted(judge):
    found = judge("""
        who | at               | method | ticket
        A   | 2026-10-05 09:00 | 01     | -
        A   | 2026-10-05 18:00 | 04     | month
    """)
    found.visits.are("who | entrusted \n A | no")
    found.unentrusted_visits.are("who | status \n A | resolved")


def test_a_recipient_number_used_by_two_offices_is_two_people(judge):
    judge("""
        office | who | at
        east   | A   | 2026-10-05
        west   | A   | 2026-10-05
    """).visits.are("""
        office | who | visit_date | checks
        east   | A   | 2026-10-05 | 1
        west   | A   | 2026-10-05 | 1
    """)
