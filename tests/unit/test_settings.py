"""Settings in Python: parts are enough, offices take the rest from the common sections, mistakes are a ValueError."""

import copy
import json
import pickle

import numpy as np
import pytest

from qlog.errors import SettingsError
from qlog.settings import FrequentSettings, InvalidSettingsError, OfficeSettings, Settings

EAST, WEST = "12016010", "12012019"


def mistakes_of(**given) -> list[str]:
    """Return the keys that are wrong."""
    with pytest.raises(InvalidSettingsError) as caught:
        Settings(**given)
    return [".".join(mistake.path) for mistake in caught.value.mistakes]


def words_of(**given) -> str:
    with pytest.raises(InvalidSettingsError) as caught:
        Settings(**given)
    return str(caught.value)


# what may be given ----------------------------------------------------------------------------------------------------


def test_the_defaults_are_those_of_the_national_first_screen_and_of_the_design():
    assert Settings().model_dump(mode="json") == {
        "visits": {"presence_methods": ["01", "02", "03"]},
        "frequent": {
            "kinds": ["medical"], "month_days": 15, "three_month_days": 40, "early_days": 10, "early_after_day": 8,
        },
        "unentrusted": {"registration_day": 15, "new_recipient_days": 30},
        "duplicates": {"same_institution_checks": 2, "institutions_a_day": 2, "kinds": ["medical"]},
        "engine": {"memory_limit": "auto", "threads": 0},
        "office": {},
    }  # fmt: skip


def test_a_part_of_a_section_is_enough():
    assert Settings(frequent={"month_days": 12}).frequent == FrequentSettings(month_days=12)


def test_a_section_may_be_given_as_an_object():
    assert Settings(frequent=FrequentSettings(month_days=12)) == Settings(frequent={"month_days": 12})


def test_whole_numbers_of_numpy_are_whole_numbers():
    days = [Settings(frequent={"month_days": day}).frequent.month_days for day in np.arange(10, 13)]
    assert days == [10, 11, 12]
    assert {type(day) for day in days} == {int}


@pytest.mark.parametrize("as_list", [["medical", "dental"], ("medical", "dental")])
def test_lists_and_tuples_are_the_same(as_list):
    assert Settings(frequent={"kinds": as_list}).frequent.kinds == ("medical", "dental")


def test_settings_go_to_json_and_come_back():
    offices = {EAST: {"frequent": {"early_days": 9}}, WEST: {"name": "西"}}
    settings = Settings(frequent={"month_days": 12}, office=offices)
    assert Settings(**json.loads(json.dumps(settings.model_dump(mode="json")))) == settings
    assert Settings.model_validate_json(settings.model_dump_json()) == settings


def test_settings_can_be_sent_to_another_process():
    settings = Settings(office={EAST: {"frequent": {"month_days": 12}}})
    assert pickle.loads(pickle.dumps(settings)) == copy.deepcopy(settings) == settings  # noqa: S301


# offices --------------------------------------------------------------------------------------------------------------


def test_an_office_takes_what_it_leaves_out_from_the_common_sections_not_from_the_defaults():
    settings = Settings(
        frequent={"month_days": 14, "three_month_days": 36},
        office={EAST: {"frequent": {"month_days": 12}}},
    )
    east = settings.for_office(EAST).frequent
    assert (east.month_days, east.three_month_days, east.early_days) == (12, 36, 10)


def test_an_office_may_go_back_to_a_default():
    settings = Settings(frequent={"month_days": 12}, office={EAST: {"frequent": {"month_days": 15}}})
    assert settings.for_office(EAST).frequent.month_days == 15


def test_an_office_without_settings_of_its_own_has_the_common_ones():
    settings = Settings(frequent={"month_days": 12}, office={EAST: {"frequent": {"month_days": 20}}})
    assert settings.for_office(WEST) is settings


def test_a_name_alone_changes_nothing_else():
    settings = Settings(duplicates={"institutions_a_day": 3}, office={EAST: {"name": "東福祉事務所"}})
    assert settings.for_office(EAST).duplicates.institutions_a_day == 3
    assert settings.office[EAST].name == "東福祉事務所"


def test_an_office_may_be_given_as_an_object_and_by_a_number():
    own = OfficeSettings(frequent=FrequentSettings(month_days=12))
    settings = Settings(frequent={"three_month_days": 30}, office={int(EAST): own})
    assert settings.for_office(EAST).frequent == FrequentSettings(month_days=12, three_month_days=30)


