"""同じ行は一度だけ数える。 A row counts once, however often delivered; a person who changed number is one person."""


def test_a_row_delivered_twice_counts_once(judge):
    found = judge("""
        who | at               | copies
        A   | 2026-10-05 09:00 | 2
        A   | 2026-10-05 11:30 | 3
    """)
    found.visits.are("""
        who | visit_date | checks
        A   | 2026-10-05 | 1 + 1
    """)
    found.summary.of(measure="checks").are("measure | value \n checks | 1 + 1")


def test_rows_that_differ_in_one_field_are_two_checks(judge):
    found = judge("""
        who | at               | disease_1 | institution_name
        A   | 2026-10-05 09:00 | -         | テスト医院
        A   | 2026-10-05 09:00 | 高血圧症  | テスト医院
        A   | 2026-10-05 09:00 | 高血圧症  | テスト医院分院
    """)
    found.visits.are("""
        who | visit_date | checks
        A   | 2026-10-05 | 1 + 1 + 1
    """)


def test_an_old_number_and_the_new_one_are_one_person(judge):
    found = judge(
        """
        who | at
        A   | 2026-10: 1-3
        B   | 2026-10: 4-5
        """,
        aliases="""
        old_number | new_number
        A          | B
        """,
    )
    found.monthly_days.are("""
        who | unit        | where  | days
        B   | institution | clinic | 3 + 2
        B   | recipient   | -      | 3 + 2
    """)
    found.summary.of(measure="recipients_seen").are("measure | value \n recipients_seen | 1")


def test_a_chain_of_changes_ends_at_the_newest_number(judge):
    found = judge(
        """
        who | at
        A   | 2026-10-01
        B   | 2026-10-02
        C   | 2026-10-03
        D   | 2026-10-04
        """,
        aliases="""
        old_number | new_number
        B          | C
        A          | B
        """,
    )
    found.monthly_days.of(unit="recipient").are("""
        who | days
        C   | 1 + 1 + 1
        D   | 1
    """)


def test_rows_alike_after_the_change_of_number_count_once(judge):
    found = judge(
        """
        who | at               | copies
        A   | 2026-10-05 09:00 | 1
        B   | 2026-10-05 09:00 | 2
        B   | 2026-10-05 09:01 | 1
        """,
        aliases="""
        old_number | new_number
        A          | B
        """,
    )
    found.visits.are("""
        who | visit_date | checks
        B   | 2026-10-05 | 1 + 1
    """)


def test_a_change_of_number_holds_in_its_own_office(judge):
    found = judge(
        """
        office | who | at
        east   | A   | 2026-10-01
        west   | A   | 2026-10-01
        east   | C   | 2026-10-02
        west   | C   | 2026-10-02
        """,
        aliases="""
        office | old_number | new_number
        east   | A          | B
        -      | C          | D
        """,
    )
    found.visits.are("""
        office | who | visit_date
        east   | B   | 2026-10-01
        west   | A   | 2026-10-01
        east   | D   | 2026-10-02
        west   | D   | 2026-10-02
    """)


def test_a_row_of_the_office_holds_before_one_of_no_office_and_the_last_before_the_first(judge):
    judge(
        """
        office | who | at
        east   | A   | 2026-10-01
        west   | A   | 2026-10-01
        west   | D   | 2026-10-01
        """,
        aliases="""
        office | old_number | new_number
        east   | A          | B
        -      | A          | C
        west   | D          | E
        west   | D          | F
        """,
    ).visits.are("""
        office | who
        east   | B
        west   | C
        west   | F
    """)


def test_tickets_and_other_laws_follow_the_change_of_number(judge):
    found = judge(
        """
        who | where   | at         | ticket
        B   | clinic  | 2026-10-20 | -
        B   | clinic2 | 2026-10-20 | -
        """,
        aliases="""
        old_number | new_number
        A          | B
        """,
        tickets="""
        who | where  | valid_from | valid_to
        A   | clinic | 2026-10-01 | 2026-10-31
        """,
        other_law="""
        who | law | where   | valid_from
        A   | 21  | clinic2 | 2026-04-01
        """,
    )
    found.unentrusted_visits.are("""
        who | where   | status
        B   | clinic  | resolved
        B   | clinic2 | other_law
    """)


def test_numbers_that_were_changed_back_are_one_person_and_no_row_counts_twice(judge):
    found = judge(
        """
        who | at
        A   | 2026-10-01
        B   | 2026-10-02
        """,
        aliases="""
        old_number | new_number
        A          | B
        B          | A
        """,
    )
    found.monthly_days.of(unit="recipient").are("days \n 1 + 1")
    found.summary.of(measure="checks").are("measure | value \n checks | 1 + 1")
