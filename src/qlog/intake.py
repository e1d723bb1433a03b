"""Deliveries into the store: reads each source, keeps what was accepted, says what became of the rest."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from qlog.errors import EXIT_DONE_WITH_REFUSALS, Message, NothingReadError
from qlog.reading import FileReport, Layout, LogSource, read_log
from qlog.store import Store, Stored


@dataclass(frozen=True)
class FileIntake:
    """One file: what reading says of it, and what the store kept (None = refused, or nothing accepted)."""

    report: FileReport
    stored: Stored | None


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
        """Raise NothingReadError, with the reason of every file, if not one row was accepted."""
        if any(file.report.accepted for file in self.files):
            return
        reasons = [_sentence(file.report) for file in self.files]
        raise NothingReadError(
            ja="読み込めた行が1行もありません。\n" + "\n".join(reason.ja for reason in reasons),
            en="not one row could be read\n" + "\n".join(reason.en for reason in reasons),
        )


def take(
    sources: Sequence[LogSource],
    store: Store,
    *,
    layout: Layout | None = None,
    progress: Callable[[LogSource], None] = lambda _: None,
) -> Intake:
    """Read every source into ``store``; a refused file leaves nothing there and stops nothing."""
    intake = Intake()
    for source in sources:
        progress(source)
        intake.files.append(_take_one(source, store, layout))
    return intake


def read_only(sources: Sequence[LogSource], *, layout: Layout | None, progress: Callable[[LogSource], None]) -> Intake:
    """Read every source and keep nothing: what would be accepted, what not, and why."""
    intake = Intake()
    for source in sources:
        progress(source)
        intake.files.append(FileIntake(read_log(source, layout=layout, on_block=lambda _: None), None))
    return intake


def _take_one(source: LogSource, store: Store, layout: Layout | None) -> FileIntake:
    with store.incoming(source.label) as incoming:
        report = read_log(source, layout=layout, on_block=incoming.write)
        keep = report.refused is None and report.accepted > 0
        return FileIntake(report, incoming.keep(report.sha256) if keep else None)


def _sentence(report: FileReport) -> Message:
    if report.refused is not None:
        return Message(ja=f"{report.file}：{report.refused.ja}", en=f"{report.file}: {report.refused.en}")
    return Message(
        ja=f"{report.file}：{report.rejected:,} 行すべてが取り込めませんでした。",
        en=f"{report.file}: all {report.rejected:,} rows were rejected",
    )
