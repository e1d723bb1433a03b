"""What pydantic finds wrong with given settings, said in plain words."""

import difflib
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic_core import ErrorDetails

from qlog.codes import KIND_LABELS
from qlog.errors import Message
from qlog.settings.fields import allowed, in_toml
from qlog.settings.mistakes import KeyPath, Mistake, dotted, shortened
from qlog.settings.sections import OFFICE, OFFICE_EXAMPLE, SECTIONS, OfficeSettings

_KEY = "[key]"  # pydantic's mark for a wrong key of a mapping, here an office number


def wrong_values(errors: Sequence[ErrorDetails], given: Mapping[str, Any]) -> list[Mistake]:
    """Put pydantic's errors into words.

    What an office only inherits from a common section is not in ``given`` there: it is told once, where it was given.
    """
    paths = [_path(error) for error in errors]
    return [
        _in_words(path, error)
        for path, error in zip(paths, errors, strict=True)
        if is_given(path, given) and not any(other[: len(path)] == path != other for other in paths)
    ]


def is_given(path: KeyPath, given: Mapping[str, Any]) -> bool:
    """Tell whether a key was given; an item of a list is if its list is."""
    inside: Any = given
    for key in path:
        if not isinstance(inside, Mapping) or key == _KEY:
            return True
        if key not in inside:
            return False
        inside = inside[key]
    return True


def common_path(path: KeyPath) -> KeyPath:
    """Return the path a key of an office has in the common sections."""
    return path[2:] if path[0] == OFFICE else path


def _path(error: ErrorDetails) -> KeyPath:
    return tuple(str(key) for key in error["loc"])


def _in_words(path: KeyPath, error: ErrorDetails) -> Mistake:
    common = common_path(path)
    if path[-1] == _KEY:
        return Mistake(path[:-1], _office_number())
    if error["type"] == "extra_forbidden":
        return Mistake(path, _unknown_key(path))
    if len(common) < 2 and common != ("name",):
        return Mistake(path, _not_a_value(path))
    # an item of a list is told with its list
    keys = common[:2]
    return Mistake((*path[: len(path) - len(common)], *keys), _wrong_value(keys, error))


def _office_number() -> Message:
    return Message(
        ja=f"福祉事務所は、公費負担者番号（半角の数字 8 けた）で書いてください（例: {OFFICE_EXAMPLE}）。",
        en=f"write an office as its payer number of 8 digits, such as {OFFICE_EXAMPLE}",
    )


def _not_a_value(path: KeyPath) -> Message:
    heading = OFFICE_EXAMPLE if path == (OFFICE,) else f"[{dotted(path)}]"
    return Message(
        ja=f"これは見出しの名前です。{heading} という行を書き、その下に項目を書いてください。",
        en=f"this is a section: write {heading} and its keys below",
    )


def _unknown_key(path: KeyPath) -> Message:
    key, common, known = path[-1], common_path(path), _known_keys(path)
    close = difflib.get_close_matches(key.lower().replace("-", "_"), known, n=1)
    homes = [name for name, section in SECTIONS.items() if key in section.model_fields]
    if close:
        ja, en = f"「{close[0]}」ではありませんか。", f"did you mean {close[0]}?"
    elif homes:
        heading = f"[{dotted((*path[: len(path) - len(common)], homes[0]))}]"
        ja, en = f"見出し {heading} の下に書いてください。", f"write it below {heading}"
    elif key in SECTIONS:
        ja, en = "福祉事務所ごとには変えられません。", "this cannot differ by office"
    else:
        ja, en = f"ここに書けるのは {'、'.join(known)} です。", f"known here: {', '.join(known)}"
    return Message(ja=f"この名前の項目はありません。{ja}", en=f"there is no such key; {en}")


def _known_keys(path: KeyPath) -> list[str]:
    section = common_path(path)[:-1]
    if section:
        return list(SECTIONS[section[0]].model_fields)
    return list(OfficeSettings.model_fields) if path[0] == OFFICE else [*SECTIONS, OFFICE]


def _wrong_value(keys: KeyPath, error: ErrorDetails) -> Message:
    model = SECTIONS[keys[0]] if len(keys) > 1 else OfficeSettings
    field = model.model_fields[keys[-1]]
    words, value, default = allowed(field), shortened(in_toml(error["input"])), in_toml(field.default)
    meant = _meant(error)
    return Message(
        ja=f"{value} は使えません。{f'{meant} ではありませんか。' if meant else ''}"
        f"{words.ja}を書いてください（標準は {default}）。",
        en=f"{value} cannot be used; {f'did you mean {meant}? ' if meant else ''}write {words.en} (default {default})",
    )


def _meant(error: ErrorDetails) -> str | None:
    """Guess from what was written: a number in quotes or in full width, a kind by its label or misspelt."""
    value = error["input"]
    if error["type"] == "int_type" and isinstance(value, str) and value.isdecimal():
        return str(int(value[:9]))
    if error["type"] != "unknown_kind":
        return None
    by_label = {label: kind for kind, label in KIND_LABELS.items()}
    close = [by_label[value]] if value in by_label else difflib.get_close_matches(value.lower(), KIND_LABELS, n=1)
    return in_toml(close[0]) if close else None
