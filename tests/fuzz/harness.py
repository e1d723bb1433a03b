"""One case: a seed makes a damaged file; reading it must count every row, raise nothing, and tell no value."""

import random
from dataclasses import dataclass
from pathlib import Path

from qlog.errors import NothingReadError
from qlog.reading import FileReport, find_inputs, inspect_file, propose_layout, read_log, reason_text
from tests.fuzz.base import file_text, rows, secrets
from tests.fuzz.count import count_rows
from tests.fuzz.mutations import MUTATIONS

SECRETS = secrets()
INSPECTED_OF = 5  # inspecting takes longer than reading


@dataclass(frozen=True)
class Case:
    """A damaged file, and how it came to be."""

    seed: int
    steps: tuple[str, ...]
    data: bytes


def make_case(seed: int) -> Case:
    """Return the case of a seed; the same seed gives the same bytes."""
    dice = random.Random(seed)
    data = file_text(rows(dice, dice.choice([1, 5, 5, 30, 30, 200]))).encode(
        dice.choice(["cp932", "cp932", "utf-8", "utf-8-sig"])
    )
    steps = [dice.choice(MUTATIONS) for _ in range(dice.randint(1, 3))]
    for step in steps:
        data = step(dice, data)
    return Case(seed, tuple(step.__name__ for step in steps), data)


def run_case(case: Case, directory: Path) -> FileReport:
    """Read the file of a case and check everything that must hold."""
    path = directory / f"{case.seed}.csv"
    path.write_bytes(case.data)
    try:
        report = _check_reading(case, path)
        if case.seed % INSPECTED_OF == 0:
            _check_inspection(path)
    finally:
        path.unlink()
    return report


def _check_reading(case: Case, path: Path) -> FileReport:
    lines: list[int] = []
    (source,) = find_inputs([path])
    report = read_log(source, on_block=lambda block: lines.extend(block["line"].to_pylist()))
    _check_words(words_of(report))
    assert report.size == len(case.data)
    assert report.accepted + report.rejected == report.data_rows
    if report.refused is not None:
        assert report.data_rows == 0
        return report
    assert report.accepted == len(lines)
    assert sum(reject.count for reject in report.rejects) == report.rejected
    single = [reject.line for reject in report.rejects if reject.count == 1]
    assert len({*lines, *single}) == len(lines) + len(single)  # a line is told of once
    assert report.data_rows == count_rows(case.data, report.encoding, header=report.layout != "no_header")
    return report


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


def words_of(report: FileReport) -> list[str]:
    """Return everything of a report that people read."""
    messages = [*report.warnings, *([report.refused] if report.refused else [])]
    rejects = [f"{reject.column} {reason_text(reject.reason).ja}" for reject in report.rejects]
    codes = [code for counts in report.unknown_codes.values() for code in counts]
    return [*(message.ja for message in messages), *(message.en for message in messages), *rejects, *codes]


def _check_words(words: list[str]) -> None:
    told = "\n".join(words)
    assert not [secret for secret in SECRETS if secret in told], "a message holds the value of a cell"
