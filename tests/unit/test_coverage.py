"""How much the log shows, and lists that concern nobody in it."""

from datetime import date

import pyarrow as pa

from qlog import schema
from qlog.coverage import Coverage, coverage_sentences, coverages
from tests.spec import given
from tests.unit.judged import analyzed, rows

LOG = """
    who | where    | at              | method
    A   | clinic   | 2026-09: 1-30   | 01
    B   | pharmacy | 2026-09: 3      | 04
    A   | clinic   | 2026-10: 1-20   | 01
    C   | dentist  | 2026-10: 5      | 01
"""
NAMES = """
    where    | institution_name
    clinic   | あおば医院
    clinic2  | みどり医院
    dentist  | しろ歯科
    midwife  | -
"""


def test_each_month_of_an_office_has_a_row() -> None:
    assert rows(analyzed(given.log(LOG)), "coverage") == [
        ("2026-09", given.OFFICES["east"], 2, 2, None, None, None, date(2026, 9, 30), False, 0),
        ("2026-10", given.OFFICES["east"], 2, 2, None, None, None, date(2026, 10, 20), True, 0),
    ]


def test_with_a_list_of_institutions_the_share_of_those_with_a_row() -> None:
    found = rows(analyzed(given.log(LOG, institution_names=NAMES)), "coverage")
    assert [row[4:7] for row in found] == [(4, 1, 1 / 4), (4, 2, 2 / 4)]


def test_offices_are_told_apart() -> None:
    found = rows(analyzed(given.log("office | who | at \n east | A | 2026-10-01 \n west | B | 2026-10-02")), "coverage")
    assert [(row[1], row[2], row[7].day) for row in found] == [
        (given.OFFICES["west"], 1, 2),
        (given.OFFICES["east"], 1, 1),
    ]


def test_days_of_a_gap_count_in_their_month() -> None:
    found = analyzed(given.log("at | times \n 2026-08: 1-31 | 10 \n 2026-09: 1-29 | 10 \n 2026-10: 4-31 | 10"))
    assert [(row[1], row[2]) for row in rows(found, "gaps")] == [(date(2026, 9, 30), date(2026, 10, 3))]
    assert [row[-1] for row in rows(found, "coverage")] == [0, 1, 3]


def test_the_sentence_says_what_is_seen_and_what_is_not() -> None:
    month = Coverage("2026-10", "12016010", 1234, 56, 80, 40, 0.5, date(2026, 10, 20), unfinished=True, gap_days=2)
    assert month.sentence.ja == (
        "2026-10 のログには、10月20日までに受給者 1,234 人、医療機関等 56 か所の記録があります。"
        "医療機関等の一覧 80 か所のうち、ログに現れたのは 40 か所（50%）です。月の途中です。記録の空白が 2 日あります。"
    )
    assert "Of 80 listed institutions it shows 40 (50%)." in month.sentence.en
    plain = coverages(analyzed(given.log(LOG)).table("coverage"))[0].sentence
    assert plain.ja == "2026-09 のログには、9月30日までに受給者 2 人、医療機関等 2 か所の記録があります。"


def test_several_offices_are_told_apart_and_many_are_not_told_one_by_one() -> None:
    months = [
        Coverage("2026-10", f"1201{n:04d}", n, 1, None, None, None, date(2026, 10, 31), False, 0) for n in range(11)
    ]
    assert [said.ja[:9] for said in coverage_sentences(months[:2])] == ["12010000：", "12010001："]
    assert [said.en for said in coverage_sentences(months)] == [
        "How much the log shows of each of 11 offices stands in the table coverage."
    ]


def test_lists_that_concern_somebody_are_no_matter() -> None:
    log = given.log(
        LOG,
        tickets="who | where \n A | clinic \n F | clinic",
        other_law="who | valid_from \n B | 2026-01-01",
        aliases="old_number | new_number \n A | D",
        institution_names=NAMES,
    )
    assert analyzed(log).warnings == []


def test_a_list_that_concerns_nobody_is_a_warning_with_the_counts() -> None:
    log = given.log(
        LOG,
        tickets="office | who | where \n west | A | clinic \n - | F | clinic",
        aliases="old_number | new_number \n E | F",
        institution_names="where | institution_name \n clinic3 | -",
    )
    log.other_law.clear()  # an empty list was given: that is worth a word, too
    tickets, other_law, names, aliases = analyzed(log).warnings
    assert tickets.ja.startswith("「医療券・調剤券」の一覧（2 行）に、ログの受給者（3）に当てはまる行がありません。")
    assert "no row of tickets (2) concerns one of the 3 recipients" in tickets.en
    assert other_law.ja.startswith("「他法」の一覧（0 行）")
    assert names.ja.startswith("「医療機関等」の一覧（1 行）に、ログの医療機関等（3）に当てはまる行がありません。")
    assert aliases.ja.startswith("「受給者番号の変更」の一覧（1 行）")


def test_no_warning_names_a_person() -> None:
    log = given.log(LOG, tickets="who | where \n F | clinic")
    told = " ".join(message.ja + message.en for message in analyzed(log).warnings)
    assert told
    assert [number for number in given.PEOPLE.values() if number in told] == []


def test_every_kind_of_list_is_looked_at() -> None:
    kinds = analyzed(given.log(LOG)).query("SELECT kind FROM reach", pa.schema([("kind", pa.string())]))
    assert sorted(kinds["kind"].to_pylist()) == sorted(schema.REFERENCE_TABLES)
