"""未委託受診: recipient and institution with visits of the month that no check carried a ticket for."""

from typing import Final

from qlog.codes import KIND_LABELS, KINDS, OTHER_KIND
from qlog.export.template import names
from qlog.export.template.calc2021 import Calc, glued, joined
from qlog.export.template.columns2007 import PENDING, RESOLVED, REVIEW
from qlog.export.template.listing import MEMO, NOTHING, Column, Listing
from qlog.export.template.picks2007 import Pick, PickSheet
from qlog.schema import STATUSES

LISTING: Final = Listing(
    name=names.UNENTRUSTED,
    lead="券の項目が空のまま資格確認された受診です。多くは登録の時期、他法優先、急病などの理由によります。"
    "登録待ちは登録日より前の受診だけのもの、解消は貼り付けたログの別の行の券が受診日をすべて覆うものです。"
    "他法の一覧と新しい受給者は、このブックでは見分けません。",
    columns=(
        Column("順", 6, ("center",)),
        Column("判定", 14, ("center",)),
        Column("受給者番号", 12, ("code",)),
        Column("氏名", 18, ("text",)),
        Column("医療機関等", 34, ("text",)),
        Column("医療機関等\nコード", 13, ("code",)),
        Column("種別", 10, ("center",)),
        Column("未委託の\n日数", 10, ("count",)),
        Column("最初の受診日", 17, ("date",)),
        Column("最後の受診日", 17, ("date",)),
        Column(MEMO, 28, ()),
    ),
    words=((STATUSES["review"], "strong"), (STATUSES["pending"], "soft"), (STATUSES["resolved"], "faint")),
)
_BY_DIGIT: Final = ",".join(f'"{KIND_LABELS[KINDS.get(str(digit), OTHER_KIND)]}"' for digit in range(10))


def _kind(code: str) -> str:
    """Return the expression of the kind of an institution: the third digit, if there is a prefecture before it."""
    other = KIND_LABELS[OTHER_KIND]
    return f'IF(LEFT({code},2)="00","{other}",CHOOSE(VALUE(MID({code},3,1))+1,{_BY_DIGIT}))'


def write_picks(sheet: PickSheet) -> tuple[tuple[str, ...], tuple[Pick, ...]]:
    """Pick and sort the rows (2007); return the formulas of the list and the picks to be watched."""
    picks = tuple(sheet.pick("status", sheet.size.unentrusted, value=value) for value in (REVIEW, PENDING, RESOLVED))
    days = sheet.at("open_days", "{place}")
    ranked = [
        (pick, sheet.values(pick, f"{(3 - rank) * 10_000_000}+{days}*100000+100000-{{place}}"))
        for rank, pick in enumerate(picks)
    ]
    keys = sheet.descending(ranked)
    place = sheet.decode(keys, "100000-MOD({key},100000)").cell
    status = sheet.decode(keys, "4-INT({key}/10000000)").cell
    first = sheet.decode(keys, f"MATCH({sheet.at('pair', place)},{sheet.range_of('open_first')},0)").cell
    code = f'TEXT({sheet.at("institution", place)},"0000000000")'
    values = (
        "{k}",
        f'CHOOSE({status},"{STATUSES["review"]}","{STATUSES["pending"]}","{STATUSES["resolved"]}")',
        f'TEXT({sheet.at("recipient", place)},"0000000")',
        sheet.pasted("name", place),
        sheet.pasted("institution_name", place),
        code,
        _kind(code),
        sheet.at("open_days", place),
        sheet.at("day", first),
        sheet.at("day", place),
    )
    return tuple(f'=IF({place}="","",{value})' for value in values), picks


def formula_2021(calc: Calc) -> str:
    """Return the formula that spills the list (2021)."""
    days, last = calc.column("open", "days"), calc.column("open", "last")
    early = f"{last}-{names.MONTH_FIRST}+1<MIN({names.REGISTRATION_DAY},DAY({names.MONTH_LAST}))"
    steps = (
        ("v_days", days),
        ("v_status", f"IF({calc.column('open', 'covered')}=v_days,{RESOLVED},IF({early},{PENDING},{REVIEW}))"),
        ("v_at", "SORTBY(SEQUENCE(ROWS(v_days)),v_status,1,v_days,-1)"),
        ("v_pair", f"INDEX({calc.column('open', 'pair')},v_at)"),
        ("v_row", f"INDEX({calc.column('open', 'row')},v_at)+1"),
        ("v_code", "RIGHT(v_pair,10)"),
    )
    columns = (
        "SEQUENCE(ROWS(v_at))",
        f'CHOOSE(INDEX(v_status,v_at),"{STATUSES["review"]}","{STATUSES["pending"]}","{STATUSES["resolved"]}")',
        "LEFT(v_pair,7)",
        calc.pasted("name", "v_row"),
        calc.pasted("institution_name", "v_row"),
        "v_code",
        _kind("v_code"),
        "INDEX(v_days,v_at)",
        f"INDEX({calc.column('open', 'first')},v_at)",
        f"INDEX({last},v_at)",
    )
    return joined(steps, f'IF(SUM(v_days)=0,IF({{1,0}},"","{NOTHING}"),{glued(columns)})')
