"""新しい受給者。 Registration of a new recipient takes about a month; until then unentrusted visits are pending."""


def test_a_recipient_first_seen_fewer_than_thirty_days_ago_is_new(judge):
    judge("""
        who | at         | ticket
        B   | 2026-08-01 | month
        A   | 2026-10-20 | -
        C   | 2026-10-21 | -
        B   | 2026-11-19 | month
    """).unentrusted_visits.are("""
        who | status
        A   | review
        C   | pending
    """)
    # today is 19 November: 20 October was 30 days ago, 21 October 29


def test_a_log_that_begins_later_cannot_tell_who_is_new(judge):
    checks = """
        who | at         | ticket
        B   | {begins}   | month
        A   | 2026-10-20 | -
    """
    found = judge(checks.format(begins="2026-09-20"))
    found.unentrusted_visits.are("who | status \n A | pending")  # 20 September + 30 days = 20 October
    found = judge(checks.format(begins="2026-09-21"))
    found.unentrusted_visits.are("who | status \n A | review")  # 21 September + 30 days = 21 October


def test_the_days_are_a_setting_and_zero_makes_nobody_new(judge):
    checks = """
        who | at         | ticket
        B   | 2026-08-01 | month
        A   | 2026-10-20 | -
        B   | 2026-10-30 | month
    """
    for days, status in [(11, "pending"), (10, "review"), (0, "review")]:
        found = judge(checks, settings={"unentrusted": {"new_recipient_days": days}})
        found.unentrusted_visits.are(f"who | status \n A | {status}")  # 30 - 20 = 10 days


def test_a_bulk_query_or_an_inpatient_check_is_a_first_sight(judge):
    judge("""
        who | at         | ticket | method | care_type
        B   | 2026-07-01 | month  | 01     | -
        A   | 2026-08-20 | month  | 04     | -
        C   | 2026-08-20 | month  | 01     | 01
        A   | 2026-10-20 | -      | 01     | -
        C   | 2026-10-20 | -      | 01     | -
        D   | 2026-10-20 | -      | 01     | -
    """).unentrusted_visits.are("""
        who | status
        A   | review
        C   | review
        D   | pending
    """)


def test_an_earlier_date_in_the_tickets_file_is_a_first_sight(judge):
    judge(
        """
        who | at         | ticket
        B   | 2026-07-01 | month
        A   | 2026-10-20 | -
        C   | 2026-10-20 | -
        D   | 2026-10-20 | -
        """,
        tickets="""
        who | where   | valid_from | valid_to   | registered_on
        A   | clinic2 | 2026-09-01 | 2026-09-30 | -
        C   | clinic2 | 2026-10-01 | 2026-10-31 | 2026-09-10
        D   | clinic2 | 2026-10-01 | 2026-10-31 | 2026-10-01
        """,
    ).unentrusted_visits.are("""
        who | status
        A   | review
        C   | review
        D   | pending
    """)
    # today is 20 October, 30 days before is 20 September


def test_new_is_new_to_the_office(judge):
    judge("""
        office | who | at         | ticket
        east   | A   | 2026-08-01 | month
        west   | B   | 2026-08-01 | month
        east   | A   | 2026-10-20 | -
        west   | A   | 2026-10-20 | -
    """).unentrusted_visits.are("""
        office | who | status
        east   | A   | review
        west   | A   | pending
    """)


def test_a_person_under_a_new_number_is_not_new(judge):
    judge(
        """
        who | at         | ticket
        B   | 2026-07-01 | month
        A   | 2026-08-20 | month
        C   | 2026-10-20 | -
        """,
        aliases="""
        old_number | new_number
        A          | C
        """,
    ).unentrusted_visits.are("""
        who | status
        C   | review
    """)


def test_every_office_has_its_own_days(judge):
    judge(
        """
        office | who | at         | ticket
        east   | B   | 2026-06-01 | month
        west   | B   | 2026-06-01 | month
        east   | A   | 2026-09-20 | -
        west   | A   | 2026-09-20 | -
        east   | B   | 2026-10-31 | month
        west   | B   | 2026-10-31 | month
        """,
        settings={"office": {"west": {"unentrusted": {"new_recipient_days": 60}}}},
    ).unentrusted_visits.are("""
        office | status
        east   | review
        west   | pending
    """)
