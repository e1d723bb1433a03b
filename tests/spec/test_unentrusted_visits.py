"""未委託受診。 Why there was no ticket, per recipient, institution and month; here: resolved, pending and review."""


def test_one_row_a_recipient_institution_and_month(judge):
    judge("""
        who | where   | at              | ticket
        A   | clinic  | 2026-09: 20-22  | -
        A   | clinic  | 2026-10: 20     | -
        A   | clinic2 | 2026-10: 3,20   | -
        A   | clinic  | 2026-10: 25     | month
    """).unentrusted_visits.are("""
        month   | who | where   | visit_days | first_date | last_date
        2026-09 | A   | clinic  | 3          | 2026-09-20 | 2026-09-22
        2026-10 | A   | clinic  | 1          | 2026-10-20 | 2026-10-20
        2026-10 | A   | clinic2 | 2          | 2026-10-03 | 2026-10-20
    """)


def test_days_without_a_ticket_from_the_registration_day_on_are_for_review(judge):
    judge("""
        who | at              | ticket
        A   | 2026-10: 14     | -
        B   | 2026-10: 15     | -
        C   | 2026-10: 14-15  | -
    """).unentrusted_visits.are("""
        who | visit_days | status
        A   | 1          | pending
        B   | 1          | review
        C   | 2          | review
    """)


def test_the_registration_day_is_a_setting_and_day_31_is_the_last_of_a_shorter_month(judge):
    judge(
        """
        who | at         | ticket
        A   | 2027-02-27 | -
        B   | 2027-02-28 | -
        C   | 2028-02-28 | -
        D   | 2028-02-29 | -
        C   | 2027-01-31 | month
        D   | 2027-01-31 | month
        """,
        settings={"unentrusted": {"registration_day": 31}},
    ).unentrusted_visits.are("""
        who | first_date | status
        A   | 2027-02-27 | pending
        B   | 2027-02-28 | review
        C   | 2028-02-28 | pending
        D   | 2028-02-29 | review
    """)


def test_a_ticket_seen_later_on_any_check_of_the_two_resolves(judge):
    judge("""
        who | where  | at               | method | care_type | ticket
        A   | clinic | 2026-10-05 09:00 | 01     | -         | -
        A   | clinic | 2026-10-20 09:00 | 01     | 02        | month
        B   | clinic | 2026-10-05 09:00 | 01     | -         | -
        B   | clinic | 2026-11-20 09:00 | 04     | 02        | month
        C   | clinic | 2026-10-05 09:00 | 01     | -         | -
        C   | clinic | 2026-10-20 09:00 | 04     | 02        | month
        D   | clinic | 2026-10-05 09:00 | 01     | -         | -
        D   | clinic | 2026-10-20 09:00 | 01     | 01        | month
    """).unentrusted_visits.are("""
        who | status
        A   | resolved
        B   | pending
        C   | resolved
        D   | resolved
    """)


def test_a_ticket_for_another_institution_person_or_office_resolves_nothing(judge):
    judge("""
        office | who | where   | at         | ticket
        east   | A   | clinic  | 2026-10-20 | -
        east   | A   | clinic2 | 2026-10-21 | month
        east   | B   | clinic  | 2026-10-22 | month
        west   | A   | clinic  | 2026-10-23 | month
    """).unentrusted_visits.are("""
        office | who | where  | status
        east   | A   | clinic | review
    """)


def test_a_ticket_of_half_a_month_resolves_the_days_it_covers(judge):
    judge("""
        who | at             | method | ticket
        A   | 2026-10: 16,31 | 01     | -
        A   | 2026-10: 31    | 04     | 16-31
        B   | 2026-10: 15,31 | 01     | -
        B   | 2026-10: 31    | 04     | 16-31
    """).unentrusted_visits.are("""
        who | visit_days | status
        A   | 2          | resolved
        B   | 2          | review
    """)


def test_two_tickets_together_may_cover_all_days(judge):
    judge("""
        who | at             | method | ticket
        A   | 2026-10: 15-16 | 01     | -
        A   | 2026-10: 30    | 04     | 1-15
        A   | 2026-10: 31    | 04     | 16-31
    """).unentrusted_visits.are("""
        who | visit_days | status
        A   | 1 + 1      | resolved
    """)


