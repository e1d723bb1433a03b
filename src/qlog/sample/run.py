"""One run: who there is, then month by month the rows, the tickets and the truth."""

from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

import pyarrow as pa

from qlog.errors import SettingsError
from qlog.files import output_errors
from qlog.sample import segments
from qlog.sample.calendars import Month, months_up_to
from qlog.sample.checks import Rows, join_rows, make_month
from qlog.sample.csvfile import labels, new_file
from qlog.sample.dice import Dice
from qlog.sample.institutions import Institutions, make_institutions
from qlog.sample.logs import LogWriter
from qlog.sample.offices import MOST_OFFICES, MOST_RECIPIENTS
from qlog.sample.people import People, make_people
from qlog.sample.reference import TicketList, write_caseworkers, write_institutions, write_other_law
from qlog.sample.truth import FIELDS, Truth
from qlog.schema import TICKETS

ENCODINGS: Final = ("cp932", "utf-8", "utf-8-sig")
_CHUNK = 40_000  # recipients worked on at a time
_MOST_MONTHS = 60
_KNOWN_DAYS = 20  # days of the month after the run until which registrations are in tickets.csv
# purposes of the streams of random numbers
_INSTITUTIONS, _PEOPLE, _NAMES, _MONTH, _CASEWORKERS = range(5)


@dataclass(frozen=True)
class _World:
    """Everything that stays the same over the months of a run."""

    months: list[Month]
    institutions: Institutions
    chunks: list[People]
    keys: pa.Array
    names: pa.Array


def write_sample(
    out: str | Path,
    *,
    recipients: int,
    months: int,
    seed: int,
    last_month: str = "2026-10",
    offices: int = 1,
    encoding: str = "cp932",
    truth: bool = False,
) -> list[Path]:
    """Write invented logs of ``months`` months up to ``last_month`` (YYYY-MM) and return the log files, oldest first.

    In ``out``: one shikaku_log_YYYYMM.csv a month, which begins with the last day of the month before once more; in
    ``out/reference``: tickets.csv, other_law.csv, caseworkers.csv, institutions.csv, as the office knows them on the
    20th of the month after; with ``truth``, ``truth.csv`` there too (columns: see :mod:`qlog.sample`). Files that
    exist are replaced. Raises SettingsError for numbers that cannot be, OutputError when a file cannot be written.

    >>> [path.name for path in qlog.write_sample("practice", recipients=20, months=2, seed=1)]
    ['shikaku_log_202609.csv', 'shikaku_log_202610.csv']
    """
    out = Path(out)
    last = _checked(
        recipients=recipients, months=months, seed=seed, last_month=last_month, offices=offices, encoding=encoding
    )
    with output_errors(out):
        (out / "reference").mkdir(parents=True, exist_ok=True)
    world = _make_world(
        [recipients * (n + 1) // offices - recipients * n // offices for n in range(offices)],
        months_up_to(last, months),
        seed,
        encoding,
    )
    reference = out / "reference"
    end = world.months[-1].next_first
    write_institutions(reference / "institutions.csv", world.institutions, encoding)
    write_other_law(reference / "other_law.csv", world.chunks, world.institutions, end, encoding)
    dice = Dice(seed, _CASEWORKERS)
    write_caseworkers(reference / "caseworkers.csv", world.chunks, world.keys, dice, encoding)
    return _write_months(out, world, seed, encoding, truth=truth)


def _write_months(out: Path, world: _World, seed: int, encoding: str, *, truth: bool) -> list[Path]:
    writer = LogWriter(world.institutions, world.keys, world.names, encoding)
    known_until = world.months[-1].next_first.replace(day=_KNOWN_DAYS)
    paths = []
    with ExitStack() as stack:
        file = stack.enter_context(new_file(out / "reference" / "tickets.csv", labels(TICKETS.columns), encoding))
        tickets = TicketList(file, world.institutions, world.keys, world.months, known_until)
        told = None
        if truth:
            told_file = stack.enter_context(new_file(out / "reference" / "truth.csv", FIELDS, "ascii"))
            told = Truth(told_file, world.institutions, world.keys)
        for number, month in enumerate(world.months):
            parts: list[Rows] = []
            for position, people in enumerate(world.chunks):
                dice = Dice(seed, _MONTH, number, position)
                rows, issued = make_month(people, world.institutions, month, number, dice)
                tickets.write(people, issued, month)
                parts.append(rows)
            paths.append(writer.write(out, join_rows(parts), month, told))
    return paths


def _make_world(sizes: list[int], months: list[Month], seed: int, encoding: str) -> _World:
    institutions, areas = make_institutions(sizes, Dice(seed, _INSTITUTIONS))
    chunks: list[People] = []
    first = 0
    for office, (size, area) in enumerate(zip(sizes, areas, strict=True)):
        pieces = -(-size // _CHUNK)
        for piece in range(pieces):
            begin, end = size * piece // pieces, size * (piece + 1) // pieces
            people = make_people(
                office=office,
                first=first,
                first_in_office=begin,
                count=end - begin,
                area=area,
                months=months,
                dice=Dice(seed, _PEOPLE, len(chunks)),
            )
            chunks.append(people)
            first += people.count
    bare = encoding.removesuffix("-sig")
    keys = [segments.person_keys(people.office, people.numbers) for people in chunks]
    names = [
        segments.person_names(people.count, bare, Dice(seed, _NAMES, number)) for number, people in enumerate(chunks)
    ]
    return _World(months, institutions, chunks, pa.concat_arrays(keys), pa.concat_arrays(names))


def _checked(*, recipients: int, months: int, seed: int, last_month: str, offices: int, encoding: str) -> date:
    """Return the first day of ``last_month``. Raises SettingsError, saying what would be right."""
    if encoding not in ENCODINGS:
        raise SettingsError(
            ja=f"文字コードは {'、'.join(ENCODINGS)} のどれかを指定してください。",
            en=f"the encoding must be one of {', '.join(ENCODINGS)}",
        )
    if not 1 <= offices <= min(MOST_OFFICES, max(recipients, 1)):
        raise SettingsError(
            ja=f"事務所の数は 1 から {MOST_OFFICES} までで、受給者の数以下にしてください。",
            en=f"offices must be 1 to {MOST_OFFICES}, and no more than recipients",
        )
    if not 1 <= recipients <= MOST_RECIPIENTS * offices:
        raise SettingsError(
            ja=f"受給者の数は 1 から {MOST_RECIPIENTS * offices} までにしてください。",
            en=f"recipients must be 1 to {MOST_RECIPIENTS * offices}",
        )
    if not 1 <= months <= _MOST_MONTHS or seed < 0:
        raise SettingsError(
            ja=f"月の数は 1 から {_MOST_MONTHS} まで、乱数の種は 0 以上にしてください。",
            en=f"months must be 1 to {_MOST_MONTHS}, and the seed 0 or more",
        )
    try:
        return date.fromisoformat(f"{last_month}-01")
    except ValueError:
        raise SettingsError(
            ja="最後の月は YYYY-MM の形（例 2026-10）で指定してください。",
            en="the last month must be written YYYY-MM, for example 2026-10",
        ) from None
