"""Reads what qlog.sample wrote with Python's own csv module: nothing of qlog is trusted here."""

import csv
from pathlib import Path

COLUMNS = (
    "資格確認日時,資格確認方法,医療機関等コード,医療機関等名,公費負担者番号,受給者番号,照会番号,氏名,氏名カナ,性別,生年月日,資格有効性,"
    "医療券調剤券別,診療別,診療年月,有効開始年月日,有効終了年月日,単独併用別,傷病名1,傷病名2,傷病名3"
)
HEADER = COLUMNS.split(",")


def read(path: Path, encoding: str = "cp932") -> list[dict[str, str]]:
    """Return the rows of a CSV by header."""
    with path.open(encoding=encoding, newline="") as file:
        return list(csv.DictReader(file, strict=True))


def logs_in(folder: Path) -> list[Path]:
    """Return the log files of a folder, the oldest first."""
    return sorted(folder.glob("shikaku_log_??????.csv"))


def content(folder: Path) -> dict[str, bytes]:
    """Return every file below ``folder`` by its name."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
