"""Do two ways of answering give the same answers? Every table is compared cell by cell."""

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from qlog import schema
from qlog.analysis import analyze_files, make_engine
from qlog.findings import Findings
from qlog.references import References
from qlog.settings import Settings
from qlog.store import Store

TABLES = (
    "visits", "monthly_days", "frequent_visits", "unentrusted_visits", "duplicate_checks", "institutions", "summary"
)  # fmt: skip


def tables_of(findings: Findings) -> dict[str, pd.DataFrame]:
    """Return the tables of an analysis that the scripts answer too; measures that are 0 are left out."""
    tables = {name: findings.table(name).to_pandas(date_as_object=False) for name in TABLES}
    tables["summary"] = tables["summary"].query("value > 0")
    return tables


def judge(root: Path, engine: str = "duckdb") -> Findings:
    """Judge what a store holds."""
    settings = Settings()
    runner = make_engine(engine, settings.engine)
    return analyze_files(Store(root).files(), settings=settings, references=References(), engine=runner)


def require_equal(found: Mapping[str, pd.DataFrame], wanted: Mapping[str, pd.DataFrame]) -> dict[str, int]:
    """Return the number of rows of each table. Raises AssertionError naming the table and column that differ."""
    for name in TABLES:
        pd.testing.assert_frame_equal(
            _plain(name, found[name]), _plain(name, wanted[name]), check_dtype=False, obj=name
        )
    return {name: len(wanted[name]) for name in TABLES}


def _plain(name: str, table: pd.DataFrame) -> pd.DataFrame:
    columns = schema.FINDINGS[name].names
    plain = table[columns].copy()
    for column in schema.FINDINGS[name].columns:
        if column.type == "date":
            plain[column.name] = plain[column.name].astype("datetime64[s]")
        elif column.type in {"code", "text", "month"}:
            plain[column.name] = plain[column.name].astype(object)
    return plain.sort_values(columns, ignore_index=True)
