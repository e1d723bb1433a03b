"""A workbook of one caseworker shows entries on nobody else."""

from qlog.export.workbook.entered import Entered, Key, Record

OWN: Key = ("institution", "0000001", "1310000010")
OTHER: Key = ("recipient", "0000002", "")


def test_only_the_entries_of_these_recipients_stay() -> None:
    records = tuple(Record(key, "2026-09", "2026-08", (1, 2, 3), {"remark": "x"}, "") for key in (OWN, OTHER))
    both = Entered({OWN: {"remark": "x"}, OTHER: {"remark": "y"}}, {OWN: "x", OTHER: "y"}, records)
    own = both.only({"0000001"})
    assert (set(own.now), set(own.earlier), [record.key for record in own.records]) == ({OWN}, {OWN}, [OWN])
