"""`qlog run --engine spark`: a session of its own, started and ended by the command."""

from pathlib import Path

import pyarrow.parquet as pq

from qlog.schema import FINDINGS
from tests.cli.conftest import Run
from tests.cli.conftest import qlog as qlog  # noqa: PLC0414  # the fixture
from tests.cli.office import NAME, PERSON, frequent_office, write_log
from tests.spark.session import QUICK, needs_spark

pytestmark = needs_spark


def test_the_main_job_on_spark(qlog: Run, tmp_path: Path, monkeypatch) -> None:
    log = write_log(tmp_path / "log.csv", frequent_office())
    (tmp_path / "spark-defaults.conf").write_text("".join(f"{key} {value}\n" for key, value in QUICK.items()))
    monkeypatch.setenv("SPARK_CONF_DIR", str(tmp_path))
    tables = {}
    for engine, words in {"duckdb": [], "spark": ["--engine", "spark", "--master", "local[2]"]}.items():
        out = tmp_path / engine
        done = qlog("run", log, "--out", out, "--edition", "none", *words)
        assert done.returncode == 0, done.stderr
        assert len(done.stderr.splitlines()) == 3, "reading, judging, writing: Java says nothing"
        assert not any(value in done.stdout + done.stderr for value in (PERSON, NAME))
        assert {path.name for path in out.iterdir()} == {"tables", "rejects.csv", "run.json"}
        tables[engine] = {name: pq.read_table(out / "tables" / f"{name}.parquet") for name in FINDINGS}
    assert tables["spark"] == tables["duckdb"]
    assert tables["spark"]["visits"].num_rows == len(frequent_office())
