"""Deliveries into the store: reads each source, keeps what was accepted, says what became of the rest."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

import pyarrow as pa

from qlog.errors import EXIT_DONE_WITH_REFUSALS, Message, NothingReadError
from qlog.files import hash_file
from qlog.reading import FileReport, Layout, LogSource, Reject, read_log
from qlog.reading.ahead import side_by_side
from qlog.store import Delivery, Incoming, Store, Stored

_AT_ONCE: Final = 2  # files are read side by side; each has some blocks in memory


class NoLayoutError(NothingReadError):
    """Not one row was accepted, and of ``path`` because no layout fits it, or two do."""

    def __init__(self, ja: str, en: str, path: Path) -> None:
        super().__init__(ja=ja, en=en)
        self.path = path


@dataclass(frozen=True)
class FileIntake:
    """One file: what reading says of it, and what the store kept (None = refused, or nothing accepted)."""

    report: FileReport
    stored: Stored | None
    taken_before: bool = False
    path: Path | None = None  # where it was read from just now


@dataclass(frozen=True)
class Intake:
    """All files of a run."""

    files: list[FileIntake] = field(default_factory=list)

    @property
    def refused(self) -> list[FileReport]:
        """Files of which nothing was read."""
        return [file.report for file in self.files if file.report.refused is not None]

    @property
    def exit_code(self) -> int:
        """0, or 4 when some input was refused."""
        return EXIT_DONE_WITH_REFUSALS if self.refused else 0

    def require_rows(self) -> None:
        """Raise NothingReadError (NoLayoutError), with the reason of every file, if not one row was accepted."""
        if any(file.report.accepted for file in self.files):
            return
        reasons = [_sentence(file.report) for file in self.files]
        ja = "読み込めた行が1行もありません。\n" + "\n".join(reason.ja for reason in reasons)
        en = "not one row could be read\n" + "\n".join(reason.en for reason in reasons)
        unfit = next((file.path for file in self.files if file.report.refused and not file.report.layout), None)
        raise NoLayoutError(ja=ja, en=en, path=unfit) if unfit else NothingReadError(ja=ja, en=en)


def take(
    sources: Sequence[LogSource],
    store: Store,
    *,
    layout: Layout | None = None,
    own: Sequence[Layout] = (),
    change: Callable[[pa.Table], pa.Table] = lambda block: block,
    progress: Callable[[LogSource], None] = lambda _: None,
) -> Intake:
    """Read every source into ``store``; a refused file leaves nothing there and stops nothing.

    Without ``layout`` the one that fits a file is taken, of the office's ``own`` and the shipped ones. ``change`` is
    applied to every block of accepted checks before it is stored (pseudonyms).
    """
    found = _known(sources, store)
    with ExitStack() as at_the_end:
        at_the_end.callback(store.release)

        def begun() -> Iterator[_Begun]:
            for source in sources:
                if source not in found:
                    progress(source)
                    opened = at_the_end.enter_context(ExitStack())
                    yield _Begun(source, opened.enter_context(store.incoming(source.label)), opened)

        def read(delivery: _Begun, go_on: Callable[[], None]) -> FileReport:
            def on_block(block: pa.Table) -> None:
                go_on()
                delivery.incoming.write(change(block))

            return read_log(delivery.source, layout=layout, own=own, on_block=on_block)

        with side_by_side(read, begun(), at_once=_AT_ONCE) as deliveries:
            for delivery, report in deliveries:  # kept in their order, whichever is read first
                with delivery.opened:
                    found[delivery.source] = _keep(store, delivery, report)
    return Intake([found[source] for source in sources])


def taken_before(store: Store) -> Intake:
    """Return how the deliveries were read that ``store`` holds; raises NothingReadError if it holds none."""
    if not store.keys:
        raise NothingReadError(
            ja="取り込み済みのログがありません。先に qlog run でログを取り込んでください。",
            en="no log has been taken yet: take some with qlog run first",
        )
    return Intake([_taken_before(known) for key in store.keys if (known := store.delivery(key)) is not None])


def read_only(
    sources: Sequence[LogSource],
    *,
    layout: Layout | None,
    own: Sequence[Layout] = (),
    progress: Callable[[LogSource], None],
) -> Intake:
    """Read every source and keep nothing: what would be accepted, what not, and why."""

    def begun() -> Iterator[LogSource]:
        for source in sources:
            progress(source)
            yield source

    def read(source: LogSource, go_on: Callable[[], None]) -> FileReport:
        return read_log(source, layout=layout, own=own, on_block=lambda _: go_on())

    with side_by_side(read, begun(), at_once=_AT_ONCE) as reports:
        return Intake([FileIntake(report, None, path=source.path) for source, report in reports])


def _known(sources: Sequence[LogSource], store: Store) -> dict[LogSource, FileIntake]:
    """Return what the store knows of the sources it has taken before; their files are hashed, several at once."""
    deliveries = {key: delivery for key in store.keys if (delivery := store.delivery(key)) is not None}
    sizes = {delivery.report["size"] for delivery in deliveries.values()}

    def of(path: Path) -> str:
        try:
            return hash_file(path) if path.stat().st_size in sizes else ""
        except OSError:
            return ""  # reading says why

    paths = list(dict.fromkeys(source.path for source in sources))
    with ThreadPoolExecutor() as threads:
        hashes = dict(zip(paths, threads.map(of, paths), strict=True))
    keys = ((source, delivery_key(source, hashes[source.path])) for source in sources)
    return {source: _taken_before(deliveries[key]) for source, key in keys if key in deliveries}


def _taken_before(known: Delivery) -> FileIntake:
    return FileIntake(_report_from(known.report), known.stored, taken_before=True)


@dataclass(frozen=True)
class _Begun:
    """One delivery on its way; ``opened`` closes what is open for it."""

    source: LogSource
    incoming: Incoming
    opened: ExitStack


def _keep(store: Store, delivery: _Begun, report: FileReport) -> FileIntake:
    if report.refused is not None or not report.accepted:
        return FileIntake(report, None, path=delivery.source.path)
    key = delivery_key(delivery.source, report.sha256)
    known = store.delivery(key)  # the same file may come twice in one run
    return _taken_before(known) if known else FileIntake(report, delivery.incoming.keep(key, asdict(report)))


def delivery_key(source: LogSource, sha256: str) -> str:
    """Return what a delivery is known by: the SHA-256 of the file, and the part of it where a file holds several."""
    return ":".join(part for part in (sha256, source.member, source.sheet) if part)


def _report_from(record: dict[str, Any]) -> FileReport:
    return FileReport(
        **{
            **record,
            "rejects": [Reject(**reject) for reject in record["rejects"]],
            "warnings": [Message(**warning) for warning in record["warnings"]],
        }
    )


def _sentence(report: FileReport) -> Message:
    if report.refused is not None:
        return Message(ja=f"{report.file}：{report.refused.ja}", en=f"{report.file}: {report.refused.en}")
    return Message(
        ja=f"{report.file}：{report.rejected:,} 行すべてが取り込めませんでした。",
        en=f"{report.file}: all {report.rejected:,} rows were rejected",
    )
