"""The report of a model project as files: one tidy CSV and one workbook, the same cells masked in both."""

import csv
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from qlog.aggregate import Measure, Report
from qlog.codes import KIND_LABELS
from qlog.disclosure import MARK, SMALL
from qlog.equations import Key
from qlog.export.theme import FONT, FONT_SIZE
from qlog.files import output_errors, write_atomically
from qlog.tally import ALL, UNKNOWN_AGE

_BY_OFFICE: Final = "事務所別"
_BY_KIND: Final = "種別"
_BY_AGE: Final = "年齢階級別"
_LINE_HEADS: Final = {_BY_OFFICE: "公費負担者番号", _BY_KIND: "種別", _BY_AGE: "年齢階級"}
_HEADER: Final = ("表", "診療月", "公費負担者番号", "種別", "年齢階級", "項目", "区分", "値", "秘匿")
_READ_ME: Final = (
    f"1から{SMALL - 1}までの値は「{MARK}」にしています。0 はそのまま示します。",
    f"合計や引き算から逆算できないように、{SMALL} 以上の値や 0 にも「{MARK}」を付けたところがあります。",
    "人数は、同じ人を月の中で1人と数えます。月をまたいだ合計と、種別の合計はありません（同じ人が重なるためです）。",
    "頻回受診の傾向は、月ごとに1人を1回、上の判定で数えます。",
    "指導した人は、指導日の記入がある人を診療月ごとに数え、区分は次の指導の前までに最後に記入された「改善」の言葉です。",
    "同じ人に違う言葉があるときは、控えめなほうで数えます。台帳に記入のない事務所は 0 です。",
    "ログは下限です。行がないことは受診がないことを意味しません。",
)


def write_report(report: Report, out: Path) -> tuple[Path, Path]:
    """Write ``out`` as CSV (UTF-8 with BOM) and beside it the workbook; return both paths. Raises OutputError."""
    csv_path, workbook_path = out.with_suffix(".csv"), out.with_suffix(".xlsx")
    with output_errors(out):
        out.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with write_atomically(csv_path) as temporary, temporary.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_NONNUMERIC)
        writer.writerow(_HEADER)
        writer.writerows(_rows(report))
        file.flush()
        os.fsync(file.fileno())
    with write_atomically(workbook_path) as temporary:
        _write_workbook(report, temporary)
    return csv_path, workbook_path


def _rows(report: Report) -> Iterator[tuple[str | int, ...]]:
    for measure in report.measures:
        for title, places in _blocks(report, measure):
            for office, kind, age, category in places:
                for month in _months(report, measure):
                    shown = _shown(report, (measure.name, month, office, kind, age, category))
                    hidden = MARK if shown == MARK else ""
                    where = (title, month, office, _kind_label(kind), _age_label(age))
                    yield (*where, measure.jp, _category_label(measure, category), "" if hidden else shown, hidden)


def _shown(report: Report, key: Key) -> int | str:
    return MARK if key in report.masked else report.counts[key]


def _blocks(report: Report, measure: Measure) -> Iterator[tuple[str, list[tuple[str, str, str, str]]]]:
    """Yield the tables of a measure: title, and (office, kind, age group, category) of its lines.

    A cell stands in one table.
    """
    categories = (*measure.categories, ALL) if measure.categories else (ALL,)
    yield _BY_OFFICE, [(office, ALL, ALL, category) for office in report.offices for category in categories]
    if measure.kinds:
        yield _BY_KIND, [(ALL, kind, ALL, category) for kind in KIND_LABELS for category in categories]
    yield _BY_AGE, [(ALL, ALL, age, category) for age in report.ages for category in categories]


def _months(report: Report, measure: Measure) -> tuple[str, ...]:
    return (*report.months, ALL) if measure.adds_over_months else report.months


def _kind_label(kind: str) -> str:
    return KIND_LABELS.get(kind, kind)


def _age_label(age: str) -> str:
    if age in {ALL, UNKNOWN_AGE}:
        return "生年月日なし" if age == UNKNOWN_AGE else age
    return f"{age}年代生まれ"


def _age_sentence(report: Report) -> list[str]:
    """Say how old an age group is, by example."""
    decades = [int(age) for age in report.ages if age != UNKNOWN_AGE]
    if not decades:
        return []
    year, decade = int(report.months[-1][:4]), decades[len(decades) // 2]
    oldest, youngest = year - decade, max(year - decade - 9, 0)
    return [f"年齢階級は生まれた年代です。{decade}年代生まれは、{year}年に{youngest}歳から{oldest}歳になる人です。"]


def _category_label(measure: Measure, category: str) -> str:
    return measure.categories.get(category, category)


def _write_workbook(report: Report, path: Path) -> None:
    import xlsxwriter

    book = xlsxwriter.Workbook(str(path), {"in_memory": True})
    font = {"font_name": FONT, "font_size": FONT_SIZE, "valign": "vcenter"}
    formats = {
        "text": book.add_format(font),
        "bold": book.add_format({**font, "bold": True}),
        "head": book.add_format({**font, "bold": True, "bottom": 1, "align": "center"}),
        "count": book.add_format({**font, "num_format": "#,##0"}),
        "mark": book.add_format({**font, "align": "right"}),
    }
    guide = book.add_worksheet("見方")
    guide.set_column(0, 0, 100)
    for line, text in enumerate([*_READ_ME, *_age_sentence(report)]):
        guide.write_string(line, 0, text, formats["text"])
    for measure in report.measures:
        _write_sheet(book.add_worksheet(measure.jp), report, measure, formats)
    with output_errors(path):
        book.close()


def _write_sheet(sheet: Any, report: Report, measure: Measure, formats: dict[str, Any]) -> None:  # noqa: ANN401
    months = _months(report, measure)
    sheet.set_column(0, 1, 22)
    sheet.set_column(2, 1 + len(months), 11)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    line = 0
    for title, places in _blocks(report, measure):
        sheet.write_string(line, 0, f"{measure.jp}　{title}", formats["bold"])
        for column, text in enumerate((_LINE_HEADS[title], "区分", *months)):
            sheet.write_string(line + 1, column, text, formats["head"])
        line += 2
        for office, kind, age, category in places:
            label = office if title == _BY_OFFICE else _kind_label(kind) if title == _BY_KIND else _age_label(age)
            sheet.write_string(line, 0, label, formats["text"])
            sheet.write_string(line, 1, _category_label(measure, category), formats["text"])
            for column, month in enumerate(months, start=2):
                shown = _shown(report, (measure.name, month, office, kind, age, category))
                if isinstance(shown, int):
                    sheet.write_number(line, column, shown, formats["count"])
                else:
                    sheet.write_string(line, column, shown, formats["mark"])
            line += 1
        line += 1
