"""Invented logs keep to the default layout, hold no real person or place, and depend on nothing but their seed."""

import re
from datetime import date

import pytest

from qlog.codes import has_valid_check_digit
from qlog.errors import OutputError, SettingsError
from qlog.sample import write_sample
from tests.unit.sample_reading import HEADER, content, logs_in, read


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    out = tmp_path_factory.mktemp("sample")
    write_sample(out, recipients=600, months=2, seed=5, truth=True)
    return out


@pytest.fixture(scope="module")
def rows(folder):
    return [row for path in logs_in(folder) for row in read(path)]


def test_one_file_a_month_and_the_reference_files(folder):
    assert set(content(folder)) == {
        "shikaku_log_202609.csv",
        "shikaku_log_202610.csv",
        "reference/tickets.csv",
        "reference/other_law.csv",
        "reference/caseworkers.csv",
        "reference/institutions.csv",
        "reference/truth.csv",
    }


def test_log_files_are_returned_the_oldest_first(tmp_path):
    paths = write_sample(tmp_path, recipients=10, months=3, seed=1, last_month="2026-01")
    assert [path.name for path in paths] == [f"shikaku_log_{month}.csv" for month in ("202511", "202512", "202601")]
    assert all(path.is_file() for path in paths)


def test_every_line_has_the_columns_of_the_layout_quoted(folder):
    for path in logs_in(folder):
        text = path.read_bytes().decode("cp932")
        assert text.endswith('"\r\n')
        assert "\n" not in text.replace("\r\n", "")
        lines = text.removesuffix("\r\n").split("\r\n")
        assert lines[0] == ",".join(f'"{name}"' for name in HEADER)
        assert all(re.fullmatch(r'"[^",]*"(,"[^",]*"){20}', line) for line in lines)


def test_every_field_has_its_form(rows):
    forms = {
        "資格確認日時": r"2026(08|09|10)\d{2}([01]\d|2[0-3])[0-5]\d[0-5]\d",
        "資格確認方法": "0[1-4]",
        "医療機関等コード": r"27[1346]\d{7}",
        "公費負担者番号": r"1227\d{4}",
        "受給者番号": r"\d{7}",
        "照会番号": r"|R\d{5}",
        "氏名": r"\S+　\S+(　　)?",
        "氏名カナ": r"[ｦ-ﾟ]+ [ｦ-ﾟ]+",
        "性別": "[12]",
        "生年月日": r"(19|20)\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d)",
        "資格有効性": "[16]",
    }
    for name, form in forms.items():
        assert [row[name] for row in rows if not re.fullmatch(form, row[name])] == [], name


def test_a_ticket_is_whole_or_not_there(rows):
    ticket = HEADER[12:]
    for row in rows:
        if row["資格有効性"] == "6":
            assert [row[name] for name in ticket] == [""] * 9
            continue
        assert row["医療券調剤券別"] == ("02" if row["診療別"] == "04" else "01")
        assert row["診療年月"] == row["資格確認日時"][:6]
        assert row["有効開始年月日"] <= row["資格確認日時"][:8] <= row["有効終了年月日"]
        assert row["単独併用別"] in {"01", "02"}
        diseases = [row[f"傷病名{number}"] for number in (1, 2, 3) if row[f"傷病名{number}"]]
        assert row["傷病名1"]
        assert len(set(diseases)) == len(diseases)


def test_half_month_tickets_and_unknown_characters_and_reference_numbers_occur(rows):
    assert {row["有効終了年月日"][6:] for row in rows} >= {"", "15", "30", "31"}
    assert {row["有効開始年月日"][6:] for row in rows} == {"", "01", "16"}
    assert any(row["氏名"].startswith("●") for row in rows)
    assert any(row["氏名"].endswith("　　") for row in rows)
    assert {row["照会番号"] != "" for row in rows if row["資格確認方法"] == "03"} == {True}
    assert {row["照会番号"] for row in rows if row["資格確認方法"] != "03"} == {""}


