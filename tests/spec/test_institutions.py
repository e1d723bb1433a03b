"""医療機関別。 What the log shows of each institution in a month, over all offices of the input."""


def test_figures_of_a_month(judge):
    judge("""
        who | where  | at             | ticket | times
        A   | clinic | 2026-10: 1-3   | month  | 1
        B   | clinic | 2026-10: 1     | month  | 2
        B   | clinic | 2026-10: 2     | -      | 4
        A   | clinic | 2026-11: 1     | -      | 1
    """).institutions.are("""
        month   | where  | kind    | recipients | visits    | checks            | repeat_rate | unentrusted_visits
        2026-10 | clinic | medical | 2          | 3 + 1 + 1 | 1 + 1 + 1 + 2 + 4 | 2 / 5       | 1
        2026-11 | clinic | medical | 1          | 1         | 1                 | 0 / 1       | 1
    """)


def test_an_institution_with_bulk_queries_alone_has_a_row(judge):
    judge("""
        who | where   | at         | method | times
        A   | clinic  | 2026-10-01 | 04     | 3
        A   | clinic2 | 2026-10-01 | 04     | 1
        A   | clinic2 | 2026-10-01 | 01     | 1
        A   | clinic3 | 2026-10-01 | 09     | 1
    """).institutions.are("""
        where   | recipients | visits | checks | repeat_rate | bulk_queries
        clinic  | 0          | 0      | 0      | -           | 3
        clinic2 | 1          | 1      | 1      | 0 / 1       | 1
        clinic3 | 0          | 0      | 0      | -           | 0
    """)


def test_recipients_screened_at_the_institution(judge):
    judge(
        """
        who | where   | at             | method
        A   | clinic  | 2026-10: 1-15  | 01
        B   | clinic  | 2026-10: 1-15  | 01
        C   | clinic  | 2026-10: 1-14  | 01
        D   | clinic  | 2026-10: 1-8   | 01
        D   | clinic2 | 2026-10: 9-16  | 01
        E   | clinic  | 2026-10: 31    | 04
        """,
        settings={"frequent": {"three_month_days": 15}},
    ).institutions.are("""
        where   | recipients    | frequent_recipients
        clinic  | 1 + 1 + 1 + 1 | 1 + 1
        clinic2 | 1             | 0
    """)
    # D is screened over all institutions (8 + 8 = 16), at none of them


def test_all_offices_are_added_and_a_number_in_two_offices_is_two_people(judge):
    judge("""
        office | who | where  | at         | times
        east   | A   | clinic | 2026-10-01 | 1
        west   | A   | clinic | 2026-10-01 | 2
        west   | B   | clinic | 2026-10-02 | 1
    """).institutions.are("""
        where  | recipients | visits | checks    | repeat_rate
        clinic | 1 + 2      | 1 + 2  | 1 + 2 + 1 | 1 / 3
    """)


def test_the_name_is_that_of_the_newest_check_of_the_whole_log(judge):
    judge("""
        where   | at               | institution_name
        clinic  | 2026-09-30 09:00 | まえの医院
        clinic  | 2026-10-02 09:00 | いまの医院
        clinic  | 2026-10-03 09:00 | -
        clinic2 | 2026-10-02 09:00 | Ａ医院
        clinic2 | 2026-10-02 09:00 | Ｂ医院
        clinic3 | 2026-10-02 09:00 | -
    """).institutions.are("""
        month   | where   | institution_name
        2026-09 | clinic  | いまの医院
        2026-10 | clinic  | いまの医院
        2026-10 | clinic2 | Ｂ医院
        2026-10 | clinic3 | -
    """)


def test_the_institutions_file_names_first(judge):
    judge(
        """
        where   | at         | institution_name
        clinic  | 2026-10-02 | ログの医院
        clinic2 | 2026-10-02 | ログの第二医院
        clinic3 | 2026-10-02 | -
        """,
        institution_names="""
        where   | institution_name
        clinic  | 一覧の医院
        clinic3 | 一覧の第三医院
        """,
    ).institutions.are("""
        where   | institution_name
        clinic  | 一覧の医院
        clinic2 | ログの第二医院
        clinic3 | 一覧の第三医院
    """)


def test_codes_of_an_unknown_kind_are_kept(judge):
    judge("""
        where   | at
        midwife | 2026-10-01
        short   | 2026-10-01
    """).institutions.are("""
        where   | kind  | visits
        midwife | other | 1
        short   | other | 1
    """)
