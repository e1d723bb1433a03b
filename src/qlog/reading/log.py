"""Reads one log: blocks of typed checks out, and a report of what became of every row."""

from collections.abc import Sequence
from pathlib import Path

from qlog.errors import Message
from qlog.reading.catalog import shipped_layouts
from qlog.reading.institutions import INSTITUTION_FIELDS, Institutions
from qlog.reading.layout import Layout
from qlog.reading.people import PERSON_FIELDS, People
from qlog.reading.reader import FileReader, OnBlock, Pass
from qlog.reading.report import FileReport
from qlog.reading.rows import Rows, require_ticket_items
from qlog.reading.sources import LogSource, expand


def read_log(
    source: LogSource | Path, *, layout: Layout | None = None, own: Sequence[Layout] = (), on_block: OnBlock
) -> FileReport:
    """Read one log; ``on_block`` gets Arrow tables with the columns of CHECKS, rows in the order of the file.

    Text is dictionary-encoded: the store keeps it so, and it is worked out anyway.

    Never raises for what is in the file: it is refused instead (``report.refused``), and the caller throws away the
    blocks it got. Without ``layout`` the one that fits is taken, of those of the office (``own``) and
    the shipped ones.
    """
    if isinstance(source, Path):
        inside = expand(source, source.name)
        source = inside[0] if len(inside) == 1 else LogSource(source, source.name)
    layouts = [layout] if layout else [*shipped_layouts().values(), *own]
    return FileReader(source, layouts, on_block, Completion).report()


class Completion:
    """Makes whole what the rows of a log leave open: institution codes, tickets, people."""

    def __init__(self, file_pass: Pass) -> None:
        self._pass = file_pass
        form = file_pass.layout.institution
        self._institutions = form and Institutions(form, lambda: file_pass.again(INSTITUTION_FIELDS))
        self._people: People | None = None

    def __call__(self, rows: Rows) -> None:
        """Complete and judge the rows of a block; the file is read a second time only if a row needs it."""
        if self._institutions:
            self._institutions.complete(rows)
        require_ticket_items(rows, self._pass.layout)
        if rows.columns["recipient_number"].null_count:
            if self._people is None:
                self._people = People(self._pass.again(PERSON_FIELDS))
            self._people.fill(rows)

    def warnings(self) -> list[Message]:
        """Say what was only assumed."""
        assumed = self._institutions.assumed if self._institutions else 0
        if not assumed:
            return []
        return [
            Message(
                ja=f"点数表（医科・歯科など）がわからず、レイアウトの既定とみなしました：{assumed:,} 行",
                en=f"institution_code: the fee table is that of the layout in {assumed:,} rows",
            )
        ]
