"""頻回受診の傾向: recipients with many visit days in the month, at one institution and over all medical ones."""

from typing import Final

from qlog.export.template import names
from qlog.export.template.calc2021 import Calc, glued, joined
from qlog.export.template.listing import MEMO, NOTHING, Column, Listing
from qlog.export.template.picks2007 import Pick, PickSheet
from qlog.schema import LEVELS, UNITS

_COUNT: Final = ("count",)
LISTING: Final = Listing(
    name=names.FREQUENT,
    lead="受診した日の数が多い人を、目安に該当する人、早めの気づき、日数の順に並べます。人についての判定ではなく、声をかけるきっかけです。"
    "日数は暦の月で数え、薬局・歯科・訪問看護・入院・一括照会は含みません。記入はできないので、印刷して書き込むか、別の表に残してください。",
    columns=(
        Column("順", 6, ("center",)),
        Column("判定", 22, ("center",)),
        Column("受給者番号", 12, ("code",)),
        Column("氏名", 18, ("text",)),
        Column("単位", 14, ("center",)),
        Column("医療機関等", 32, ("text",)),
        Column("医療機関等\nコード", 13, ("code",)),
        Column("前々月\n（日）", 9, _COUNT),
        Column("前月\n（日）", 9, _COUNT),
        Column("判定月\n（日）", 9, _COUNT),
        Column("3か月\n（日）", 9, _COUNT),
        Column(MEMO, 26, ()),
    ),
    words=((LEVELS["screened"], "strong"), (LEVELS["early"], "soft")),
)


def write_picks(sheet: PickSheet) -> tuple[tuple[str, ...], tuple[Pick, ...]]:
    """Pick and sort the rows (2007); return the formulas of the list and the picks to be watched."""
    picks = tuple(sheet.pick(f"{prefix}_hit", sheet.size.frequent) for prefix in ("days", "all"))
    keys = sheet.descending(
        [(picks[0], sheet.values(picks[0], _key(sheet, "days", 1))),
         (picks[1], sheet.values(picks[1], _key(sheet, "all", 0)))]
    )  # fmt: skip
    place = sheet.decode(keys, "100000-MOD({key},100000)")
    unit = sheet.decode(keys, "MOD(INT({key}/100000),2)")
    level = sheet.decode(keys, "INT({key}/100000000000)")
    return _formulas(sheet, place.cell, unit.cell, level.cell), picks


def _key(sheet: PickSheet, prefix: str, unit: int) -> str:
    days, *back = (sheet.at(f"{prefix}{month}", "{place}") for month in range(3))
    total = "+".join((days, *back))
    level = f"1+({days}>={names.MONTH_DAYS})*({total}>={names.THREE_MONTH_DAYS})"
    return f"((({level})*1000+{days})*500+{total})*200000+{unit}*100000+100000-{{place}}"


def _formulas(sheet: PickSheet, place: str, unit: str, level: str) -> tuple[str, ...]:
    months = [f"IF({unit}=1,{sheet.at(f'days{month}', place)},{sheet.at(f'all{month}', place)})" for month in range(3)]
    values = (
        "{k}",
        f'IF({level}=2,"{LEVELS["screened"]}","{LEVELS["early"]}")',
        f'TEXT({sheet.at("recipient", place)},"0000000")',
        sheet.pasted("name", place),
        f'IF({unit}=1,"{UNITS["institution"]}","{UNITS["recipient"]}")',
        f'IF({unit}=1,{sheet.pasted("institution_name", place)},"")',
        f'IF({unit}=1,TEXT({sheet.at("institution", place)},"0000000000"),"")',
        *reversed(months),
        "+".join(months),
    )
    return tuple(f'=IF({place}="","",{value})' for value in values)


def formula_2021(calc: Calc) -> str:
    """Return the formula that spills the list (2021)."""
    days, back, before = (calc.column("pairs", name) for name in ("days0", "days1", "days2"))
    steps = (
        ("v_days", days),
        ("v_total", f"{days}+{back}+{before}"),
        ("v_level", f"IF((v_days>={names.MONTH_DAYS})*(v_total>={names.THREE_MONTH_DAYS}),2,"
                    f"IF(v_days>={names.EARLY_FLOOR},1,0))"),
        ("v_hits", "FILTER(SEQUENCE(ROWS(v_level)),v_level>0,1)"),
        ("v_at", "SORTBY(v_hits,INDEX(v_level,v_hits),-1,INDEX(v_days,v_hits),-1,INDEX(v_total,v_hits),-1,v_hits,1)"),
        ("v_pair", f"INDEX({calc.column('pairs', 'pair')},v_at)"),
        ("v_row", f"INDEX({calc.column('pairs', 'row')},v_at)+1"),
        ("v_code", "MID(v_pair,8,10)"),
        ("v_one", 'v_code<>"0000000000"'),
    )  # fmt: skip
    columns = (
        "SEQUENCE(ROWS(v_at))",
        f'IF(INDEX(v_level,v_at)=2,"{LEVELS["screened"]}","{LEVELS["early"]}")',
        "LEFT(v_pair,7)",
        calc.pasted("name", "v_row"),
        f'IF(v_one,"{UNITS["institution"]}","{UNITS["recipient"]}")',
        f'IF(v_one,{calc.pasted("institution_name", "v_row")},"")',
        'IF(v_one,v_code,"")',
        f"INDEX({before},v_at)",
        f"INDEX({back},v_at)",
        "INDEX(v_days,v_at)",
        "INDEX(v_total,v_at)",
    )
    return joined(steps, f'IF(SUM(v_level)=0,IF({{1,0}},"","{NOTHING}"),{glued(columns)})')