# mistakes -------------------------------------------------------------------------------------------------------------


def test_a_mistake_is_a_value_error_with_exit_code_2_in_plain_words():
    with pytest.raises(ValueError, match="直すところが 1 か所") as caught:
        Settings(frequent={"month_days": 32})
    ja, en = caught.value.message.ja, caught.value.message.en
    assert "frequent.month_days: 32 は使えません。1〜31 の整数を書いてください（標準は 15）。" in ja
    assert "frequent.month_days: 32 cannot be used; write a whole number from 1 to 31 (default 15)" in en
    assert isinstance(caught.value, SettingsError)
    assert caught.value.exit_code == 2
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__ or caught.value.__context__ is None


def test_all_mistakes_are_told_at_once_contradictions_too():
    assert mistakes_of(
        frequent={"early_days": 20, "kinds": ["medcal"], "three_month_days": 94},
        unentrusted={"registration_day": 32},
        engine={"memory_limit": "plenty"},
        office={EAST: {"frequent": {"three_month_days": 10}}},
    ) == [
        "frequent.kinds",
        "frequent.three_month_days",
        "unentrusted.registration_day",
        "engine.memory_limit",
        "frequent.early_days",
        f"office.{EAST}.frequent.three_month_days",
    ]


@pytest.mark.parametrize(
    ("section", "key", "low", "high", "beside"),
    [
        ("frequent", "month_days", 1, 31, {"early_days": 1, "three_month_days": 93}),
        ("frequent", "three_month_days", 1, 93, {"early_days": 1, "month_days": 1}),
        ("frequent", "early_days", 1, 31, {"month_days": 31}),
        ("frequent", "early_after_day", 1, 31, {}),
        ("unentrusted", "registration_day", 1, 31, {}),
        ("unentrusted", "new_recipient_days", 0, 366, {}),
        ("duplicates", "same_institution_checks", 2, 99, {}),
        ("duplicates", "institutions_a_day", 2, 99, {}),
        ("engine", "threads", 0, 1024, {}),
    ],
)
def test_a_number_has_a_range_and_its_ends_belong_to_it(section, key, low, high, beside):
    for value in (low, high):
        assert getattr(getattr(Settings(**{section: {**beside, key: value}}), section), key) == value
    for value in (low - 1, high + 1, float(low + 1), True, None, [low], str(low)):
        assert mistakes_of(**{section: {**beside, key: value}}) == [f"{section}.{key}"]
    assert f"{low}〜{high} の整数" in words_of(**{section: {**beside, key: high + 1}})


@pytest.mark.parametrize("methods", [[], ["1"], ["01", "01"], [1], "01", ["０１"], ["01\n"], None])
def test_methods_are_a_list_of_two_digit_codes_each_once(methods):
    assert mistakes_of(visits={"presence_methods": methods}) == ["visits.presence_methods"]


def test_a_method_nobody_knows_may_be_counted_as_presence():
    assert Settings(visits={"presence_methods": ["01", "09"]}).visits.presence_methods == ("01", "09")


@pytest.mark.parametrize("section", ["frequent", "duplicates"])
@pytest.mark.parametrize("kinds", [[], ["medical", "medical"], "medical", [1], ["Medical"], None])
def test_kinds_are_a_list_of_known_kinds_each_once(section, kinds):
    assert mistakes_of(**{section: {"kinds": kinds}}) == [f"{section}.kinds"]


@pytest.mark.parametrize(
    ("written", "meant"), [("medcal", "medical"), ("薬局", "pharmacy"), ("Dental", "dental"), ("nurse_visiting", None)]
)
def test_an_unknown_kind_gets_the_nearest_and_all_that_are_known(written, meant):
    words = words_of(frequent={"kinds": [written]})
    assert (f'"{meant}" ではありませんか' in words) == (meant is not None)
    assert "medical（医科）・dental（歯科）・pharmacy（薬局）・visiting_nurse（訪問看護）・other（その他）" in words


def test_every_wrong_item_of_a_list_is_told():
    assert mistakes_of(frequent={"kinds": ["medcal", "medical", "dentl"]}) == ["frequent.kinds"] * 2


