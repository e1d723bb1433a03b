"""他法の可能性。 Unentrusted visits another public payer may pay for: the office gives a list."""


def test_another_law_must_cover_every_day(judge):
    judge(
        """
        who | where   | at             | ticket
        A   | clinic  | 2026-10: 20-21 | -
        B   | clinic  | 2026-10: 20-21 | -
        C   | clinic2 | 2026-10: 20-21 | -
        D   | clinic  | 2026-10: 20-21 | -
        """,
        other_law="""
        who | law | where  | valid_from | valid_to
        A   | 21  | clinic | 2026-10-20 | 2026-10-21
        B   | 21  | clinic | 2026-10-20 | 2026-10-20
        C   | 21  | clinic | 2026-10-20 | 2026-10-21
        D   | 21  | clinic | 2026-10-20 | 2026-10-20
        D   | 54  | clinic | 2026-10-21 | 2026-10-21
        """,
    ).unentrusted_visits.are("""
        who | visit_days | status
        A   | 2          | other_law
        B   | 2          | review
        C   | 2          | review
        D   | 1 + 1      | other_law
    """)


def test_another_law_without_institution_is_any_and_without_end_is_open(judge):
    judge(
        """
        who | where    | at         | ticket
        A   | clinic   | 2026-10-20 | -
        A   | pharmacy | 2026-10-20 | -
        B   | clinic   | 2026-10-20 | -
        B   | clinic   | 2026-09-20 | -
        """,
        other_law="""
        who | law | where  | valid_from | valid_to
        A   | 21  | -      | 2026-10-01 | 2026-10-31
        B   | 54  | clinic | 2026-10-01 | -
        """,
    ).unentrusted_visits.are("""
        month   | who | where    | status
        2026-10 | A   | clinic   | other_law
        2026-10 | A   | pharmacy | other_law
        2026-10 | B   | clinic   | other_law
        2026-09 | B   | clinic   | review
    """)


def test_another_law_without_an_office_is_of_every_office(judge):
    judge(
        """
        office | who | at         | ticket
        east   | A   | 2026-10-20 | -
        west   | A   | 2026-10-20 | -
        east   | B   | 2026-10-20 | -
        west   | B   | 2026-10-20 | -
        """,
        other_law="""
        office | who | law | valid_from
        -      | A   | 21  | 2026-04-01
        west   | B   | 21  | 2026-04-01
        """,
    ).unentrusted_visits.are("""
        office | who | status
        east   | A   | other_law
        west   | A   | other_law
        east   | B   | review
        west   | B   | other_law
    """)


def test_a_ticket_comes_before_another_law_and_that_before_waiting(judge):
    judge(
        """
        who | at         | method | ticket
        A   | 2026-10-03 | 01     | -
        A   | 2026-10-20 | 04     | month
        B   | 2026-10-03 | 01     | -
        C   | 2026-10-03 | 01     | -
        """,
        other_law="""
        who | law | valid_from
        A   | 21  | 2026-04-01
        B   | 21  | 2026-04-01
        """,
    ).unentrusted_visits.are("""
        who | status
        A   | resolved
        B   | other_law
        C   | pending
    """)


def test_one_cause_must_explain_all_days(judge):
    judge(
        """
        who | at             | method | ticket
        A   | 2026-10: 15-16 | 01     | -
        A   | 2026-10: 31    | 04     | 1-15
        """,
        other_law="""
        who | law | valid_from
        A   | 21  | 2026-10-16
        """,
    ).unentrusted_visits.are("""
        who | visit_days | status
        A   | 2          | review
    """)
