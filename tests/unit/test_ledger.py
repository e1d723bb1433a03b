"""Entries come back from a workbook qlog wrote and a person filled; what cannot be read is listed by its cell."""

import os
from datetime import date
from pathlib import Path

import pytest
from openpyxl.workbook import Workbook

from qlog.export.formulas import EDITIONS, Edition
from qlog.ledger.files import read_bytes, returned_files
from qlog.ledger.history import History
from qlog.ledger.returned import Returned, read_returned
from qlog.ledger.sentences import REASONS, problem_messages
from qlog.privacy import encrypted
from qlog.reading.report import RefusedError
from tests.unit.returned_books import FREQUENT, MARKED, TICKETS, blank, enter, filled, office, place, work

WORDS = {
    "progress": "見守り", "consulted": "2026-11-04", "opinion": "必要な受診",
    "confirmed_until": "2026-12-31", "guided": "2026-11-06", "next_days": "9", "improved": "一部改善", "remark": MARKED,
}  # fmt: skip


def entries(returned: Returned, sheet: str = FREQUENT) -> dict[str, str]:
    """Field -> value of what a person wrote; caseworkers come from the office's list."""
    return {
        noted.field: noted.value for noted in returned.entries if noted.sheet == sheet and noted.field != "caseworker"
    }


def problems(returned: Returned) -> list[tuple[str, str, str]]:
    return [(one.sheet, one.cell, one.reason) for one in returned.problems]


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_entry_comes_back_under_its_row(edition: Edition) -> None:
    returned = read_returned(filled(work, edition))
    assert (returned.payer_number, returned.month) == (office().payer_number, "2026-10")
    assert entries(returned) == WORDS
    assert entries(returned, TICKETS) == {"progress": "医療券を登録済み", "checked": "2026-11-05", "remark": MARKED}
    first = max(office().candidates.to_pylist(), key=lambda row: (row["days"], row["days_3m"]))
    assert first["recipient_number"] == next(one.recipient_number for one in returned.entries if one.field == "remark")
    assert returned.problems == []


def test_a_workbook_nobody_filled_holds_no_work() -> None:
    returned = read_returned(blank())
    assert (entries(returned), returned.problems) == ({}, [])


def test_a_renamed_sheet_is_listed_and_the_other_is_read() -> None:
    def rename(book: Workbook) -> None:
        work(book)
        book[FREQUENT].title = "10月分"

    returned = read_returned(filled(rename))
    assert problems(returned) == [(FREQUENT, "", "no_sheet")]
    assert entries(returned, TICKETS)["remark"] == MARKED


def test_a_deleted_column_is_listed_and_the_others_are_read() -> None:
    def delete(book: Workbook) -> None:
        work(book)
        sheet = book[FREQUENT]
        sheet.delete_cols(sheet[place(sheet, "指導日")].column)

    returned = read_returned(filled(delete))
    assert [(one.reason, one.header) for one in returned.problems] == [("no_column", "指導日")]
    assert entries(returned) == {name: value for name, value in WORDS.items() if name != "guided"}


@pytest.mark.parametrize(
    ("header", "sheet"), [("単位", FREQUENT), ("受給者番号", FREQUENT), ("医療機関等コード", TICKETS)]
)
def test_without_a_column_of_keys_the_sheet_is_not_read(header: str, sheet: str) -> None:
    def delete(book: Workbook) -> None:
        work(book)
        book[sheet].delete_cols(book[sheet][place(book[sheet], header)].column)

    returned = read_returned(filled(delete))
    assert entries(returned, sheet) == {}
    assert [one.sheet for one in returned.problems] == [sheet]
    assert entries(returned, TICKETS if sheet == FREQUENT else FREQUENT)


def test_moved_columns_and_rows_put_above_are_found_by_their_headers() -> None:
    def move(book: Workbook) -> None:
        work(book)
        book[FREQUENT].insert_cols(1, 3)
        book[FREQUENT].insert_rows(1, 2)

    returned = read_returned(filled(move))
    assert entries(returned) == WORDS
    at = next(one.cell for one in returned.entries if one.field == "remark")
    assert at.endswith("8"), "the cell is named as the person sees it"


@pytest.mark.parametrize(
    "text", ["2026-11-06", "2026/11/6", "2026年11月6日", "令和8年11月6日", "R8.11.6", "２０２６/１１/６", 46332]
)
def test_dates_as_text_are_read(text: str | int) -> None:
    returned = read_returned(filled(lambda book: book[FREQUENT].__setitem__(place(book[FREQUENT], "指導日"), text)))
    assert entries(returned) == {"guided": "2026-11-06"}


