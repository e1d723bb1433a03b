"""The generated qlog.toml: it means Settings(), and a caseworker can read what every line is."""

import re
import tomllib

import pytest

from qlog.settings import OfficeSettings, Settings, load_settings, settings_toml
from qlog.settings.fields import allowed, in_toml, note
from qlog.settings.sections import OFFICE, SECTIONS, FrequentSettings

FIELDS = [(name, key, field) for name, model in SECTIONS.items() for key, field in model.model_fields.items()]


def comments_above(key: str, section: str) -> str:
    """Return the comment right above a key: its paragraph without its last line."""
    paragraphs = settings_toml().split(f"\n[{section}]\n")[1].split("\n\n")
    lines = [paragraph.strip().splitlines() for paragraph in paragraphs]
    return next("\n".join(above) for *above, last in lines if last.startswith(f"{key} = "))


def test_it_gives_exactly_the_defaults(tmp_path):
    path = tmp_path / "qlog.toml"
    path.write_text(settings_toml(), encoding="utf-8")
    assert load_settings(path) == Settings()


def test_it_holds_every_setting_and_no_other():
    wanted = Settings().model_dump(mode="json")
    assert wanted.pop(OFFICE) == {}
    assert tomllib.loads(settings_toml()) == wanted


def test_the_sections_are_those_of_the_settings():
    assert [*SECTIONS, OFFICE] == list(Settings.model_fields)
    assert {name: field.annotation for name, field in Settings.model_fields.items() if name != OFFICE} == SECTIONS


@pytest.mark.parametrize(("section", "key", "field"), FIELDS, ids=[f"{name}.{key}" for name, key, _ in FIELDS])
def test_every_setting_says_what_it_does_what_is_allowed_its_default_and_its_source(section, key, field):
    above = comments_above(key, section)
    assert note(field).ja.replace("\n", "\n# ") in above
    assert f"書ける値: {allowed(field).ja}" in above
    assert f"標準: {in_toml(field.default)}（{note(field).source}）" in above
    assert re.search("[ぁ-ん]", note(field).ja)
    assert allowed(field).en.isascii()


@pytest.mark.parametrize(("section", "key", "field"), FIELDS, ids=[f"{name}.{key}" for name, key, _ in FIELDS])
def test_the_range_in_words_is_the_range_that_is_checked(section, key, field):
    limits = {name: getattr(limit, name) for limit in field.metadata for name in ("ge", "le") if hasattr(limit, name)}
    if limits:
        assert allowed(field).ja == f"{limits['ge']}〜{limits['le']} の整数"
        assert allowed(field).en == f"a whole number from {limits['ge']} to {limits['le']}"


def test_the_example_of_an_office_works_once_its_marks_are_taken_away(tmp_path):
    path = tmp_path / "qlog.toml"
    marked = settings_toml().split("[office.", 1)
    example = "[office." + re.sub(r"(?m)^# ?", "", marked[1])
    path.write_text(marked[0].removesuffix("# ") + example, encoding="utf-8")
    settings = load_settings(path)
    assert settings.office["12016010"].name == "見本市福祉事務所"
    assert settings.for_office("12016010").frequent == FrequentSettings(month_days=12)
    assert settings.for_office("12016010").unentrusted.registration_day == 20


def test_the_sections_an_office_may_change_are_named():
    assert all(name in settings_toml().split("福祉事務所ごとの違い")[1] for name in OfficeSettings.model_fields)


def test_no_line_is_too_long_for_a_small_screen():
    assert max(map(len, settings_toml().splitlines())) <= 120
