"""What the explanation says of levels, tickets and checks, in the words a caseworker reads."""

import pytest

from tests.spec import given
from tests.unit.judged import analyzed

A = given.PEOPLE["A"]
CLINIC = given.INSTITUTIONS["clinic"]


def told(
    checks: str, *, settings: dict[str, object] | None = None, month: str | None = None, **lists: str
) -> list[str]:
    text = analyzed(given.log(checks, **lists), given.settings(settings), month=month).explain_text(A)
    return text.splitlines()


THREE_MONTHS = """
    who | at             | method
    A   | 2026-08: 1-12  | 01
    A   | 2026-09: 1-13  | 01
    A   | 2026-10: 1-{days}  | 01
    B   | 2026-10: 31    | 04
"""


SCREENED = "どちらも基準に達しているので「把握対象の目安に該当」です。"
EARLY = "両方には達しませんが、早めの基準（月 10日）に達しているので「早めの気づき」です。"
NOTHING = "早めの気づきの基準（月 10日）にも達していないので、判定はありません。"


@pytest.mark.parametrize(("days", "in_three", "level"), [(15, 40, SCREENED), (14, 39, EARLY), (9, 34, NOTHING)])
def test_the_level_is_told_with_the_figures_and_the_thresholds(days: int, in_three: int, level: str) -> None:
    lines = told(THREE_MONTHS.format(days=days))
    assert f"  月 {days}日（基準 15日）、3か月 {in_three}日（基準 40日）。{level}" in lines
    assert f"同じ医療機関（{CLINIC}）：2026-08 は 12日、2026-09 は 13日、2026-10 は {days}日" in lines
    assert f"医科の合計：2026-08 は 12日、2026-09 は 13日、2026-10 は {days}日" in lines


def test_the_thresholds_are_those_of_the_office() -> None:
    lines = told(
        THREE_MONTHS.format(days=12),
        settings={"office": {"east": {"frequent": {"month_days": 12, "three_month_days": 30}}}},
    )
    assert f"  月 12日（基準 12日）、3か月 37日（基準 30日）。{SCREENED}" in lines


def test_the_pace_of_an_unfinished_month_is_told() -> None:
    lines = told("who | at \n A | 2026-11: 1-5 \n B | 2026-11: 10")
    pace = "月の途中（10日まで）で、このままの間隔なら月 15日に届く見込みなので「早めの気づき」です。"
    assert any(line.endswith(pace) for line in lines)


def test_what_stands_around_a_flag_is_told() -> None:
    lines = told("who | at \n A | 2026-08: 1 \n A | 2026-09: 1 \n A | 2026-10: 1-15 \n B | 2026-10: 31")
    assert (
        "  この判定は 2026-10 から 1か月続いています。"
        "月の基準には達しますが3か月の基準には達しないので、短期集中の治療かもしれません。"
        "それまでの月の平均より +14.0日です。受診日のうち平日は 67%、この月のほかの医療機関は 0か所です。"
    ) in lines


def test_a_month_without_a_log_is_not_told_as_no_days() -> None:
    lines = told("at \n 2026-10-01")
    assert f"同じ医療機関（{CLINIC}）：2026-08 はログにありません、2026-09 はログにありません、2026-10 は 1日" in lines


def test_unentrusted_visits_come_with_their_reason() -> None:
    lines = told("at | ticket \n 2026-10-20 | -", tickets="who")
    place = lines.index("■ 未委託受診")
    assert lines[place + 1 : place + 3] == [
        f"2026-10　{CLINIC}：要確認",
        "  10月20日の受診を覆う券が、券の一覧にもログにもありません。",
    ]


def test_duplicates_and_checks_are_listed() -> None:
    lines = told("""
        where   | at               | institution_name | ticket | name
        clinic  | 2026-10-01 09:00 | あおば医院       | -      | 作詩　架空
        clinic  | 2026-10-01 09:05 | あおば医院       | month  | 作詩　架空
        clinic2 | 2026-10-01 10:00 | -                | month  | 作詩　架空
    """)
    duplicates = lines.index("■ 同日の重複資格確認")
    assert lines[duplicates + 1 : duplicates + 4] == [
        f"2026年10月1日　同じ医療機関で複数回：{CLINIC} あおば医院（確認 2回）",
        f"2026年10月1日　複数の医科医療機関：{CLINIC} あおば医院（確認 2回）",
        f"2026年10月1日　複数の医科医療機関：{given.INSTITUTIONS['clinic2']}（確認 1回）",
    ]
    checks = lines.index("■ 資格確認（2026-08 から 2026-10）")
    assert lines[checks + 1 : checks + 5] == [
        f"2026年10月1日 09:00　{CLINIC} あおば医院　マイナンバーカード　券なし",
        "  受診に数え、頻回受診の日数に1日加えました。",
        f"2026年10月1日 09:05　{CLINIC} あおば医院　マイナンバーカード　券あり",
        "  同じ日・同じ医療機関の2回目の確認です。受診は1日のままです。",
    ]
    assert not any("架空" in line for line in lines), "the name is nobody's business here"


def test_checks_of_other_months_are_counted_not_listed() -> None:
    lines = told("at \n 2026-06: 1-3 \n 2026-10: 1", month="2026-10")
    assert "このほかの月に 3 件の確認があります。" in lines
    assert not any("6月" in line for line in lines)


def test_it_ends_with_what_the_log_cannot_tell() -> None:
    assert told("at \n 2026-10-01")[-1].startswith("ログは下限です。")


def test_a_month_without_visits_is_said() -> None:
    lines = told("who | at | method \n A | 2026-10-01 | 04 \n B | 2026-10-02 | 01")
    assert "この月に、頻回受診の日数に入る受診はありません。" in lines
    assert "券のない受診はありません。" in lines
    assert "同じ日に重なった確認はありません。" in lines
