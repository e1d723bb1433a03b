"""A standalone cluster on this machine: a master and two workers that only this machine can reach.

Linux only: it looks into /proc for what listens where.
"""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

HOST = "127.0.0.1"
LOOPBACK = {"0100007F", "0000000000000000FFFF00000100007F"}  # 127.0.0.1 as Linux writes it, and as Java asks for it
MASTER = "org.apache.spark.deploy.master.Master"
WORKER = "org.apache.spark.deploy.worker.Worker"
_LISTENING = "0A"
_STARTS_WITHIN = 120.0


@dataclass(frozen=True)
class Cluster:
    """A running cluster: the URL of its master, and the processes of its workers."""

    url: str
    master: "subprocess.Popen[bytes]"
    workers: "list[subprocess.Popen[bytes]]"

    def lose(self, number: int) -> None:
        """Kill a worker and everything it started, as if its machine had gone."""
        os.killpg(self.workers[number].pid, signal.SIGKILL)
        self.workers[number].wait()

    def open_addresses(self) -> set[str]:
        """Return the addresses at which the cluster listens."""
        started = {process.pid for process in [self.master, *self.workers]}
        pids = [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]
        ours = [pid for pid in pids if _group(pid) in started | {os.getpgid(0)}]
        addresses = set[str]()
        for pid in ours:
            with suppress(OSError):  # it has ended in the meantime
                addresses.update(_listening(pid))
        return addresses


@contextmanager
def cluster(directory: Path, *, workers: int = 2) -> Iterator[Cluster]:
    """Start a cluster that keeps its files in ``directory``, and end it with everything it started."""
    port = _free_port()
    url = f"spark://{HOST}:{port}"
    with ExitStack() as running:
        here = ["--host", HOST, "--webui-port", "0"]
        log = directory / "master.log"
        master = running.enter_context(_process(MASTER, [*here, "--port", str(port)], directory, log))
        started = []
        for number in range(workers):
            options = [*here, "--cores", "1", "--memory", "1g", "--work-dir", str(directory / f"work-{number}"), url]
            started.append(
                running.enter_context(_process(WORKER, options, directory, directory / f"worker-{number}.log"))
            )
        _wait_for(log, "Registering worker", workers)
        yield Cluster(url, master, started)


@contextmanager
def _process(name: str, options: list[str], directory: Path, log: Path) -> "Iterator[subprocess.Popen[bytes]]":
    import pyspark

    home = Path(pyspark.__file__).parent
    environment = {
        **os.environ,
        "SPARK_HOME": str(home),
        "SPARK_LOCAL_IP": HOST,
        "SPARK_LOCAL_DIRS": str(directory),
        "SPARK_DAEMON_MEMORY": "256m",
        "SPARK_DAEMON_JAVA_OPTS": "-Dspark.master.rest.enabled=false -XX:TieredStopAtLevel=1",
    }
    with log.open("wb") as file:
        process = subprocess.Popen(
            [str(home / "bin" / "spark-class"), name, *options],
            env=environment,
            stdout=file,
            stderr=file,
            start_new_session=True,  # so that it can be killed with what it starts
        )
    try:
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _wait_for(log: Path, words: str, times: int) -> None:
    end = time.monotonic() + _STARTS_WITHIN
    while log.read_text(encoding="utf-8", errors="replace").count(words) < times:
        if time.monotonic() > end:
            raise TimeoutError(f"the cluster did not start within {_STARTS_WITHIN:.0f} s: see its master.log")
        time.sleep(0.2)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _group(pid: int) -> int:
    try:
        return os.getpgid(pid)
    except ProcessLookupError:
        return 0


def _listening(pid: int) -> Iterator[str]:
    """Yield the addresses a process listens at, as Linux writes them (hexadecimal, without the port)."""
    sockets = set()
    for link in Path(f"/proc/{pid}/fd").iterdir():
        with suppress(FileNotFoundError):  # closed in the meantime
            sockets.add(str(link.readlink()))
    for table in ("tcp", "tcp6"):
        for line in Path(f"/proc/{pid}/net/{table}").read_text().splitlines()[1:]:
            _, local, _, state, *_, inode = line.split()[:10]
            if state == _LISTENING and f"socket:[{inode}]" in sockets:
                yield local.rpartition(":")[0]
