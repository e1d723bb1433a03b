"""Care with what is written: encrypted workbooks."""

from io import BytesIO
from pathlib import Path
from typing import Final

from qlog.errors import SettingsError

SHORTEST_PASSWORD: Final = 8


def read_password(path: Path) -> str:
    """Return the password in the first line of ``path``.

    Raises SettingsError for a missing or empty file and for fewer than eight characters: every encrypted workbook
    can be tried without limit by whoever holds it.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(
            ja=f"パスワードのファイル「{path.name}」を読めません。UTF-8 の1行のファイルを指定してください。",
            en=f"the password file {path.name} cannot be read: give a file of one line in UTF-8",
        ) from error
    password = lines[0].strip() if lines else ""
    if len(password) < SHORTEST_PASSWORD:
        raise SettingsError(
            ja=f"パスワードのファイル「{path.name}」の1行目に、{SHORTEST_PASSWORD}文字以上のパスワードを書いてください。",
            en=f"write a password of at least {SHORTEST_PASSWORD} characters into the first line of {path.name}",
        )
    return password


def encrypted(workbook: bytes, password: str) -> bytes:
    """Return ``workbook`` as Excel 2010 and later encrypt it (Agile, AES-256, SHA-512); nothing is written to disk."""
    from msoffcrypto.format.ooxml import OOXMLFile

    result = BytesIO()
    OOXMLFile(BytesIO(workbook)).encrypt(password, result)
    return result.getvalue()
