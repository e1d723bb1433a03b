"""qlog opens no connection: with sockets that fail, everything works, and nothing has tried."""

import os
import subprocess
import sys
from pathlib import Path

from tests.cli.office import PERSON, frequent_office, write_log

# runs in every Python process that is started: whoever asks for the network leaves a line in the file and fails
_BLOCK = """
import os, socket

def refuse(*_arguments, **_options):
    with open(os.environ["NETWORK_ASKED"], "a") as file:
        file.write("asked\\n")
    raise OSError("no network here")

socket.socket.connect = socket.socket.connect_ex = socket.socket.sendto = refuse
socket.getaddrinfo = socket.gethostbyname = socket.create_connection = refuse
"""


class Offline:
    """Runs Python without a network and counts who asked for it."""

    def __init__(self, folder: Path) -> None:
        (folder / "block").mkdir()
        (folder / "block" / "sitecustomize.py").write_text(_BLOCK, encoding="utf-8")
        self.asked = folder / "asked"
        path = os.pathsep.join([str(folder / "block"), *(str(Path(entry).resolve()) for entry in sys.path if entry)])
        self._environment = {
            **os.environ, "PYTHONPATH": path, "NETWORK_ASKED": str(self.asked), "PYTHONIOENCODING": "utf-8"
        }  # fmt: skip

    def python(self, *words: str | Path) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, *map(str, words)],
            env=self._environment, capture_output=True, encoding="utf-8", timeout=300, check=False,
        )  # fmt: skip


def test_the_block_works(tmp_path: Path) -> None:
    offline = Offline(tmp_path)
    done = offline.python("-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:9/')")
    assert done.returncode != 0
    assert offline.asked.exists()


def test_no_command_asks_for_the_network(tmp_path: Path) -> None:
    offline = Offline(tmp_path)
    log = write_log(tmp_path / "log.csv", frequent_office())
    office, second = tmp_path / "office", tmp_path / "second"
    key = tmp_path / "key"
    key.write_bytes(b"0123456789abcdef")
    for root in (office, second):
        assert offline.python("-m", "qlog", "init", root).returncode == 0
        write_log(root / "logs" / "log.csv", frequent_office())
    for words in (
        ("--version",),
        ("check", log),
        ("inspect", log),
        ("run", log, "--out", tmp_path / "out"),
        ("run", log, "--out", tmp_path / "hidden", "--pseudonymize", key, "--password-file", key),
        ("verify", tmp_path / "out"),
        ("aggregate", tmp_path / "out", "--out", tmp_path / "report.csv"),
        ("sample", "--out", tmp_path / "sample", "--recipients", "20", "--months", "1"),
        ("explain", log, "--recipient", PERSON),
        ("template", "--out", tmp_path / "template"),
        ("status", office),
        ("run", office, second, "--jobs", "2", "--edition", "none"),
        ("judge", office, "--edition", "none"),
    ):
        done = offline.python("-m", "qlog", *words)
        assert done.returncode == 0, done.stderr
        assert not offline.asked.exists(), words[0]
