"""The monthly workbook of one office, in two editions of Excel."""

from qlog.export.workbook.model import (
    FileResult,
    ImportResult,
    OfficeMonth,
    Person,
    RejectCount,
    UnknownCode,
    candidate_days,
)
from qlog.export.workbook.write import build_workbook, write_workbook

__all__ = [
    "FileResult",
    "ImportResult",
    "OfficeMonth",
    "Person",
    "RejectCount",
    "UnknownCode",
    "build_workbook",
    "candidate_days",
    "write_workbook",
]
