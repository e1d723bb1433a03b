"""集計。 Figures of an office's month, for every month in which the office has a row, 0 where nothing happened."""


def test_every_measure_of_a_month(judge):
    judge(
        """
        who | where    | at             | method | care_type | ticket | times
        A   | clinic   | 2026-10: 1-15  | 01     | 02        | month  | 1
        A   | clinic2  | 2026-10: 1     | 01     | 02        | -      | 2
        A   | pharmacy | 2026-10: 1     | 01     | 04        | month  | 1
        B   | clinic   | 2026-10: 1-10  | 02     | 02        | month  | 1
        B   | dentist  | 2026-10: 20    | 03     | -         | -      | 1
        B   | nurse    | 2026-10: 20    | 01     | 05        | month  | 1
        C   | midwife  | 2026-10: 20    | 01     | -         | -      | 1
        C   | clinic   | 2026-10: 3     | 01     | -         | -      | 1
        D   | clinic   | 2026-10: 20    | 01     | 01        | month  | 1
        E   | clinic   | 2026-10: 31    | 04     | -         | -      | 3
        E   | clinic3  | 2026-10: 31    | 09     | -         | -      | 1
        """,
        settings={"frequent": {"three_month_days": 15}},
        tickets="""
        who | where    | valid_from | valid_to
        B   | dentist  | 2026-10-20 | 2026-10-20
        """,
        other_law="""
        who | law | where   | valid_from
        A   | 21  | clinic2 | 2026-10-01
        """,
    ).summary.are("""
        measure                         | value
        checks                          | 15 + 2 + 1 + 10 + 1 + 1 + 1 + 1 + 1 + 3 + 1
        checks_presence                 | 15 + 2 + 1 + 10 + 1 + 1 + 1 + 1 + 1
        checks_bulk                     | 3
        checks_unknown_method           | 1
        recipients_seen                 | 5
        recipients_visited              | 3
        institutions_seen               | 7
        visits                          | 15 + 1 + 1 + 10 + 1 + 1 + 1 + 1
        visits_medical                  | 15 + 1 + 10 + 1
        visits_dental                   | 1
        visits_pharmacy                 | 1
        visits_visiting_nurse           | 1
        visits_other                    | 1
        visits_unentrusted              | 1 + 1 + 1 + 1
        frequent_screened_institution   | 1
        frequent_screened_recipient     | 1
        frequent_screened_people        | 1
        frequent_early_institution      | 1
        frequent_early_recipient        | 1
        frequent_early_people           | 1
        unentrusted_resolved            | 1
        unentrusted_other_law           | 1
        unentrusted_pending             | 0
        unentrusted_review              | 1 + 1
        duplicates_same_institution     | 1
        duplicates_several_institutions | 1
    """)


def test_a_month_without_visits_has_its_zeros_and_a_month_without_rows_has_none(judge):
    found = judge("""
        at         | method
        2026-08-05 | 01
        2026-10-05 | 04
    """)
    found.summary.of(measure="visits").are("""
        month   | measure | value
        2026-08 | visits  | 1
        2026-10 | visits  | 0
    """)
    found.summary.of(measure="checks_bulk").are("""
        month   | measure     | value
        2026-08 | checks_bulk | 0
        2026-10 | checks_bulk | 1
    """)


def test_offices_are_counted_apart(judge):
    found = judge("""
        office | who | where   | at
        east   | A   | clinic  | 2026-10-05
        west   | A   | clinic  | 2026-10-05
        west   | B   | clinic2 | 2026-11-05
    """)
    found.summary.of(measure="recipients_seen").are("""
        office | month   | value
        east   | 2026-10 | 1
        west   | 2026-10 | 1
        west   | 2026-11 | 1
    """)


def test_who_is_frequent_at_two_institutions_is_one_person(judge):
    found = judge("""
        who | where   | at            | method
        A   | clinic  | 2026-10: 1-10 | 01
        A   | clinic2 | 2026-10: 1-10 | 01
        B   | clinic  | 2026-10: 31   | 04
    """)
    found.summary.of(measure="frequent_early_institution").are("value \n 1 + 1")
    found.summary.of(measure="frequent_early_recipient").are("value \n 1")
    found.summary.of(measure="frequent_early_people").are("value \n 1")


def test_a_day_at_three_institutions_is_one_duplicate(judge):
    found = judge("""
        who | where   | at         | times
        A   | clinic  | 2026-10-05 | 2
        A   | clinic2 | 2026-10-05 | 2
        A   | clinic3 | 2026-10-05 | 1
    """)
    found.summary.of(measure="duplicates_same_institution").are("value \n 1 + 1")
    found.summary.of(measure="duplicates_several_institutions").are("value \n 1")
