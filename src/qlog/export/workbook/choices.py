"""What caseworkers may enter: the words of the drop-downs, and how a date or a number of days is checked.

The words describe what is done for a person, never what a person is.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

PROGRESS: Final = ("未着手", "医師に照会中", "医師と協議済み", "訪問・相談中", "見守り", "対応の必要なし")
OPINION: Final = ("必要な受診", "回数の見直しが必要", "判断を保留", "照会していない")
IMPROVED: Final = ("改善", "一部改善", "変わらない", "経過を見る")
TICKET_PROGRESS: Final = (
    "未着手",
    "医療機関等に照会中",
    "医療券を登録済み",
    "他法と確認",
    "本人と相談中",
    "対応の必要なし",
)


@dataclass(frozen=True)
class Entry:
    """What may be entered into a cell: one of ``words``, a date, whole days, or any text (``kind`` "text")."""

    kind: str
    words: tuple[str, ...] = ()

    def validation(self) -> dict[str, Any] | None:
        """Return the rule in XlsxWriter's terms; None for free text."""
        rules: dict[str, dict[str, Any]] = {
            "choice": {
                "validate": "list",
                "source": list(self.words),
                "error_title": "一覧にない言葉です",
                "error_message": "右の▼から選んでください。",
            },
            "date": {
                "validate": "date",
                "criteria": "between",
                "minimum": date(2000, 1, 1),
                "maximum": date(2099, 12, 31),
                "error_title": "日付ではありません",
                "error_message": "2026/10/3 のように入力してください。",
            },
            "days": {
                "validate": "integer",
                "criteria": "between",
                "minimum": 0,
                "maximum": 31,
                "error_title": "日数ではありません",
                "error_message": "0 から 31 までの整数を入力してください。",
            },
        }
        return rules.get(self.kind)
