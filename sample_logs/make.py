"""Makes the files of this folder again: ``python sample_logs/make.py FOLDER``; a test compares them byte by byte.

What ``qlog sample`` writes, one month in another encoding, and one file in which some rows are broken.
"""

import sys
from pathlib import Path

from qlog.codes import check_digit
from qlog.files import write_atomically
from qlog.sample import write_sample

RECIPIENTS, MONTHS, SEED = 120, 3, 37
BROKEN = "shikaku_log_202610_broken.csv"
_FROM_DAY = "20261029"  # the good rows of the broken file stand in the file of the month too
_NOWHERE = "19990101"  # a birth date no recipient with this kana has


def make(out: Path) -> None:
    """Write the logs and reference files into ``out``."""
    _, middle, newest = write_sample(out, recipients=RECIPIENTS, months=MONTHS, seed=SEED)
    _write(middle, middle.read_bytes().decode("cp932").encode("utf-8-sig"))
    _write(out / BROKEN, _broken(newest.read_bytes()))


def _broken(log: bytes) -> bytes:
    header, *rows = [line.split(b",") for line in log.removesuffix(b"\r\n").split(b"\r\n")]
    late = [row for row in rows if row[0] >= f'"{_FROM_DAY}'.encode()]
    plain = [row for row in late if row[1] == b'"01"' and row[11] == b'"1"'][:10]
    odd_place = plain[5][2].decode()[1:3] + "9" + plain[5][2].decode()[4:10]
    odd = [
        plain[0][:20],  # one column is missing
        [*plain[1], b'"x"'],  # one column too many
        [b'"20261131101500"', *plain[2][1:]],  # November has 30 days
        [*plain[3][:2], b'""', *plain[3][3:]],  # no institution code
        [plain[4][0], b'"09"', *plain[4][2:]],  # a method nobody has heard of
        [*plain[5][:2], f'"{odd_place + check_digit(odd_place)}"'.encode(), *plain[5][3:]],  # a kind likewise
        [*plain[6][:5], b'""', *plain[6][6:]],  # no recipient number, but kana and birth date
        [*plain[7][:5], b'""', *plain[7][6:10], f'"{_NOWHERE}"'.encode(), *plain[7][11:]],  # nor these
        [*plain[8][:7], b'"\x81 "', *plain[8][8:]],  # bytes that are no character
    ]
    for step, row in enumerate(odd):
        late.insert(5 * (step + 1), row)
    return b"".join(b",".join(row) + b"\r\n" for row in [header, *late])


def _write(path: Path, content: bytes) -> None:
    with write_atomically(path) as temporary:
        temporary.write_bytes(content)


if __name__ == "__main__":
    make(Path(sys.argv[1]))
