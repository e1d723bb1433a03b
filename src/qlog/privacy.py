"""Care with what is written: encrypted workbooks, pseudonyms."""

import hashlib
import hmac
import os
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from qlog.errors import Message, SettingsError

SHORTEST_PASSWORD: Final = 8
SHORTEST_KEY: Final = 16
FEWEST_DIFFERENT: Final = 8  # bytes of a key that differ: a row of zeros is as long as a key, and none
STORE: Final = "store"
_NUMBERS: Final = {"recipient_number", "reference_number", "old_number", "new_number"}
_NAMES: Final = {"name", "kana"}


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


class Pseudonymizer:
    """Replaces what names a person, by a key only the office holds; the same key gives the same pseudonym every month.

    Numbers of recipients and reference numbers become the first 16 hexadecimal digits of HMAC-SHA-256, names and kana
    go, and of the birth date only the decade stays (its first day), so that age groups can still be counted.
    """

    def __init__(self, key: bytes) -> None:
        self._key = key
        self._known: dict[str, str] = {}

    def __repr__(self) -> str:
        """Show nothing of the key."""
        return "Pseudonymizer()"

    @property
    def fingerprint(self) -> str:
        """A short name of the key, which tells nothing about it."""
        return self._digest("qlog store")[:8]

    def number(self, text: str) -> str:
        """Return the pseudonym of a number."""
        if text not in self._known:
            self._known[text] = self._digest(text)[:16]
        return self._known[text]

    def table(self, table: pa.Table) -> pa.Table:
        """Return checks or a reference table with every person under a pseudonym; columns and rows stay."""
        for position, name in enumerate(table.column_names):
            if name in _NUMBERS:
                table = table.set_column(position, name, self._numbers(table[name]))
            elif name in _NAMES:
                table = table.set_column(position, name, pa.nulls(table.num_rows, table[name].type))
            elif name == "birth_date":
                years = pc.multiply(pc.divide(pc.year(table[name]), 10), 10)
                decades = pc.strptime(
                    pc.binary_join_element_wise(pc.cast(years, pa.string()), "0101", ""), "%Y%m%d", "s"
                )
                table = table.set_column(position, name, decades.cast(pa.date32()))
        return table

    def _numbers(self, column: pa.ChunkedArray) -> pa.Array:
        coded = column.combine_chunks().dictionary_encode()
        pseudonyms = pa.array([self.number(text) for text in coded.dictionary.to_pylist()], pa.string())
        return pseudonyms.take(coded.indices)

    def _digest(self, text: str) -> str:
        return hmac.new(self._key, text.encode("utf-8"), hashlib.sha256).hexdigest()


def read_key(path: Path) -> Pseudonymizer:
    """Return the pseudonymizer of a key file; raises SettingsError for fewer than 16 bytes, or for like ones."""
    try:
        key = path.read_bytes().strip()
    except OSError as error:
        raise SettingsError(
            ja=f"鍵のファイル「{path.name}」を読めません。ファイル名と権限を確かめてください。",
            en=f"the key file {path.name} cannot be read: check its name and permissions",
        ) from error
    if len(key) < SHORTEST_KEY or len(set(key)) < FEWEST_DIFFERENT:
        raise SettingsError(
            ja=f"鍵のファイル「{path.name}」には、{SHORTEST_KEY}バイト以上のでたらめな文字を入れてください。",
            en=f"the key file {path.name} needs at least {SHORTEST_KEY} random bytes",
        )
    return Pseudonymizer(key)


def open_to_others(files: Iterable[Path]) -> list[Message]:
    """Return a warning for every file with a key or a password that other users of the machine may read."""
    if os.name == "nt":  # modes say nothing there
        return []
    return [
        Message(
            ja=f"「{path.name}」は、この機械のほかの利用者も読めます。本人だけが読めるようにしてください"
            f"（chmod 600 {path.name}）。",
            en=f"other users of this machine may read {path.name}: let its owner alone read it (chmod 600 {path.name})",
        )
        for path in files
        if path.is_file() and path.stat().st_mode & 0o077
    ]


def another_key(root: Path, key: Path) -> list[Message]:
    """Return a warning if workspace ``root`` has pseudonyms of other keys and none of this one."""
    known = [path.name for path in root.glob(f"{STORE}-*") if path.is_dir()]
    if not known or store_name(read_key(key)) in known:
        return []
    return [
        Message(
            ja=f"「{key.name}」は、この作業フォルダーでこれまで使った鍵と違います。同じ人でも、前の月と違う仮名になります。"
            "同じ仮名にするには、前と同じ鍵のファイルを指定してください。",
            en=f"{key.name} is not the key used in this workspace before: the same person gets another pseudonym than "
            "in earlier months; name the earlier key file to keep them",
        )
    ]


def store_name(pseudonyms: Pseudonymizer | None) -> str:
    """Return the name of the store: what is under pseudonyms never lies beside what is not."""
    return f"{STORE}-{pseudonyms.fingerprint}" if pseudonyms else STORE
