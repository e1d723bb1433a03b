"""The sections of qlog.toml: every number of the rules is here, because every office may set it freely.

Sources: national notices on frequent visits (15 and 40 days), published ordinances and monthly routines of offices;
what has no public source is our choice and says so.
"""

from typing import Annotated, ClassVar, Final

from pydantic import BaseModel, ConfigDict

from qlog.settings.fields import (
    AUTO,
    Days,
    Kinds,
    Memory,
    Methods,
    Name,
    Note,
    Several,
    Threads,
    ThreeMonthDays,
    YearDays,
)

_OURS: Final = "公表された基準はなく、このプログラムで決めた値です"


class Section(BaseModel):
    """One section; ``title`` is its heading in the generated file."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    title: ClassVar[str]


class VisitSettings(Section):
    """What counts as a visit."""

    title: ClassVar[str] = "受診の数え方（1 人が 1 つの医療機関等に 1 日に来たら、1 回の受診）"

    presence_methods: Annotated[
        Methods,
        Note(
            "本人が来たとみなす資格確認方法の番号。01 マイナンバーカード、02 受給者番号等、03 照会番号等。\n"
            "04（一括照会）は、だれも来ていないので入れません。ここにない番号の確認は受診に数えず、件数を必ず報告します。",
            "01 と 04 は公表資料で確かめたもの、02 と 03 の意味は推定です",
        ),
    ] = ("01", "02", "03")


class FrequentSettings(Section):
    """Frequent visits; 15 days and 40 days in three months are the national first screen."""

    title: ClassVar[str] = "頻回受診の傾向（傾向であり、人についての判定ではありません。判断するのは医師です）"

    kinds: Annotated[
        Kinds,
        Note(
            "日数を数える医療機関等の種別。薬局や訪問看護を足すと、薬を受け取る日や訪問の日も数えます。",
            "国の一次抽出は、同じ傷病・同じ診療科の外来が対象です。ログに診療科はないため、医科で近づけます",
        ),
    ] = ("medical",)
    month_days: Annotated[
        Days,
        Note(
            "「目安に該当」とする、1 か月（暦の月）の受診日数。この日数以上で、次の 3 か月の日数も満たすとき。",
            "国の受診状況把握対象者は月 15 日以上。要綱で 12 日や 15 日とする自治体があります",
        ),
    ] = 15
    three_month_days: Annotated[
        ThreeMonthDays,
        Note(
            "「目安に該当」とする、その月と前の 2 か月を合わせた受診日数。month_days 以上にします。\n"
            "month_days 以上でもこの日数に届かなければ、「短期集中の治療」とみられるものです。",
            "国の受診状況把握対象者は 3 か月で 40 日以上。2 か月または 3 か月でみる要綱もあります",
        ),
    ] = 40
    early_days: Annotated[
        Days,
        Note("「早めの気づき」に入れる、1 か月の受診日数。month_days 以下にします。", _OURS),
    ] = 10
    early_after_day: Annotated[
        Days,
        Note(
            "月の途中のログで、今の調子なら month_days に届くかを見はじめる日。\n"
            "早すぎると、月初の数日だけで決めてしまいます。",
            _OURS,
        ),
    ] = 8


class UnentrustedSettings(Section):
    """Unentrusted visits; tickets are registered in batches, here by the 15th."""

    title: ClassVar[str] = "未委託受診（医療券・調剤券の登録がない受診。多くは登録が後になっただけです）"

    registration_day: Annotated[
        Days,
        Note(
            "医療券をまとめて登録する日。この日より前の受診は「登録待ち」とします。31 は、その月の末日になります。\n"
            "毎週登録する事務所は、その月の分がほぼそろう日を書いてください。",
            "事務所ごとに違い、長崎は 15 日ごろ、岡山は 20 日ごろ、姫路は毎週（公表資料）",
        ),
    ] = 15
    new_recipient_days: Annotated[
        YearDays,
        Note(
            "ログにはじめて現れてから、この日数がたつまでの人は「登録待ち」とします。0 なら、この扱いをしません。",
            "新しく保護が始まった人は、登録が終わるまで 1 か月ほどかかります（公表資料）",
        ),
    ] = 30


class DuplicateSettings(Section):
    """Several checks of one recipient on one day."""

    title: ClassVar[str] = "同日重複確認（同じ日に何度も資格確認がある）"

    same_institution_checks: Annotated[
        Several,
        Note(
            "同じ医療機関等で、1 人に 1 日この回数以上の確認があれば知らせます。カードの読み直しが主な理由です。", _OURS
        ),
    ] = 2
    institutions_a_day: Annotated[
        Several,
        Note("1 人が 1 日に、この数以上の医療機関（下の種別）にかかっていれば知らせます。", _OURS),
    ] = 2
    kinds: Annotated[
        Kinds,
        Note(
            "institutions_a_day で数える医療機関等の種別。診察のあとに薬局へ行くのはふつうなので、薬局は入れません。",
            _OURS,
        ),
    ] = ("medical",)


class EngineSettings(Section):
    """How much of the machine the engine may use."""

    title: ClassVar[str] = "計算に使うパソコンの力（結果は変わりません。すべての福祉事務所に共通です）"

    memory_limit: Annotated[
        Memory,
        Note(
            f"計算に使うメモリの上限。{AUTO} は 1GB で始め、足りないときはパソコンのメモリの半分まで増やします。"
            "「メモリが足りません」と出たら、増やして書きます。",
            _OURS,
        ),
    ] = AUTO
    threads: Annotated[
        Threads,
        Note("同時に使う CPU のコアの数。0 は、あるだけ使います（memory_limit に収まる数まで）。", _OURS),
    ] = 0


class OfficeSettings(Section):
    """What one office sets otherwise; within :class:`Settings` the keys left out are as in the common sections."""

    title: ClassVar[str] = "福祉事務所ごとの違い"

    name: Annotated[Name, Note("福祉事務所の名前。帳票に書きます。", _OURS)] = ""
    visits: VisitSettings = VisitSettings()
    frequent: FrequentSettings = FrequentSettings()
    unentrusted: UnentrustedSettings = UnentrustedSettings()
    duplicates: DuplicateSettings = DuplicateSettings()


SECTIONS: Final[dict[str, type[Section]]] = {
    "visits": VisitSettings,
    "frequent": FrequentSettings,
    "unentrusted": UnentrustedSettings,
    "duplicates": DuplicateSettings,
    "engine": EngineSettings,
}
OFFICE_SECTIONS: Final = tuple(name for name in SECTIONS if name in OfficeSettings.model_fields)
OFFICE: Final = "office"
OFFICE_EXAMPLE: Final = '[office."12016010"]'
