"""Checks + settings + engine -> Findings: makes the relations the rules read, and runs the rules in their order."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import pyarrow as pa

from qlog import dimensions, schema
from qlog.changes import COLUMNS as JUDGED_COLUMNS
from qlog.engines.base import Engine
from qlog.errors import EngineError, NothingReadError, SettingsError
from qlog.findings import Findings
from qlog.months import parse_month
from qlog.references import References, alias_map
from qlog.rules import CHANGES, RULES, VIEWS, load_rule
from qlog.settings import EngineSettings, Settings

# what the store keeps of a check, beside the fields of the log
STORED: Final = (*schema.CHECKS.names, "delivery")
_OFFICE_DAYS = pa.schema([("payer_number", pa.string()), ("day", pa.date32()), ("log_rows", pa.int64())])


def analyze_table(
    checks: pa.Table,
    *,
    settings: Settings | None = None,
    references: References | None = None,
    engine: Engine | str = "duckdb",
    month: str | None = None,
) -> Findings:
    """Judge distinct checks held in memory.

    ``checks`` has the columns of :data:`qlog.schema.CHECKS`; ``month`` (YYYY-MM) is the month to show, default the
    newest. Raises NothingReadError when there is no check, SettingsError when ``month`` has none.
    """
    settings = settings or Settings()
    runner = make_engine(engine, settings.engine).scope()
    if "delivery" not in checks.column_names:
        checks = checks.append_column("delivery", pa.array([""] * checks.num_rows, pa.string()))
    runner.load_arrow("delivered_checks", checks)
    return judge(runner, settings, references or References(), month)


def analyze_files(
    paths: Sequence[Path],
    *,
    settings: Settings,
    references: References,
    engine: Engine,
    month: str | None = None,
    judged_before: Path | None = None,
) -> Findings:
    """Judge the distinct checks of a store; arguments and errors as :func:`analyze_table`.

    ``judged_before`` is what :class:`qlog.changes.Judged` remembers of the last run; without it there is no table
    unentrusted_changes.
    """
    if not paths:
        raise _nothing()
    engine.load_parquet("delivered_checks", paths, STORED)
    if judged_before is not None:
        engine.load_parquet("judged_before", [judged_before], JUDGED_COLUMNS)
    return judge(engine, settings, references, month, changes=judged_before is not None)


def judge(
    engine: Engine, settings: Settings, references: References, month: str | None, *, changes: bool = False
) -> Findings:
    """Run every rule over the relation delivered_checks of ``engine`` in a scope of its own.

    With ``changes`` the relation judged_before is there as well.
    """
    if not isinstance(settings, Settings):
        raise SettingsError(
            ja='設定は qlog.Settings(...) で渡してください。例：qlog.Settings(frequent={"month_days": 12})',
            en='settings are qlog.Settings(...), for example qlog.Settings(frequent={"month_days": 12})',
        )
    scope = engine.scope()
    days = scope.query(
        "SELECT payer_number, CAST(checked_at AS DATE) AS day, count(*) AS log_rows FROM delivered_checks "
        "GROUP BY payer_number, CAST(checked_at AS DATE)",
        _OFFICE_DAYS,
    )
    office_days = {(row["payer_number"], row["day"]): row["log_rows"] for row in days.to_pylist()}
    if not office_days:
        raise _nothing()
    months = dimensions.office_months(office_days, settings, tickets_given=references.tickets_given)
    payers = sorted({payer for payer, _ in office_days})
    _load_relations(scope, months, payers, settings, references)
    scope.load_arrow("dates", dimensions.dates_table(day for _, day in office_days))
    for name in RULES:
        scope.create(name, load_rule(name).sql)
    for name in (*VIEWS, *(CHANGES if changes else ())):
        scope.create_view(name, load_rule(name).sql)
    return Findings(
        engine=scope,
        settings=settings,
        references=references,
        month=_chosen(month, months),
        office_months=months,
        office_days=office_days,
        tables=[name for name in schema.TABLES if changes or name not in CHANGES],
        rejudge=lambda other: judge(engine, other, references, month, changes=changes),
    )


def make_engine(
    engine: Engine | str, settings: EngineSettings, *, spill_parent: Path | None = None, master: str | None = None
) -> Engine:
    """Return the engine itself, or the one of that name; the library behind it is imported here."""
    if not isinstance(engine, str):
        return engine
    if engine == "duckdb":
        from qlog.engines.duckdb import DuckDBEngine

        return DuckDBEngine(settings, spill_parent=spill_parent)
    if engine == "spark":
        from qlog.engines.spark import MASTER, SparkEngine

        return SparkEngine(master=master or MASTER, settings=settings, spill_parent=spill_parent)
    raise EngineError(
        ja=f"エンジン「{engine}」はありません。duckdb か spark を指定してください。",
        en=f"there is no engine {engine!r}: use duckdb or spark",
    )


def _load_relations(
    scope: Engine,
    months: list[dimensions.OfficeMonth],
    payers: list[str],
    settings: Settings,
    references: References,
) -> None:
    scope.load_arrow("office_months", dimensions.office_months_table(months))
    for name, table in dimensions.small_relations(payers, settings).items():
        scope.load_arrow(name, table)
    scope.load_arrow("tickets_file", references.table("tickets"))
    scope.load_arrow("other_law_file", references.table("other_law"))
    scope.load_arrow("caseworkers_file", references.table("caseworkers"))
    scope.load_arrow("institution_names", references.table("institution_names"))
    aliases = alias_map(references.table("aliases"), payers)
    scope.load_arrow("alias_map", aliases)
    if aliases.num_rows:
        scope.create("checks", load_rule("checks").sql)
    else:
        scope.create_view("checks", "SELECT * FROM delivered_checks")


def _chosen(month: str | None, months: list[dimensions.OfficeMonth]) -> str:
    there = sorted({row.month for row in months})
    if month is None:
        return there[-1]
    if parse_month(month) is None:
        raise SettingsError(
            ja=f"月（--month、Python では month=）は 2026-10 のように年4桁-月2桁で指定してください（指定：{month}）。",
            en=f"month wants YYYY-MM, for example 2026-10 (given: {month})",
        )
    if month not in there:
        raise SettingsError(
            ja=f"{month} の行がログにありません。ログにある月：{'、'.join(there)}",
            en=f"the logs have no row of {month}; months in the logs: {', '.join(there)}",
        )
    return month


def _nothing() -> NothingReadError:
    return NothingReadError(
        ja="受け付けた行が1行もありません。qlog check で、取り込めなかった理由を確かめてください。",
        en="not one row was accepted; qlog check tells why",
    )