@pytest.mark.parametrize("written", ["8", "８"])
def test_a_number_in_quotes_or_full_width_gets_the_number(written):
    assert "8 ではありませんか" in words_of(frequent={"early_days": written})


@pytest.mark.parametrize("limit", ["2", "2 GB", "0GB", "2gb", "two", 2, "80%", ""])
def test_memory_is_a_number_with_a_unit(limit):
    assert mistakes_of(engine={"memory_limit": limit}) == ["engine.memory_limit"]


@pytest.mark.parametrize("limit", ["500MB", "2GB", "1TB"])
def test_the_engine_takes_every_limit_that_is_allowed(limit):
    duckdb = pytest.importorskip("duckdb")
    duckdb.connect(":memory:", config={"memory_limit": Settings(engine={"memory_limit": limit}).engine.memory_limit})


@pytest.mark.parametrize("number", ["1201601", "120160100", "１２０１６０１０", "1201601x", "", "12016010\n"])
def test_an_office_is_its_payer_number_of_eight_digits(number):
    assert mistakes_of(office={number: {"name": "東"}}) == [f"office.{number}"]


def test_an_office_whose_check_digit_is_wrong_is_an_office():
    assert Settings(office={"12000001": {"name": "東"}}).office["12000001"].name == "東"


@pytest.mark.parametrize(
    ("given", "ja"),
    [
        ({"frequnt": {}}, "「frequent」ではありませんか"),
        ({"frequent": {"month-days": 12}}, "「month_days」ではありませんか"),
        ({"frequent": {"MonthDays": 12}}, "「month_days」ではありませんか"),
        ({"month_days": 12}, "見出し [frequent] の下に書いてください"),
        ({"office": {EAST: {"early_days": 9}}}, f'見出し [office."{EAST}".frequent] の下に書いてください'),
        ({"office": {EAST: {"engine": {"threads": 2}}}}, "福祉事務所ごとには変えられません"),
        ({"unentrusted": {"xyz": 1}}, "ここに書けるのは registration_day、new_recipient_days です"),
        ({"xyz": 1}, "ここに書けるのは visits、frequent、unentrusted、duplicates、engine、office です"),
    ],
)
def test_an_unknown_key_gets_the_nearest_known_one(given, ja):
    assert ja in words_of(**given)


@pytest.mark.parametrize("given", [{"frequent": 5}, {"office": 5}, {"office": {EAST: 5}}, {"office": [{}]}])
def test_a_value_in_place_of_a_section_is_told_how_sections_are_written(given):
    assert "これは見出しの名前です。[" in words_of(**given)


@pytest.mark.parametrize(
    ("frequent", "wrong", "right"),
    [
        ({"early_days": 16}, "early_days", "early_days を 15 以下にするか、month_days を 16 以上に"),
        ({"month_days": 9}, "month_days", "early_days を 9 以下にするか、month_days を 10 以上に"),
        ({"month_days": 20, "three_month_days": 19}, "month_days", "three_month_days を 20 以上に"),
        ({"three_month_days": 14}, "three_month_days", "month_days を 14 以下にするか"),
    ],
)
def test_a_contradiction_is_told_at_what_was_given_with_both_ways_out(frequent, wrong, right):
    assert mistakes_of(frequent=frequent) == [f"frequent.{wrong}"]
    assert right in words_of(frequent=frequent)


def test_equal_thresholds_are_no_contradiction():
    assert Settings(frequent={"early_days": 12, "month_days": 12, "three_month_days": 12})


def test_what_contradicts_only_after_merging_is_told_at_the_office():
    assert mistakes_of(frequent={"early_days": 14}, office={EAST: {"frequent": {"month_days": 12}}}) == [
        f"office.{EAST}.frequent.month_days"
    ]


def test_what_an_office_only_inherits_is_told_once():
    offices = {EAST: {"name": "東"}, WEST: {"frequent": {"early_after_day": 5}}}
    assert mistakes_of(frequent={"early_days": 20}, office=offices) == ["frequent.early_days"]
    assert mistakes_of(frequent={"early_days": 99}, office=offices) == ["frequent.early_days"]
    assert mistakes_of(frequent={"erly_days": 9}, office=offices) == ["frequent.erly_days"]
    assert mistakes_of(frequent=5, office=offices) == ["frequent"]


def test_a_long_value_is_not_repeated_in_full():
    assert len(words_of(engine={"memory_limit": "x" * 100_000})) < 500
