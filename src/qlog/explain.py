"""Why a person was flagged or not: every check, whether it counted as a visit, and why, in words."""

import pandas as pd
import pyarrow as pa

from qlog import schema
from qlog.codes import INPATIENT, METHOD_BULK, METHOD_LABELS
from qlog.engines.base import Engine, sql_text
from qlog.settings import Settings

_FIELDS = (
    "checked_at", "payer_number", "recipient_number", "institution_code", "institution_name", "method", "care_type",
    "validity", "ticket_kind", "valid_from", "valid_to", "line",
)  # fmt: skip


def explain_checks(engine: Engine, recipient_number: str, payer_number: str | None, settings: Settings) -> pd.DataFrame:
    """Return the checks of one person in order of time, one row a check.

    Columns: the fields of the check that rules look at, then ``counted`` (part of a visit), ``entrusted`` (a ticket
    was registered) and ``reason`` (Japanese). An unknown number gives an empty frame.
    """
    where = f"recipient_number = {sql_text(recipient_number)}"
    if payer_number is not None:
        where += f" AND payer_number = {sql_text(payer_number)}"
    columns = {column.name: schema.ARROW_TYPES[column.type] for column in schema.CHECKS.columns}
    checks = engine.query(
        f"SELECT {', '.join(_FIELDS)} FROM checks WHERE {where} "
        "ORDER BY checked_at, payer_number, institution_code, method, line",
        pa.schema([(name, columns[name]) for name in _FIELDS]),
    )
    rows = checks.to_pylist()
    frame: pd.DataFrame = checks.to_pandas(date_as_object=False)
    frame["counted"] = [_counts(row, settings) for row in rows]
    frame["entrusted"] = [
        any(row[key] is not None for key in ("ticket_kind", "valid_from", "valid_to")) for row in rows
    ]
    frame["reason"] = [_reason(row, settings) for row in rows]
    return frame


def _counts(row: dict[str, str], settings: Settings) -> bool:
    methods = settings.for_office(row["payer_number"]).visits.presence_methods
    return row["method"] in methods and row["care_type"] != INPATIENT


def _reason(row: dict[str, str], settings: Settings) -> str:
    if _counts(row, settings):
        return "来所を示す確認なので、受診に数えました。"
    if row["care_type"] == INPATIENT:
        return "入院の確認なので、受診に数えません。"
    if row["method"] == METHOD_BULK:
        return "一括照会は本人が来ていない確認なので、受診に数えません。"
    if row["method"] in METHOD_LABELS:
        return "この方法は、設定で来所を示す確認とされていないので、受診に数えません。"
    return "方法コードが分からないので、受診に数えません（設定で変えられます）。"
