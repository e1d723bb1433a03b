"""What can happen to a file between two offices. Each takes a die and the bytes, and returns other bytes."""

import random
import re
from collections.abc import Callable
from typing import Final

Mutation = Callable[[random.Random, bytes], bytes]


def _place(dice: random.Random, data: bytes) -> int:
    return dice.randrange(len(data) + 1)


def _lines(data: bytes) -> list[bytes]:
    return data.splitlines(keepends=True)


def _some_line(dice: random.Random, data: bytes, change: Callable[[bytes], bytes]) -> bytes:
    lines = _lines(data)
    if not lines:
        return data
    place = dice.randrange(len(lines))
    lines[place] = change(lines[place])
    return b"".join(lines)


def flip_bytes(dice: random.Random, data: bytes) -> bytes:
    changed = bytearray(data)
    for _ in range(dice.randint(1, 8)):
        if changed:
            changed[dice.randrange(len(changed))] = dice.randrange(256)
    return bytes(changed)


def cut_end(dice: random.Random, data: bytes) -> bytes:
    return data[: _place(dice, data)]


def cut_beginning(dice: random.Random, data: bytes) -> bytes:
    return data[min(_place(dice, data), 3_000) :]


def cut_middle(dice: random.Random, data: bytes) -> bytes:
    begin, end = sorted((_place(dice, data), _place(dice, data)))
    return data[:begin] + data[end:]


def repeat_part(dice: random.Random, data: bytes) -> bytes:
    begin, end = sorted((_place(dice, data), _place(dice, data)))
    return data[:end] + data[begin:end] + data[end:]


def repeat_line(dice: random.Random, data: bytes) -> bytes:
    return _some_line(dice, data, lambda line: line * dice.randint(2, 4))


def repeat_header(_dice: random.Random, data: bytes) -> bytes:
    lines = _lines(data)
    return data + lines[0] if lines else data


def shuffle_lines(dice: random.Random, data: bytes) -> bytes:
    lines = _lines(data)
    dice.shuffle(lines)
    return b"".join(lines)


def recode_all(dice: random.Random, data: bytes) -> bytes:
    return data.decode("cp932", "replace").encode(dice.choice(["utf-8", "utf-8-sig", "utf-16", "euc_jp"]), "replace")


def recode_line(dice: random.Random, data: bytes) -> bytes:
    return _some_line(dice, data, lambda line: line.decode("cp932", "replace").encode("utf-8"))


def swap_columns(dice: random.Random, data: bytes) -> bytes:
    rows = [line.rstrip(b"\r\n").split(b",") for line in _lines(data)]
    width = max(map(len, rows), default=1)
    one, two = dice.randrange(width), dice.randrange(width)
    for row in rows if dice.random() < 0.5 else rows[1:]:
        if len(row) == width:
            row[one], row[two] = row[two], row[one]
    return b"".join(b",".join(row) + b"\r\n" for row in rows)


def odd_dates(dice: random.Random, data: bytes) -> bytes:
    odd = [b"20260231", b"99999999", b"00000000", b"18000101", b"20261301", b"R8.8.1", b"2026/8/1", b"4623", b"-1"]
    return re.sub(rb"2026\d{4}", lambda found: dice.choice([*odd, found.group(), found.group()]), data)


def odd_codes(dice: random.Random, data: bytes) -> bytes:
    return data.replace(b'"01"', dice.choice([b'"09"', b'"1"', b'""', b'"X"', b'"012345"', b'"\x82\x4f\x82\x50"']), 5)


def insert_quotes(dice: random.Random, data: bytes) -> bytes:
    for _ in range(dice.randint(1, 4)):
        place = _place(dice, data)
        data = data[:place] + b'"' + data[place:]
    return data


def insert_line_ends(dice: random.Random, data: bytes) -> bytes:
    for _ in range(dice.randint(1, 4)):
        place = _place(dice, data)
        data = data[:place] + dice.choice([b"\r", b"\n", b"\r\n", b"\r\n\r\n"]) + data[place:]
    return data


def other_line_ends(dice: random.Random, data: bytes) -> bytes:
    return data.replace(b"\r\n", dice.choice([b"\n", b"\r", b"\n\r", b"\r\n\r\n"]))


def insert_nuls(dice: random.Random, data: bytes) -> bytes:
    place = _place(dice, data)
    return data[:place] + bytes(dice.choice([0, 1, 26, 127]) for _ in range(dice.randint(1, 5))) + data[place:]


def insert_noise(dice: random.Random, data: bytes) -> bytes:
    place = _place(dice, data)
    return data[:place] + dice.randbytes(dice.randint(1, 300)) + data[place:]


def huge_cell(dice: random.Random, data: bytes) -> bytes:
    return data.replace("試野".encode("cp932"), "長".encode("cp932") * dice.choice([100, 40_000, 70_000]), 1)


def other_delimiter(dice: random.Random, data: bytes) -> bytes:
    delimiter = dice.choice([b"\t", b";", b"|"])
    if dice.random() < 0.5:
        return data.replace(b",", delimiter)
    return _some_line(dice, data, lambda line: line.replace(b",", delimiter))


def no_quotes(_dice: random.Random, data: bytes) -> bytes:
    return data.replace(b'"', b"")


def other_width(dice: random.Random, data: bytes) -> bytes:
    return _some_line(dice, data, lambda line: line.rstrip(b"\r\n").rpartition(b",")[0] + b"\r\n")


def empty_lines(dice: random.Random, data: bytes) -> bytes:
    return _some_line(dice, data, lambda line: line + b"\r\n" * dice.randint(1, 3))


def end_marks(dice: random.Random, data: bytes) -> bytes:
    return data + dice.choice([b"\x1a", b"\r\n\r\n", b"\xef\xbb\xbf", b"\0" * 100, b'"'])


MUTATIONS: Final[tuple[Mutation, ...]] = (
    flip_bytes, cut_end, cut_beginning, cut_middle, repeat_part, repeat_line, repeat_header, shuffle_lines, recode_all,
    recode_line, swap_columns, odd_dates, odd_codes, insert_quotes, insert_line_ends, other_line_ends, insert_nuls,
    insert_noise, huge_cell, other_delimiter, no_quotes, other_width, empty_lines, end_marks,
)  # fmt: skip
