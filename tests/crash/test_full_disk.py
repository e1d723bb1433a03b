"""A disk that is really full, and a folder that may no more be written: exit 5, a sentence, and the old output whole.

The disk is a small tmpfs of the test's own, mounted where only the test sees it (a mount namespace). Where the system
does not allow that, the test is skipped and says so; test_disk.py limits the size of files instead.
"""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.crash.places import deliver, is_whole, private, qlog, start, visits, workspace

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs mounts and capabilities of Linux")

# the workspace is copied onto a disk of $1 KiB more than it needs, and run there; then what stands there is copied back
_ON_SMALL_DISK = """
set -e
mount -t tmpfs -o size=$(( $(du -sk "$2" | cut -f1) + $1 ))k tmpfs "$3"
cp -a "$2/." "$3"
set +e
"$4" -m qlog run "$3" --edition 2021
code=$?
mkdir "$2.after" && cp -a "$3/." "$2.after"
exit $code
"""
_NAMESPACE = ("unshare", "--user", "--map-root-user", "--mount")


def may_mount(folder: Path) -> bool:
    if shutil.which("unshare") is None:
        return False
    tried = [*_NAMESPACE, "mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(folder)]
    return subprocess.run(tried, capture_output=True, check=False).returncode == 0


@pytest.mark.parametrize("spare", [4, 150])
def test_a_run_on_a_full_disk_leaves_no_half(tmp_path: Path, spare: int) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    if not may_mount(disk):
        pytest.skip("no disk can be mounted here (no user namespaces)")
    root = workspace(tmp_path / "office")
    before = visits(root)
    deliver(root, 0)
    words = [*_NAMESPACE, "sh", "-c", _ON_SMALL_DISK, "sh", str(spare), str(root), str(disk), sys.executable]
    done = subprocess.run(words, capture_output=True, encoding="utf-8", timeout=300, check=False)
    assert done.returncode in ({5} if spare < 100 else {0, 5}), done.stderr  # the last may be just enough
    assert ("書き込めません（空き容量がありません）" in done.stderr) == (done.returncode == 5)
    assert "Traceback" not in done.stderr
    after = Path(f"{root}.after")
    assert is_whole(after)
    assert (visits(after) == before) == (done.returncode == 5)
    assert private(after) == []


def without_override(root: Path) -> list[str]:
    """Return how to start qlog so that permissions hold for it: root itself may otherwise write anywhere."""
    drop = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-all"] if os.getuid() == 0 else []
    return [*drop, sys.executable, "-m", "qlog", "run", str(root), "--edition", "2021"]


@pytest.mark.skipif(
    sys.platform.startswith("linux") and os.getuid() == 0 and shutil.which("setpriv") is None, reason="no setpriv"
)
@pytest.mark.parametrize("lost", ["store", "."])
def test_permission_lost_midway_leaves_no_half(tmp_path: Path, lost: str) -> None:
    root = workspace(tmp_path / "office")
    before = visits(root)
    deliver(root, 0)
    words = without_override(root)
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8") as running:
        while not private(root) and running.poll() is None:
            time.sleep(0.002)
        (root / lost).chmod(0o500)
        said = running.communicate(timeout=300)[1]
    (root / lost).chmod(0o700)
    # a run that needs nothing of the folder any more may end well: then the output is the new one, whole
    assert running.returncode in ({5} if lost == "store" else {0, 5}), said
    assert "Traceback" not in said
    assert is_whole(root)
    assert (visits(root) == before) == (running.returncode == 5)
    assert qlog("run", root, "--edition", "2021") == 0
    assert visits(root) > before
    assert private(root) == []


def test_two_runs_at_once_end_as_one(tmp_path: Path) -> None:
    """One does the work, the other says so or finds it done; nobody gets half."""
    root = workspace(tmp_path / "office")
    before = visits(root)
    deliver(root, 0)
    with start("run", root, "--edition", "2021") as one, start("run", root, "--edition", "2021") as other:
        said = one.communicate(timeout=300)[1] + other.communicate(timeout=300)[1]
        codes = sorted([one.returncode, other.returncode])
    assert codes in ([0, 0], [0, 5]), said
    assert codes == [0, 0] or "ほかの qlog" in said
    assert is_whole(root)
    assert visits(root) > before
    assert private(root) == []
