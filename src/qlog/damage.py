"""Stored checks that cannot be used: which file, what is wrong with it, and what to do."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from qlog.errors import NothingReadError


def unusable(path: Path | str, ja: str, en: str) -> NothingReadError:
    """Return the error about ``path``, a file of the store; ``ja`` and ``en`` go on after its name."""
    return NothingReadError(
        ja=f"保存済みのログ「{path}」{ja}。store フォルダーを別の名前に変え、もう一度ログから取り込んでください。",
        en=f"the store's {path} {en}: rename the store folder and take the logs again",
    )


def damaged(path: Path | str) -> NothingReadError:
    """Return the error about a file whose content is not what was written."""
    return unusable(path, "が壊れています（途中で切れているようです）", "is damaged, perhaps cut short")


def parquet_columns(path: Path) -> pa.Schema:
    """Return the columns of a Parquet file; they stand at its end, so one that was cut short has none.

    Raises NothingReadError, also when the file is gone or may not be read.
    """
    try:
        return pq.read_schema(path)
    except FileNotFoundError as error:
        raise unusable(path, "がありません", "is missing") from error
    except PermissionError as error:
        raise unusable(path, "を読めません", "cannot be read") from error
    except (pa.ArrowInvalid, OSError) as error:
        raise damaged(path) from error
