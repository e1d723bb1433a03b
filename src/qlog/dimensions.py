"""Small relations the rules join with: offices and months with their thresholds, methods, kinds, measures.

Settings reach the rules as rows, one an office and month, so that every office may have its own thresholds and no
rule needs parameters.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import jpholiday
import pyarrow as pa

from qlog.codes import KINDS, METHOD_LABELS
from qlog.months import month_index, month_length, month_text
from qlog.settings import Settings

MEASURES: Final[dict[str, str]] = {
    "checks": "資格確認の件数（同じ行は一度だけ）",
    "checks_presence": "うち来所を示す確認",
    "checks_bulk": "うち一括照会",
    "checks_unknown_method": "うち方法コードが不明な確認",
    "recipients_seen": "ログにいる受給者",
    "recipients_visited": "受診した受給者",
    "institutions_seen": "ログにある医療機関等",
    "visits": "受診（受給者・医療機関等・日）",
    "visits_medical": "うち医科",
    "visits_dental": "うち歯科",
    "visits_pharmacy": "うち薬局",
    "visits_visiting_nurse": "うち訪問看護",
    "visits_other": "うちその他",
    "visits_unentrusted": "未委託の受診",
    "frequent_screened_institution": "頻回受診の傾向：目安に該当（同じ医療機関）",
    "frequent_screened_recipient": "頻回受診の傾向：目安に該当（医科の合計）",
    "frequent_early_institution": "頻回受診の傾向：早めの気づき（同じ医療機関）",
    "frequent_early_recipient": "頻回受診の傾向：早めの気づき（医科の合計）",
    "frequent_screened_people": "頻回受診の傾向：目安に該当（人数）",
    "frequent_early_people": "頻回受診の傾向：早めの気づき（人数）",
    "unentrusted_resolved": "未委託受診：解消",
    "unentrusted_other_law": "未委託受診：他法の可能性",
    "unentrusted_pending": "未委託受診：登録待ち",
    "unentrusted_review": "未委託受診：要確認",
    "duplicates_same_institution": "同日重複：同じ医療機関で複数回",
    "duplicates_several_institutions": "同日重複：複数の医科医療機関",
}


@dataclass(frozen=True)
class OfficeMonth:
    """One office's month: its dates, and the thresholds that hold for it."""

    payer_number: str
    month_index: int
    month: str
    as_of: date  # last date with a row in this month
    month_length: int
    elapsed_days: int
    unfinished: bool
    registration_date: date
    tickets_given: bool
    tickets_known: bool  # a tickets file is given, and the log has reached the registration date
    new_recipient_days: int
    new_since: date  # who is first seen after this date is new
    new_is_knowable_from: date  # who is first seen before this date may only look new: the log begins too late
    month_days: int
    three_month_days: int
    early_days: int
    early_after_day: int
    same_institution_checks: int
    institutions_a_day: int


def office_months(
    days: Iterable[tuple[str, date]], settings: Settings, *, tickets_given: Callable[[str], bool]
) -> list[OfficeMonth]:
    """Build one row an office and month from the dates that have rows (payer_number, date)."""
    dates: dict[str, list[date]] = defaultdict(list)
    for payer, day in days:
        dates[payer].append(day)
    return [
        month
        for payer in sorted(dates)
        for month in _months_of(
            payer, sorted(dates[payer]), settings.for_office(payer), tickets_given=tickets_given(payer)
        )
    ]


def _months_of(payer: str, dates: list[date], settings: Settings, *, tickets_given: bool) -> Iterable[OfficeMonth]:
    first, today = dates[0], dates[-1]
    new_days = timedelta(days=settings.unentrusted.new_recipient_days)
    for index, as_of in sorted({month_index(day): day for day in dates}.items()):
        length = month_length(index)
        registration = as_of.replace(day=min(settings.unentrusted.registration_day, length))
        yield OfficeMonth(
            payer_number=payer,
            month_index=index,
            month=month_text(index),
            as_of=as_of,
            month_length=length,
            elapsed_days=as_of.day,
            unfinished=as_of.day < length and index == month_index(today),
            registration_date=registration,
            tickets_given=tickets_given,
            tickets_known=tickets_given and today >= registration,
            new_recipient_days=new_days.days,
            new_since=today - new_days,
            new_is_knowable_from=first + new_days,
            month_days=settings.frequent.month_days,
            three_month_days=settings.frequent.three_month_days,
            early_days=settings.frequent.early_days,
            early_after_day=settings.frequent.early_after_day,
            same_institution_checks=settings.duplicates.same_institution_checks,
            institutions_a_day=settings.duplicates.institutions_a_day,
        )


def office_months_table(months: list[OfficeMonth]) -> pa.Table:
    """Return ``months`` as the relation office_months."""
    types = {str: pa.string(), int: pa.int64(), date: pa.date32(), bool: pa.bool_()}
    wanted = pa.schema([(name, types[kind]) for name, kind in OfficeMonth.__annotations__.items()])
    return pa.Table.from_pylist([vars(month) for month in months], schema=wanted)


def small_relations(payers: list[str], settings: Settings) -> dict[str, pa.Table]:
    """Return the relations that depend on settings and code tables alone."""
    own = {payer: settings.for_office(payer) for payer in payers}
    return {
        "presence_methods": _pairs("method", {payer: s.visits.presence_methods for payer, s in own.items()}),
        "frequent_kinds": _pairs("kind", {payer: s.frequent.kinds for payer, s in own.items()}),
        "duplicate_kinds": _pairs("kind", {payer: s.duplicates.kinds for payer, s in own.items()}),
        "kinds": pa.table({"digit": list(KINDS), "kind": list(KINDS.values())}),
        "known_methods": pa.table({"method": list(METHOD_LABELS)}),
        "measures": pa.table({"measure": list(MEASURES)}),
    }


def dates_table(days: Iterable[date]) -> pa.Table:
    """Return the relation dates: every date once, and whether it is a weekday (Monday to Friday, no holiday)."""
    dates = sorted(set(days))
    weekday = [day.weekday() < 5 and not jpholiday.is_holiday(day) for day in dates]
    return pa.table({"day": pa.array(dates, pa.date32()), "weekday": pa.array(weekday, pa.bool_())})


def _pairs(column: str, values: dict[str, tuple[str, ...]]) -> pa.Table:
    pairs = [(payer, value) for payer, own in values.items() for value in sorted(set(own))]
    return pa.table(
        {
            "payer_number": pa.array([payer for payer, _ in pairs], pa.string()),
            column: pa.array([value for _, value in pairs], pa.string()),
        }
    )
