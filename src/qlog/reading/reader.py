"""One file on its way in, log or reference: rejected rows noted, good rows handed on, and a report at the end."""

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Protocol

import pyarrow as pa

from qlog.errors import Message
from qlog.reading import reasons
from qlog.reading.ahead import one_ahead
from qlog.reading.delimited import RawBlock
from qlog.reading.files import DelimitedFile
from qlog.reading.forbidden import NumberWatch
from qlog.reading.layout import Layout
from qlog.reading.notes import Notes
from qlog.reading.report import FileReport, RefusedError, RejectLog
from qlog.reading.rows import Rows, RowTyper, accepted
from qlog.reading.sources import LogSource
from qlog.schema import CHECKS

OnBlock = Callable[[pa.Table], None]


class Refine(Protocol):
    """Sees the typed rows of a block before the good ones are taken, and may change or reject them."""

    def __call__(self, rows: Rows) -> None:
        """Work on ``rows`` in place."""

    def warnings(self) -> list[Message]:
        """Return what people should know, at the end of the file."""


class Pass:
    """An opened file: its layout, and its rows as often as they are wanted."""

    def __init__(self, file: DelimitedFile) -> None:
        self._file = file
        self.layout = file.opening.layout

    def again(self, fields: Collection[str]) -> Iterator[Rows]:
        """Yield all rows of the file anew, only ``fields`` of them."""
        typer = RowTyper(self.layout, self._file.opening.columns, fields=fields)
        for raw in self._file.blocks():
            yield typer.type(raw, self._file.encoding)


class FileReader:
    """Reads one file by the one of ``layouts`` that fits."""

    def __init__(
        self, source: LogSource, layouts: Sequence[Layout], on_block: OnBlock, refine: Callable[[Pass], Refine]
    ) -> None:
        self._source = source
        self._layouts = layouts
        self._on_block = on_block
        self._new_refine = refine
        self._file = DelimitedFile(source)
        self._layout = layouts[0].name if len(layouts) == 1 else ""  # none fits yet
        self._log = RejectLog(source.label)
        self._accepted = 0
        self._warnings: list[Message] = []
        self._unknown: dict[str, dict[str, int]] = {}

    def report(self) -> FileReport:
        """Read the file and say what became of it."""
        refused = _refusal(self._read)
        refused = _refusal(self._file.finish) or refused
        taken = refused is None
        return FileReport(
            file=self._source.label,
            sha256=self._file.sha256,
            size=self._file.size,
            encoding=self._file.encoding if self._source.sheet is None else "xlsx",
            layout=self._layout,
            data_rows=self._accepted + self._log.count if taken else 0,
            accepted=self._accepted if taken else 0,
            rejected=self._log.count if taken else 0,
            rejects=self._log.rejects() if taken else [],
            refused=refused,
            warnings=self._warnings if taken else [],
            unknown_codes=self._unknown if taken else {},
        )

    def _read(self) -> None:
        opening = self._file.open(self._layouts)
        self._layout = opening.layout.name
        columns = opening.columns
        watch = NumberWatch(columns.count, skip=columns.places("checked_at"), named=columns.my_numbers)
        typer = RowTyper(opening.layout, opening.columns)
        refine = self._new_refine(Pass(self._file))
        notes = Notes(opening.layout)
        self._log.add(list(opening.rows_above), column="", reason=reasons.ABOVE_HEADER)
        for raw in one_ahead(self._watched(watch)):
            for line, reason in raw.rejected:
                self._log.add([line], column="", reason=reason)
            rows = typer.type(raw, self._file.encoding)
            refine(rows)
            table = accepted(rows, opening.layout, self._log)
            if table.num_rows:
                notes.look(table, typer.unknown)
                self._accepted += table.num_rows
                self._on_block(table)
        watch.judge()
        empty = [] if self._accepted + self._log.count else [_only_a_header(opening.layout)]
        self._warnings = [*_titles(opening.titles_above), *empty, *notes.warnings(typer.restored), *refine.warnings()]
        self._unknown = notes.unknown_codes()

    def _watched(self, watch: NumberWatch) -> Iterator[RawBlock]:
        for raw in self._file.blocks():
            watch.look(raw.columns, self._file.encoding)
            yield raw


def _titles(count: int) -> list[Message]:
    if not count:
        return []
    return [
        Message(
            ja=f"見出しより上の {count} 行は表題とみなし、読みませんでした。",
            en=f"{count} lines above the header were taken for a title and not read",
        )
    ]


def _only_a_header(layout: Layout) -> Message:
    """Say that a list is empty, as a list may be. Raises RefusedError for a log: an office has rows every day."""
    if layout.target is CHECKS:
        raise RefusedError(ja="見出しだけで、データの行がありません。", en="only a header, no rows")
    return Message(
        ja="見出しだけで、データの行がありません。1件もない一覧として使います。",
        en="only a header, no rows: used as a list with nothing on it",
    )


def _refusal(step: Callable[[], None]) -> Message | None:
    """Take a step; return why the file is refused, if it is."""
    try:
        step()
    except RefusedError as error:
        return error.message
    return None
