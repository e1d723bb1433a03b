"""What changed since the last run: new, to review, still open, resolved, reopened, gone."""

from pathlib import Path

import pyarrow as pa
import pytest

from qlog import schema
from qlog.analysis import analyze_files
from qlog.changes import Judged
from qlog.findings import Findings
from qlog.store import Store
from tests.spec import given
from tests.spec.adapter import checks_table, make, references
from tests.unit.judged import rows


def run(folder: Path, checks: str, **lists: str) -> Findings:
    """Take ``checks`` into the store of ``folder``, judge all it holds, and remember the statuses."""
    log = given.log(checks, **lists)
    store = Store(folder)
    with store.incoming("log") as incoming:
        incoming.write(checks_table(log.checks))
        incoming.keep(f"{len(store.keys)}", {})
    judged = Judged(store.root)
    findings = analyze_files(
        store.files(),
        settings=given.settings(None),
        references=references(log),
        engine=make("duckdb").scope(),
        judged_before=judged.path,
    )
    findings.table("unentrusted_visits")
    if "unentrusted_changes" in findings.tables:
        assert sum(findings.change_counts.values()) == findings.table("unentrusted_changes").num_rows
        findings.found = rows(findings, "unentrusted_changes")  # type: ignore[attr-defined]  # the next run replaces it
    judged.remember(findings.batches("unentrusted_visits"))
    return findings


def changes(findings: Findings) -> list[tuple[str, ...]]:
    """Who, status before, status now, change."""
    return [(given.NAMES[row[2]], *row[4:]) for row in findings.found]  # type: ignore[attr-defined]


EVERYBODY = """
    who | at         | ticket
    A   | 2026-10-03 | -
    B   | 2026-10-03 | -
    C   | 2026-10-20 | -
    D   | 2026-10-20 | -
    A   | 2026-08-02 | month
    F   | 2026-08-01 | month
"""


def test_the_first_run_has_nothing_to_compare_with(tmp_path: Path) -> None:
    findings = run(tmp_path, EVERYBODY)
    assert "unentrusted_changes" not in findings.tables
    assert [name for name in schema.TABLES if name not in findings.tables] == ["unentrusted_changes"]
    assert findings.unentrusted_changes.empty
    assert list(findings.unentrusted_changes.columns) == schema.UNENTRUSTED_CHANGES.names
    assert findings.change_counts == {}


def test_every_change_has_its_name(tmp_path: Path) -> None:
    run(tmp_path, EVERYBODY)
    second = run(
        tmp_path,
        """
        who | at         | method | ticket
        B   | 2026-10-30 | 04     | month
        D   | 2026-10-30 | 04     | month
        E   | 2026-10-21 | 01     | -
        """,
        tickets="who",  # an empty list: it says that there is no ticket for A
    )
    assert changes(second) == [
        ("A", "pending", "review", "to_review"),
        ("B", "pending", "resolved", "resolved"),
        ("C", "pending", "pending", "still_open"),  # a new recipient, then and now
        ("D", "pending", "resolved", "resolved"),
        ("E", None, "pending", "new"),
    ]
    assert second.change_counts == {
        "new": 1,
        "to_review": 1,
        "still_open": 1,
        "resolved": 2,
        "reopened": 0,
        "gone": 0,
    }


def test_what_was_closed_and_is_so_again_is_left_out_and_what_opens_again_is_not(tmp_path: Path) -> None:
    law = "who | law | valid_from \n A | 21 | 2026-01-01 \n B | 21 | 2026-01-01"
    run(tmp_path, EVERYBODY, other_law=law)
    second = run(tmp_path, "who | at \n F | 2026-10-31", other_law="who | law | valid_from \n B | 21 | 2026-01-01")
    assert [change for change in changes(second) if change[0] in "AB"] == [("A", "other_law", "pending", "reopened")]


def test_a_row_that_a_corrected_delivery_takes_back_is_gone(tmp_path: Path) -> None:
    run(tmp_path, "who | at | ticket \n A | 2026-10-03 | - \n B | 2026-10-03 | -")
    second = run(tmp_path, "who | at | ticket \n A | 2026-10-03 | month")
    assert changes(second) == [("A", "pending", None, "gone"), ("B", "pending", "pending", "still_open")]


def test_every_row_of_then_and_now_is_accounted_for(tmp_path: Path) -> None:
    first = run(tmp_path, EVERYBODY)
    before = {row[:4] for row in rows(first, "unentrusted_visits")}
    second = run(tmp_path, "who | at | method | ticket \n B | 2026-10-30 | 04 | month \n E | 2026-10-21 | 01 | -")
    now = {row[:4] for row in rows(second, "unentrusted_visits")}
    assert {row[:4] for row in second.found} == before | now  # type: ignore[attr-defined]  # none was closed before
    assert {row[6] for row in second.found} <= set(schema.CHANGES)  # type: ignore[attr-defined]


@pytest.mark.parametrize("content", [b"", b"PAR1", b"not a table"])
def test_a_memory_that_cannot_be_read_counts_as_none(tmp_path: Path, content: bytes) -> None:
    run(tmp_path, EVERYBODY)
    (tmp_path / "judged" / "unentrusted.parquet").write_bytes(content)
    assert Judged(tmp_path).path is None


def test_the_memory_is_readable_by_its_owner_alone_and_whole_or_not_there(tmp_path: Path) -> None:
    judged = Judged(tmp_path)

    def interrupted() -> object:
        yield schema.UNENTRUSTED_VISITS.arrow_schema().empty_table().to_batches()
        raise KeyboardInterrupt

    with pytest.raises((KeyboardInterrupt, AttributeError)):
        judged.remember(interrupted())  # type: ignore[arg-type]
    assert list((tmp_path / "judged").iterdir()) == []
    judged.remember(pa.Table.from_pylist([], schema=schema.UNENTRUSTED_VISITS.arrow_schema()).to_batches())
    assert judged.path is not None
    assert judged.path.stat().st_mode & 0o077 == 0
