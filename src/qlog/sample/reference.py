"""Reference files that match the logs: what the office itself knows."""

from datetime import date
from pathlib import Path
from typing import BinaryIO

import numpy as np
import pyarrow as pa

from qlog.sample import segments
from qlog.sample.calendars import Month
from qlog.sample.checks import IssuedTickets
from qlog.sample.csvfile import labels, line, new_file
from qlog.sample.dice import Dice
from qlog.sample.institutions import Institutions
from qlog.sample.invented import DISTRICTS, LAWS, SURNAMES
from qlog.sample.offices import payer_number
from qlog.sample.people import CHEMIST, MAIN, People
from qlog.schema import CASEWORKERS, INSTITUTION_NAMES, OTHER_LAW

_RECIPIENTS_PER_CASEWORKER = 80
_UNDISCLOSED = 0.01
_LAW_FROM, _LAW_YEARS = "20200401", 2
_QUOTE = segments.encode(['"'], "ascii")


class TicketList:
    """Writes tickets.csv as the months go by: every ticket registered up to ``known_until``."""

    def __init__(
        self, file: BinaryIO, institutions: Institutions, keys: pa.Array, months: list[Month], known_until: date
    ) -> None:
        self._file = file
        self._keys = keys
        self._codes = segments.encode((f'{code}","' for code in institutions.codes), "ascii")
        self._kinds = segments.encode(('01"\r\n', '02"\r\n'), "ascii")
        self._known_until = known_until.toordinal()
        self._first = months[0].ordinal - 31
        self._dates = segments.dates(date.fromordinal(self._first), self._known_until - self._first + 1, '%Y%m%d","')

    def write(self, people: People, issued: IssuedTickets, month: Month) -> None:
        """Write the tickets of one chunk's month."""
        known = issued.registered <= self._known_until
        person, slot = issued.person[known], issued.slot[known]
        limits = np.array(segments.spans(month))[issued.span[known]] + month.ordinal
        begin = np.maximum(limits[:, 0], people.start[person])
        self._file.write(
            segments.lines(
                [
                    (_QUOTE, np.zeros(len(person), dtype=np.int8)),
                    (self._keys, people.first + person),
                    (self._codes, issued.institution[known]),
                    (self._dates, begin - self._first),
                    (self._dates, limits[:, 1] - self._first),
                    (self._dates, issued.registered[known] - self._first),
                    (self._kinds, (slot == CHEMIST).astype(np.int8)),
                ]
            )
        )


def write_other_law(path: Path, chunks: list[People], institutions: Institutions, end: date, encoding: str) -> None:
    """Write who is under which other law, where (empty = anywhere) and until when (empty = open)."""
    until = f"{end.year + _LAW_YEARS}0331"
    with new_file(path, labels(OTHER_LAW.columns), encoding) as file:
        for people in chunks:
            payer = payer_number(people.office)
            for person in np.flatnonzero(people.law):
                place = institutions.codes[people.institution[person, MAIN]]
                fields = [
                    payer,
                    people.numbers[int(person)].as_py().decode(),
                    LAWS[people.law[person] - 1][0],
                    "" if people.law_anywhere[person] else place,
                    _LAW_FROM,
                    "" if people.law[person] == 1 else until,
                ]
                file.write(line(fields).encode("ascii"))


def write_caseworkers(path: Path, chunks: list[People], keys: pa.Array, dice: Dice, encoding: str) -> None:
    """Write who looks after whom, for all recipients, also those the log never shows."""
    bare = encoding.removesuffix("-sig")
    districts = segments.encode((f'{name}","' for name in DISTRICTS), bare)
    marks = segments.encode(('"\r\n', '1"\r\n'), bare)
    with new_file(path, labels(CASEWORKERS.columns), encoding) as file:
        for people in chunks:
            each = np.arange(people.count)
            worker = (people.first_in_office + each) // _RECIPIENTS_PER_CASEWORKER
            last = int(worker[-1]) + 1
            names = segments.encode(
                (f'{SURNAMES[n % len(SURNAMES)][0]}　担当{n + 1:02d}","' for n in range(last)), bare
            )
            undisclosed = dice.chance(people.count, _UNDISCLOSED).astype(np.int8)
            file.write(
                segments.lines(
                    [
                        (_QUOTE, np.zeros(people.count, dtype=np.int8)),
                        (keys, people.first + each),
                        (names, worker),
                        (districts, worker % len(DISTRICTS)),
                        (marks, undisclosed),
                    ]
                )
            )


def write_institutions(path: Path, institutions: Institutions, encoding: str) -> None:
    """Write codes, names and departments."""
    with new_file(path, labels(INSTITUTION_NAMES.columns), encoding) as file:
        rows = zip(institutions.codes, institutions.names, institutions.departments, strict=True)
        file.write("".join(line(list(row)) for row in rows).encode(encoding.removesuffix("-sig")))
