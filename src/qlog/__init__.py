"""qlog reads the eligibility-check log of medical aid and finds what a welfare office should look at.

    logs = qlog.read_logs("sample_logs/*.csv")
    findings = qlog.analyze(logs, settings=qlog.Settings(), month="2026-10")
    findings.frequent_visits

The log is a lower bound: no row does not mean no visit. What is found is a tendency; doctors and caseworkers decide.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qlog import plot
    from qlog.errors import QlogError
    from qlog.export.office import write_workbook
    from qlog.findings import Findings
    from qlog.logs import Logs, analyze, read_logs, read_references
    from qlog.reading import inspect_file, propose_layout
    from qlog.references import References
    from qlog.sample import write_sample
    from qlog.settings import Settings, load_settings

__version__ = "0.1.0"

__all__ = [
    "Findings",
    "Logs",
    "QlogError",
    "References",
    "Settings",
    "analyze",
    "inspect_file",
    "load_settings",
    "plot",
    "propose_layout",
    "read_logs",
    "read_references",
    "write_sample",
    "write_workbook",
]

_HOMES = {
    "Findings": "qlog.findings",
    "Logs": "qlog.logs",
    "QlogError": "qlog.errors",
    "References": "qlog.references",
    "Settings": "qlog.settings",
    "analyze": "qlog.logs",
    "inspect_file": "qlog.reading",
    "load_settings": "qlog.settings",
    "plot": "qlog.plot",
    "propose_layout": "qlog.reading",
    "read_logs": "qlog.logs",
    "read_references": "qlog.logs",
    "write_sample": "qlog.sample",
    "write_workbook": "qlog.export.office",
}
_MODULES = {"plot"}  # names that are modules themselves


def __getattr__(name: str) -> object:
    """Import a public name when it is first used: importing qlog imports no engine, no pandas, no matplotlib."""
    if name not in _HOMES:
        raise AttributeError(f"module 'qlog' has no attribute {name!r}")
    home = import_module(_HOMES[name])
    value = home if name in _MODULES else getattr(home, name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List the public names."""
    return sorted([*__all__, "__version__"])
