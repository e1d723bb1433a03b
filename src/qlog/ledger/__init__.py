"""The guidance ledger: what caseworkers wrote into returned workbooks, kept, and carried into the next month.

returned    one workbook -> entries, and what could not be read (by sheet and cell, never by value)
history     the entries as Parquet, one file a workbook read, in the order of reading
exclusions  history -> rows a doctor confirmed as needed until a date
carry       history -> entries of the month, earlier ones in words, conflicts
filled      workbooks filled in inside the output, kept before new ones take their place
gather      all of it for one run
"""

from qlog.ledger.filled import recorded_files, set_aside
from qlog.ledger.gather import Ledger, LedgerSource, gather

__all__ = ["Ledger", "LedgerSource", "gather", "recorded_files", "set_aside"]
