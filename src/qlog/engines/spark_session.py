"""Getting a Spark session and losing one: what must be there, how it is reached, and its errors in plain words."""

import logging
import os
import re
import shutil
import socket
import subprocess
import sys
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote, urlparse

from qlog.damage import damaged
from qlog.errors import EngineError, QlogError
from qlog.settings import AUTO, EngineSettings

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

MASTER: Final = "local[*]"
JAVA: Final = 17
PATIENCE: Final = 60.0  # seconds a job waits without a worker before it is given up
_LOOK_EVERY: Final = 1.0
_CONNECT: Final = 5.0
_LOOPBACK: Final = "127.0.0.1"
_MASTERS: Final = re.compile(r"local(\[(\*|[0-9]+)\])?|spark://[^/:,]+:[0-9]+(,[^/:,]+:[0-9]+)*|yarn|k8s://.+")
# as Spark names a file it cannot read
_FILE: Final = re.compile(r"(?:CANNOT_READ_FILE_FOOTER|FAILED_READ_FILE)[^/]*?(file:[^'\"]+?\.parquet)")
_SETTINGS: Final = {
    "spark.ui.enabled": "false",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.catalogImplementation": "in-memory",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "ERROR",
}
_DRIVER_MEMORY: Final = "2GB"  # under auto: Java cannot ask for more later
# small data in many pieces only costs time
_LOCAL: Final = {"spark.sql.shuffle.partitions": "8"}


class Session:
    """A session and whose it is; of one that qlog started, how its workers fare."""

    def __init__(self, spark: "SparkSession", *, own: bool, master: str) -> None:
        self.spark = spark
        self.own = own
        self.master = master
        self.workers_lost = False
        self._closed = threading.Event()
        if own and master.startswith("spark://"):
            threading.Thread(target=self._watch, daemon=True).start()

    @property
    def stopped(self) -> bool:
        """Whether somebody has stopped the session."""
        return self.spark.sparkContext._jsc is None

    def close(self) -> None:
        """Stop the session if qlog started it."""
        self._closed.set()
        if self.own and not self.stopped:
            with suppress(Exception):  # Java may be gone before
                self.spark.stop()

    def _watch(self) -> None:
        """Give up a job that has been waiting for a worker for too long: Spark itself would wait for ever."""
        waited = 0.0
        while not self._closed.wait(_LOOK_EVERY):
            try:
                context = self.spark.sparkContext
                waiting = context.statusTracker().getActiveJobsIds() and not _executors(context)
                waited = waited + _LOOK_EVERY if waiting else 0.0
                if waited >= PATIENCE:
                    self.workers_lost = True
                    context.cancelAllJobs()
            except Exception:  # noqa: BLE001  # the session is being stopped
                return


def open_session(given: "SparkSession | None", master: str, settings: EngineSettings, private: Path) -> Session:
    """Return ``given``, or the session that is active in this process, or a new one at ``master``.

    A new one writes its temporary files and its messages into ``private``: both may hold personal values.
    """
    try:
        import sqlglot  # noqa: F401
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise EngineError(
            ja="Spark を使うための部品（pyspark と sqlglot）がありません。pip install 'qlog[spark]' で入れてください。",
            en="pyspark and sqlglot, which Spark needs, are not installed: pip install 'qlog[spark]'",
        ) from error
    there = given or SparkSession.getActiveSession()
    if there is not None:
        return Session(there, own=False, master=str(there.sparkContext.master))
    if not _MASTERS.fullmatch(master):
        raise EngineError(
            ja=f"--master の「{master}」は Spark のマスターの書き方ではありません。"
            "local[2] や spark://サーバー名:7077 のように書いてください。",
            en=f"--master {master!r} is no Spark master: write local[2] or spark://server:7077",
        )
    _require_java()
    return Session(_start(master, settings, private), own=True, master=master)


def _start(master: str, settings: EngineSettings, private: Path) -> "SparkSession":
    from pyspark.sql import SparkSession

    address = _address_towards(master)
    memory = _DRIVER_MEMORY if settings.memory_limit == AUTO else settings.memory_limit
    if not logging.getLogger().handlers:  # or py4j shows a traceback when a run is stopped
        logging.getLogger().addHandler(logging.NullHandler())
    configuration = {
        **_SETTINGS,
        **(_LOCAL if master.startswith("local") else {}),
        **({"spark.driver.host": address, "spark.driver.bindAddress": address} if address else {}),
        "spark.driver.memory": memory.removesuffix("B").lower(),
        "spark.local.dir": str(private),
        "spark.sql.warehouse.dir": str(private),
    }
    builder: Any = SparkSession.builder.master(master).appName("qlog")
    for key, value in configuration.items():
        builder = builder.config(key, value)
    try:
        with _java_speaks_into(private / "spark.log"), warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)  # of pandas 3, which no result passes through
            session: SparkSession = builder.getOrCreate()
    except Exception as error:
        if "JAVA_GATEWAY_EXITED" in str(error):
            raise EngineError(
                ja="Spark（Java）を始められません。Java 17 以降が動くことと、"
                f"設定の [engine] memory_limit（{memory}）のメモリが空いていることを確かめてください。",
                en=f"Spark (Java) does not start: check Java 17 and that memory_limit {memory} is free",
            ) from error
        raise _unreachable(master, type(error).__name__) from error
    return session


