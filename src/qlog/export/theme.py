"""The one look of every workbook: font, colours, number formats, and how wide text is.

Colours print apart in grey (lightness differs) and hold for colour-blind readers (blue against orange, after Okabe
and Ito); no meaning hangs on colour alone. BIZ UDゴシック ships with Windows 10 and later; where it is missing, Excel
and LibreOffice show a gothic font of their own, and widths still hold, because all of them draw a full-width
character twice as wide as a half-width one.
"""

import re
import unicodedata
from functools import cache
from typing import Any, Final

FONT: Final = "BIZ UDゴシック"
FONT_SIZE: Final = 10

INK: Final = "#1B2733"
MUTED: Final = "#5A6572"
NAVY: Final = "#1F3F66"
LINE: Final = "#C6CED7"
HEAD: Final = "#E3EAF1"
INPUT: Final = "#FFF8E1"
STRONG: Final = "#F9D9B8"  # orange, about 88 % light
SOFT: Final = "#DDEBF7"  # blue, about 92 % light
SHADE: Final = "#EAEEF2"
RED: Final = "#B00020"
BLUE_BAR: Final = "#2F6DA4"
PALE_BAR: Final = "#A9C3DA"
ORANGE_BAR: Final = "#C65D00"

# [$-411] makes the weekday Japanese on every machine
DATE: Final = "[$-411]yyyy/mm/dd (aaa)"
TEXT: Final = "@"
COUNT: Final = "#,##0_)_)"  # _) leaves room at the right on every program; an indent there does not
PERCENT: Final = "0.0%_)_)"

ROW_PIXELS: Final = 24  # one line of text and air around it
LINE_PIXELS: Final = 18  # each further line
_MARGIN_PIXELS: Final = 12
_INDENT_PIXELS: Final = 13  # of one step, as LibreOffice draws it; Excel takes less
# what stays together on a line: letters and digits; a full-width character with marks that must not begin a line
_UNBROKEN: Final = re.compile(
    r"[!-~｡-ﾟ]+|[^!-~｡-ﾟ][、。，．・：；？！）」』】〉》〕］｝ーぁぃぅぇぉっゃゅょァィゥェォッャュョヶ々〜…]*"
)

_CELL: Final = {"valign": "vcenter", "font_color": INK}
_LIST: Final = {**_CELL, "bottom": 1, "bottom_color": LINE}

# roles are merged from left to right; every format of a workbook is made of these
ROLES: Final[dict[str, dict[str, Any]]] = {
    "plain": _CELL,
    "title": {**_CELL, "font_size": 16, "bold": True, "font_color": NAVY},
    "cover_title": {**_CELL, "font_size": 22, "bold": True, "font_color": NAVY},
    "cover_office": {**_CELL, "font_size": 14, "bold": True},
    "section": {**_CELL, "font_size": 12, "bold": True, "font_color": NAVY, "bottom": 2, "bottom_color": NAVY},
    "lead": {**_CELL, "font_color": MUTED, "text_wrap": True, "valign": "top"},
    "body": {**_CELL, "text_wrap": True},
    "summary": {**_CELL, "bold": True},
    "alert": {**_CELL, "bold": True, "font_color": RED},
    "stamp": {
        **_CELL, "bold": True, "font_color": RED, "font_size": 12, "align": "center", "border": 2,
        "border_color": RED,
    },
    "group": {
        **_CELL, "bold": True, "font_color": NAVY, "align": "center", "bottom": 1, "bottom_color": NAVY,
    },
    "head": {
        **_CELL, "bold": True, "font_color": NAVY, "bg_color": HEAD, "align": "center", "text_wrap": True,
        "top": 1, "top_color": NAVY, "bottom": 1, "bottom_color": NAVY,
    },
    "day_off": {"bg_color": "#D3DCE6"},
    "shade": {"bg_color": SHADE},
    "beyond": {"bg_color": LINE},
    "box": {"left": 4, "left_color": LINE},
    "field": {**_LIST, "bold": True, "font_color": NAVY, "bg_color": HEAD, "indent": 1, "align": "left"},
    "left": {"align": "left", "indent": 1},
    "birth": {"num_format": "yyyy/mm/dd"},
    "shrink": {"shrink": True},
    "month_day": {"num_format": "m/d", "align": "center"},
    "list": _LIST,
    "wrap": {"text_wrap": True},
    "top": {"valign": "top"},
    "center": {"align": "center"},
    "code": {"num_format": TEXT, "align": "center"},
    "text": {"num_format": TEXT, "align": "left", "indent": 1},
    "count": {"num_format": COUNT, "align": "right"},
    "percent": {"num_format": PERCENT, "align": "right"},
    "date": {"num_format": DATE, "align": "center"},
    "flag": {"bold": True, "font_color": RED, "align": "center"},
    "input": {"locked": False, "bg_color": INPUT, "left": 4, "left_color": LINE},
    "input_text": {
        "locked": False, "bg_color": INPUT, "left": 4, "left_color": LINE, "num_format": TEXT, "align": "left",
        "indent": 1,
    },
    "strong": {"bold": True},
    "muted": {"font_color": MUTED},
    "card_label": {
        **_CELL, "font_color": NAVY, "bold": True, "bg_color": SHADE, "indent": 1, "top": 2, "top_color": NAVY,
    },
    "card_value": {
        **_CELL, "font_size": 22, "bold": True, "bg_color": SHADE, "align": "left", "indent": 1,
    },
    "card_note": {
        **_CELL, "font_color": MUTED, "bg_color": SHADE, "align": "left", "indent": 1, "text_wrap": True,
        "valign": "top",
    },
    "people": {"num_format": '#,##0"人"'},
    "cases": {"num_format": '#,##0"件"'},
    "yes_no": {"num_format": '[=1]"はい";"いいえ"', "align": "center"},
}  # fmt: skip

