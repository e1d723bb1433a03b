"""The good file every case begins with: invented people whose values can be looked for in messages."""

import random
from typing import Final

from tests.unit.reading_rows import GOOD, HEADER, NO_TICKET

NAMES: Final = ("架空　花梨", "仮名田　次郎丸", "試野　三枝子", "雛形　●●", "髙﨑　ソ能表")
KANA: Final = ("ｶｸｳ ｶﾘﾝ", "ｶﾅﾀﾞ ｼﾞﾛｳﾏﾙ", "ﾀﾒｼﾉ ﾐｴｺ", "ﾋﾅｶﾞﾀ ﾏﾙ", "ﾀｶｻｷ ｿﾉｳ")
PLACES: Final = ("みほん内科医院", "みほん歯科", "みほん調剤薬局")
CODES: Final = ("3410712362", "0130713719", "2740712366")
DISEASES: Final = ("高血圧症架空", "糖尿病架空", "")


def rows(dice: random.Random, count: int) -> list[dict[str, str]]:
    """Return ``count`` rows of the default layout."""
    return [_row(dice) for _ in range(count)]


def _row(dice: random.Random) -> dict[str, str]:
    person, place = dice.randrange(len(NAMES)), dice.randrange(len(PLACES))
    values = GOOD | {
        "資格確認日時": f"202608{dice.randint(1, 31):02d}{dice.randint(8, 18):02d}{dice.randint(0, 59):02d}00",
        "資格確認方法": dice.choice(["01", "01", "01", "02", "03", "04"]),
        "医療機関等コード": CODES[place],
        "医療機関等名": PLACES[place],
        "受給者番号": f"73519{person}4",
        "氏名": NAMES[person],
        "氏名カナ": KANA[person],
        "生年月日": f"19{50 + person}0425",
        "傷病名1": dice.choice(DISEASES),
    }
    return values | NO_TICKET if dice.random() < 0.3 else values


def file_text(data: list[dict[str, str]]) -> str:
    """Return the rows as a file of the default layout."""
    lines = [HEADER, *(list(row.values()) for row in data)]
    return "".join(",".join(f'"{cell}"' for cell in line) + "\r\n" for line in lines)


def secrets() -> set[str]:
    """Return what no message may hold: names, kana, numbers, diseases, places of the invented people."""
    numbers = {f"73519{person}4" for person in range(len(NAMES))}
    words = {word for name in (*NAMES, *KANA) for word in name.split()} - {"●●"}
    return numbers | words | set(PLACES) | (set(DISEASES) - {""}) | set(CODES)
