"""What the lists of a blank workbook must show: qlog's own findings on the same rows; and how to read the lists."""

import csv
import random
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import qlog
from qlog import schema
from qlog.findings import Findings
from tests.workbook.files import rows_of

LOGS = sorted((Path(__file__).parents[2] / "sample_logs").glob("shikaku_log_20260[89].csv"))
LOGS += sorted((Path(__file__).parents[2] / "sample_logs").glob("shikaku_log_202610.csv"))
HEADER = [column.jp for column in schema.CHECK_FIELDS]
NO_TICKET = [""] * 6
Shown = dict[str, list[tuple[Any, ...]]]
LISTS = ("頻回受診の傾向", "未委託受診", "同日重複確認")


def sample_rows() -> list[list[str]]:
    """Return the rows of the invented logs one below the other, under one header."""
    rows = [HEADER]
    for path in LOGS:
        data = path.read_bytes()
        text = data.decode("utf-8-sig") if data.startswith(b"\xef\xbb\xbf") else data.decode("cp932")
        rows += list(csv.reader(text.splitlines()))[1:]
    return rows


def tangled_rows(seed: int) -> list[list[str]]:
    """Return rows that are rare in life: overlapping and partial tickets, four clinics a day, repeated rows."""
    dice = random.Random(seed)
    clinics = ["2710000014", "0110113719", "2714591373", "2719999999", "2732114330", "2747461404"]
    rows = []
    for _ in range(900):
        day = date(2026, 8, 1) + timedelta(days=dice.choice((dice.randrange(91), 61 + dice.randrange(31))))
        number = f"{dice.choice((1, 7, 70, 1234567, 9999999)):07d}"
        moment = f"{day:%Y%m%d}{dice.randrange(9, 11):02d}{dice.randrange(60):02d}{dice.randrange(60):02d}"
        ticket, month = list(NO_TICKET), day.replace(day=1)
        if dice.random() < 0.25:
            start = month + timedelta(days=dice.randrange(20) - 5)
            end = start + timedelta(days=dice.choice((0, 3, 9, 40)))
            kind = dice.choice(("01", "02", "02", "03"))
            ticket = ["01", kind, f"{day:%Y%m}", f"{start:%Y%m%d}", f"{end:%Y%m%d}", "01"]
        method = dice.choice(("01", "01", "01", "02", "03", "04"))
        name = ["", "見本　太郎", "ﾐﾎﾝ ﾀﾛｳ", "1", "19500101", "1" if ticket[0] else "6"]
        row = [moment, method, dice.choice(clinics), "見本診療所", "12016010", number, *name, *ticket, "", "", ""]
        rows += [row] * dice.choice((1, 1, 1, 2))
    return [HEADER, *rows]


def findings_of(rows: Sequence[Sequence[str]], folder: Path, *, month: str, settings: qlog.Settings) -> Findings:
    """Judge ``rows`` as qlog does."""
    path = folder / "log.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, quoting=csv.QUOTE_ALL).writerows(rows)
    return qlog.analyze(qlog.read_logs(path), settings=settings, month=month)


def expected(found: Findings, month: str) -> Shown:
    """Return what the lists must show of a month, sorted."""
    frequent, open_ = (
        [row for row in found.table(name).to_pylist() if row["month"] == month]
        for name in ("frequent_visits", "unentrusted_visits")
    )
    duplicates = [row for row in found.table("duplicate_checks").to_pylist() if f"{row['visit_date']:%Y-%m}" == month]
    return {
        "頻回受診の傾向": sorted(
            (schema.LEVELS[row["level"]], row["recipient_number"], schema.UNITS[row["unit"]], row["institution_code"],
             row["days_prev2"], row["days_prev1"], row["days"], row["days_3m"])
            for row in frequent
        ),
        "未委託受診": sorted(
            (schema.STATUSES[row["status"]], row["recipient_number"], row["institution_code"], row["visit_days"],
             row["first_date"], row["last_date"])
            for row in open_
        ),
        "同日重複確認": sorted(
            (schema.PATTERNS[row["pattern"]], row["visit_date"], row["recipient_number"],
             *_three(row["institution_codes"].split(";")), row["checks"])
            for row in duplicates
        ),
    }  # fmt: skip


def shown(cells: Mapping[tuple[str, str], Any]) -> Shown:
    """Return what the lists of a recalculated workbook show, as :func:`expected`."""
    frequent, open_, duplicates = (
        [row for row in rows_of(dict(cells), sheet, columns) if row[0] not in {"", "該当なし"}]
        for sheet, columns in zip(LISTS, ("B C E G H I J K", "B C F H I J", "B C D F G H I J"), strict=True)
    )
    return {
        "頻回受診の傾向": sorted(tuple(map(_plain, row)) for row in frequent),
        "未委託受診": sorted((*map(_plain, row[:4]), *map(_day, row[4:])) for row in open_),
        "同日重複確認": sorted(
            (row[0], _day(row[1]), row[2], *_codes(row[3:6]), _plain(row[6]), _plain(row[7])) for row in duplicates
        ),
    }


def _three(codes: list[str]) -> tuple[tuple[str, ...], int]:
    """Return the institutions as the list has room for them: up to three, of more the first and the last for sure."""
    codes = sorted(codes)
    return ((codes[0], codes[-1]) if len(codes) > 1 else (codes[0],), len(codes))


def _codes(texts: Sequence[str]) -> tuple[tuple[str, ...]]:
    codes = sorted(text.split("\n")[0] for text in texts if text)
    return ((codes[0], codes[-1]) if len(codes) > 1 else (codes[0],),)


def _plain(value: Any) -> Any:
    return int(value) if isinstance(value, float) else value


def _day(value: Any) -> date:
    return date(1899, 12, 30) + timedelta(days=int(value)) if isinstance(value, int | float) else value.date()


def settings(**sections: dict[str, Any]) -> qlog.Settings:
    """Return settings the blank workbooks know: they cannot tell new recipients."""
    unentrusted = {"new_recipient_days": 0, **sections.pop("unentrusted", {})}
    return qlog.Settings.model_validate({"unentrusted": unentrusted, **sections})
