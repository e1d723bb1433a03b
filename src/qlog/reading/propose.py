"""A layout file for a file that was inspected: TOML a person can finish; what is uncertain is marked 要確認."""

import json
from typing import Final

from qlog.reading.catalog import DEFAULT, shipped_layouts
from qlog.reading.header import plain_header
from qlog.reading.inspection import ColumnView, Inspection

_SURE: Final = 0.9
_ERA_DIGITS: Final = {"99999", "999999", "9999999"}
_TOP: Final = """# qlog inspect が作ったレイアウトの案です。「要確認」の行を確かめ、必要なら直してください。
# 標準のレイアウト（{base}）を土台にし、違うところだけを書いています。
name = "office"
title = "office"
base = "{base}"
"""


def propose_layout(inspection: Inspection) -> str:
    """Return TOML for ``qlog.read_logs(layout=...)``, to be saved as UTF-8; where a field is missing, a line is left.

    >>> text = qlog.propose_layout(qlog.inspect_file("sample_logs/shikaku_log_202610.csv"))
    >>> text.splitlines()[-1]
    'base = "default"'
    """
    parts = [_TOP.format(base=inspection.base), _file(inspection)]
    parts += [_column(view, inspection) for view in inspection.columns if view.field]
    parts += [_missing(field, inspection) for field in inspection.missing]
    unused = [view for view in inspection.columns if view.field is None]
    if unused:
        parts.append("# 使わない列：" + "、".join(_name(view, inspection) for view in unused) + "\n")
    return "\n".join(part for part in parts if part)


def _file(inspection: Inspection) -> str:
    lines = []
    if not inspection.has_header:
        lines.append("header = false")
    if inspection.delimiter != ",":
        lines.append(f"delimiter = {_quoted(inspection.delimiter)}")
    return "\n".join(["[file]", *lines, ""]) if lines else ""


def _column(view: ColumnView, inspection: Inspection) -> str:
    """Return the section of a column, empty where the base says the same."""
    field = view.field or ""
    form = shipped_layouts()[DEFAULT].columns[field]
    known = inspection.has_header and plain_header(view.header) in map(plain_header, form.headers)
    lines = [] if known else [_place(view, inspection)]
    if form.forms and view.examples and set(view.examples) <= _ERA_DIGITS and _is_date(field):
        lines += ['forms = ["era_digits"]', 'era = "R"  # 要確認：元号（R 令和、H 平成、S 昭和）']
    if not lines:
        return ""
    mark = "" if view.confidence >= _SURE else "　要確認"
    reason = f"（{view.reason.ja}）" if view.reason else ""
    return "\n".join([f"# {view.label}{reason}{mark}", f"[columns.{field}]", *lines, ""])


def _missing(field: str, inspection: Inspection) -> str:
    label = shipped_layouts()[DEFAULT].label(field)
    free = "、".join(_name(view, inspection) for view in inspection.columns if view.field is None)
    hint = f"候補：{free}" if free else "候補はありません"
    empty = "headers = []" if inspection.has_header else "# position = "
    return f"# {label}　要確認：あたる列が見つかりません。{hint}\n[columns.{field}]\n{empty}\n"


def _place(view: ColumnView, inspection: Inspection) -> str:
    return f"headers = [{_quoted(view.header)}]" if inspection.has_header else f"position = {view.position}"


def _name(view: ColumnView, inspection: Inspection) -> str:
    return f"「{' '.join(view.header.split())}」" if inspection.has_header and view.header else f"{view.position} 列目"


def _is_date(field: str) -> bool:
    return shipped_layouts()[DEFAULT].column(field).type == "date"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
