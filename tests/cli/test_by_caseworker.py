"""One workbook a caseworker, whatever the caseworker is called."""

from pathlib import Path

import openpyxl
import pytest

from qlog.export.caseworkers import file_part
from tests.cli.conftest import Run
from tests.cli.office import row, write_log

HEADER = "受給者番号,担当員,地区,不開示\n"


def test_everybody_is_in_exactly_one_workbook(qlog: Run, tmp_path: Path) -> None:
    people = {"0000001": "担当　甲", "0000002": "a/b:c", "0000003": "A_B_C", "0000004": ""}
    rows = [row(f"202610{day:02d}", person=person) for person in people for day in range(1, 13)]
    listed = tmp_path / "caseworkers.csv"
    lines = "".join(f'{number},"{name}",,\n' for number, name in people.items() if name)
    listed.write_text(HEADER + lines, encoding="utf-8")
    log = write_log(tmp_path / "log.csv", rows)
    out = tmp_path / "out"
    done = qlog("run", log, "--out", out, "--caseworkers", listed, "--edition", "2007", "--by-caseworker")
    assert done.returncode == 0, done.stderr
    found = {}
    for path in sorted((out / "workbooks").iterdir()):
        sheet = openpyxl.load_workbook(path, read_only=True)["頻回受診の傾向"]
        seen = {str(cell) for line in sheet.iter_rows(values_only=True) for cell in line} & set(people)
        found[path.name.removeprefix("12016010_2026-10_").removesuffix("_excel2007.xlsx")] = seen
    # capitals do not tell files apart on Windows: the second of two alike gets a number
    assert found == {
        "担当　甲": {"0000001"},
        "A_B_C": {"0000003"},
        "a_b_c-2": {"0000002"},
        "担当員なし": {"0000004"},
    }


@pytest.mark.parametrize(
    ("name", "part"),
    [("山田", "山田"), ("a/b", "a_b"), ("con", "_con"), ("NUL.txt", "_NUL.txt"), (" .. ", "_"), ("長" * 80, "長" * 30)],
)
def test_names_that_are_no_file_names(name: str, part: str) -> None:
    assert file_part(name) == part
