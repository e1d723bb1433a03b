"""What can be wrong: one sentence that says what to do, the exit code of the contract, the old output as it was."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest

import qlog as door
from qlog.engines.base import Engine
from qlog.errors import NothingReadError
from tests.cli.conftest import qlog as qlog  # noqa: PLC0414  # the fixture
from tests.cli.office import NAME, PERSON, frequent_office, write_log
from tests.spark.session import engine, needs_spark

WITHOUT_PYSPARK = "import sys; sys.modules['pyspark'] = None; from qlog.cli import main; main()"
NORMAL = "from qlog.cli import main; main()"
OLD_JAVA = "echo 'openjdk version \"11.0.2\" 2019-01-15' >&2"
# answers when asked for its version, and shows a row when it is to work
BROKEN_JAVA = (
    f'[ "$1" = -version ] && echo \'openjdk version "17.0.1"\' >&2 && exit 0; echo "{PERSON} {NAME}" >&2; exit 1'
)
SAYS = {
    "no pyspark": "Spark を使うための部品（pyspark と sqlglot）がありません。"
    "pip install 'qlog[spark]' で入れてください。",
    "no Java": "Java がありません。Spark には Java 17 以降が必要です。Java を入れてから、もう一度実行してください。",
    "JAVA_HOME nowhere": "JAVA_HOME の示すところに Java がありません。Spark には Java 17 以降が必要です。"
    "Java を入れてから、もう一度実行してください。",
    "old Java": "Java 11 では動きません。Spark には Java 17 以降が必要です。",
    "broken Java": "Spark（Java）を始められません。Java 17 以降が動くことと、"
    "設定の [engine] memory_limit（2GB）のメモリが空いていることを確かめてください。",
    "no master there": "Spark のマスター（spark://127.0.0.1:1）につながりません。"
    "--master の値と、そこで Spark が動いているかを確かめてください。",
    "no master at all": "--master の「spark:/x」は Spark のマスターの書き方ではありません。"
    "local[2] や spark://サーバー名:7077 のように書いてください。",
}
MASTERS = {"no master there": "spark://127.0.0.1:1", "no master at all": "spark:/x"}


def environment(case: str, folder: Path) -> dict[str, str]:
    """Return the environment in which this is wrong."""
    given = {key: value for key, value in os.environ.items() if key != "JAVA_HOME"} | {"PYTHONIOENCODING": "utf-8"}
    scripts = {"old Java": OLD_JAVA, "broken Java": BROKEN_JAVA}
    if case in scripts:
        java = folder / "java"
        java.write_text(f"#!/bin/sh\n{scripts[case]}\n", encoding="utf-8")
        java.chmod(0o755)
        return given | {"PATH": f"{folder}:{given['PATH']}"}
    if case == "no Java":
        return given | {"PATH": str(folder)}
    return given | ({"JAVA_HOME": str(folder)} if case == "JAVA_HOME nowhere" else {})


@pytest.mark.skipif(sys.platform == "win32", reason="stands in for Java with a shell script")
@pytest.mark.parametrize("case", SAYS)
def test_what_spark_lacks_is_said_in_one_sentence(case: str, tmp_path: Path) -> None:
    if case != "no pyspark":
        pytest.importorskip("pyspark", reason="Spark: the extra spark is not installed")
    log, out = write_log(tmp_path / "log.csv", frequent_office()[:3]), tmp_path / "out"
    old = out / "tables" / "visits.csv"
    old.parent.mkdir(parents=True)
    old.write_text("what the last run wrote")
    (tmp_path / "java_here").mkdir()
    program = [sys.executable, "-c", WITHOUT_PYSPARK if case == "no pyspark" else NORMAL]
    done = subprocess.run(
        [*program, "run", log, "--out", out, "--engine", "spark", "--master", MASTERS.get(case, "local[1]")],
        env=environment(case, tmp_path / "java_here"),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stderr.splitlines()[-1]) == (2, SAYS[case])
    assert "Traceback" not in done.stderr
    assert not any(value in done.stdout + done.stderr for value in (PERSON, NAME))
    assert old.read_text() == "what the last run wrote"
    assert [path.relative_to(out).as_posix() for path in out.rglob("*")] == ["tables", "tables/visits.csv"]


def cut_short(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def of_an_older_version(file: Path) -> None:
    pq.write_table(pq.read_table(file).drop_columns(["disease_3"]), file)


DAMAGES = {
    cut_short: "が壊れています（途中で切れているようです）",
    of_an_older_version: "の列は、別の版の qlog のものです",
}


@pytest.fixture(scope="module")
def office(tmp_path_factory) -> Path:
    root = tmp_path_factory.mktemp("office") / "office"
    write_log(root / "logs" / "log.csv", frequent_office())
    for words in (["init", str(root)], ["run", str(root), "--edition", "none"]):
        subprocess.run([sys.executable, "-m", "qlog", *words], check=True, capture_output=True)
    return root


@pytest.mark.parametrize("name", ["duckdb", "spark"])
@pytest.mark.parametrize("damage", DAMAGES)
def test_a_file_of_the_store_that_cannot_be_used_is_named(qlog, office, tmp_path, damage, name) -> None:
    here = tmp_path / "office"
    shutil.copytree(office, here)
    [file] = (here / "store" / "month=2026-09").glob("*.parquet")
    damage(file)
    before = {path: path.read_bytes() for path in (here / "out").rglob("*") if path.is_file()}
    done = qlog("run", here, "--engine", name)
    assert done.returncode == 3
    assert done.stderr.splitlines()[-1] == (
        f"保存済みのログ「{file}」{DAMAGES[damage]}。"
        "store フォルダーを別の名前に変え、もう一度ログから取り込んでください。"
    )
    assert {path: path.read_bytes() for path in (here / "out").rglob("*") if path.is_file()} == before


def spoilt(file: Path) -> None:
    """Overwrite the middle: the columns at the end are still there."""
    data = file.read_bytes()
    file.write_bytes(data[:2000] + b"\xff" * 3000 + data[5000:])


@pytest.mark.parametrize("damage", [cut_short, spoilt])
@pytest.mark.parametrize("name", ["duckdb", pytest.param("spark", marks=needs_spark)])
def test_damage_that_comes_after_the_reading_is_named(name, damage) -> None:
    logs = door.read_logs(Path(__file__).parents[2] / "sample_logs")
    file = logs.store.files()[0]
    damage(file)
    chosen: Engine | str = engine() if name == "spark" else name
    with pytest.raises(NothingReadError) as told:
        door.analyze(logs, engine=chosen).table("visits")
    assert str(file) in str(told.value)
