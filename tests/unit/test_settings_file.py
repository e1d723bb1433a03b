"""qlog.toml: every mistake with its line, and files that are no settings."""

import os
import sys
import textwrap

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from qlog.errors import SettingsError
from qlog.settings import Settings, load_settings, settings_toml


@pytest.fixture
def refused(tmp_path):
    """Return a function: a text or bytes in, the lines of the Japanese message out."""

    def load(content: str | bytes) -> list[str]:
        path = tmp_path / "qlog.toml"
        path.write_bytes(content if isinstance(content, bytes) else textwrap.dedent(content).encode())
        with pytest.raises(SettingsError) as caught:
            load_settings(path)
        assert caught.value.message.en.isascii()
        assert str(tmp_path) not in str(caught.value)
        return str(caught.value).splitlines()

    return load


def test_without_a_file_the_defaults_hold():
    assert load_settings(None) == Settings()


def test_every_mistake_of_a_file_is_told_at_once_in_the_order_of_its_lines(refused):
    head, *mistakes = refused(
        """\
        month_days = 12
        [visits]
        presence_methods = [
            "01",  # a card
            "01",
        ]

        [frequent]
        kinds = ["medcal"]
        early_days = 20
        monthdays = 12

        [unentrusted]
        registration_day = 32

        [office."12016010"]
        name = "東福祉事務所"

        [office."12016010".frequent]
        three_month_days = 10

        [office.west]
        frequent = { early_days = 0, kinds = ["medical"] }
        """
    )
    assert head == "設定ファイル「qlog.toml」に、直すところが 9 か所あります。"
    assert [mistake.split(": ")[:2] for mistake in mistakes] == [
        ["  1 行目", "month_days"],
        ["  3 行目", "visits.presence_methods"],
        ["  9 行目", "frequent.kinds"],
        ["  10 行目", "frequent.early_days"],
        ["  11 行目", "frequent.monthdays"],
        ["  14 行目", "unentrusted.registration_day"],
        ["  20 行目", 'office."12016010".frequent.three_month_days'],
        ["  22 行目", "office.west"],
        ["  23 行目", "office.west.frequent.early_days"],
    ]


@pytest.mark.parametrize(
    ("text", "line", "hint"),
    [
        ("[frequent]\nmonth_days = \n", 2, "「名前 = 値」"),
        ("[frequent]\nmonth_days 12\n", 2, "「名前 = 値」"),
        ("[frequent]\nmonth_days = １２\n", 2, "全角"),
        ("[frequent]\nmonth_days ＝ 12\n", 2, "全角"),
        ("［frequent］\nmonth_days = 12\n", 1, "全角"),
        ("[frequent]\n　month_days = 12\n", 2, "全角"),
        ("[visits]\npresence_methods = [“01”]\n", 2, "全角"),
        ("[frequent]\nmonth_days = # １２\n", 2, "「名前 = 値」"),
        ('[frequent]\nkinds = ["medical"\nmonth_days = 12\n', 3, "すぐ上の行も含めて"),
        ('[engine]\nmemory_limit = "2GB\n', 2, "閉じ忘れ"),
        ("[frequent]\nmonth_days = 12\nearly_days = 9\nmonth_days = 13\n", 4, "同じ項目が、前にもあります"),
        ("[frequent]\n[visits]\n[frequent]\n", 3, "同じ見出し"),
        ("engine = { threads = 1, threads = 2 }\n", 1, "同じ項目"),
        ("[frequent]\r\nmonth_days = １２\r\n", 2, "全角"),
        ("month_days = [[[", 1, "閉じ忘れ"),
    ],
)
def test_what_is_no_toml_is_told_with_its_line_and_the_likely_cause(refused, text, line, hint):
    (message,) = refused(text.encode())
    assert f"qlog.toml」の {line} 行目" in message
    assert hint in message


def test_a_message_about_a_file_that_is_no_toml_repeats_nothing_of_it(refused):
    """A log given as settings by mistake must not show a name."""
    assert "あおば" not in "".join(refused("あおば 花子,1234567\n".encode("cp932")))


@pytest.mark.parametrize("text", ["a = " + "[" * 100_000, "a = " + "9" * 10_000], ids=["deep", "long"])
def test_hostile_texts_are_refused_like_others(refused, text):
    assert refused(text.encode())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_any_encoding_an_editor_in_an_office_saves_is_read(tmp_path, encoding, newline):
    path = tmp_path / "qlog.toml"
    text = '# 設定\n[office."12016010"]\nname = "東福祉事務所"\n[frequent]\nmonth_days = 12\n'
    path.write_bytes(text.replace("\n", newline).encode(encoding))
    settings = load_settings(path)
    assert settings.office["12016010"].name == "東福祉事務所"
    assert settings.for_office("12016010").frequent.month_days == 12


def test_an_unreadable_character_is_told_with_its_line(refused):
    (message,) = refused(b"[frequent]\n# \x81\xff\xfe\nmonth_days = 12\n")
    assert "2 行目" in message
    assert "UTF-8" in message


def test_an_empty_file_holds_the_defaults(tmp_path):
    path = tmp_path / "qlog.toml"
    path.write_bytes(b"")
    assert load_settings(path) == Settings()


def test_a_missing_file_and_a_folder_say_what_to_check(tmp_path):
    with pytest.raises(SettingsError, match=r"nowhere\.toml」がありません"):
        load_settings(tmp_path / "nowhere.toml")
    with pytest.raises(SettingsError, match="開けません。フォルダーを指定していないか"):
        load_settings(tmp_path)


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may read everything")
def test_a_file_nobody_may_read_is_told(tmp_path):
    path = tmp_path / "qlog.toml"
    path.touch(mode=0o000)
    with pytest.raises(SettingsError, match="開けません"):
        load_settings(path)


@hypothesis_settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_a_damaged_file_gives_settings_or_a_clear_error_never_a_traceback(tmp_path_factory, data):
    whole = settings_toml().replace("# [office", "[office").encode()
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(start, min(len(whole), start + 200)))
    path = tmp_path_factory.mktemp("damaged") / "qlog.toml"
    path.write_bytes(whole[:start] + data.draw(st.binary(max_size=4)) + whole[end:])
    try:
        settings = load_settings(path)
    except SettingsError as error:
        assert "行目" in str(error)  # noqa: PT017  # either answer is right
    else:
        assert isinstance(settings, Settings)
