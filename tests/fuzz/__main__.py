"""``python -m tests.fuzz --seeds 100000``: many cases. Stopped and called again it goes on where it was.

Exit code 1 if a case failed: its seed, what was done to the file, and where the check stands are written down.
"""

import argparse
import json
import sys
import tempfile
import traceback
from collections import Counter
from pathlib import Path
from typing import Any

from qlog.reading import FileReport
from tests.fuzz.cases import make_case
from tests.fuzz.harness import run_case

REPORT_EVERY = 1_000


def main() -> int:
    """Run the cases that are left of those asked for."""
    given = _arguments()
    begin = {"next": given.first, "outcomes": {}, "failed": {}}
    state: dict[str, Any] = json.loads(given.state.read_text()) if given.state.exists() else begin
    outcomes, failed = Counter(state["outcomes"]), state["failed"]
    for seed in range(state["next"], given.first + given.seeds):
        with tempfile.TemporaryDirectory() as directory:
            try:
                outcomes.update(map(outcome, run_case(make_case(seed), Path(directory))))
            except Exception:  # noqa: BLE001  # whatever it is, it is told, and the next case has its turn
                failed[seed] = traceback.format_exc(limit=-3)
                sys.stdout.write(f"seed {seed}: {', '.join(make_case(seed).steps)}\n{failed[seed]}\n")
        given.state.write_text(json.dumps({"next": seed + 1, "outcomes": outcomes, "failed": failed}))
        if (seed + 1) % REPORT_EVERY == 0:
            sys.stdout.write(f"{seed + 1}: {dict(outcomes)}, failed {len(failed)}\n")
            sys.stdout.flush()
    sys.stdout.write(f"files: {dict(outcomes)}; cases that failed: {', '.join(failed) or 'none'}\n")
    return 1 if failed else 0


def outcome(report: FileReport) -> str:
    """Say in two words what became of a file."""
    return "refused" if report.refused else "with rejects" if report.rejected else "all accepted"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--seeds", type=int, default=100_000, help="number of cases (default: 100,000)")
    parser.add_argument("--first", type=int, default=0, help="the first seed (default: 0)")
    parser.add_argument("--state", type=Path, default=Path(".fuzz-state"), help="the file that remembers")
    return parser.parse_args()


if __name__ == "__main__":
    raise SystemExit(main())
