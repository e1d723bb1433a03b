"""Code systems: institutions, offices, recipients, and their check digits.

Source: the public code tables of the medical fee system. Published samples fail their own check digits, so a bad
check digit is a warning, never a rejection; only My Number is treated as forbidden.
"""

from typing import Final

# third digit of the institution code (点数表)
KINDS: Final[dict[str, str]] = {"1": "medical", "3": "dental", "4": "pharmacy", "6": "visiting_nurse"}
OTHER_KIND: Final = "other"
KIND_LABELS: Final[dict[str, str]] = {
    "medical": "医科",
    "dental": "歯科",
    "pharmacy": "薬局",
    "visiting_nurse": "訪問看護",
    "other": "その他",
}

METHOD_CARD: Final = "01"
METHOD_BULK: Final = "04"
METHOD_LABELS: Final[dict[str, str]] = {
    "01": "マイナンバーカード",
    "02": "受給者番号等",
    "03": "照会番号等",
    "04": "一括照会",
}
INPATIENT: Final = "01"


def kind_of(institution_code: str) -> str:
    """Return the kind of a ten-digit institution code; anything else is "other"."""
    if len(institution_code) != 10:
        return OTHER_KIND
    return KINDS.get(institution_code[2], OTHER_KIND)


def check_digit(body: str) -> str:
    """Return the check digit of the digits ``body``: weights 2,1,2,1... from the right, digits of products added."""
    total = 0
    for position, digit in enumerate(reversed(body)):
        product = int(digit) * (2 if position % 2 == 0 else 1)
        total += product // 10 + product % 10
    return str((10 - total % 10) % 10)


def has_valid_check_digit(code: str) -> bool:
    """Tell whether the last digit of ``code`` is its check digit (offices 8, institutions 10, recipients 7 digits)."""
    return code.isascii() and code.isdigit() and len(code) > 1 and check_digit(code[:-1]) == code[-1]


def institution_has_valid_check_digit(code: str) -> bool:
    """As :func:`has_valid_check_digit`; old codes of four prefectures count the last seven digits only."""
    return has_valid_check_digit(code) or (code[:2] in {"11", "12", "13", "14"} and has_valid_check_digit(code[-7:]))


def is_my_number(text: str) -> bool:
    """Tell whether ``text`` has twelve digits that pass the check of an Individual Number (個人番号, mod 11)."""
    if len(text) != 12 or not (text.isascii() and text.isdigit()):
        return False
    total = 0
    for position, digit in enumerate(reversed(text[:-1]), start=1):
        total += int(digit) * (position + 1 if position <= 6 else position - 5)
    remainder = total % 11
    return int(text[-1]) == (0 if remainder <= 1 else 11 - remainder)
