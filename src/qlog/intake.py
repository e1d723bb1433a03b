"""Deliveries into the store: reads each source, keeps what was accepted, says what became of the rest."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa

from qlog.errors import EXIT_DONE_WITH_REFUSALS, Message, NothingReadError
from qlog.files import hash_file
from qlog.reading import FileReport, Layout, LogSource, Reject, read_log
from qlog.store import Incoming, Store, Stored


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
    hashes = _hashes(sources) if store.keys else {}  # in an empty store nothing is known
    taken: list[FileIntake | Future[FileIntake]] = []
    with ExitStack() as at_the_end, ExitStack() as being_kept, ThreadPoolExecutor(max_workers=1) as keeper:
        at_the_end.callback(store.release)
        for source in sources:
            progress(source)
            known = store.delivery(delivery_key(source, hashes.get(source.path, "")))
            if known is not None:
                taken.append(FileIntake(_report_from(known.report), known.stored, taken_before=True))
                continue
            with ExitStack() as opened:
                incoming = opened.enter_context(store.incoming(source.label))
                report = read_log(source, layout=layout, own=own, on_block=_writer(incoming, change))
                taken = [*_finished(taken)]  # one delivery at most is kept while the next one is read
                being_kept.close()
                if report.refused is not None or not report.accepted:
                    taken.append(FileIntake(report, None, path=source.path))
                else:
                    taken.append(keeper.submit(_keep, store, incoming, source, report))
                    being_kept.push(opened.pop_all())
        return Intake(_finished(taken))


def taken_before(store: Store) -> Intake:
    """Return how the deliveries were read that ``store`` holds; raises NothingReadError if it holds none."""
    if not store.keys:
        raise NothingReadError(
            ja="取り込み済みのログがありません。先に qlog run でログを取り込んでください。",
            en="no log has been taken yet: take some with qlog run first",
        )
    known = [delivery for key in store.keys if (delivery := store.delivery(key)) is not None]
    return Intake([FileIntake(_report_from(one.report), one.stored, taken_before=True) for one in known])


def read_only(
    sources: Sequence[LogSource],
    *,
    layout: Layout | None,
    own: Sequence[Layout] = (),
    progress: Callable[[LogSource], None],
) -> Intake:
    """Read every source and keep nothing: what would be accepted, what not, and why."""
    intake = Intake()
    for source in sources:
        progress(source)
        report = read_log(source, layout=layout, own=own, on_block=lambda _: None)
        intake.files.append(FileIntake(report, None, path=source.path))
    return intake


def _hashes(sources: Sequence[LogSource]) -> dict[Path, str]:
    """Return the SHA-256 of the files, several at once; one that cannot be read has none, and reading says why."""

    def of(path: Path) -> str:
        try:
            return hash_file(path)
        except OSError:
            return ""

    paths = list(dict.fromkeys(source.path for source in sources))
    with ThreadPoolExecutor() as threads:
        return dict(zip(paths, threads.map(of, paths), strict=True))


def _writer(incoming: Incoming, change: Callable[[pa.Table], pa.Table]) -> Callable[[pa.Table], None]:
    return lambda block: incoming.write(change(block))


def _finished(taken: Sequence[FileIntake | Future[FileIntake]]) -> list[FileIntake]:
    return [one.result() if isinstance(one, Future) else one for one in taken]


def _keep(store: Store, incoming: Incoming, source: LogSource, report: FileReport) -> FileIntake:
    key = delivery_key(source, report.sha256)
    known = store.delivery(key)  # the same file may come twice in one run
    if known is not None:
        return FileIntake(_report_from(known.report), known.stored, taken_before=True)
    return FileIntake(report, incoming.keep(key, asdict(report)))


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
