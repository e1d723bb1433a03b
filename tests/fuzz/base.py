"""The good files every case begins with: invented people whose values can be looked for in messages."""

import random
from typing import Final

from tests.unit.reading_rows import GOOD, HEADER, NO_TICKET

Row = dict[str, str]

NAMES: Final = ("架空　花梨", "仮名田　次郎丸", "試野　三枝子", "雛形　●●", "髙﨑　ソ能表")
KANA: Final = ("ｶｸｳ ｶﾘﾝ", "ｶﾅﾀﾞ ｼﾞﾛｳﾏﾙ", "ﾀﾒｼﾉ ﾐｴｺ", "ﾋﾅｶﾞﾀ ﾏﾙ", "ﾀｶｻｷ ｿﾉｳ")
PLACES: Final = ("みほん内科医院", "みほん歯科", "みほん調剤薬局")
CODES: Final = ("3410712362", "0130713719", "2740712366")
DISEASES: Final = ("高血圧症架空", "糖尿病架空", "")
NUMBERS: Final = tuple(f"73519{person}4" for person in range(len(NAMES)))
WORKERS: Final = ("担当架空子", "受持仮名男")
DISTRICTS: Final = ("雛形北地区", "")
PAYER: Final = "12016010"
LOG: Final = "log"

# kind of file -> its header, and the columns without which it is another file
HEADERS: Final[dict[str, tuple[str, ...]]] = {
    LOG: tuple(HEADER),
    "tickets": (
        "公費負担者番号", "受給者番号", "医療機関等コード", "有効開始年月日", "有効終了年月日", "登録年月日",
        "医療券調剤券別",
    ),
    "other_law": (
        "公費負担者番号", "受給者番号", "法別番号", "医療機関等コード", "有効開始年月日", "有効終了年月日",
    ),
    "caseworkers": ("公費負担者番号", "受給者番号", "担当員", "地区", "不開示"),
    "institution_names": ("医療機関等コード", "医療機関等名", "診療科"),
    "aliases": ("公費負担者番号", "旧受給者番号", "新受給者番号"),
}  # fmt: skip
NEEDED: Final[dict[str, frozenset[str]]] = {
    LOG: frozenset(
        {"資格確認日時", "資格確認方法", "医療機関等コード", "公費負担者番号", "資格有効性", "医療券調剤券別"}
    ),
    "tickets": frozenset({"受給者番号", "医療機関等コード", "有効開始年月日", "有効終了年月日"}),
    "other_law": frozenset({"受給者番号", "法別番号", "有効開始年月日"}),
    "caseworkers": frozenset({"受給者番号"}),
    "institution_names": frozenset({"医療機関等コード"}),
    "aliases": frozenset({"旧受給者番号", "新受給者番号"}),
}


def rows(dice: random.Random, count: int, kind: str = LOG) -> list[Row]:
    """Return ``count`` good rows of a log or of a list."""
    return [_check(dice) if kind == LOG else _listed(dice, kind) for _ in range(count)]


def _check(dice: random.Random) -> Row:
    person, place = dice.randrange(len(NAMES)), dice.randrange(len(PLACES))
    values = GOOD | {
        "資格確認日時": f"202608{dice.randint(1, 31):02d}{dice.randint(8, 18):02d}{dice.randint(0, 59):02d}00",
        "資格確認方法": dice.choice(["01", "01", "01", "02", "03", "04"]),
        "医療機関等コード": CODES[place],
        "医療機関等名": PLACES[place],
        "受給者番号": NUMBERS[person],
        "氏名": NAMES[person],
        "氏名カナ": KANA[person],
        "生年月日": f"19{50 + person}0425",
        "傷病名1": dice.choice(DISEASES),
    }
    return values | NO_TICKET if dice.random() < 0.3 else values


def _listed(dice: random.Random, kind: str) -> Row:
    """Return a row of a list: what a column may hold is the same in every list."""
    place, one, two = dice.randrange(len(PLACES)), *dice.sample(NUMBERS, 2)
    values = {
        "公費負担者番号": dice.choice([PAYER, ""]),
        "受給者番号": one,
        "旧受給者番号": one,
        "新受給者番号": two,
        "医療機関等コード": CODES[place],
        "医療機関等名": PLACES[place],
        "有効開始年月日": f"202608{dice.randint(1, 9):02d}",
        "有効終了年月日": dice.choice(["20260831", "20260815", "R8.8.31"]),
        "登録年月日": dice.choice(["20260815", ""]),
        "医療券調剤券別": dice.choice(["01", "02"]),
        "法別番号": dice.choice(["21", "15", "54"]),
        "担当員": dice.choice(WORKERS),
        "地区": dice.choice(DISTRICTS),
        "不開示": dice.choice(["", "", "1"]),
        "診療科": dice.choice(["内科", ""]),
    }
    return {name: values[name] for name in HEADERS[kind]}


def file_text(data: list[Row], kind: str = LOG) -> str:
    """Return the rows as a file: all fields quoted, CR LF."""
    lines = [HEADERS[kind], *(list(row.values()) for row in data)]
    return "".join(",".join(f'"{cell}"' for cell in line) + "\r\n" for line in lines)


def secrets() -> set[str]:
    """Return what no message may hold: names, kana, numbers, diseases, places, people of the office."""
    words = {word for name in (*NAMES, *KANA) for word in name.split()} - {"●●"}
    return {*words, *NUMBERS, *PLACES, *DISEASES, *CODES, *WORKERS, *DISTRICTS} - {""}