def test_a_ticket_without_both_dates_covers_nothing(judge):
    judge("""
        at         | method | ticket | valid_from | valid_to
        2026-10-20 | 01     | -      | -          | -
        2026-10-25 | 04     | -      | 2026-10-01 | -
        2026-10-26 | 04     | -      | -          | 2026-10-31
    """).unentrusted_visits.are("""
        visit_days | status
        1          | review
    """)


def test_tickets_of_the_tickets_file_resolve(judge):
    judge(
        """
        who | at             | ticket
        A   | 2026-10: 1,31  | -
        B   | 2026-10: 1,31  | -
        C   | 2026-10: 1,31  | -
        """,
        tickets="""
        who | where   | valid_from | valid_to
        A   | clinic  | 2026-10-01 | 2026-10-31
        B   | clinic  | 2026-10-02 | 2026-10-31
        C   | clinic2 | 2026-10-01 | 2026-10-31
        """,
    ).unentrusted_visits.are("""
        who | visit_days | status
        A   | 2          | resolved
        B   | 2          | review
        C   | 2          | review
    """)


def test_a_ticket_of_the_file_without_an_office_is_of_every_office(judge):
    judge(
        """
        office | who | at         | ticket
        east   | A   | 2026-10-20 | -
        west   | A   | 2026-10-20 | -
        east   | B   | 2026-10-20 | -
        west   | B   | 2026-10-20 | -
        """,
        tickets="""
        office | who | where  | valid_from | valid_to
        -      | A   | clinic | 2026-10-01 | 2026-10-31
        west   | B   | clinic | 2026-10-01 | 2026-10-31
        """,
    ).unentrusted_visits.are("""
        office | who | status
        east   | A   | resolved
        west   | A   | resolved
        east   | B   | review
        west   | B   | resolved
    """)


def test_a_tickets_file_ends_the_waiting_once_the_log_reaches_the_registration_day(judge):
    checks = """
        who | at         | ticket
        A   | 2026-10-03 | -
        B   | 2026-10-{last} | month
    """
    other_tickets = """
        who | where  | valid_from | valid_to
        B   | clinic | 2026-10-01 | 2026-10-31
    """
    for last, tickets, status in [
        ("14", other_tickets, "pending"),  # the day has not come
        ("15", other_tickets, "review"),  # it has, and there is no ticket for A
        ("15", "who", "review"),  # an empty tickets file says so, too
    ]:
        found = judge(checks.format(last=last), tickets=tickets)
        found.unentrusted_visits.are(f"who | status \n A | {status}")
    without_file = judge(checks.format(last="31"))
    without_file.unentrusted_visits.are("who | status \n A | pending")


def test_a_tickets_file_read_next_month_judges_the_month_before(judge):
    judge(
        """
        who | at         | ticket
        A   | 2026-09-03 | -
        A   | 2026-10-03 | -
        """,
        tickets="who",
    ).unentrusted_visits.are("""
        month   | status
        2026-09 | review
        2026-10 | pending
    """)


def test_pharmacies_and_visiting_nurses_are_judged_as_well(judge):
    judge("""
        where    | at         | ticket
        pharmacy | 2026-10-20 | -
        nurse    | 2026-10-20 | -
        midwife  | 2026-10-20 | -
    """).unentrusted_visits.are("""
        where    | status
        pharmacy | review
        nurse    | review
        midwife  | review
    """)


def test_every_office_has_its_own_registration_day(judge):
    judge(
        """
        office | who | at         | ticket
        east   | A   | 2026-10-18 | -
        west   | A   | 2026-10-18 | -
        """,
        settings={"office": {"west": {"unentrusted": {"registration_day": 20}}}},
    ).unentrusted_visits.are("""
        office | status
        east   | review
        west   | pending
    """)


def test_a_tickets_file_of_one_office_says_nothing_about_another(judge):
    judge(
        """
        office | who | at             | ticket
        east   | A   | 2026-10: 3     | -
        east   | B   | 2026-10: 20    | month
        west   | A   | 2026-10: 3     | -
        west   | B   | 2026-10: 20    | month
        """,
        tickets="""
        office | who | where  | valid_from | valid_to
        east   | C   | clinic | 2026-10-01 | 2026-10-31
        """,
    ).unentrusted_visits.are("""
        office | who | status
        east   | A   | review
        west   | A   | pending
    """)