def test_every_code_passes_its_check_digit(folder, rows):
    for name in ("医療機関等コード", "公費負担者番号", "受給者番号"):
        codes = {row[name] for row in rows}
        assert codes
        assert [code for code in codes if not has_valid_check_digit(code)] == []
    numbers = [row["受給者番号"] for row in read(folder / "reference" / "caseworkers.csv")]
    assert len(set(numbers)) == len(numbers) == 600
    assert any(number.startswith("0") for number in numbers)


def test_nothing_can_be_taken_for_a_real_person_or_place(rows):
    surnames = {"見本", "架空", "例示", "仮名田", "試野", "雛形", "模擬", "練習", "想定", "作例", "空想", "設例"}
    assert {row["氏名"].split("　")[0].lstrip("●") for row in rows} <= surnames | {name[1:] for name in surnames}
    # no area has a number of 90 or more, no office one of 900 or more
    assert {row["医療機関等コード"][3] for row in rows} == {"9"}
    assert {row["公費負担者番号"][4] for row in rows} == {"9"}


def test_no_number_has_the_twelve_digits_of_my_number(folder):
    for name, data in content(folder).items():
        text = data.decode("cp932")
        assert re.search(r"(?<!\d)\d{12}(?!\d)", text) is None, name


def test_the_earliest_check_comes_first(folder):
    for path in logs_in(folder):
        times = [row["資格確認日時"] for row in read(path)]
        assert times == sorted(times)


def test_a_delivery_begins_with_the_last_day_of_the_one_before(folder):
    before, after = (path.read_bytes().split(b"\r\n")[1:-1] for path in logs_in(folder))
    last_day = [line for line in before if line.startswith(b'"20260930')]
    assert last_day
    assert after[: len(last_day)] == last_day
    assert all(line.startswith(b'"202610') for line in after[len(last_day) :])


def test_reference_files_have_the_columns_of_the_vocabulary(folder):
    names = ("tickets.csv", "other_law.csv", "caseworkers.csv", "institutions.csv")
    headers = {name: list(read(folder / "reference" / name)[0]) for name in names}
    who = ["公費負担者番号", "受給者番号"]
    span = ["有効開始年月日", "有効終了年月日"]
    assert headers == {
        "tickets.csv": [*who, "医療機関等コード", *span, "登録年月日", "医療券調剤券別"],
        "other_law.csv": [*who, "法別番号", "医療機関等コード", *span],
        "caseworkers.csv": [*who, "担当員", "地区", "不開示"],
        "institutions.csv": ["医療機関等コード", "医療機関等名", "診療科"],
    }


def test_tickets_are_as_known_on_the_twentieth_after_the_run(folder):
    tickets = read(folder / "reference" / "tickets.csv")
    assert max(row["登録年月日"] for row in tickets) <= "20261120"
    assert all(row["有効開始年月日"] <= row["有効終了年月日"] for row in tickets)
    places = {row["医療機関等コード"] for row in read(folder / "reference" / "institutions.csv")}
    assert {row["医療機関等コード"] for row in tickets} <= places


def test_every_ticket_of_the_log_is_in_the_list_of_tickets(folder, rows):
    keys = ["公費負担者番号", "受給者番号", "医療機関等コード", "有効終了年月日", "医療券調剤券別"]
    known = {tuple(row[key] for key in keys) for row in read(folder / "reference" / "tickets.csv")}
    seen = {
        tuple(row[key] for key in keys) for row in rows if row["資格有効性"] == "1" and row["資格確認日時"] >= "202609"
    }
    assert seen
    assert seen <= known


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(tmp_path, folder):
    write_sample(tmp_path / "again", recipients=600, months=2, seed=5, truth=True)
    write_sample(tmp_path / "other", recipients=600, months=2, seed=6, truth=True)
    assert content(tmp_path / "again") == content(folder)
    other = content(tmp_path / "other")
    # the places are the same for everybody; what happens there is not
    assert [name for name, data in content(folder).items() if data == other[name]] == ["reference/institutions.csv"]


