"""A full disk and lost permissions: exit 5, a sentence, and the old output as it was."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.office import frequent_office, write_log
from tests.crash.places import deliver, is_whole, private, qlog, visits, workspace

pytestmark = pytest.mark.skipif(os.name == "nt", reason="limits of POSIX")

# what a full disk does to the program: writing past some size fails, here with EFBIG instead of ENOSPC
_LIMITED = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), int(sys.argv[1])))
from qlog.cli import main
main(sys.argv[2:])
"""


def limited(size: int, *words: str | Path) -> "subprocess.CompletedProcess[str]":
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8", "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [sys.executable, "-c", _LIMITED, str(size), *map(str, words)],
        env=environment, capture_output=True, encoding="utf-8", timeout=300, check=False,
    )  # fmt: skip


@pytest.mark.parametrize("size", [200, 3000, 20_000])
def test_a_full_disk_leaves_the_old_output(tmp_path: Path, size: int) -> None:
    root = workspace(tmp_path / "office")
    before = visits(root)
    deliver(root, 0)
    done = limited(size, "run", root, "--edition", "2021")
    assert done.returncode == 5, done.stderr
    assert "書き込めません" in done.stderr
    assert is_whole(root)
    assert visits(root) == before
    assert private(root) == []
    assert qlog("run", root, "--edition", "2021") == 0
    assert visits(root) > before


def test_an_abandoned_directory_in_an_output_folder_is_removed(tmp_path: Path) -> None:
    log = write_log(tmp_path / "log.csv", frequent_office())
    abandoned = tmp_path / "out" / ".qlog-abcdefgh"
    young = tmp_path / "out" / ".qlog-ijklmnop"
    for folder in (abandoned, young):
        folder.mkdir(parents=True)
        (folder / ".in-use").touch()
        (folder / "store").touch()
    long_ago = time.time() - 3600
    os.utime(abandoned, (long_ago, long_ago))
    assert qlog("run", log, "--out", tmp_path / "out", "--edition", "none") == 0
    assert not abandoned.exists()
    assert young.exists(), "another run may just have made it"
