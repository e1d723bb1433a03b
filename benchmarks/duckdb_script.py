"""DuckDB on a UTF-8 copy that is ready: its own CSV reader, then the same rules. No store, no rejects, no notes."""

from collections.abc import Sequence
from pathlib import Path

from benchmarks.pandas_script import NAMES
from qlog.analysis import judge, make_engine
from qlog.engines.base import sql_text
from qlog.findings import Findings
from qlog.references import References
from qlog.settings import Settings

_DATES = {"birth_date", "valid_from", "valid_to"}


def analyze(paths: Sequence[Path]) -> Findings:
    """Read UTF-8 files, each row once, and judge."""
    engine = make_engine("duckdb", Settings().engine)
    types = {name: "DATE" if name in _DATES else "VARCHAR" for name in NAMES} | {"checked_at": "TIMESTAMP"}
    columns = ", ".join(f"{sql_text(name)}: {sql_text(kind)}" for name, kind in types.items())
    files = ", ".join(sql_text(str(path)) for path in paths)
    engine.create(
        "delivered_checks",
        f"""SELECT DISTINCT *, 0 AS line, '' AS delivery
            FROM read_csv([{files}], columns = {{{columns}}}, header = true, nullstr = '',
                          timestampformat = '%Y%m%d%H%M%S', dateformat = '%Y%m%d')""",
    )
    return judge(engine, Settings(), References(), None)