def test_lines_joined_in_small_blocks_are_the_same(tmp_path, folder, monkeypatch):
    monkeypatch.setattr("qlog.sample.segments.BLOCK", 100)
    write_sample(tmp_path, recipients=600, months=2, seed=5, truth=True)
    assert content(tmp_path) == content(folder)


def test_recipients_worked_on_in_chunks_are_still_different_people(tmp_path, monkeypatch):
    monkeypatch.setattr("qlog.sample.run._CHUNK", 50)
    paths = write_sample(tmp_path, recipients=175, months=1, seed=5, truth=True)
    numbers = [row["受給者番号"] for row in read(tmp_path / "reference" / "caseworkers.csv")]
    assert len(set(numbers)) == len(numbers) == 175
    rows = read(paths[0])
    people = {row["受給者番号"]: (row["氏名カナ"], row["生年月日"]) for row in rows}
    assert all(people[row["受給者番号"]] == (row["氏名カナ"], row["生年月日"]) for row in rows)
    truth = read(tmp_path / "reference" / "truth.csv")
    assert [row["recipient_number"] for row in truth] == [row["受給者番号"] for row in rows]


@pytest.mark.parametrize(("encoding", "mark"), [("utf-8", b""), ("utf-8-sig", b"\xef\xbb\xbf")])
def test_other_encodings_say_the_same(tmp_path, folder, encoding, mark):
    write_sample(tmp_path, recipients=600, months=2, seed=5, encoding=encoding, truth=True)
    for name, data in content(folder).items():
        text = (tmp_path / name).read_bytes()
        assert text.decode(encoding) == data.decode("cp932"), name
        if not name.endswith("truth.csv"):
            assert text.startswith(mark + b'"')


def test_offices_share_one_file_and_no_institution(tmp_path):
    write_sample(tmp_path, recipients=301, months=1, seed=3, offices=3)
    rows = read(logs_in(tmp_path)[0])
    by_office = {row["公費負担者番号"]: set() for row in rows}
    for row in rows:
        by_office[row["公費負担者番号"]].add(row["医療機関等コード"])
    assert len(by_office) == 3
    assert all(has_valid_check_digit(office) for office in by_office)
    assert len(set.union(*by_office.values())) == sum(map(len, by_office.values()))
    sizes = [row["公費負担者番号"] for row in read(tmp_path / "reference" / "caseworkers.csv")]
    assert sorted(sizes.count(office) for office in set(sizes)) == [100, 100, 101]


def test_a_single_recipient_is_enough(tmp_path):
    paths = write_sample(tmp_path, recipients=1, months=1, seed=1)
    assert len({row["受給者番号"] for row in read(paths[0])}) <= 1


def test_leap_days_and_the_turn_of_the_year_are_months_like_others(tmp_path):
    for last, day in (("2028-02", date(2028, 2, 29)), ("2026-01", date(2026, 1, 31))):
        paths = write_sample(tmp_path / last, recipients=200, months=1, seed=1, last_month=last)
        ends = {row["有効終了年月日"] for row in read(paths[0])}
        assert f"{day:%Y%m%d}" in ends


@pytest.mark.parametrize(
    "wrong",
    [
        {"recipients": 0},
        {"recipients": 900_001},
        {"months": 0},
        {"months": 61},
        {"seed": -1},
        {"offices": 0},
        {"offices": 11},
        {"last_month": "2026-13"},
        {"last_month": "202610"},
        {"encoding": "shift_jisx0213"},
    ],
    ids=str,
)
def test_numbers_that_cannot_be_are_refused_and_nothing_is_written(tmp_path, wrong):
    out = tmp_path / "out"
    with pytest.raises(SettingsError):
        write_sample(out, **{"recipients": 10, "months": 1, "seed": 1, **wrong})
    assert not out.exists()


def test_a_folder_that_cannot_be_made_is_said_so(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="書き込めません"):
        write_sample(tmp_path / "file", recipients=10, months=1, seed=1)
