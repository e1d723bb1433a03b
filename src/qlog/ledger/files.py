"""Returned workbooks on disk: which there are, and their bytes, decrypted in memory if they are encrypted."""

from io import BytesIO
from pathlib import Path
from typing import Final

from qlog.errors import NothingReadError
from qlog.reading.report import RefusedError
from qlog.reading.spreadsheet import MAX_FILE_BYTES, SUFFIXES

_OPEN_IN_EXCEL: Final = "~$"
_ENCRYPTED: Final = b"\xd0\xcf\x11\xe0"


def returned_files(given: Path) -> list[tuple[str, Path]]:
    """Return name and path of every file in a folder (or of the one file), the oldest change first.

    Raises NothingReadError if ``given`` does not exist.
    """
    if given.is_file():
        return [(given.name, given)]
    if not given.is_dir():
        raise NothingReadError(
            ja=f"台帳「{given}」がありません。記入したブックのファイルかフォルダーを指定してください。",
            en=f"there is no {given}: name a returned workbook or a folder of them",
        )
    found = [
        path
        for path in given.rglob("*")
        if path.is_file() and not path.name.startswith((_OPEN_IN_EXCEL, "."))
    ]  # fmt: skip
    found.sort(key=lambda path: (path.stat().st_mtime_ns, path.as_posix()))
    return [(path.relative_to(given).as_posix(), path) for path in found]


def read_bytes(path: Path, password: str | None) -> bytes:
    """Return the bytes of a workbook, decrypted if need be. Raises RefusedError."""
    if path.suffix.lower() not in SUFFIXES:
        raise RefusedError(ja="Excel のブック（.xlsx）ではありません。", en="no workbook (.xlsx)")
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            raise RefusedError(ja="ブックが大きすぎます。", en="the workbook is too large")
        content = path.read_bytes()
    except OSError as error:
        raise RefusedError(
            ja="ファイルを開けません。権限を確かめてください。", en="the file cannot be opened"
        ) from error
    if content.startswith(_ENCRYPTED) and password is not None:
        return _decrypted(content, password)
    if content.startswith(_ENCRYPTED):
        raise RefusedError(
            ja="パスワードのあるブックです。--password-file でパスワードのファイルを指定してください。",
            en="an encrypted workbook: name the file of its password with --password-file",
        )
    return content


def _decrypted(content: bytes, password: str) -> bytes:
    import msoffcrypto

    plain = BytesIO()
    try:
        office = msoffcrypto.OfficeFile(BytesIO(content))
        office.load_key(password=password)
        office.decrypt(plain)
    except Exception as error:  # a damaged or foreign container raises many kinds
        raise RefusedError(
            ja="パスワードのあるブックを開けません。パスワードが違うか、壊れています。",
            en="the encrypted workbook cannot be opened: another password, or damaged",
        ) from error
    return plain.getvalue()
