"""kill -9 at random moments of ``qlog run``; QLOG_KILLS says how often (``pytest -s`` prints what was seen).

Every other kill comes at any time of the run; the others just after something in the workspace has changed, since the
moments at which a run could leave a half are short.
"""

import os
import random
import signal
import subprocess
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path

import pytest

from tests.cli.office import frequent_office
from tests.crash.places import DAYS, deliver, is_whole, private, qlog, start, visits, workspace

KILLS = int(os.environ.get("QLOG_KILLS", "3"))
BEFORE = len(frequent_office())
# a delivery taken, tables, workbooks, the record being written, the results exchanged
MOMENTS = ("store/store.json", ".qlog-*/out", ".qlog-*/out/workbooks", ".qlog-*/out/run.json", "out/*", "out/*")
EACH = DAYS - 1  # visits a delivery adds


def wait_for_change(running: "subprocess.Popen[str]", root: Path, pattern: str) -> None:
    """Wait until other files match ``pattern``, or one of them is another file by now."""

    def state() -> set[tuple[Path, int]]:
        return {(path, path.lstat().st_ino) for path in root.glob(pattern)}

    before = state()
    while running.poll() is None:
        with suppress(FileNotFoundError):  # gone between being listed and being looked at
            if state() != before:
                return
        time.sleep(0.001)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
def test_a_killed_run_leaves_the_old_output_or_the_new_one(tmp_path: Path) -> None:
    root = workspace(tmp_path / "office")
    deliver(root, 0)
    began = time.monotonic()
    assert qlog("run", root, "--edition", "2021") == 0
    length = time.monotonic() - began  # of an undisturbed run
    dice = random.Random(20261031)
    seen = Counter[str]()
    delivered = 1
    for number in range(1, KILLS + 1):
        old = visits(root)
        if old == BEFORE + delivered * EACH:  # nothing is left to do: one more delivery
            deliver(root, delivered)
            delivered += 1
        with start("run", root, "--edition", "2021") as running:
            if number % 2:
                time.sleep(dice.uniform(0.05, 1.1) * length)
            else:
                wait_for_change(running, root, dice.choice(MOMENTS))
                time.sleep(dice.uniform(0, 0.02) * length)
            running.send_signal(signal.SIGKILL)
            running.communicate(timeout=60)
            ended = running.returncode == 0
        assert is_whole(root), "half an output"
        new = BEFORE + delivered * EACH
        assert visits(root) in {old, new}
        end = "ended before the kill" if ended else f"killed, {'new' if visits(root) == new else 'old'} output"
        seen[end] += 1
        seen["with something left behind"] += bool(private(root))
        print(f"kill {number}: {end}", flush=True)  # noqa: T201
    assert qlog("run", root, "--edition", "2021") == 0
    assert is_whole(root)
    assert visits(root) == BEFORE + delivered * EACH
    assert private(root) == [], "the next run removes what killed runs left"
    print(f"{KILLS} kills: {dict(seen)}")  # noqa: T201
    assert seen["killed, old output"] + seen["killed, new output"] > 0


@pytest.mark.skipif(os.name == "nt", reason="Windows sends no SIGTERM")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_stopped_run_removes_its_temporary_files_itself(tmp_path: Path, number: signal.Signals) -> None:
    root = workspace(tmp_path / "office")
    deliver(root, 0)
    with start("run", root, "--edition", "2021") as running:
        while not private(root) and running.poll() is None:
            time.sleep(0.01)
        running.send_signal(number)
        said = running.communicate(timeout=60)[1]
        assert running.returncode == 130, said
    assert "中断" in said
    assert "Traceback" not in said
    assert private(root) == []
    assert is_whole(root)
    assert visits(root) == BEFORE


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
def test_what_a_killed_run_leaves_is_removed_by_the_next(tmp_path: Path) -> None:
    root = workspace(tmp_path / "office")
    deliver(root, 0)
    with start("run", root, "--edition", "2021") as running:
        while not private(root) and running.poll() is None:
            time.sleep(0.01)
        running.send_signal(signal.SIGKILL)
        running.communicate(timeout=60)
    assert private(root), "the test killed too late"
    assert qlog("run", root, "--edition", "2021") == 0
    assert private(root) == []
    assert visits(root) == BEFORE + EACH
