"""Array expressions both editions share: how a pasted cell becomes a number, a date, a yes or no.

An expression names a pasted column as ``@field`` (the fields of the default layout) and another step as ``[key]``;
each edition puts its own ranges there. All of them are written for whole columns at once. LibreOffice takes
seconds where an array IF holds another IF or a pasted column, so conditions are multiplied instead.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from qlog.export.template import names
from qlog.schema.checks import CHECK_FIELDS

FIELDS: Final = tuple(column.name for column in CHECK_FIELDS)
_FIELD: Final = re.compile(r"@([a-z_0-9]+)")
_STEP: Final = re.compile(r"\[([a-z_0-9]+)\]")


@dataclass(frozen=True)
class Step:
    """One column of the hidden sheet: a key others name it by, and the array expression that fills it."""

    key: str
    expression: str


def fill(expression: str, *, steps: Mapping[str, str], fields: Mapping[str, str]) -> str:
    """Return ``expression`` with every ``[key]`` and ``@field`` replaced by what stands for it."""
    while _STEP.search(expression):
        expression = _STEP.sub(lambda found: steps[found[1]], expression)
    return _FIELD.sub(lambda found: fields[found[1]], expression)


def number(field: str, *, otherwise: int = 0) -> str:
    """Return the number in a pasted column, whether it came as text or as a number."""
    return f"IFERROR(VALUE(@{field}),{otherwise})"


def moment(field: str) -> str:
    """Return what is written in a column of dates as a number: digits as they stand, written dates as serials."""
    return f'IFERROR(VALUE(SUBSTITUTE(@{field},"/","-")),0)'


def day(digits: str, *, condition: str = "1") -> str:
    """Return the serial of a date given as eight digits or as a serial; 0 for what is no date of 2000 to 2099."""
    month, of_month = f"MOD(INT({digits}/100),100)", f"MOD({digits},100)"
    made = f"DATE(INT({digits}/10000),{month},{of_month})"
    exists = f"(DAY({made})={of_month})*(MONTH({made})={month})"
    eight = f"({digits}>=20000101)*({digits}<21000000)*{condition}*{exists}*{made}"
    return f"IFERROR({eight}+({digits}>=36526)*({digits}<73051)*INT({digits}),0)"


_CLOCK: Final = "([moment]-[digits]*1000000)"  # hhmmss, where the moment has 14 digits
# hhmmss to seconds without MOD, which Excel 2007 refuses for large quotients
SECONDS: Final = (
    f"(([moment]>=1E13)*({_CLOCK}-40*INT({_CLOCK}/100)-2400*INT({_CLOCK}/10000))"
    "+([moment]<73051)*ROUND(([moment]-INT([moment]))*86400,0))"
)
_NUMBERS_OK: Final = (
    "([recipient]>=1)*([recipient]<10000000)*([recipient]=INT([recipient]))"
    "*([institution]>=1)*([institution]<10000000000)*([institution]=INT([institution]))"
)
MEDICAL: Final = "([institution]>=100000000)*(MOD(INT([institution]/10000000),10)=1)"
TICKET_IN_MONTH: Final = f"[known]*([from]>0)*([to]>=[from])*([from]<={names.MONTH_LAST})*([to]>={names.MONTH_FIRST})"

READING: Final = (
    Step("used", '1*(TRIM(@checked_at&@institution_code&@recipient_number)<>"")'),
    Step("recipient", number("recipient_number")),
    Step("institution", number("institution_code")),
    Step("moment", moment("checked_at")),
    Step("digits", "IF([moment]>=1E13,INT([moment]/1000000),[moment])"),
    Step("day", day("[digits]", condition=f"(([moment]<1E13)+({_CLOCK}<240000)>0)")),
    Step("method", number("method", otherwise=-1)),
    Step("care", number("care_type")),
    Step("ticket", '1*(TRIM(@ticket_kind&@valid_from&@valid_to)<>"")'),
    Step("payer", number("payer_number")),
    Step("from_digits", moment("valid_from")),
    Step("from", day("[from_digits]")),
    Step("to_digits", moment("valid_to")),
    Step("to", day("[to_digits]")),
    Step("known", _NUMBERS_OK),
    Step(
        "visit",
        f"[known]*([day]>={names.BEFORE_FIRST})*([day]<={names.MONTH_LAST})"
        f"*ISNUMBER(MATCH([method],{names.PRESENCE},0))*([care]<>1)",
    ),
)
