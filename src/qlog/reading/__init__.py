"""Reading: files in many forms -> accepted checks in one form, and a report of everything that was not accepted."""

from qlog.reading.catalog import load_layout
from qlog.reading.inspect import inspect_file
from qlog.reading.inspection import ColumnView, Inspection
from qlog.reading.layout import Layout
from qlog.reading.log import read_log
from qlog.reading.propose import propose_layout
from qlog.reading.reasons import REASONS, reason_text
from qlog.reading.reference import read_reference
from qlog.reading.report import FileReport, Reject
from qlog.reading.sources import LogSource, find_inputs

__all__ = [
    "REASONS",
    "ColumnView",
    "FileReport",
    "Inspection",
    "Layout",
    "LogSource",
    "Reject",
    "find_inputs",
    "inspect_file",
    "load_layout",
    "propose_layout",
    "read_log",
    "read_reference",
    "reason_text",
]
