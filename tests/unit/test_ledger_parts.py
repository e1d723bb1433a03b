"""A workbook of one caseworker shows entries on nobody else; what a doctor confirmed holds until its date."""

from datetime import date

from qlog.export.workbook.entered import Entered, Key, Record
from qlog.ledger.carry import Row, Told
from qlog.ledger.exclusions import confirmed_rows
from qlog.ledger.returned import Noted

OWN: Key = ("institution", "0000001", "1310000010")
OTHER: Key = ("recipient", "0000002", "")


def test_only_the_entries_of_these_recipients_stay() -> None:
    records = tuple(Record(key, "2026-09", "2026-08", (1, 2, 3), {"remark": "x"}, "") for key in (OWN, OTHER))
    both = Entered({OWN: {"remark": "x"}, OTHER: {"remark": "y"}}, {OWN: "x", OTHER: "y"}, records)
    own = both.only({"0000001"})
    assert (set(own.now), set(own.earlier), [record.key for record in own.records]) == ({OWN}, {OWN}, [OWN])


def row(month: str, **entries: str) -> Row:
    """Return what was entered on the row OWN in one month."""
    told = {name: [Told("a.xlsx", Noted("", "", *OWN, name, value))] for name, value in entries.items()}
    return Row(OWN, month, told)


def until(*rows: Row, month: str = "2026-12") -> str:
    """Return until when the row is confirmed in ``month``, and since which workbook; empty if it is not."""
    one = confirmed_rows(rows, month).get(OWN)
    return f"{one.until} {one.month}" if one else ""


NEEDED = row("2026-09", opinion="必要な受診", confirmed_until="2026-12-20")


def test_what_a_doctor_confirmed_is_carried_until_another_opinion() -> None:
    assert until(NEEDED, month="2026-08") == ""
    assert until(NEEDED) == "2026-12-20 2026-09"
    assert until(NEEDED, row("2026-10", remark="x")) == "2026-12-20 2026-09"
    assert until(NEEDED, row("2026-10", opinion="回数の見直しが必要")) == ""
    assert until(NEEDED, row("2026-10", opinion="判断を保留", confirmed_until="2027-03-31")) == ""


def test_a_later_date_replaces_the_date_and_without_a_date_nothing_is_left_out() -> None:
    assert until(NEEDED, row("2026-10", confirmed_until="2027-03-31")) == "2027-03-31 2026-09"
    assert until(NEEDED, row("2026-10", opinion="必要な受診")) == "2026-12-20 2026-10"
    assert until(row("2026-09", opinion="必要な受診")) == ""
    assert until(row("2026-09", confirmed_until="2026-12-20")) == ""


def test_the_day_itself_is_covered_and_the_next_is_not() -> None:
    one = confirmed_rows([NEEDED], "2026-12")[OWN]
    assert [one.covers(date(2026, 12, day)) for day in (19, 20, 21)] == [True, True, False]
    assert one.text(date(2026, 12, 20)) == "対象外：医師が必要な受診と確認（2026年9月の記入、2026/12/20まで）"
    assert "期限 2026/12/20 を過ぎた受診" in one.text(date(2026, 12, 21))
