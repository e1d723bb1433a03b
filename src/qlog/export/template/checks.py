"""The lines of 点検: what can be wrong with pasted rows, and what an edition cannot hold."""

from typing import Final

from qlog.export.template import names
from qlog.export.template.check import Check, counted, header_check
from qlog.export.template.listing import month_text

_KNOWN_METHODS: Final = "{1;2;3;4}"
_UNKNOWN: Final = (
    f"[used]*(1-ISNUMBER(MATCH([method],{_KNOWN_METHODS},0)))*(1-ISNUMBER(MATCH([method],{names.PRESENCE},0)))"
)
_BAD_PERSON: Final = "[used]*(([recipient]<1)+([recipient]>9999999)+([recipient]<>INT([recipient]))>0)"
_BAD_PLACE: Final = "[used]*(([institution]<1)+([institution]>9999999999)+([institution]<>INT([institution]))>0)"
_SHORT: Final = (
    "[used]*(([recipient]>=1)*([recipient]<1000000)*(LEN(TRIM(@recipient_number))<7)"
    "+([institution]>=1)*([institution]<1000000000)*(LEN(TRIM(@institution_code))<10)>0)"
)
_NO_CLOCK: Final = "[used]*([day]>0)*([moment]<1E13)*([moment]=INT([moment]))"
_NO_RANGE: Final = "[used]*[ticket]*(([from]=0)+([to]=0)+([to]<[from])>0)"


def _in_month(first: str, after: str) -> str:
    return f"SUM([known]*([day]>={first})*([day]<{after}))"


def common_checks(rows: int) -> tuple[Check, ...]:
    """Return the checks of both editions; ``rows`` is how many rows may be pasted."""
    return (
        Check("貼り付け", "1*(SUM([used])=0)", True, '"ログが貼り付けられていません"', "貼り付けた行があります",
              f"「{names.PASTE}」の A1 に、見出しごと「値の貼り付け」をしてください。"),
        header_check(),
        _too_many(rows),
        *_row_checks(),
        _method_check(),
        *_date_checks(),
    )  # fmt: skip


def _too_many(rows: int) -> Check:
    beyond = "+".join(
        f"COUNTA(INDEX({names.PASTE}!${letter}:${letter},{rows + 2}):INDEX({names.PASTE}!${letter}:${letter},1048576))"
        for letter in "AF"
    )
    return Check(
        "行の数", f"1*({beyond}>0)", True, f'"{rows:,} 行を超えて貼り付けられています。超えた行は数えていません"',
        f"{rows:,} 行に収まっています", "もっと大きいひな形を使うか、3か月分までに絞ってください。",
    )  # fmt: skip


def _row_checks() -> tuple[Check, ...]:
    return (
        counted("資格確認日時", "[used]*([day]=0)", grave=True, what="日付として読めない", fine="すべて読めました",
                advice="20261003093000、20261003、2026/10/03 9:30 の形にしてください。"
                "和暦や 2.02610E+13 の形の文字は読めません。"),
        counted("資格確認の時刻", _NO_CLOCK, grave=False, what="日付だけで時刻のない", fine="時刻があります",
                advice="時刻がないと、同じ日の複数回の確認を数えられません。もとのファイルから貼り直してください。"),
        counted("受給者番号", _BAD_PERSON, grave=False, what="空か、7桁までの数字でない", fine="すべて数字です",
                advice="この行は数えていません。番号のない行は、生年月日と氏名カナで本人を確かめて番号を補ってください。"),
        counted("医療機関等コード", _BAD_PLACE, grave=False, what="空か、10桁までの数字でない", fine="すべて数字です",
                advice="この行は数えていません。10桁の番号を補ってください。"),
        counted("先頭の 0", _SHORT, grave=False, what="先頭の 0 が消えた番号のある", fine="消えていません",
                advice="0 を補って数えています。表示も補っているので、そのままで構いません。"),
        Check("福祉事務所", "MAX(0,SUM(1*(FREQUENCY(IF([payer]>0,[payer],0),IF([payer]>0,[payer],0))>0))"
              "-1*(MIN([payer])<=0)-1)", True, '"公費負担者番号が "&{n}+1&" 種類あります"', "一つの福祉事務所です",
              "受給者番号は福祉事務所ごとの番号です。一つの福祉事務所の行だけを貼り付けてください。"),
        counted("券の有効期間", _NO_RANGE, grave=False, what="券の項目はあるが有効期間を読めない",
                fine="すべて読めました",
                advice="この行の券は「解消」の判定に使えません。有効開始・終了の日付を確かめてください。"),
    )  # fmt: skip


def _method_check() -> Check:
    """Return the check of methods; it names the three smallest unknown codes with their counts."""
    codes = [f"MIN(IF({_UNKNOWN}*([method]>{least})>0,[method],999999))" for least in ("-2", "{h1}", "{h2}")]
    said = [
        f'IF({{h{at}}}=999999,"",IF({{h{at}}}<0,"数字でない値",TEXT({{h{at}}},"00"))'
        f'&"（"&SUM({_UNKNOWN}*([method]={{h{at}}}))&"行）　")'
        for at in (1, 2, 3)
    ]
    return Check(
        "資格確認方法", f"SUM({_UNKNOWN})", False, '"意味の分からない方法："&' + "&".join(said),
        "01〜04 だけです",
        "この行は受診に数えていません。来所を示す方法と分かったら、「設定」の「受診とみなす方法」に足してください。",
        helpers=tuple(codes),
    )  # fmt: skip


def _date_checks() -> tuple[Check, ...]:
    judged, latest = names.MONTH_FIRST, names.LAST_DAY
    now = _in_month(judged, f"{names.MONTH_LAST}+1")
    back, before = _in_month(names.PREVIOUS_FIRST, judged), _in_month(names.BEFORE_FIRST, names.PREVIOUS_FIRST)
    period = f'TEXT({names.FIRST_DAY},"yyyy/mm/dd")&" から "&TEXT({latest},"yyyy/mm/dd")'
    return (
        Check("期間", f"1*({latest}-{names.FIRST_DAY}>366)", False, f'"1年を超えています："&{period}',
              "1年に収まっています",
              "日付の書き誤りがないか確かめてください。一覧は判定する月と前の2か月だけを見ます。"),
        Check("判定する月", f"1*({now}=0)", True, '"判定する月の行がありません"', "判定する月の行があります",
              "「設定」の「判定する月」を空欄にするか、ログにある月を選んでください。"),
        Check("前の2か月", f"1*({back}=0)+1*({before}=0)", False,
              '"前の2か月のうち "&{n}&" か月の行がありません。3か月の日数は少なめに出ます"', "前の2か月の行があります",
              "前月と前々月のログも続けて貼り付けると、3か月の日数が正しくなります。"),
        Check("月の途中", f"1*({latest}<{names.MONTH_LAST})*({now}>0)", False,
              f'{month_text(judged)}&"は "&{names.ELAPSED}&" 日までのログです"', "月末までのログです",
              "途中までの日数です。「早めの気づき」は今のペースも見ています。"),
    )  # fmt: skip
