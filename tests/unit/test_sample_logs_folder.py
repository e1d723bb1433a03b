"""The committed files of sample_logs/: made again byte by byte, and enough in them for every list."""

import importlib.util
from collections import defaultdict
from pathlib import Path

import pytest

from tests.unit.sample_reading import HEADER, content, logs_in, read

FOLDER = Path(__file__).parents[2] / "sample_logs"
ENCODINGS = {"202608": "cp932", "202609": "utf-8-sig", "202610": "cp932"}


def load_make():
    spec = importlib.util.spec_from_file_location("sample_logs_make", FOLDER / "make.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def rows():
    return [row for path in logs_in(FOLDER) for row in read(path, ENCODINGS[path.stem[-6:]])]


@pytest.fixture(scope="module")
def days(rows):
    """Visit days at medical institutions by recipient, institution and month."""
    found = defaultdict(set)
    for row in rows:
        if row["資格確認方法"] != "04" and row["診療別"] != "01" and row["医療機関等コード"][2] == "1":
            found[row["受給者番号"], row["医療機関等コード"], row["資格確認日時"][:6]].add(row["資格確認日時"][:8])
    return {key: len(dates) for key, dates in found.items()}


def test_the_files_are_what_the_program_makes(tmp_path):
    load_make().make(tmp_path)
    committed = {name: data for name, data in content(FOLDER).items() if name.endswith(".csv")}
    made = content(tmp_path)
    assert set(made) == set(committed)
    assert [name for name, data in made.items() if data != committed[name]] == []


def test_the_readme_holds_the_command_that_makes_them():
    make = load_make()
    words = f"--recipients {make.RECIPIENTS} --months {make.MONTHS} --seed {make.SEED}"
    assert f"qlog sample --out sample_logs {words}\n" in (FOLDER / "README.md").read_text(encoding="utf-8")


def test_the_files_are_small():
    assert sum(len(data) for data in content(FOLDER).values()) < 1_500_000


def test_september_is_in_another_encoding():
    for path in logs_in(FOLDER):
        start = '"資格確認日時'.encode(ENCODINGS[path.stem[-6:]])
        assert path.read_bytes().startswith(start), path.name


def test_at_least_five_are_screened_and_three_are_early_in_october(days):
    october = {key[:2]: count for key, count in days.items() if key[2] == "202610"}
    three_months = {key: sum(days.get((*key, month), 0) for month in ENCODINGS) for key in october}
    screened = {key for key, count in october.items() if count >= 15 and three_months[key] >= 40}
    early = {key for key, count in october.items() if count >= 10} - screened
    assert len(screened) >= 5
    assert len(early) >= 3


def test_every_status_of_unentrusted_visits_occurs_in_october(rows):
    reference = FOLDER / "reference"
    spans, laws, first = defaultdict(list), defaultdict(set), {}
    for row in read(reference / "tickets.csv"):
        key = (row["受給者番号"], row["医療機関等コード"])
        spans[key].append((row["有効開始年月日"], row["有効終了年月日"]))
    for row in read(reference / "other_law.csv"):
        laws[row["受給者番号"]].add(row["医療機関等コード"])
    for row in rows:
        first[row["受給者番号"]] = min(first.get(row["受給者番号"], "9"), row["資格確認日時"][:8])
    counts = defaultdict(int)
    for row in rows:
        who, place, day = row["受給者番号"], row["医療機関等コード"], row["資格確認日時"][:8]
        if row["資格確認方法"] == "04" or row["資格有効性"] == "1" or day < "202610":
            continue
        if any(begin <= day <= end for begin, end in spans[who, place]):
            counts["resolved"] += 1
        elif laws[who] & {"", place}:
            counts["other_law"] += 1
        else:
            counts["pending" if first[who] > "20261001" else "review"] += 1
    assert counts["resolved"] >= 50
    assert min(counts["other_law"], counts["pending"], counts["review"]) >= 2


def test_both_patterns_of_duplicates_occur_in_october(rows):
    checks, places = defaultdict(set), defaultdict(set)
    for row in rows:
        if row["資格確認方法"] != "04" and row["診療別"] != "01" and row["資格確認日時"] >= "202610":
            checks[row["受給者番号"], row["医療機関等コード"], row["資格確認日時"][:8]].add(row["資格確認日時"])
            if row["医療機関等コード"][2] == "1":
                places[row["受給者番号"], row["資格確認日時"][:8]].add(row["医療機関等コード"])
    assert sum(len(found) >= 2 for found in checks.values()) >= 10
    assert sum(len(found) >= 2 for found in places.values()) >= 3


def test_the_broken_file_is_broken_where_the_readme_says():
    lines = (FOLDER / "shikaku_log_202610_broken.csv").read_bytes().split(b"\r\n")[:-1]
    good = set((FOLDER / "shikaku_log_202610.csv").read_bytes().split(b"\r\n"))
    odd = [number for number, line in enumerate(lines, start=1) if line not in good]
    assert odd == [7, 12, 17, 22, 27, 32, 37, 42, 47]
    table = (FOLDER / "README.md").read_text(encoding="utf-8").splitlines()
    first_cells = [row.split("|")[1].strip() for row in table if row.startswith("|")]
    named = [int(cell) for cell in first_cells if cell.isdigit()]
    assert named == odd
    assert len(lines[0].split(b",")) == len(HEADER)
