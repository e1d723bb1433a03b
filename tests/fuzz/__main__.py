"""``python -m tests.fuzz COUNT [STATE]``: many cases; STATE remembers where to go on. Stops at the first that fails."""

import sys
import tempfile
from collections import Counter
from pathlib import Path

from tests.fuzz.harness import make_case, run_case

REPORT_EVERY = 1_000


def main(count: int, state: Path) -> None:
    """Run ``count`` more cases."""
    first = int(state.read_text()) if state.exists() else 0
    outcomes: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as directory:
        for seed in range(first, first + count):
            case = make_case(seed)
            try:
                report = run_case(case, Path(directory))
            except BaseException:
                sys.stderr.write(f"seed {seed}: {', '.join(case.steps)}\n")
                raise
            outcomes["refused" if report.refused else "with rejects" if report.rejected else "all accepted"] += 1
            state.write_text(str(seed + 1))
            if (seed + 1) % REPORT_EVERY == 0:
                sys.stdout.write(f"{seed + 1}: {dict(outcomes)}\n")
    sys.stdout.write(f"{sum(outcomes.values())} cases: {dict(outcomes)}\n")


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2] if len(sys.argv) > 2 else ".fuzz-state"))
