"""Formulas of two editions of Excel: what may be used, and the prefixes the file format wants.

Excel stores functions newer than 2007 with a prefix (``_xlfn.``) and variables of LET with ``_xlpm.``; a formula
without them shows #NAME? until somebody edits it, and no other program complains. So every formula goes through
:func:`prepare`. In the source a LET variable begins with ``v_``.
"""

import re
from functools import cache
from typing import Final, Literal

Edition = Literal["2007", "2021"]
EDITIONS: Final[tuple[Edition, ...]] = ("2007", "2021")

FUNCTIONS_2007: Final = frozenset(
    [
        "AND", "CHAR", "CHOOSE", "COUNT", "COUNTA", "COUNTIF", "COUNTIFS", "DATE", "DAY", "FIND", "FREQUENCY", "IF",
        "IFERROR", "INDEX", "INT", "ISERROR", "ISNUMBER", "LARGE", "LEFT", "LEN", "LOOKUP", "MATCH", "MAX", "MID",
        "MIN", "MOD", "MONTH", "N", "NOT", "OR", "RIGHT", "ROUND", "ROUNDUP", "ROW", "ROWS", "SMALL", "SUBSTITUTE",
        "SUM", "SUMIFS", "SUMPRODUCT", "TEXT", "TRIM", "VALUE", "WEEKDAY", "YEAR",
    ]
)  # fmt: skip
_NEW: Final[dict[str, str]] = {
    "FILTER": "_xlfn._xlws.FILTER",
    "SORT": "_xlfn._xlws.SORT",
    "LET": "_xlfn.LET",
    "SEQUENCE": "_xlfn.SEQUENCE",
    "SORTBY": "_xlfn.SORTBY",
    "UNIQUE": "_xlfn.UNIQUE",
    "XLOOKUP": "_xlfn.XLOOKUP",
    "XMATCH": "_xlfn.XMATCH",
}
FUNCTIONS_2021: Final = FUNCTIONS_2007 | frozenset(_NEW)
ALLOWED: Final[dict[Edition, frozenset[str]]] = {"2007": FUNCTIONS_2007, "2021": FUNCTIONS_2021}

# quoted text and quoted sheet names are left alone; then functions; then variables of LET
_TOKEN: Final = re.compile(r"""("(?:[^"]|"")*"|'(?:[^']|'')*')|([A-Za-z_][A-Za-z0-9_.]*)(?=\()|(?<![\w.])(v_\w+)""")


@cache
def prepare(formula: str, edition: Edition) -> str:
    """Return ``formula`` as the file stores it. Raises ValueError for a function the edition does not have."""
    if not formula.startswith("="):
        raise ValueError("a formula begins with =")

    def replace(found: re.Match[str]) -> str:
        quoted, function, variable = found.groups()
        if quoted is not None:
            return str(quoted)
        if variable is not None:
            return f"_xlpm.{variable}"
        if function not in ALLOWED[edition]:
            raise ValueError(f"{function} is not a function of the {edition} edition")
        return _NEW.get(function, function)

    return _TOKEN.sub(replace, formula)
