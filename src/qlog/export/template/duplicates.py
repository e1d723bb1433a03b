"""同日重複確認: several checks at one institution on one day, and several medical institutions on one day."""

from typing import Final

from qlog.export.template import names
from qlog.export.template.calc2021 import Calc, glued, joined
from qlog.export.template.listing import NOTHING, Column, Listing
from qlog.export.template.picks2007 import Pick, PickSheet
from qlog.schema import PATTERNS

_SAME: Final = PATTERNS["same_institution"]
_SEVERAL: Final = PATTERNS["several_institutions"]
LISTING: Final = Listing(
    name=names.DUPLICATES,
    lead="同じ日に何度も資格確認されたものです。同じ医療機関での繰り返しは、カードの読み直しなど窓口の事情がほとんどで、本人の問題ではありません。"
    "医科のあとの薬局は通常の流れなので含めません。医療機関等は3か所まで表示します。",
    columns=(
        Column("順", 6, ("center",)),
        Column("型", 24, ("center",)),
        Column("受診日", 17, ("date",)),
        Column("受給者番号", 12, ("code",)),
        Column("氏名", 18, ("text",)),
        Column("医療機関等 1", 36, ("text", "wrap", "top")),
        Column("医療機関等 2", 36, ("text", "wrap", "top")),
        Column("医療機関等 3", 36, ("text", "wrap", "top")),
        Column("か所", 8, ("count",)),
        Column("確認\n回数", 8, ("count",)),
    ),
    words=((_SEVERAL, "soft"), (_SAME, "line")),
    row_lines=2,
)


def write_picks(sheet: PickSheet) -> tuple[tuple[str, ...], tuple[Pick, ...]]:
    """Pick and sort the rows (2007); return the formulas of the list and the picks to be watched."""
    several, same = (sheet.pick(key, sheet.size.duplicates) for key in ("several_hit", "same_hit"))
    slot = f"(100-{sheet.at('day', '{place}')}+{names.MONTH_FIRST})*100000+100000-{{place}}"
    keys = sheet.descending([(several, sheet.values(several, f"100000000+{slot}")), (same, sheet.values(same, slot))])
    place = sheet.decode(keys, "100000-MOD({key},100000)").cell
    is_several = sheet.decode(keys, "INT({key}/100000000)").cell
    own = f"{sheet.at('recipient', place)}*100+{sheet.at('day', place)}-{names.MONTH_FIRST}+1"
    first, between, last = (
        sheet.decode(keys, f"IF({is_several}=1,IFERROR(MATCH({own},{sheet.range_of(key)},0),0),{otherwise})").cell
        for key, otherwise in (("place_first", place), ("place_between", "0"), ("place_last", "0"))
    )
    places = f"IF({is_several}=1,{sheet.at('places', place)},1)"

    def institution(at: str) -> str:
        code = f'TEXT({sheet.at("institution", at)},"0000000000")'
        return f'IF({at}=0,"",{code}&CHAR(10)&{sheet.pasted("institution_name", at)})'

    values = (
        "{k}",
        f'IF({is_several}=1,"{_SEVERAL}","{_SAME}")',
        sheet.at("day", place),
        f'TEXT({sheet.at("recipient", place)},"0000000")',
        sheet.pasted("name", place),
        institution(first),
        f"IF({between}>0,{institution(between)},{institution(last)})",
        f'IF({between}>0,{institution(last)},"")',
        places,
        f"IF({is_several}=1,{sheet.at('day_checks', place)},{sheet.at('checks', place)})",
    )
    return tuple(f'=IF({place}="","",{value})' for value in values), (several, same)


def formula_2021(calc: Calc) -> str:
    """Return the formula that spills the list (2021): several institutions first, then by date."""
    checks, key = calc.column("visits", "checks"), calc.column("visits", "key")
    places, own_day = calc.column("days", "places"), f"IFERROR(VALUE(RIGHT({key},5)),0)"
    one = f"IF({{k}}<=v_s,INDEX({calc.column('days', 'one')},INDEX(v_i_days,IF({{k}}<=v_s,{{k}},1))),"
    one += "INDEX(v_i_visits,IF({k}<=v_s,1,{k}-v_s)))"
    steps = (
        ("v_same", f"({checks}>={names.SAME_CHECKS})*({own_day}>={names.MONTH_FIRST})*ISNUMBER({checks})"),
        ("v_several", f"({places}>={names.SEVERAL_INSTITUTIONS})*ISNUMBER({places})"),
        ("v_s", "SUM(v_several)"),
        ("v_n", "v_s+SUM(v_same)"),
        ("v_i_days", "FILTER(SEQUENCE(ROWS(v_several)),v_several=1,1)"),
        ("v_i_visits", "FILTER(SEQUENCE(ROWS(v_same)),v_same=1,1)"),
        ("v_all", "SEQUENCE(MAX(1,v_n))"),
        ("v_all_key", f"INDEX({key},{one.format(k='v_all')})"),
        ("v_k", "SORTBY(v_all,1*(v_all<=v_s),-1,RIGHT(v_all_key,5),1,v_all_key,1)"),
        ("v_first", "v_k<=v_s"),
        ("v_day_at", "INDEX(v_i_days,IF(v_first,v_k,1))"),
        ("v_one", one.format(k="v_k")),
        ("v_two", f"INDEX({calc.column('days', 'two')},v_day_at)"),
        ("v_three", f"INDEX({calc.column('days', 'three')},v_day_at)"),
        ("v_places", f"IF(v_first,INDEX({places},v_day_at),1)"),
        ("v_key", f"INDEX({key},v_one)"),
        ("v_person_day", "VALUE(LEFT(v_key,7))*100000+VALUE(RIGHT(v_key,5))"),
    )
    columns = (
        "SEQUENCE(ROWS(v_k))",
        f'IF(v_first,"{_SEVERAL}","{_SAME}")',
        "VALUE(RIGHT(v_key,5))",
        "LEFT(v_key,7)",
        calc.pasted("name", f"INDEX({calc.column('visits', 'row')},v_one)+1"),
        _institution(calc, "v_one"),
        f'IF(v_places>1,IF(v_places>2,{_institution(calc, "v_two")},{_institution(calc, "v_three")}),"")',
        f'IF(v_places>2,{_institution(calc, "v_three")},"")',
        "v_places",
        f"IF(v_first,SUMIFS({checks},{calc.column('visits', 'person_day')},v_person_day),INDEX({checks},v_one))",
    )
    return joined(steps, f'IF(v_n=0,IF({{1,0}},"","{NOTHING}"),{glued(columns)})')


def _institution(calc: Calc, visit: str) -> str:
    row = f"INDEX({calc.column('visits', 'row')},{visit})+1"
    code = f"MID(INDEX({calc.column('visits', 'key')},{visit}),8,10)"
    return f"{code}&CHAR(10)&{calc.pasted('institution_name', row)}"
