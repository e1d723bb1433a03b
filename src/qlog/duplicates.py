"""Several checks on one day: the visits of the rule duplicate_visits as one row a duplicate."""

from collections.abc import Iterable, Iterator
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from qlog import schema
from qlog.engines.base import Engine, sql_text
from qlog.months import parse_month

_KEYS: Final = ["visit_date", "payer_number", "recipient_number", "pattern"]


def duplicate_batches(engine: Engine, months: Iterable[str]) -> Iterator[pa.RecordBatch]:
    """Yield :data:`qlog.schema.DUPLICATE_CHECKS` in its order; no more than one of ``months`` is held at a time."""
    for month in months:
        yield from _of_visits(engine, f" WHERE month_index = {parse_month(month)}").to_batches()


def duplicate_checks(engine: Engine, payer: str | None) -> pa.Table:
    """Return :data:`qlog.schema.DUPLICATE_CHECKS`, of one office if ``payer`` is given."""
    return _of_visits(engine, "" if payer is None else f" WHERE payer_number = {sql_text(payer)}")


def _of_visits(engine: Engine, where: str) -> pa.Table:
    public = schema.DUPLICATE_CHECKS.arrow_schema()
    types = {**{field.name: field.type for field in public}, "institution_code": pa.string()}
    visits = pa.schema([(name, types[name]) for name in (*_KEYS, "institution_code", "checks")])
    order = ", ".join(f"{name} NULLS LAST" for name in visits.names)
    sql = f"SELECT {', '.join(visits.names)} FROM duplicate_visits{where} ORDER BY {order}"
    return _join_codes(engine.query(sql, visits))


def _join_codes(visits: pa.Table) -> pa.Table:
    """Make one row a duplicate of its visits, sorted by institution: strings are not joined in the portable SQL."""
    same = visits.filter(pc.equal(visits["pattern"], "same_institution"))
    several = visits.filter(pc.equal(visits["pattern"], "several_institutions"))
    grouped = several.group_by(_KEYS, use_threads=False).aggregate([("institution_code", "list"), ("checks", "sum")])
    codes = pc.binary_join(grouped["institution_code_list"].cast(pa.list_(pa.string())), ";")
    wanted = schema.DUPLICATE_CHECKS.arrow_schema()
    joined = [
        pa.table([table[key] for key in _KEYS] + [texts, checks], names=wanted.names).cast(wanted)
        for table, texts, checks in (
            (same, same["institution_code"], same["checks"]),
            (grouped, codes, grouped["checks_sum"]),
        )
    ]
    return pa.concat_tables(joined).sort_by([(name, "ascending") for name in wanted.names])