def _address_towards(master: str) -> str | None:
    """Return this machine's address as ``master`` sees it, and look whether somebody answers there.

    Spark waits a minute for a master that is not there. Nothing of a local session is open to other machines.
    """
    if master.startswith("local"):
        return _LOOPBACK
    if not master.startswith("spark://"):
        return None
    for server in master.removeprefix("spark://").split(","):
        host, _, port = server.rpartition(":")
        with suppress(OSError, OverflowError), socket.create_connection((host, int(port)), timeout=_CONNECT) as reached:
            return str(reached.getsockname()[0])
    raise _unreachable(master, "no answer")


def _unreachable(master: str, cause: str) -> EngineError:
    return EngineError(
        ja=f"Spark のマスター（{master}）につながりません。"
        "--master の値と、そこで Spark が動いているかを確かめてください。",
        en=f"no Spark master answers at {master} ({cause}): check --master and whether Spark runs there",
    )


@contextmanager
def _java_speaks_into(log: Path) -> Iterator[None]:
    """Start Java with its messages going into a file: they are noise, or they show rows."""
    sys.stderr.flush()
    terminal = os.dup(2)
    try:
        with log.open("wb") as file:
            os.dup2(file.fileno(), 2)
        yield
    finally:
        os.dup2(terminal, 2)
        os.close(terminal)


def _require_java() -> None:
    home = os.environ.get("JAVA_HOME")
    java = str(Path(home) / "bin" / "java") if home else shutil.which("java")
    try:
        if java is None:
            raise FileNotFoundError
        asked = subprocess.run([java, "-version"], capture_output=True, text=True, check=True)  # noqa: S603
    except (OSError, subprocess.CalledProcessError) as error:
        where = "JAVA_HOME の示すところに " if home else ""
        raise EngineError(
            ja=f"{where}Java がありません。Spark には Java {JAVA} 以降が必要です。"
            "Java を入れてから、もう一度実行してください。",
            en=f"no Java{' where JAVA_HOME points' if home else ''}: Spark needs Java {JAVA} or later; install it",
        ) from error
    version = asked.stderr.split('"')[1].split(".")[0] if '"' in asked.stderr else ""
    if version.isdigit() and int(version) < JAVA:
        raise EngineError(
            ja=f"Java {version} では動きません。Spark には Java {JAVA} 以降が必要です。",
            en=f"Java {version} is too old: Spark needs Java {JAVA} or later",
        )


@contextmanager
def plain_errors(session: Session) -> Iterator[None]:
    """Turn what can happen to a job into a sentence; Spark's own words may show rows, so none of them is repeated."""
    from pyspark.errors import AnalysisException

    try:
        yield
    except AnalysisException:
        raise  # a rule that Spark does not take is a defect of ours
    except Exception as error:
        if type(error).__module__.split(".")[0] in {"pyspark", "py4j"} or isinstance(error, ConnectionError):
            raise _in_words(error, session) from error
        raise


def _in_words(error: Exception, session: Session) -> QlogError:
    if session.workers_lost:
        return EngineError(
            ja=f"Spark（{session.master}）のワーカーが一つもなく、{PATIENCE:.0f} 秒待っても現れません。"
            "出力は元のままです。ワーカーを動かしてから、もう一度実行してください。",
            en=f"{session.master} had no worker for {PATIENCE:.0f} s; the output is as it was: start workers, retry",
        )
    file = _FILE.search(str(error))
    if file:
        return damaged(unquote(urlparse(file.group(1)).path))
    return EngineError(
        ja=f"Spark（{session.master}）の計算が途中で止まりました（{_kind(error)}）。出力は元のままです。"
        "ワーカーと Java のメモリが足りているか、Spark の側の記録を確かめてから、もう一度実行してください。",
        en=f"the job on Spark ({session.master}) broke off ({_kind(error)}); the output is as it was: "
        "check workers, memory and the logs of Spark",
    )


def _kind(error: Exception) -> str:
    """Name the error by its class and Spark's condition, which hold no value."""
    condition = getattr(error, "getCondition", lambda: None)()
    return str(condition or type(error).__name__)


def _executors(context: Any) -> int:  # noqa: ANN401  # pyspark's objects of Java have no types
    """Return how many executors there are beside the driver."""
    return len(context._jsc.sc().statusTracker().getExecutorInfos()) - 1