@pytest.mark.parametrize(
    ("header", "value", "reason"),
    [
        ("確認状況", MARKED, "choice"), ("主治医・嘱託医の意見", "必要", "choice"), ("指導日", MARKED, "date"),
        ("確認の期限", "当分の間", "date"),
        ("指導日", "11/6", "date"), ("指導日", date(1926, 11, 6), "date"), ("翌月の日数", 32, "days"),
        ("翌月の日数", "9日", "days"), ("翌月の日数", 3.5, "days"), ("翌月の日数", -1, "days"),
    ],
)  # fmt: skip
def test_what_a_column_does_not_ask_for_is_listed_and_not_guessed(header: str, value: object, reason: str) -> None:
    cells = []

    def change(book: Workbook) -> None:
        work(book)
        cells.append(enter(book, header, value))

    returned = read_returned(filled(change))
    assert problems(returned) == [(FREQUENT, cells[0], reason)]
    assert len(entries(returned)) == len(WORDS) - 1


def test_merged_rows_count_for_the_first_and_are_listed() -> None:
    cells = []

    def merge(book: Workbook) -> None:
        cells.extend([enter(book, "備考", MARKED), place(book[FREQUENT], "備考", 7)])
        book[FREQUENT].merge_cells(":".join(cells))

    returned = read_returned(filled(merge))
    assert problems(returned) == [(FREQUENT, cells[1], "merged")]
    assert entries(returned) == {"remark": MARKED}


@pytest.mark.parametrize(
    ("header", "value", "reason"),
    [("受給者番号", 12345, "person"), ("単位", "？", "unit"), ("医療機関等コード", "123", "institution")],
)
def test_entries_of_a_row_nobody_can_name_are_listed(header: str, value: object, reason: str) -> None:
    def change(book: Workbook) -> None:
        work(book)
        enter(book, header, value)

    returned = read_returned(filled(change))
    assert {one.reason for one in returned.problems} == {reason}
    assert entries(returned) == {}
    assert entries(returned, TICKETS)


def test_a_sheet_of_another_month_is_not_read() -> None:
    def copy(book: Workbook) -> None:
        work(book)
        book[FREQUENT]["A1"] = "頻回受診の傾向　2026年9月"

    assert problems(read_returned(filled(copy))) == [(FREQUENT, "", "other_month")]


def test_a_whole_workbook_of_another_month_counts_for_its_own_month() -> None:
    def september(book: Workbook) -> None:
        work(book)
        for sheet in (FREQUENT, TICKETS):
            book[sheet]["A1"] = book[sheet]["A1"].value.replace("10月", "9月")
        book.custom_doc_props["qlog_month"].value = "2026-09"

    returned = read_returned(filled(september))
    assert (returned.month, returned.problems) == ("2026-09", [])
    assert entries(returned) == WORDS


def test_a_workbook_that_does_not_say_whose_it_is_is_refused() -> None:
    with pytest.raises(RefusedError, match="which office"):
        read_returned(filled(lambda book: book.custom_doc_props.__delitem__("qlog_month")))


def test_no_message_holds_what_was_written() -> None:
    def spoil(book: Workbook) -> None:
        work(book)
        for header in ("確認状況", "指導日", "翌月の日数"):
            enter(book, header, MARKED)
            enter(book, header, MARKED, row=7)
        enter(book, "受給者番号", MARKED, row=7)

    returned = read_returned(filled(spoil))
    said = "".join(f"{one.ja}{one.en}{one!r}" for one in problem_messages("a.xlsx", returned.problems))
    assert len(returned.problems) >= 6
    assert MARKED not in said + repr(returned.problems) + repr(returned.entries)
    assert office().candidates["recipient_number"][0].as_py() not in said
    assert {one.reason for one in returned.problems} <= set(REASONS)


def test_an_encrypted_workbook_needs_its_password(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(encrypted(filled(work), "correct horse"))
    assert entries(read_returned(read_bytes(path, "correct horse"))) == WORDS
    for password in (None, "another horse"):
        with pytest.raises(RefusedError):
            read_bytes(path, password)


def test_the_history_keeps_every_reading_and_the_newest_of_a_name_holds(tmp_path: Path) -> None:
    (tmp_path / "store").mkdir()
    history = History(tmp_path / "store" / "ledger")
    for sha in ("1", "2"):
        history.add("a.xlsx", sha, Returned("12016010", "2026-10"), read_on=date(2026, 11, 9))
    again = History(tmp_path / "store" / "ledger")
    assert [(one.file, one.sha256, one.order) for one in again.readings] == [("a.xlsx", "1", 1), ("a.xlsx", "2", 2)]
    assert [one.sha256 for one in again.standing()] == ["2"]
    assert again.known("a.xlsx", "2") is again.readings[1]
    assert (again.known("a.xlsx", "1"), again.known("b.xlsx", "2")) == (None, None)


def test_files_come_oldest_first_and_files_excel_has_open_do_not(tmp_path: Path) -> None:
    for name, seconds in (("b.xlsx", 1), ("a.xlsx", 2), ("~$a.xlsx", 3)):
        (tmp_path / name).touch()
        os.utime(tmp_path / name, (seconds, seconds))
    assert [name for name, _ in returned_files(tmp_path)] == ["b.xlsx", "a.xlsx"]
