"""Every table of qlog: columns, types, Japanese labels, meaning. The one vocabulary of code, files and sheets.

Types are logical; :meth:`Table.arrow_schema` gives the Arrow schema that results are cast to. Codes (numbers of people,
offices and institutions) are text everywhere: 0012345 is not 12345.
"""

from qlog.schema.checks import CHECK_FIELDS, CHECKS, REJECTS
from qlog.schema.columns import ARROW_TYPES, INSTITUTION, KIND, MONTH, PAYER, RECIPIENT, Column, Table
from qlog.schema.findings import (
    DUPLICATE_CHECKS,
    FINDINGS,
    FREQUENT_VISITS,
    GAPS,
    INSTITUTIONS,
    LEVELS,
    MONTHLY_DAYS,
    PATTERNS,
    STATUSES,
    SUMMARY,
    UNENTRUSTED_VISITS,
    UNITS,
    VISITS,
)
from qlog.schema.references import (
    ALIASES,
    CASEWORKERS,
    INSTITUTION_NAMES,
    OTHER_LAW,
    REFERENCE_TABLES,
    TICKETS,
)

__all__ = [
    "ALIASES",
    "ARROW_TYPES",
    "CASEWORKERS",
    "CHECKS",
    "CHECK_FIELDS",
    "DUPLICATE_CHECKS",
    "FINDINGS",
    "FREQUENT_VISITS",
    "GAPS",
    "INSTITUTION",
    "INSTITUTIONS",
    "INSTITUTION_NAMES",
    "KIND",
    "LEVELS",
    "MONTH",
    "MONTHLY_DAYS",
    "OTHER_LAW",
    "PATTERNS",
    "PAYER",
    "RECIPIENT",
    "REFERENCE_TABLES",
    "REJECTS",
    "STATUSES",
    "SUMMARY",
    "TICKETS",
    "UNENTRUSTED_VISITS",
    "UNITS",
    "VISITS",
    "Column",
    "Table",
]
