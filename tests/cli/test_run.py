"""qlog run on a fresh directory: what is written, what is said, which exit code."""

import csv
import hashlib
import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from qlog.codes import is_my_number
from qlog.schema import FINDINGS
from tests.cli.conftest import Run
from tests.cli.office import CLINIC, KANA, NAME, PAYER, PERSON, frequent_office, row, write_log


def read_csv(path: Path) -> list[dict[str, str]]:
    text = path.read_text(encoding="utf-8")
    assert text.startswith("\ufeff")
    return list(csv.DictReader(text.removeprefix("\ufeff").splitlines()))


def test_the_main_job(qlog: Run, tmp_path: Path) -> None:
    log = write_log(tmp_path / "in" / "log.csv", frequent_office())
    out = tmp_path / "out"
    done = qlog("run", log, "--out", out)
    assert done.returncode == 0, done.stderr
    assert {path.name for path in out.iterdir()} == {"workbooks", "tables", "rejects.csv", "run.json"}
    for name, table in FINDINGS.items():
        header = (out / "tables" / f"{name}.csv").read_text(encoding="utf-8-sig").splitlines()[0]
        assert header == ",".join(f'"{column}"' for column in table.names)
        assert pq.read_schema(out / "tables" / f"{name}.parquet").names == table.names
    frequent = read_csv(out / "tables" / "frequent_visits.csv")
    october = [line for line in frequent if line["month"] == "2026-10" and line["unit"] == "institution"]
    # 20 days in October, 16 + 16 + 20 in three months: both thresholds (15, 40) are reached
    assert [(line["recipient_number"], line["days"], line["days_3m"], line["level"]) for line in october] == [
        (PERSON, "20", str(16 + 16 + 20), "screened")
    ]
    assert "目安に該当　1 人" in done.stdout


def test_numbers_of_people_are_quoted_text(qlog: Run, tmp_path: Path) -> None:
    log = write_log(tmp_path / "log.csv", [row("20261001", person="0012345")])
    qlog("run", log, "--out", tmp_path / "out", "--edition", "none")
    lines = (tmp_path / "out" / "tables" / "visits.csv").read_text(encoding="utf-8-sig").splitlines()
    assert lines[1] == f'"{PAYER}","0012345","{CLINIC}",2026-10-01,"medical",1,1,false'


def test_the_record_of_the_run(qlog: Run, tmp_path: Path) -> None:
    log = write_log(tmp_path / "log.csv", [row("20261001"), row("20261001"), row("20269999")])
    out = tmp_path / "out"
    qlog("run", log, "--out", out, "--edition", "none")
    record = json.loads((out / "run.json").read_text(encoding="utf-8"))
    [entry] = record["inputs"]
    assert (entry["data_rows"], entry["accepted"], entry["rejected"]) == (3, 2, 1)
    assert entry["sha256"] == hashlib.sha256(log.read_bytes()).hexdigest()
    assert entry["stored"]["repeated"] == 1
    for name, digest in record["outputs"].items():
        assert hashlib.sha256((out / name).read_bytes()).hexdigest() == digest
    [reject] = read_csv(out / "rejects.csv")
    assert (reject["file"], reject["line"], reject["count"]) == ("log.csv", "4", "1")


def test_no_personal_value_leaves_the_findings(qlog: Run, tmp_path: Path) -> None:
    broken = row("20261001")
    broken[10] = "19500199"  # no such day: the row is rejected and located
    log = write_log(tmp_path / "log.csv", [*frequent_office(), broken])
    out = tmp_path / "out"
    done = qlog("run", log, "--out", out)
    for text in (
        done.stdout,
        done.stderr,
        (out / "run.json").read_text("utf-8"),
        (out / "rejects.csv").read_text("utf-8"),
    ):
        for value in (NAME, KANA, PERSON, "19500199", "19500101"):
            assert value not in text


