"""The kinds of values settings may have. Each carries, in words, what is allowed: errors and qlog.toml both say it."""

import json
import operator
from dataclasses import dataclass
from typing import Annotated, Final

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic.fields import FieldInfo
from pydantic_core import PydanticCustomError

from qlog.codes import KIND_LABELS


@dataclass(frozen=True)
class Allowed:
    """What a person may write, as the end of a sentence: "write ..."."""

    ja: str
    en: str


@dataclass(frozen=True)
class Note:
    """What a setting does, and where its default comes from: the comment in the generated qlog.toml."""

    ja: str
    source: str


def allowed(field: FieldInfo) -> Allowed:
    """Return what may be written for ``field``."""
    return next(item for item in field.metadata if isinstance(item, Allowed))


def note(field: FieldInfo) -> Note:
    """Return what ``field`` does."""
    return next(item for item in field.metadata if isinstance(item, Note))


def in_toml(value: object) -> str:
    """Write a number, a text or a list as TOML writes it (what JSON and TOML have in common)."""
    return json.dumps(value, ensure_ascii=False, default=str)


def _whole(value: object) -> object:
    """Accept the whole numbers of numpy, but not True for 1."""
    if isinstance(value, bool):
        return value
    try:
        return operator.index(value)  # type: ignore[arg-type]  # what has no index is left to the strict check
    except TypeError:
        return value


def _once(values: tuple[str, ...]) -> tuple[str, ...]:
    if len(set(values)) < len(values):
        raise PydanticCustomError("repeated", "written twice")
    return values


def _kind(value: str) -> str:
    if value not in KIND_LABELS:
        raise PydanticCustomError("unknown_kind", "no such kind")
    return value


_KINDS_JA: Final = "・".join(f"{kind}（{label}）" for kind, label in KIND_LABELS.items())
_KINDS_EN: Final = ", ".join(KIND_LABELS)

Whole = Annotated[int, BeforeValidator(_whole), Field(strict=True)]
Days = Annotated[Whole, Field(ge=1, le=31), Allowed("1〜31 の整数", "a whole number from 1 to 31")]
ThreeMonthDays = Annotated[Whole, Field(ge=1, le=93), Allowed("1〜93 の整数", "a whole number from 1 to 93")]
YearDays = Annotated[Whole, Field(ge=0, le=366), Allowed("0〜366 の整数", "a whole number from 0 to 366")]
Several = Annotated[Whole, Field(ge=2, le=99), Allowed("2〜99 の整数", "a whole number from 2 to 99")]
Threads = Annotated[Whole, Field(ge=0, le=1024), Allowed("0〜1024 の整数", "a whole number from 0 to 1024")]
AUTO: Final = "auto"
Memory = Annotated[
    str,
    Field(pattern=rf"^({AUTO}|[1-9][0-9]{{0,5}}(MB|GB|TB))$"),
    Allowed(
        f'"{AUTO}"、または "500MB"、"2GB" のような、整数と単位（MB・GB・TB）',
        f'"{AUTO}", or a whole number and its unit: "500MB", "2GB"',
    ),
]
Name = Annotated[str, Field(max_length=60), Allowed("60 文字までの名前", "a name of at most 60 characters")]
OfficeNumber = Annotated[str, Field(pattern=r"^[0-9]{8}$")]
Methods = Annotated[
    tuple[Annotated[str, Field(pattern=r"^[0-9]{2}$")], ...],
    Field(min_length=1),
    AfterValidator(_once),
    Allowed(
        '["01", "02"] のような、2 けたの番号の一覧（同じものは一度だけ）',
        'a list of codes of two digits, each once, such as ["01", "02"]',
    ),
]
Kinds = Annotated[
    tuple[Annotated[str, AfterValidator(_kind)], ...],
    Field(min_length=1),
    AfterValidator(_once),
    Allowed(
        f'["medical"] のような、{_KINDS_JA}から選んだ一覧（同じものは一度だけ）',
        f'a list, each once, of {_KINDS_EN}, such as ["medical"]',
    ),
]
