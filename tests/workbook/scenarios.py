"""Ways in which the same rows reach ログ貼付, and rows with something wrong in them."""

from collections.abc import Callable, Sequence
from datetime import datetime

from tests.workbook.lists import HEADER
from tests.workbook.pasting import Row

MOMENT, METHOD, INSTITUTION, PAYER, PERSON, CARE, FROM, TO = 0, 1, 2, 4, 5, 13, 15, 16
_NUMBERS = (MOMENT, METHOD, INSTITUTION, PAYER, PERSON, 12, CARE, 14, FROM, TO, 17)
_EPOCH = datetime(1899, 12, 30)


def as_numbers(rows: Sequence[Row]) -> list[Row]:
    """A CSV opened in a spreadsheet program: digits became numbers, leading zeros are gone."""
    return [rows[0], *([int(v) if at in _NUMBERS and v else v for at, v in enumerate(row)] for row in rows[1:])]


def with_slashes(rows: Sequence[Row]) -> list[Row]:
    """Dates written as 2026/10/3 09:30:00."""
    return _dates(rows, lambda day: f"{day:%Y}/{day.month}/{day.day}", lambda time: f" {time:%H:%M:%S}")


def with_hyphens(rows: Sequence[Row]) -> list[Row]:
    """Dates written as 2026-10-03 09:30:00."""
    return _dates(rows, lambda day: f"{day:%Y-%m-%d}", lambda time: f" {time:%H:%M:%S}")


def as_serials(rows: Sequence[Row]) -> list[Row]:
    """Dates as the program's own dates."""
    changed = [rows[0]]
    for row in rows[1:]:
        own = list(row)
        for at in (MOMENT, FROM, TO):
            if own[at]:
                passed = _moment(own[at]) - _EPOCH
                own[at] = passed.days + passed.seconds / 86400
        changed.append(own)
    return changed


def with_blank_rows(rows: Sequence[Row]) -> list[Row]:
    """Empty rows between, and rows in another order."""
    changed = [rows[0]]
    for at, row in enumerate(reversed(rows[1:])):
        changed += [[""], row] if at % 50 == 0 else [row]
    return changed


def mixed(rows: Sequence[Row]) -> list[Row]:
    """Rows in one form below rows in another, as when logs of three months are pasted from different programs."""
    changed, third = [rows[0]], len(rows) // 4
    for at, form in enumerate((as_numbers, with_slashes, with_hyphens, as_serials)):
        end = len(rows) if at == 3 else 1 + third * (at + 1)
        changed += with_blank_rows(form([rows[0], *rows[1 + third * at : end]]))[1:]
    return changed


def nothing(rows: Sequence[Row]) -> list[Row]:
    """Only the header."""
    return [rows[0]]


def only_bulk(rows: Sequence[Row]) -> list[Row]:
    """Only bulk queries: nobody was present."""
    return [rows[0], *([row[0], "04", *row[2:]] for row in rows[1:])]


def one_row(rows: Sequence[Row]) -> list[Row]:
    """One visit of October, before the registration day, without a ticket."""
    return [rows[0], _row()]


NOTHING_TO_SHOW: dict[str, Callable[[Sequence[Row]], list[Row]]] = {"nothing": nothing, "only_bulk": only_bulk}


HOSTILE = ["=1+1", "+1+1", "-1+1", "@SUM(1)", "\t=1+1", "=cmd|' /C calc'!A0", "●😀", "名" * 100, "a&b<c>", "*", "?"]


def hostile() -> list[Row]:
    """A visit each of people whose names and institutions look like formulas or wildcards."""
    rows: list[Row] = [HEADER]
    for at, text in enumerate(HOSTILE, start=1):
        row = _row(person=f"{at:07d}")
        row[3] = row[7] = row[8] = text
        rows.append(row)
    return rows


def dirty() -> list[Row]:
    """Rows with one thing wrong in each, after two headers that are wrong, one of them needed."""
    header = list(HEADER)
    header[METHOD], header[20] = "方法", "病名"
    good = [_row(moment=f"202608{day:02d}101500") for day in range(1, 11)]
    bad = [
        _row(moment="令和8年10月3日"), _row(moment="20261131090000"), _row(moment="20261003"), _row(method="07"),
        _row(method="07"), _row(method="不明"), _row(person=""), _row(person="12A4567"), _row(person="12345678"),
        _row(place=""), _row(place="12345"), _row(payer="25016010"), _row(person=123),
        _row(start="20261001", end="末日"),
    ]  # fmt: skip
    return [header, *good, *bad]


def _row(
    *, moment: str = "20261003093000", method: str = "01", place: str = "2714591373", payer: str = "12016010",
    person: str | int = "1234567", start: str = "", end: str = "",
) -> list[str | int]:  # fmt: skip
    ticket = ["01", "02", "202610"] if start else ["", "", ""]
    return [moment, method, place, "見本診療所", payer, person, "", "見本　太郎", "ﾐﾎﾝ ﾀﾛｳ", "1", "19500101",
            "1" if start else "6", *ticket, start, end, "01" if start else "", "", "", ""]  # fmt: skip


def _moment(text: str) -> datetime:
    return datetime.strptime(text, "%Y%m%d%H%M%S" if len(text) == 14 else "%Y%m%d")


def _dates(rows: Sequence[Row], day: Callable[[datetime], str], time: Callable[[datetime], str]) -> list[Row]:
    changed = [rows[0]]
    for row in rows[1:]:
        own = list(row)
        own[MOMENT] = day(_moment(own[MOMENT])) + time(_moment(own[MOMENT]))
        for at in (FROM, TO):
            own[at] = day(_moment(own[at])) if own[at] else ""
        changed.append(own)
    return changed
