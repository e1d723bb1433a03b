"""The jobs that are measured, each a process of its own: ``python -m benchmarks.tasks NAME ARGUMENT...``.

A task imports what it needs, and returns the work itself; the last line printed holds the seconds of that work.
"""

import json
import pickle
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter, process_time
from typing import Final

Work = Callable[[], object]


def make(folder: str, recipients: str, months: str, offices: str, encoding: str) -> Work:
    """Write invented logs."""
    from qlog.sample import write_sample

    return lambda: write_sample(
        Path(folder),
        recipients=int(recipients),
        months=int(months),
        seed=1,
        offices=int(offices),
        encoding=encoding,
    )


def read_qlog(folder: str) -> Work:
    """Read as ``qlog check`` does: everything typed and judged, nothing kept."""
    import pandas as pd  # noqa: F401  # pyarrow imports it at its first array

    from qlog.intake import read_only
    from qlog.reading import find_inputs

    sources = find_inputs([Path(folder)])
    return lambda: read_only(sources, layout=None, progress=lambda _: None)


def parse_qlog(folder: str) -> Work:
    """The byte path alone: bytes cut and hashed, text decoded by its distinct values, codes and times left as bytes.

    Layout and encoding are known before, as the other tasks are told them.
    """
    import pandas as pd  # noqa: F401  # as above

    from qlog.reading import find_inputs
    from qlog.reading.ahead import side_by_side
    from qlog.reading.catalog import shipped_layouts
    from qlog.reading.fields import ColumnTyper
    from qlog.reading.files import DelimitedFile
    from qlog.reading.layout import ColumnForm
    from qlog.schema import CHECK_FIELDS

    files = [DelimitedFile(source) for source in find_inputs([Path(folder)])]
    for file in files:
        file.open(list(shipped_layouts().values()))

    def parse(file: DelimitedFile, _go_on: Callable[[], None]) -> int:
        places = file.opening.columns.positions
        text = {places[field.name]: ColumnTyper(field, ColumnForm()) for field in CHECK_FIELDS if field.type == "text"}
        rows = 0
        for raw in file.blocks():
            rows += len(raw.lines)
            for place, typer in text.items():
                typer.type(raw.columns[place], file.encoding)
        return rows

    def work() -> object:
        with side_by_side(parse, files, at_once=2) as rows:
            return list(rows)

    return work


def read_pandas(folder: str) -> Work:
    import pandas as pd
    import pyarrow  # noqa: F401  # pandas keeps text in it, and would import it inside the measurement

    return lambda: [pd.read_csv(path, encoding="cp932", dtype=str) for path in _logs(folder)]


def read_bytes(folder: str) -> Work:
    """Cut the same columns by pyarrow and decode nothing: the floor."""
    import pyarrow as pa
    from pyarrow import csv

    from benchmarks.pandas_script import NAMES

    def cut(path: Path) -> pa.Table:
        options = csv.ConvertOptions(column_types=dict.fromkeys(NAMES, pa.binary()), check_utf8=False)
        return csv.read_csv(
            path, read_options=csv.ReadOptions(column_names=NAMES, skip_rows=1), convert_options=options
        )

    return lambda: [cut(path) for path in _logs(folder)]


def judge_qlog(folder: str) -> Work:
    import pandas as pd  # noqa: F401  # as in read_qlog

    import qlog
    import qlog.engines.duckdb
    import qlog.logs

    return lambda: qlog.analyze(qlog.read_logs(folder))


def judge_pandas(folder: str) -> Work:
    from benchmarks import pandas_script

    return lambda: pandas_script.analyze(_logs(folder))


def judge_duckdb(folder: str) -> Work:
    """Judge straight from a UTF-8 copy: no store, no rejects, the same rules."""
    from benchmarks import duckdb_script

    return lambda: duckdb_script.analyze(_logs(folder))


def judge_store(root: str) -> Work:
    from benchmarks.answers import judge

    return lambda: judge(Path(root))


def all_tables(root: str, engine: str) -> Work:
    """Judge what a store holds on an engine, and take every row of every table out of it."""
    from benchmarks.answers import judge
    from qlog.schema import FINDINGS

    def work() -> None:
        findings = judge(Path(root), engine)
        rows = {name: sum(batch.num_rows for batch in findings.batches(name)) for name in FINDINGS}
        print(", ".join(f"{name} {count:,}" for name, count in rows.items()))

    return work


def judge_polars(folder: str) -> Work:
    from benchmarks import polars_script

    return lambda: polars_script.analyze(_logs(folder), lazy=False)


def judge_polars_lazy(folder: str) -> Work:
    from benchmarks import polars_script

    return lambda: polars_script.analyze(_logs(folder), lazy=True)


def take(folder: str, root: str) -> Work:
    """Take every log of a folder into a store; what it holds already is known again."""
    import pandas as pd  # noqa: F401  # as in read_qlog

    from qlog.intake import take as take_sources
    from qlog.reading import find_inputs
    from qlog.store import Store

    return lambda: take_sources(find_inputs([Path(folder)]), Store(Path(root)))


def compare(folder: str) -> Work:
    """Ask qlog and the pandas script the same, and compare every cell."""
    import qlog
    from benchmarks import answers, pandas_script

    def work() -> None:
        found = answers.tables_of(qlog.analyze(qlog.read_logs(folder)))
        rows = answers.require_equal(found, pandas_script.analyze(_logs(folder)))
        print(", ".join(f"{name} {count:,}" for name, count in rows.items()))

    return work


def workbook_qlog(office_month: str, edition: str) -> Work:
    from qlog.export.workbook import build_workbook

    shown = pickle.loads(Path(office_month).read_bytes())  # noqa: S301  # written by prepare_workbook
    return lambda: build_workbook(shown, edition=edition)  # type: ignore[arg-type]


def workbook_bare(cells: str) -> Work:
    from benchmarks import workbooks

    sheets = pickle.loads(Path(cells).read_bytes())  # noqa: S301  # written by prepare_workbook
    return lambda: workbooks.write_bare(sheets)


def prepare_workbook(folder: str, office_month: str, cells: str, edition: str) -> Work:
    from benchmarks import workbooks

    return lambda: workbooks.prepare(Path(folder), Path(office_month), Path(cells), edition)


def prepare_templates(logs: str, folder: str) -> Work:
    from benchmarks import templates

    return lambda: templates.prepare(Path(logs), Path(folder))


def _logs(folder: str) -> list[Path]:
    return sorted(Path(folder).glob("*.csv"))


TASKS: Final[dict[str, Callable[..., Work]]] = {
    function.__name__: function
    for function in (
        make, read_qlog, parse_qlog, read_pandas, read_bytes, judge_qlog, judge_pandas, judge_duckdb, judge_store,
        all_tables, judge_polars, judge_polars_lazy, take, compare, workbook_qlog, workbook_bare, prepare_workbook,
        prepare_templates,
    )
}  # fmt: skip


def main() -> None:
    """Run one task and print its seconds."""
    name, *arguments = sys.argv[1:]
    work = TASKS[name](*arguments)
    wall, cpu = perf_counter(), process_time()
    result = work()
    wall, cpu = perf_counter() - wall, process_time() - cpu
    print(json.dumps({"wall": wall, "cpu": cpu}))
    del result  # kept until here: what a task gives counts as its memory


if __name__ == "__main__":
    main()
