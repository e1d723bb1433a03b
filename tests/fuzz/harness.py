"""What must hold of every case: rows are counted, nothing is raised, no value is told. Some go through ``qlog run``."""

import contextlib
import io
import json
import random
import shutil
from collections import Counter
from pathlib import Path
from typing import Final

from qlog.cli import main
from qlog.errors import NothingReadError
from qlog.reading import (
    FileReport,
    find_inputs,
    inspect_file,
    propose_layout,
    read_log,
    read_reference,
    reason_text,
)
from tests.fuzz.base import LOG, file_text, rows, secrets
from tests.fuzz.cases import Case
from tests.fuzz.count import count_rows

SECRETS: Final = secrets()
INSPECTED_OF: Final = 20  # inspecting takes longer than reading
RUN_OF: Final = 40  # and a whole run longer still
_WITH_WORKBOOKS_OF: Final = 10  # of the runs
_OPTIONS: Final = {
    "tickets": "--tickets", "other_law": "--other-law", "caseworkers": "--caseworkers",
    "institution_names": "--institutions", "aliases": "--aliases",
}  # fmt: skip


def run_case(case: Case, directory: Path) -> list[FileReport]:
    """Read the file of a case and check everything that must hold; return what reading said."""
    path = directory / case.name
    path.write_bytes(case.data)
    try:
        reports = _check_log(case, path) if case.kind == LOG else [_check_list(case, path)]
        if case.seed % INSPECTED_OF == 0 and case.kind == LOG:
            _check_inspection(path)
        if case.seed % RUN_OF == 0:
            _check_command(case, path, reports)
    finally:
        path.unlink()
    return reports


def _check_log(case: Case, path: Path) -> list[FileReport]:
    reports = []
    for source in find_inputs([path]):
        lines: list[int] = []
        report = read_log(source, on_block=lambda block, lines=lines: lines.extend(block["line"].to_pylist()))
        if report.refused is None:
            assert report.accepted == len(lines)
            single = [reject.line for reject in report.rejects if reject.count == 1]
            assert len({*lines, *single}) == len(lines) + len(single)  # a line is told of once
        _check_report(case, report)
        reports.append(report)
    return reports


def _check_list(case: Case, path: Path) -> FileReport:
    table, report = read_reference(case.kind, path)
    assert table.num_rows == report.accepted
    _check_report(case, report)
    return report


def _check_report(case: Case, report: FileReport) -> None:
    _check_words(words_of(report))
    assert report.size == len(case.data)
    assert report.accepted + report.rejected == report.data_rows
    assert sum(reject.count for reject in report.rejects) == report.rejected
    if report.refused is not None:
        assert report.data_rows == 0
    elif case.texts:
        header = report.layout != "no_header"
        known = {_count(text, report.encoding, header=header, kind=case.kind) for text in case.texts}
        assert report.data_rows in known, f"{report.data_rows} rows, counted {known}"
    elif case.sheet_rows is not None:
        assert report.data_rows == case.sheet_rows


def _count(text: bytes, encoding: str, *, header: bool, kind: str) -> int | None:
    """Count the rows of one of several files; None if it is not the one that was read."""
    try:
        return count_rows(text, encoding, header=header, kind=kind)
    except (AssertionError, IndexError):
        return None


def _check_inspection(path: Path) -> None:
    try:
        found = inspect_file(path)
    except NothingReadError as error:
        _check_words([error.message.ja, error.message.en])
        return
    examples = [example for view in found.columns for example in view.examples]
    reasons = [view.reason.ja for view in found.columns if view.reason]
    _check_words([*examples, *reasons, found.why_none.ja if found.why_none else ""])
    if not found.has_header:
        _check_words([propose_layout(found)])


def _check_command(case: Case, path: Path, reports: list[FileReport]) -> None:
    """Do the whole of ``qlog run``; what reading said must come back in its record."""
    out, good = path.with_suffix(".out"), path.with_name("good.csv")
    edition = "both" if case.seed % (RUN_OF * _WITH_WORKBOOKS_OF) == 0 else "none"
    words = [str(path)]
    if case.kind != LOG:
        good.write_bytes(file_text(rows(random.Random(case.seed), 20)).encode("cp932"))
        words = [str(good), _OPTIONS[case.kind], str(path)]
    try:
        code = command("run", *words, "--out", str(out), "--edition", edition)
        nothing = not any(report.accepted for report in reports)
        refused = any(report.refused for report in reports)
        wanted = (3 if refused else 0) if case.kind != LOG else 3 if nothing else 4 if refused else 0
        assert code == wanted, f"exit code {code}"
        assert (out / "run.json").exists() == (code != 3)
        if code != 3:
            _check_record(out, case, reports)
        left = {entry.name for entry in path.parent.iterdir()} - {path.name, out.name, good.name}
        assert not left, "something was left beside the output"
    finally:
        shutil.rmtree(out, ignore_errors=True)
        good.unlink(missing_ok=True)


def _check_record(out: Path, case: Case, reports: list[FileReport]) -> None:
    text = (out / "run.json").read_text(encoding="utf-8")
    _check_words([text, (out / "rejects.csv").read_text(encoding="utf-8-sig")])
    record = json.loads(text)["inputs" if case.kind == LOG else "references"]
    told = Counter((file["data_rows"], file["accepted"], file["rejected"]) for file in record)
    assert told == Counter((report.data_rows, report.accepted, report.rejected) for report in reports)


def command(*words: str) -> int:
    """Run the command line in this process; return its exit code after a look at what it said."""
    streams = io.StringIO()
    code: object = None
    with contextlib.redirect_stdout(streams), contextlib.redirect_stderr(streams):
        try:
            main(list(words))
        except SystemExit as ended:
            code = ended.code
    said = streams.getvalue()
    assert code in {0, 3, 4}, f"exit code {code}: {said[-300:]}"
    assert "Traceback" not in said
    _check_words([said])
    return int(str(code))


def words_of(report: FileReport) -> list[str]:
    """Return everything of a report that people read."""
    messages = [*report.warnings, *([report.refused] if report.refused else [])]
    rejects = [f"{reject.column} {reason_text(reject.reason).ja}" for reject in report.rejects]
    codes = [code for counts in report.unknown_codes.values() for code in counts]
    return [*(message.ja for message in messages), *(message.en for message in messages), *rejects, *codes]


def _check_words(words: list[str]) -> None:
    told = "\n".join(words)
    assert not [secret for secret in SECRETS if secret in told], "a message holds the value of a cell"
