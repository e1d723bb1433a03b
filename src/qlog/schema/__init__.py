"""Every table of qlog: columns, types, Japanese labels, meaning. The one vocabulary of code, files and sheets.

Types are logical; :meth:`Table.arrow_schema` gives the Arrow schema that results are cast to. Codes (numbers of people,
offices and institutions) are text everywhere: 0012345 is not 12345.
"""

from typing import Final

from qlog.schema.checks import CHECK_FIELDS, CHECKS, FILES, REJECTS
from qlog.schema.columns import ARROW_TYPES, INSTITUTION, KIND, MONTH, PAYER, RECIPIENT, Column, Table
from qlog.schema.details import (
    CHANGES,
    COVERAGE,
    DETAILS,
    EXPLANATION,
    FREQUENT_DETAILS,
    INSTITUTION_SIGNALS,
    SIGNALS,
    UNENTRUSTED_CHANGES,
    UNENTRUSTED_REASONS,
)
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

# every table of a run: the findings of the contract, and what stands beside them
TABLES: Final[dict[str, Table]] = FINDINGS | DETAILS

__all__ = [
    "ALIASES",
    "ARROW_TYPES",
    "CASEWORKERS",
    "CHANGES",
    "CHECKS",
    "CHECK_FIELDS",
    "COVERAGE",
    "DETAILS",
    "DUPLICATE_CHECKS",
    "EXPLANATION",
    "FILES",
    "FINDINGS",
    "FREQUENT_DETAILS",
    "FREQUENT_VISITS",
    "GAPS",
    "INSTITUTION",
    "INSTITUTIONS",
    "INSTITUTION_NAMES",
    "INSTITUTION_SIGNALS",
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
    "SIGNALS",
    "STATUSES",
    "SUMMARY",
    "TABLES",
    "TICKETS",
    "UNENTRUSTED_CHANGES",
    "UNENTRUSTED_REASONS",
    "UNENTRUSTED_VISITS",
    "UNITS",
    "VISITS",
    "Column",
    "Table",
]
