"""What the command line says: results on stdout, progress on stderr, in the chosen language, never a personal value."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.table import Table

from qlog import schema
from qlog.audit import Status, Verified
from qlog.batch import RunResult
from qlog.coverage import LOWER_BOUND, coverage_sentences
from qlog.errors import Message
from qlog.intake import Intake
from qlog.many import OfficeRun
from qlog.reading import FileReport, reason_text
from qlog.workspace import Workspace

_FIGURES: Final = (
    ("frequent_screened_people", "頻回受診の傾向：把握対象の目安に該当", "frequent visits, screened", "人", "people"),
    ("frequent_early_people", "頻回受診の傾向：早めの気づき", "frequent visits, early", "人", "people"),
    ("unentrusted_review", "未委託受診：要確認", "unentrusted visits to review", "件", "cases"),
    ("unentrusted_pending", "未委託受診：登録待ち", "unentrusted visits, pending", "件", "cases"),
    ("duplicates_same_institution", "同日重複：同じ医療機関で複数回", "same day, same institution", "件", "cases"),
    (
        "duplicates_several_institutions",
        "同日重複：複数の医科医療機関",
        "same day, several institutions",
        "件",
        "cases",
    ),
)

_WIDEST: Final = 400


class Terminal:
    """Prints for people: one object a command, carrying the language and the words of the command."""

    def __init__(self, lang: str, words: list[str]) -> None:
        self.words = words  # the command line, without --lang
        self.lang = lang
        self._out = Console(highlight=False, soft_wrap=True, markup=False, emoji=False)
        self._err = Console(stderr=True, highlight=False, soft_wrap=True, markup=False, emoji=False)

    @contextmanager
    def progress(self) -> Iterator[Callable[[Message], None]]:
        """Show what is going on: a moving line on a terminal, one line a step elsewhere."""
        if not self._err.is_terminal:
            yield lambda message: self._err.print(message.in_language(self.lang))
            return
        with self._err.status("") as status:
            yield lambda message: status.update(message.in_language(self.lang))

    def intake(self, intake: Intake) -> None:
        """Print what became of every file, and the reasons of what was not accepted."""
        for taken in intake.files:
            report = taken.report
            if report.refused is not None:
                self._say(
                    f"✗ {report.file}　読み込めません：{report.refused.ja}",
                    f"✗ {report.file}  refused: {report.refused.en}",
                )
                continue
            if taken.taken_before:
                self._say(
                    f"○ {report.file}　前に取り込み済みです（{report.accepted:,} 行）",
                    f"○ {report.file}  taken before ({report.accepted:,} rows)",
                )
                continue
            repeated = taken.stored.repeated if taken.stored else 0
            self._say(
                f"○ {report.file}　{report.data_rows:,} 行のうち受付 {report.accepted:,}"
                f"（うち重複 {repeated:,}）、取込不可 {report.rejected:,}",
                f"○ {report.file}  {report.data_rows:,} rows: accepted {report.accepted:,} "
                f"(repeated {repeated:,}), rejected {report.rejected:,}",
            )
            self._reasons(report)

    def lists(self, reports: Sequence[FileReport]) -> None:
        """Print what became of the office's own lists."""
        for report in reports:
            rows, good, bad = f"{report.data_rows:,}", f"{report.accepted:,}", f"{report.rejected:,}"
            self._say(
                f"○ 一覧 {report.file}　{rows} 行のうち受付 {good}、取込不可 {bad}",
                f"○ list {report.file}  {rows} rows: accepted {good}, rejected {bad}",
            )
            self._reasons(report)

    def _reasons(self, report: FileReport) -> None:
        """Print why rows were not accepted, and what people should know of those that were."""
        reasons = Counter[tuple[str, str]]()
        for reject in report.rejects:
            reasons[reject.reason, reject.column] += reject.count
        for (reason, column), count in sorted(reasons.items()):
            text = reason_text(reason)
            self._say(
                f"   - {column or '行全体'}　{text.ja}：{count:,} 行",
                f"   - {column or 'whole row'}  {text.en}: {count:,} rows",
            )
        for warning in report.warnings:
            self._say(f"   ! {warning.ja}", f"   ! {warning.en}")

    def findings(self, result: RunResult) -> None:
        """Print the figures of the month and where the output is."""
        self._say(f"\n{result.month} の結果", f"\nFindings of {result.month}")
        for measure, ja, en, unit_ja, unit_en in _FIGURES:
            value = result.counts[measure]
            self._say(f"  {ja}　{value:,} {unit_ja}", f"  {en}: {value:,} {unit_en}")
        if result.changes:
            told = "、".join(f"{label} {result.changes[key]:,}" for key, label in schema.CHANGES.items())
            self._say(
                f"未委託受診の前回からの変化　{told}（件）",
                "unentrusted visits since the last run: "
                + ", ".join(f"{key} {count:,}" for key, count in result.changes.items()),
            )
        for covered in coverage_sentences(result.coverage):
            self._say(covered.ja, covered.en)
        self._say(LOWER_BOUND.ja, LOWER_BOUND.en)
        for warning in result.warnings:
            self._say(f"! {warning.ja}", f"! {warning.en}")
        for name in result.workbooks:
            self._say(f"ブック　{result.out / 'workbooks' / name}", f"workbook  {result.out / 'workbooks' / name}")
        self._say(
            f"表　　　{result.out / 'tables'}　取込の記録　{result.out / 'run.json'}",
            f"tables    {result.out / 'tables'}  record  {result.out / 'run.json'}",
        )

    def workspace(self, workspace: Workspace) -> None:
        """Print where the workspace is and what to do next."""
        self._say(
            f"作業フォルダーを作りました：{workspace.root}\n"
            f"ログを {workspace.logs} に入れ、qlog run {workspace.root} を実行してください。",
            f"workspace made: {workspace.root}\nput logs into {workspace.logs}, then: qlog run {workspace.root}",
        )

    def offices(self, runs: list[OfficeRun]) -> None:
        """Print one line a workspace: done, or the exit code and what it said last."""
        for run in runs:
            if run.exit_code == 0:
                self._say(f"○ {run.root}　終わりました", f"○ {run.root}  done")
            else:
                self._say(f"✗ {run.root}　{run.exit_code}：{run.said}", f"✗ {run.root}  {run.exit_code}: {run.said}")
        good = sum(run.exit_code == 0 for run in runs)
        self._say(f"{len(runs):,} のうち {good:,} が終わりました", f"{good:,} of {len(runs):,} done")

    def written(self, paths: tuple[Path, ...]) -> None:
        """Print which files were written."""
        for path in paths:
            self._say(f"書き出しました：{path}", f"written: {path}")

    def verified(self, verified: Verified) -> None:
        """Print what is as the record says, and what is not."""
        self._say(f"記録どおり　{verified.good:,} ファイル", f"as recorded: {verified.good:,} files")
        for problem in verified.problems:
            self._say(f"✗ {problem.ja}", f"✗ {problem.en}")

    def status(self, status: Status) -> None:
        """Print what a workspace holds, what is due, what is missing."""
        none = "なし" if self.lang == "ja" else "none"
        for ja, en, values in (
            ("取り込み済みの月", "months taken", status.months),
            ("結果のある月", "months with results", status.results),
            ("まだ読んでいないファイル", "files not yet read", status.new_files),
            ("間が抜けている月", "months missing in between", status.missing_months),
            ("まだない一覧（任意）", "lists not given (optional)", status.missing_references),
        ):
            self._say(f"{ja}　{'、'.join(values) or none}", f"{en}: {', '.join(values) or none}")
        if status.new_files:
            self._say("qlog run で、新しいファイルを取り込めます。", "qlog run takes the new files.")

    def say(self, message: Message) -> None:
        """Print one sentence."""
        self._out.print(message.in_language(self.lang))

    def warn(self, messages: Iterable[Message]) -> None:
        """Print sentences to look into, beside the progress."""
        for message in messages:
            self._err.print(f"! {message.in_language(self.lang)}")

    def table(self, table: Table) -> None:
        """Print a table as wide as it needs to be: a cut header is no header."""
        for column in table.columns:
            column.no_wrap = True
        Console(file=self._out.file, width=_WIDEST, highlight=False, markup=False, emoji=False).print(table)

    def _say(self, ja: str, en: str) -> None:
        self._out.print(en if self.lang == "en" else ja)
