"""The two charts of the cover, native ones, and the figures they draw (beside the printed page)."""

from datetime import date, timedelta
from typing import Final

import jpholiday
import pyarrow as pa
import pyarrow.compute as pc
from xlsxwriter.chart import Chart

from qlog.export import theme
from qlog.export.workbook.book import Sheet
from qlog.export.workbook.model import OfficeMonth

_BANDS: Final = ((1, 1), (2, 4), (5, 9), (10, 14), (15, 19), (20, 31))
_HEIGHT: Final = 216


def is_day_off(day: date) -> bool:
    """Return True on Saturdays, Sundays and public holidays."""
    return day.weekday() >= 5 or bool(jpholiday.is_holiday(day))


def visits_by_day(office: OfficeMonth) -> list[tuple[date, int]]:
    """Return each day of the month with its number of visits."""
    counted = office.visits_of_month.group_by("visit_date").aggregate([([], "count_all")])
    found = dict(zip(counted["visit_date"].to_pylist(), counted["count_all"].to_pylist(), strict=True))
    days = [office.first_day + timedelta(days=offset) for offset in range(office.month_days)]
    return [(day, found.get(day, 0)) for day in days]


def people_by_days(office: OfficeMonth) -> list[tuple[str, int]]:
    """Return how many people have so many visit days in the month, over the kinds counted for frequent visits."""
    visits = office.visits_of_month
    counted = visits.filter(pc.is_in(visits["kind"], value_set=pa.array(office.settings.frequent.kinds)))
    days = counted.group_by("recipient_number").aggregate([("visit_date", "count_distinct")])
    numbers = days["visit_date_count_distinct"].to_pylist()
    return [(_band_label(*band), sum(band[0] <= number <= band[1] for number in numbers)) for band in _BANDS]


def _band_label(least: int, most: int) -> str:
    if least == most:
        return f"{least}日"
    return f"{least}日以上" if most == 31 else f"{least}〜{most}日"


def write_charts(sheet: Sheet, *, row: int, columns: tuple[int, int], wide: int, data_column: int) -> None:
    """Write both charts with their corners at ``row`` and ``columns``, the figures from ``data_column`` on."""
    office = sheet.book.office
    by_day, by_days = visits_by_day(office), people_by_days(office)
    sheet.worksheet.set_column(data_column - 1, data_column - 1, 2)
    sheet.worksheet.set_column(data_column, data_column + 1, 10)
    sheet.put(row - 1, data_column, "図の元の数字（印刷されません）", "plain", "muted")
    _write_data(sheet, row, data_column, ("日", "受診"), [(f"{day.day}", count) for day, count in by_day])
    people_row = row + len(by_day) + 2
    _write_data(sheet, people_row, data_column, ("受診日数", "人数"), by_days)
    off = [theme.PALE_BAR if is_day_off(day) else theme.BLUE_BAR for day, _ in by_day]
    first = _chart(sheet, "日ごとの受診（薄い色は土日・祝日）", "件", (row + 1, row + len(by_day), data_column), off)
    bars = [theme.ORANGE_BAR if least >= 15 else theme.BLUE_BAR for least, _ in _BANDS]
    second = _chart(
        sheet, "ひと月の受診日数ごとの人数（頻回受診で数える種別の合計）", "人",
        (people_row + 1, people_row + len(by_days), data_column), bars, labels=True,
    )  # fmt: skip
    for chart, column in zip((first, second), columns, strict=True):
        chart.set_size({"width": wide, "height": _HEIGHT})
        sheet.worksheet.insert_chart(row, column, chart, {"object_position": 2})


def _write_data(sheet: Sheet, row: int, column: int, heads: tuple[str, str], rows: list[tuple[str, int]]) -> None:
    for offset, head in enumerate(heads):
        sheet.put(row, column + offset, head, "head")
    for at, (label, count) in enumerate(rows, start=row + 1):
        sheet.put(at, column, label, "list", "center", "code")
        sheet.put(at, column + 1, count, "list", "count")


def _chart(
    sheet: Sheet, title: str, unit: str, area: tuple[int, int, int], colours: list[str], *, labels: bool = False
) -> Chart:
    first, last, column = area
    font = {"name": theme.FONT, "size": 9, "color": theme.MUTED, "bold": False}
    chart = sheet.book.workbook.add_chart({"type": "column"})
    chart.add_series(
        {
            "name": unit,
            "categories": [sheet.name, first, column, last, column],
            "values": [sheet.name, first, column + 1, last, column + 1],
            "fill": {"color": theme.BLUE_BAR},
            "points": [{"fill": {"color": colour}} for colour in colours],
            "gap": 40,
            **({"data_labels": {"value": True, "font": font}} if labels else {}),
        }
    )
    chart.set_title(
        {"name": title, "name_font": {**font, "size": 10, "color": theme.NAVY, "bold": True}, "overlay": False}
    )
    chart.set_legend({"none": True})
    chart.set_x_axis({"num_font": font, "line": {"color": theme.LINE}, "major_tick_mark": "none"})
    chart.set_y_axis(
        {
            "num_font": font, "num_format": "#,##0", "line": {"none": True}, "min": 0,
            "major_gridlines": {"visible": True, "line": {"color": theme.SHADE}},
            "name": unit, "name_font": {**font, "rotation": 0},
        }
    )  # fmt: skip
    chart.set_chartarea({"border": {"color": theme.LINE}})
    return chart
