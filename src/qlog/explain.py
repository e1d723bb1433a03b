"""Why a person was flagged or not: every check, which rule counted or skipped it, and why, in words."""

from collections import defaultdict
from datetime import date
from typing import Any, Final

import pandas as pd
import pyarrow as pa

from qlog import schema
from qlog.codes import INPATIENT, KIND_LABELS, METHOD_BULK, METHOD_LABELS, kind_of
from qlog.engines.base import Engine, sql_text
from qlog.errors import SettingsError
from qlog.settings import Settings

FIELDS: Final = (
    "checked_at", "payer_number", "recipient_number", "institution_code", "institution_name", "method", "care_type",
    "validity", "ticket_kind", "valid_from", "valid_to", "line",
)  # fmt: skip
Check = dict[str, Any]


def explain_checks(engine: Engine, people: list[tuple[str, str]], settings: Settings) -> pd.DataFrame:
    """Return the checks of ``people`` (office and newest number, see :func:`find_people`), one row a check.

    Sorted by time. Columns: the fields of the check that rules look at, then ``counted`` (part of a visit),
    ``adds_day`` (adds a day to the visit days at its institution, one of the kinds counted for frequent visits),
    ``entrusted`` (a ticket was registered), ``rule`` (the rule that counted or skipped it) and ``reason`` (Japanese).
    """
    columns = {column.name: schema.ARROW_TYPES[column.type] for column in schema.CHECKS.columns}
    checks = engine.query(
        f"SELECT {', '.join(FIELDS)} FROM checks WHERE {of_people(people)} "
        "ORDER BY checked_at, payer_number, institution_code, method, line",
        pa.schema([(name, columns[name]) for name in FIELDS]),
    )
    rows = checks.to_pylist()
    told = _Teller(settings)
    answers = [told.tell(row) for row in rows]
    frame: pd.DataFrame = checks.to_pandas(date_as_object=False)
    frame["counted"] = [counted for counted, *_ in answers]
    frame["adds_day"] = [adds_day for _, adds_day, *_ in answers]
    frame["entrusted"] = [
        any(row[key] is not None for key in ("ticket_kind", "valid_from", "valid_to")) for row in rows
    ]
    frame["rule"] = [rule for *_, rule, _ in answers]
    frame["reason"] = [reason for *_, reason in answers]
    return frame


def find_people(engine: Engine, recipient_number: str, payer_number: str | None) -> list[tuple[str, str]]:
    """Return office and newest number of whoever has this number, or had it before a change; empty = nobody.

    Raises SettingsError for a number that is not text.
    """
    if not isinstance(recipient_number, str) or not isinstance(payer_number, str | None):
        raise SettingsError(
            ja='番号は "0012345" のように文字列で渡してください（数では先頭の 0 が失われます）。',
            en='numbers are text, for example "0012345": a number loses its leading zeros',
        )
    where = f"known_number = {sql_text(recipient_number)}"
    if payer_number is not None:
        where += f" AND payer_number = {sql_text(payer_number)}"
    wanted = pa.schema([("payer_number", pa.string()), ("recipient_number", pa.string())])
    found = engine.query(f"SELECT DISTINCT payer_number, recipient_number FROM known_numbers WHERE {where}", wanted)
    return sorted(zip(*(column.to_pylist() for column in found.columns), strict=True))


def of_people(people: list[tuple[str, str]]) -> str:
    """Return the condition that picks the rows of ``people``."""
    either = [
        f"(payer_number = {sql_text(payer)} AND recipient_number = {sql_text(number)})" for payer, number in people
    ]
    return f"({' OR '.join(either) or 'FALSE'})"


class _Teller:
    """Goes through the checks in order of time and remembers which days are counted already."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._visits: dict[tuple[str, str, str, date], int] = defaultdict(int)  # checks of each visit so far
        self._days: set[tuple[str, str, date]] = set()  # days counted for the person over all institutions

    def tell(self, check: Check) -> tuple[bool, bool, str, str]:
        """Return counted, adds_day, rule, reason."""
        skipped = self._why_skipped(check)
        if skipped:
            return False, False, "visits", skipped
        day = check["checked_at"].date()
        person = (check["payer_number"], check["recipient_number"])
        visit = (*person, check["institution_code"], day)
        self._visits[visit] += 1
        if self._visits[visit] > 1:
            return (
                True,
                False,
                "visits",
                f"同じ日・同じ医療機関の{self._visits[visit]}回目の確認です。受診は1日のままです。",
            )
        kind = kind_of(check["institution_code"])
        if kind not in self._settings.for_office(check["payer_number"]).frequent.kinds:
            return True, False, "monthly_days", f"受診に数えました。{KIND_LABELS[kind]}は頻回受診の日数に入れません。"
        if (*person, day) in self._days:
            reason = "受診に数えました。同じ日にほかの医療機関も受診しているので、合計の日数は増えません。"
        else:
            reason = "受診に数え、頻回受診の日数に1日加えました。"
        self._days.add((*person, day))
        return True, True, "monthly_days", reason

    def _why_skipped(self, check: Check) -> str:
        methods = self._settings.for_office(check["payer_number"]).visits.presence_methods
        if check["method"] in methods:
            return "入院の確認なので、受診に数えません。" if check["care_type"] == INPATIENT else ""
        if check["method"] == METHOD_BULK:
            return "一括照会は本人が来ていない確認なので、受診に数えません。"
        if check["method"] in METHOD_LABELS:
            return "この方法は、設定で来所を示す確認とされていないので、受診に数えません。"
        return "方法コードが分からないので、受診に数えません（設定で変えられます）。"
