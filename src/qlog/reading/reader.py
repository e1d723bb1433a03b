"""One file on its way in, log or reference: rejected rows noted, good rows handed on, and a report at the end."""

from collections.abc import Callable, Sequence

import pyarrow as pa

from qlog.errors import Message
from qlog.reading.ahead import one_ahead
from qlog.reading.files import DelimitedFile
from qlog.reading.forbidden import NumberWatch
from qlog.reading.layout import Layout
from qlog.reading.notes import Notes
from qlog.reading.report import FileReport, RefusedError, RejectLog
from qlog.reading.rows import Rows, RowTyper, accepted
from qlog.reading.sources import LogSource

OnBlock = Callable[[pa.Table], None]
Refine = Callable[[Rows, Layout], None]


class FileReader:
    """Reads one file by the first of ``layouts`` that fits.

    ``refine`` sees the typed rows of a block before the good ones are taken, and may change or reject them.
    """

    def __init__(self, source: LogSource, layouts: Sequence[Layout], on_block: OnBlock, refine: Refine) -> None:
        self._source = source
        self._layouts = layouts
        self._on_block = on_block
        self._refine = refine
        self._file = DelimitedFile(source)
        self._layout = layouts[0]
        self._log = RejectLog(source.label)
        self._accepted = 0

    def report(self) -> FileReport:
        """Read the file and say what became of it."""
        refused: Message | None = None
        warnings: list[Message] = []
        unknown: dict[str, dict[str, int]] = {}
        try:
            notes, typer = self._read()
            warnings, unknown = notes.warnings(typer.restored), notes.unknown_codes()
            self._file.finish()
        except RefusedError as error:
            refused = error.message
            refused = self._finish_refused() or refused
        except OSError:
            refused = _unreadable()
        taken = refused is None
        return FileReport(
            file=self._source.label,
            sha256=self._file.sha256,
            size=self._file.size,
            encoding=self._file.encoding,
            layout=self._layout.name,
            data_rows=self._accepted + self._log.count if taken else 0,
            accepted=self._accepted if taken else 0,
            rejected=self._log.count if taken else 0,
            rejects=self._log.rejects() if taken else [],
            refused=refused,
            warnings=warnings,
            unknown_codes=unknown,
        )

    def _finish_refused(self) -> Message | None:
        try:
            self._file.finish()
        except OSError:
            return _unreadable()
        return None

    def _read(self) -> tuple[Notes, RowTyper]:
        opening = self._file.open(self._layouts)
        self._layout = opening.layout
        times = {opening.columns.positions[name] for name in ("checked_at",) if name in opening.columns.positions}
        watch = NumberWatch(opening.columns.count, skip=times)
        typer = RowTyper(opening.layout, opening.columns, self._file.encoding)
        notes = Notes(opening.layout)
        for raw in one_ahead(self._file.blocks()):
            typer.encoding = self._file.encoding
            watch.look(raw.columns, self._file.encoding)
            for line, reason in raw.rejected:
                self._log.add([line], column="", reason=reason)
            rows = typer.type(raw)
            self._refine(rows, opening.layout)
            table = accepted(rows, opening.layout, self._log)
            if table.num_rows:
                notes.look(table, typer.unknown)
                self._accepted += table.num_rows
                self._on_block(table)
        watch.judge()
        if not self._accepted + self._log.count:
            raise RefusedError(ja="見出しだけで、データの行がありません。", en="only a header, no rows")
        return notes, typer


def _unreadable() -> Message:
    return Message(
        ja="ファイルを開けません。場所と読み取りの権限を確かめてください。",
        en="the file cannot be opened; check where it is and whether it may be read",
    )