# looks that conditions put over cells
CONDITIONS: Final[dict[str, dict[str, Any]]] = {
    "strong": {"bg_color": STRONG, "bold": True, "bottom": 1, "bottom_color": LINE},
    "soft": {"bg_color": SOFT, "bottom": 1, "bottom_color": LINE},
    "faint": {"font_color": MUTED},
    "alert": {"font_color": RED, "bold": True},
    "line": {"bottom": 1, "bottom_color": LINE},
    "day_off": {"bg_color": SHADE, "bottom": 1, "bottom_color": LINE},
}


@cache
def _character_units(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WFA" else 1


def units(text: str) -> int:
    """Return the width of the widest line of ``text`` in column units: a full-width character takes two."""
    if text.isascii() and "\n" not in text:
        return len(text)
    return max((sum(map(_character_units, line)) for line in text.split("\n")), default=0)


def cut(text: str, room: int) -> str:
    """Return ``text``, or as much of it as fits into ``room`` units with an ellipsis."""
    if units(text) <= room:
        return text
    kept = text
    while units(kept) > room - 2:
        kept = kept[:-1]
    return f"{kept}…"


def column_pixels(width: float) -> int:
    """Return how wide a column of ``width`` units is on the screen, with its margins."""
    return int(width * 7 + 5)


def lines(text: str, *widths: float, indented: bool = False) -> int:
    """Return how many lines ``text`` takes when it wraps in a cell over columns of these widths."""
    taken = _MARGIN_PIXELS + (_INDENT_PIXELS if indented else 0)
    room = max(2.0, (sum(map(column_pixels, widths)) - taken) / 7)  # 7 pixels a half-width character
    return sum(1 if units(line) <= room else _wrapped(line, room) for line in text.split("\n"))


def _wrapped(line: str, room: float) -> int:
    """Count lines as programs break them: between full-width characters, around runs of others, no mark in front."""
    count, used = 1, 0.0
    for piece in _UNBROKEN.findall(line):
        wide = units(piece)
        if used + wide > room and used:
            count, used = count + 1, 0.0
        count += int(wide // (room + 0.001))  # a run longer than the line is broken anywhere
        used = used + wide if wide <= room else wide % room
    return count


def pixels(line_count: int) -> int:
    """Return the height of a row of ``line_count`` lines."""
    return ROW_PIXELS + LINE_PIXELS * (line_count - 1)
