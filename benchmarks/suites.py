"""What is measured against what. Every suite returns lines of the report; targets stand where they are measured."""

import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.data import MONTHS, Data
from benchmarks.growth import MONTHS_LOGGED, OFFICES, SHARES, against_smallest, line
from benchmarks.measure import Job, Run, in_turn, median, run, task
from benchmarks.report import Result, peak, ratio

_COMPARED: Final = 1_000_000  # more rows do not fit into memory twice


@dataclass(frozen=True)
class Plan:
    """Sizes of a run: rows for times, rows for memory (small, large), rounds."""

    data: Data
    rows: int
    memory: tuple[int, int]
    rounds: int


def startup(plan: Plan) -> list[Result]:
    """How long the command takes before it does anything."""
    runs = in_turn(
        {
            "qlog": Job((sys.executable, "-m", "qlog", "--version")),
            "python": Job((sys.executable, "-c", "pass")),
        },
        plan.rounds * 5,
    )
    return [ratio("qlog --version / python -c pass", runs["qlog"], runs["python"], limit=12)]


def reading(plan: Plan) -> list[Result]:
    """CP932 to typed Arrow, nothing kept; without start and imports. The floor is set against the byte path alone."""
    logs = plan.data.logs(plan.rows)
    names = ("read_qlog", "parse_qlog", "read_pandas", "read_bytes")
    runs = in_turn({name: task(name, logs, inside=True) for name in names}, plan.rounds)
    label = f"reading {plan.rows:,} rows of CP932"
    return [
        ratio(f"{label}: pandas / qlog", runs["read_pandas"], runs["read_qlog"], limit=5, at_least=True),
        ratio(
            f"{label}: the byte path alone / bytes cut by pyarrow", runs["parse_qlog"], runs["read_bytes"], limit=1.8
        ),
        ratio(f"{label}: qlog / bytes cut by pyarrow", runs["read_qlog"], runs["read_bytes"], limit=None),
    ]


def judging(plan: Plan) -> list[Result]:
    """Reading and judging beside scripts that answer the same: whole processes, and once without start and imports."""
    data, rows = plan.data, plan.rows
    logs, utf8 = data.logs(rows), data.logs(rows, encoding="utf-8")
    if rows <= _COMPARED:
        run(task("compare", logs))
    store = data.new_folder("judged-store")
    run(task("take", logs, store))
    runs = in_turn(
        {
            "qlog": task("judge_qlog", logs),
            "pandas": task("judge_pandas", logs),
            "duckdb": task("judge_duckdb", utf8),
            "polars": task("judge_polars", logs),
            "polars lazy": task("judge_polars_lazy", utf8),
            "store": task("judge_store", store),
        },
        plan.rounds,
    )
    shutil.rmtree(store)
    work = {name: [one.work for one in runs[name]] for name in ("qlog", "pandas")}
    label = f"reading and judging {rows:,} rows"
    target = 0.15 if rows < 10_000_000 else 0.1
    return [
        ratio(f"{label}, without imports: qlog / pandas script", work["qlog"], work["pandas"], limit=0.25),
        ratio(f"{label}: qlog / pandas script (P1)", runs["qlog"], runs["pandas"], limit=target),
        ratio(f"{label}: qlog / DuckDB on a UTF-8 copy (P2)", runs["qlog"], runs["duckdb"], limit=1.1),
        ratio(f"{label}: qlog / Polars script", runs["qlog"], runs["polars"], limit=None),
        ratio(f"{label}: qlog / lazy Polars on a UTF-8 copy", runs["qlog"], runs["polars lazy"], limit=None),
        ratio(f"judging {rows:,} rows of a store / pandas script", runs["store"], runs["pandas"], limit=None),
        peak(f"{label}: memory of qlog", runs["qlog"], limit=1024 if rows <= 1_000_000 else None),
        peak(f"{label}: memory of the pandas script", runs["pandas"], limit=None),
    ]


