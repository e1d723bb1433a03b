"""The lines of 点検 that watch the program and the size: do formulas compute as they must, does all fit?"""

from collections.abc import Mapping, Sequence
from typing import Final

from qlog.export.template import names
from qlog.export.template.check import Check
from qlog.export.template.picks2007 import Pick
from qlog.export.template.sizes import INSTITUTIONS, Size

# counts must come in the order of the bins as given, negative bins too, and equal bins must not count twice
_ORDER: Final = (
    "1-(INDEX(FREQUENCY({1;1;5;7},{5;1}),1)=1)*(INDEX(FREQUENCY({1;1;5;7},{5;1}),2)=2)"
    "*(INDEX(FREQUENCY({-5},{-2;-4}),2)=1)*(SUM(FREQUENCY({3;3},{3;3}))=2)"
)
_ENDS: Final = ("days_hit", "all_hit", "status", "same_hit", "several_hit", "day_checks")


def program_check_2007() -> Check:
    """Return the self-test of FREQUENCY and of the hidden columns."""
    broken = "+".join(f"SUM([{key}])" for key in _ENDS)
    lost = "(SUM([is_visit]*[checks])<>SUM([placed]*([once]>0)))"
    return Check(
        "計算の自己点検", f"IF(ISERROR({broken}),1,{_ORDER}+{lost})", True,
        '"この表計算ソフトでは正しく数えられません（FREQUENCY の並び、または計算シートの式）"', "正しく数えられます",
        "一覧は出していません。Excel 2007 以降か LibreOffice で開き、直らなければ新しいひな形に貼り直してください。",
        name=names.PROGRAM,
    )  # fmt: skip


def program_check_2021(ends: Sequence[str]) -> Check:
    """Return the self-test of the edition's functions and of the hidden columns."""
    broken = "+".join(f"SUM({end})" for end in ends)
    return Check(
        "計算の自己点検", f"IF(ISERROR({broken}),1,1-(SUM(SEQUENCE(3))=6))", True,
        '"この表計算ソフトでは計算できません"', "正しく計算できます",
        "Excel 2021 以降で開いてください。古い Excel や LibreOffice では Excel 2007 用のひな形をお使いください。",
        name=names.PROGRAM,
    )  # fmt: skip


def size_checks(size: Size, counts: Mapping[str, str], lists: Mapping[str, Sequence[Pick]]) -> tuple[Check, ...]:
    """Return the checks of what the size can hold: numbers to be searched, and rows the lists can show."""
    limits = (
        ("医療機関等の数", counts["institutions"], INSTITUTIONS),
        ("券と未委託の両方がある組", counts["pairs"], size.covered),
        ("その券の種類", counts["tickets"], size.tickets),
    )
    bigger = "大きいひな形か、qlog の本体をお使いください。"
    return (
        *(
            Check(f"大きさ：{title}", f"MAX(0,{count}-{limit})", True, f'"{limit:,} を "&{{n}}&" 超えています"',
                  f"{limit:,} に収まっています", bigger)
            for title, count, limit in limits
        ),
        *(
            Check(f"一覧の行：{name}", "+".join(f"MAX(0,{pick.count}-{pick.places.rows})" for pick in picks), False,
                  '"あと "&{n}&" 件が入りきりません"', "すべて表示しています",
                  f"多い順ではなくログの順に入りきるまで表示しています。「設定」の目安を上げるか、{bigger}")
            for name, picks in lists.items()
        ),
    )  # fmt: skip
