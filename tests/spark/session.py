"""The one Spark session of a test run, and why there may be none.

It stands for a session somebody hands over: in another time zone, with other rules of arithmetic, reading times as
moments. The findings must be the same. What makes small data quick changes no result: one piece, no compiled code.
"""

import os
import shutil
import warnings
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import pytest

from qlog.engines.spark import SparkEngine

LOOPBACK = {"spark.ui.enabled": "false", "spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}
ODD = {
    "spark.sql.session.timeZone": "America/New_York",
    "spark.sql.ansi.enabled": "false",
    "spark.sql.parquet.inferTimestampNTZ.enabled": "false",
}
QUICK = {
    "spark.sql.shuffle.partitions": "1",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "ERROR",
}


def missing() -> str:
    """Say what Spark lacks on this machine; empty = nothing."""
    if find_spec("pyspark") is None or find_spec("sqlglot") is None:
        return "Spark: the extra spark is not installed"
    home = os.environ.get("JAVA_HOME")
    java = Path(home) / "bin" / "java" if home else shutil.which("java")
    return "" if java and Path(java).exists() else "Spark: Java is not installed"


needs_spark = pytest.mark.skipif(bool(missing()), reason=missing())


@cache
def engine() -> SparkEngine:
    """Return the engine all tests share: every judgement has a scope of its own."""
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master("local[2]").appName("tests of qlog")
    for key, value in (LOOPBACK | ODD | QUICK).items():
        builder = builder.config(key, value)
    with warnings.catch_warnings(action="ignore", category=FutureWarning):  # pyspark is not sure of pandas 3
        return SparkEngine(builder.getOrCreate())