def months(plan: Plan) -> list[Result]:
    """The twelfth month into a store that holds eleven, and all twelve into an empty one; without start and imports."""
    data = plan.data
    logs = data.logs(plan.rows)
    eleven = data.new_folder("eleven")
    run(task("take", data.first_months(logs, MONTHS - 1), eleven))
    twelfth, all_ = [], []
    for _ in range(plan.rounds):
        shutil.copytree(eleven, data.new_folder("twelfth"))
        twelfth.append(run(task("take", logs, data.home / "twelfth", inside=True)))
        all_.append(run(task("take", logs, data.new_folder("twelve"), inside=True)))
    for name in ("eleven", "twelfth", "twelve"):
        shutil.rmtree(data.home / name)
    name = f"the twelfth month of {plan.rows:,} rows / all twelve"
    return [ratio(name, twelfth, all_, limit=0.2), ratio(f"{name} (P3)", twelfth, all_, limit=0.15)]


def memory(plan: Plan) -> list[Result]:
    """Peak memory against the number of rows."""
    small, large = (run(task("judge_qlog", plan.data.logs(rows))) for rows in plan.memory)
    rows = f"{plan.memory[1]:,} / {plan.memory[0]:,} rows"
    return [ratio(f"memory of reading and judging, {rows} (P4)", [large], [small], limit=1.5, figure="peak_mb")]


def growth(plan: Plan) -> list[Result]:
    """How the cost grows with rows, and with offices and months among which the same rows are divided."""
    sizes = [round(plan.rows * share) for share in SHARES]
    runs = in_turn({str(rows): task("judge_qlog", plan.data.logs(rows)) for rows in sizes}, plan.rounds)
    quarter = plan.rows // 4
    offices = {number: plan.data.logs(quarter, offices=number) for number in OFFICES}
    months = {number: plan.data.logs(quarter, months=number) for number in MONTHS_LOGGED}
    return [
        line(sizes, [runs[str(rows)] for rows in sizes]),
        against_smallest("offices", offices, plan.rounds),
        against_smallest("months", months, plan.rounds),
    ]


def workbook(plan: Plan) -> list[Result]:
    """A filled workbook of three months with about 60,000 visits, beside its cells written bare."""
    data = plan.data
    logs = data.logs(67_000, months=3, offices=1)
    results = []
    for edition in ("2007", "2021"):
        shown, cells = data.home / f"office-month-{edition}", data.home / f"cells-{edition}"
        run(task("prepare_workbook", logs, shown, cells, edition))
        runs = in_turn(
            {
                "qlog": task("workbook_qlog", shown, edition, inside=True),
                "bare": task("workbook_bare", cells, inside=True),
            },
            plan.rounds,
        )
        name = f"workbook of 60,000 visits, Excel {edition}"
        results += [
            ratio(f"{name}: qlog / the same cells bare", runs["qlog"], runs["bare"], limit=1.3),
            peak(f"{name}: memory", runs["qlog"], limit=400),
        ]
    return results


def templates(plan: Plan) -> list[Result]:
    """LibreOffice: a pasted blank workbook beside the plain form, and a changed threshold of a filled one."""
    from benchmarks import templates as office

    folder = plan.data.home / "templates"
    run(task("prepare_templates", plan.data.logs(67_000, months=3, offices=1), folder))

    def measured(name: str | Path, **job: object) -> list[Run]:
        steps = office.measure({"file": str(folder / name), **job})
        print(".", end="", file=sys.stderr, flush=True)
        return [Run(wall, cpu, 0) for wall, cpu in steps]

    pasted = measured(office.TEMPLATE, rows=str(folder / "rows.csv"))
    square = (office.ROWS / office.PLAIN_ROWS) ** 2
    results = []
    for lists, label in ((3, "its three lists"), (1, "one of its lists")):
        plain = [Run(one.wall * square, one.cpu * square, 0) for one in measured(f"plain-{lists}.xlsx")]
        name = f"{office.ROWS:,} rows in a blank workbook / {label}, COUNTIFS a row (from {office.PLAIN_ROWS:,} rows)"
        results.append(ratio(name, pasted, plain, limit=0.02))
    for edition in ("2007", "2021"):
        runs = measured(f"filled-{edition}.xlsx", thresholds=[12, 15] * plan.rounds)
        name = f"a threshold changed in a workbook of 60,000 visits, Excel {edition}"
        detail = f"{len(runs)} changes; {median(runs, 'cpu'):.2f} s of processor time"
        results.append(Result(name, median(runs, "wall"), "s", 0.1, detail))
    return results


SUITES: Final[dict[str, Callable[[Plan], list[Result]]]] = {
    function.__name__: function for function in (startup, reading, judging, growth, months, memory, workbook, templates)
}