@pytest.mark.parametrize("command", ["run", "check"])
def test_a_missing_file(qlog: Run, tmp_path: Path, command: str) -> None:
    extra = ["--out", tmp_path / "out"] if command == "run" else []
    done = qlog(command, tmp_path / "ない.csv", *extra)
    assert done.returncode == 3
    assert "ない.csv" in done.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.csv", b""),
        ("header.csv", b'"\x8e\xf3\x8b\x8b"\r\n'),
        ("picture.csv", b"\x89PNG\r\n\x1a\n" + bytes(range(256))),
    ],
)
def test_a_file_that_is_no_log(qlog: Run, tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    done = qlog("run", tmp_path / name, "--out", tmp_path / "out")
    assert done.returncode == 3
    assert name in done.stderr
    assert not (tmp_path / "out").exists(), "a folder that nothing came into goes again"


def test_a_folder_without_logs(qlog: Run, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    done = qlog("run", tmp_path / "folder", "--out", tmp_path / "out")
    assert done.returncode == 3


def test_a_folder_of_reference_files_is_no_log(qlog: Run, tmp_path: Path) -> None:
    write_log(tmp_path / "in" / "log.csv", [row("20261001")])
    (tmp_path / "in" / "reference").mkdir()
    (tmp_path / "in" / "reference" / "tickets.csv").write_text("受給者番号\n1234567\n", encoding="utf-8")
    done = qlog("check", tmp_path / "in")
    assert done.returncode == 0
    assert "reference" not in done.stdout


def test_a_refused_file_among_good_ones(qlog: Run, tmp_path: Path) -> None:
    write_log(tmp_path / "in" / "good.csv", frequent_office())
    (tmp_path / "in" / "bad.csv").write_bytes(b"\x89PNG\r\n\x1a\n")
    done = qlog("run", tmp_path / "in", "--out", tmp_path / "out", "--edition", "none")
    assert done.returncode == 4
    assert "bad.csv" in done.stdout
    assert (tmp_path / "out" / "run.json").exists()


def test_my_number_stops_the_file(qlog: Run, tmp_path: Path) -> None:
    candidates = (f"{number:012d}" for number in range(123456789000, 123456790000))
    numbers = [number for number in candidates if is_my_number(number)][:20]
    rows = [[*row(f"202610{day:02d}")[:6], number, *row("20261001")[7:]] for day, number in enumerate(numbers, start=1)]
    done = qlog("run", write_log(tmp_path / "log.csv", rows), "--out", tmp_path / "out")
    assert done.returncode == 3
    assert "個人番号" in done.stderr
    assert all(number not in done.stderr + done.stdout for number in numbers)


def test_an_output_that_cannot_be_written(qlog: Run, tmp_path: Path) -> None:
    log = write_log(tmp_path / "log.csv", [row("20261001")])
    (tmp_path / "file").write_text("", encoding="utf-8")
    done = qlog("run", log, "--out", tmp_path / "file" / "out")
    assert done.returncode == 5
    assert "書き込めません（フォルダーであるはずのところにファイルがあります）" in done.stderr


def test_an_unknown_method_is_kept_and_counted(qlog: Run, tmp_path: Path) -> None:
    log = write_log(tmp_path / "log.csv", [row("20261001"), row("20261002", method="77")])
    out = tmp_path / "out"
    assert qlog("run", log, "--out", out, "--edition", "none").returncode == 0
    summary = {line["measure"]: line["value"] for line in read_csv(out / "tables" / "summary.csv")}
    assert (summary["checks"], summary["checks_unknown_method"], summary["visits"]) == ("2", "1", "1")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["run"], "入力"),
        (["run", "x", "--frobnicate"], "--frobnicate"),
        (["run", "{log}", "--out", "{out}", "--edition", "2019"], "--edition"),
        (["run", "{log}", "--out", "{out}", "--month", "10月"], "--month"),
        (["run", "{log}", "--out", "{out}", "--month", "2020-01"], "2026-10"),
        (["run", "{log}"], "--out"),
        (["run", "{log}", "--out", "{out}", "--settings", "nowhere.toml"], "nowhere.toml"),
    ],
)
def test_usage_errors(qlog: Run, tmp_path: Path, words: list[str], said: str) -> None:
    log = write_log(tmp_path / "log.csv", [row("20261001")])
    done = qlog(*(word.format(log=log, out=tmp_path / "out") for word in words))
    assert done.returncode == 2, done.stderr
    assert said in done.stderr
    assert not (tmp_path / "out" / "run.json").exists()


def test_english(qlog: Run, tmp_path: Path) -> None:
    log = write_log(tmp_path / "log.csv", [row("20261001")])
    done = qlog("--lang", "en", "run", log, "--out", tmp_path / "out", "--edition", "none")
    assert "Findings of 2026-10" in done.stdout


def test_an_old_output_stays_when_a_run_fails(qlog: Run, tmp_path: Path) -> None:
    out = tmp_path / "out"
    qlog("run", write_log(tmp_path / "log.csv", frequent_office()), "--out", out, "--edition", "none")
    before = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    assert qlog("run", write_log(tmp_path / "log.csv", []), "--out", out).returncode == 3
    assert {path: path.read_bytes() for path in out.rglob("*") if path.is_file()} == before
