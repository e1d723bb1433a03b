"""Layout files: every mistake at once with its place, what is inherited, and which layout a file is taken for."""

from pathlib import Path

import pytest

from qlog.errors import SettingsError
from qlog.reading import load_layout
from qlog.reading.catalog import parse_layout, shipped_layouts
from qlog.reading.choose import open_text
from qlog.reading.report import RefusedError
from tests.unit.reading_rows import HEADER, read_bytes, row, text


def mistakes(toml: str) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        parse_layout(toml, "office.toml")
    assert caught.value.exit_code == 2
    assert "office.toml" in caught.value.message.ja
    return [line.strip() for line in caught.value.message.ja.splitlines()[1:]]


def test_the_shipped_layouts_say_that_they_are_assumed():
    assert list(shipped_layouts()) == ["default", "institution_7", "validity_text", "no_header"]
    assert all(layout.assumed for layout in shipped_layouts().values())
    assert "想定" in load_layout("default").title


def test_every_mistake_is_said_at_once_with_its_line():
    found = mistakes(
        """name = "x"
titel = "y"
base = "default"

[file]
delimiter = "|"

[columns.method]
widht = 3
width = 99

[columns.metod]
headers = ["確認方法"]

[columns.sex]
headers = ["資格確認方法"]

[constants]
foo = "1"
"""
    )
    assert found == [
        "6 行目 file.delimiter：次のどれかにしてください：',', '\\t' or ';'",
        "10 行目 columns.method.width：20 以下にしてください",
        "9 行目 columns.method.widht：知らない項目です。つづりを確かめてください",
        "2 行目 titel：知らない項目です。つづりを確かめてください",
        "12 行目 columns.metod：そのような項目はありません",
        "19 行目 constants.foo：そのような項目はありません",
        "15 行目 columns.sex：「資格確認方法」は columns.method にもあります",
    ]


def test_a_constant_must_be_a_value_of_its_column():
    assert mistakes(our('[constants]\npayer_number = "12"\nvalid_to = "x"\n')) == [
        "5 行目 constants.payer_number：桁数が違います",
        "6 行目 constants.valid_to：日付として読めません",
    ]


def test_a_date_does_not_show_by_a_value_that_there_is_no_ticket():
    assert mistakes(our('[ticket]\nnone = { valid_from = ["00000000"], validity = ["6"] }\n')) == [
        "5 行目 ticket.none.valid_from：コードと文字の項目だけに使えます。"
        "空とみなす値は columns.valid_from の blank に書いてください",
    ]


def test_a_layout_must_have_what_a_log_cannot_do_without():
    found = mistakes('name = "x"\ntitle = "x"\n[columns.method]\nheaders = ["方法"]\n')
    assert [line.split("：")[0] for line in found] == [
        f"columns.{name}"
        for name in (
            "checked_at", "institution_code", "payer_number", "validity", "ticket_kind", "recipient_number",
        )
    ]  # fmt: skip


@pytest.mark.parametrize("toml", ["name = ", 'name = "x"\nbase = "nothing"\n', 'name = "x"\ntable = "x"\n[columns]\n'])
def test_a_file_that_is_no_layout_is_one_sentence(toml):
    with pytest.raises(SettingsError):
        parse_layout(toml, "office.toml")


def test_a_missing_layout_names_those_there_are(tmp_path):
    with pytest.raises(SettingsError, match="default、institution_7"):
        load_layout(str(tmp_path / "nothing.toml"))
    (tmp_path / "sjis.toml").write_bytes("name = '日本'".encode("cp932"))
    with pytest.raises(SettingsError, match="UTF-8"):
        load_layout(str(tmp_path / "sjis.toml"))


def test_a_base_gives_what_the_office_does_not_say():
    layout = parse_layout(
        'name = "our"\ntitle = "our"\nbase = "default"\n[columns.method]\nheaders = ["方法"]\n', "our.toml"
    )
    assert not layout.assumed
    assert layout.columns["method"].headers == ("方法",)
    assert layout.columns["method"].width == 2
    assert layout.columns["kana"].headers == load_layout("default").columns["kana"].headers


def our(extra: str = "", name: str = "our") -> str:
    return f'name = "{name}"\ntitle = "{name}"\nbase = "default"\n{extra}'


def read(content: str, directory: Path, toml: str | None = None):
    layout = parse_layout(toml, "our.toml") if toml else None
    return read_bytes(content.encode("cp932"), directory, layout)


def default_checks(directory: Path, *rows: str):
    table, report = read(text(*rows), directory)
    assert report.rejected == 0
    return table.drop_columns("line")


def with_column(name: str, new_name: str, values: list[str], *rows: str) -> str:
    """The default file, with one column renamed and given other values."""
    header, *lines = text(*rows).split("\r\n")[:-1]
    place = HEADER.index(name)
    changed = [header.replace(f'"{name}"', new_name)]
    for line, value in zip(lines, values, strict=True):
        cells = line.split(",")
        cells[place] = value
        changed.append(",".join(cells))
    return "\r\n".join(changed) + "\r\n"


def test_positions_take_the_place_of_a_header(tmp_path):
    rows = [row(), row()]
    table, report = read("".join(line + "\r\n" for line in rows), tmp_path)
    assert report.layout == "no_header"
    assert table["line"].to_pylist() == [1, 2]
    assert table.drop_columns("line").equals(default_checks(tmp_path, *rows))


def seven(code: str, **changes: str) -> str:
    return row(医療機関等コード=code, **changes)


def test_seven_digit_institution_codes_are_completed(tmp_path):
    none = {"資格有効性": "6", **dict.fromkeys(HEADER[12:18], "")}
    table, report = read(
        text(
            seven("0712362"),  # outpatient: medical; the office's prefecture, 01
            seven("0712362", **none),  # the same code, so medical too
            seven("0712363", 診療別="03"),
            seven("0712364", 医療券調剤券別="02", 診療別="04"),
            seven("0712365", **none, 医療機関等名="さくら薬局"),
            seven("0712366", **none, 医療機関等名="さくら医院"),
        ),
        tmp_path,
    )
    assert report.layout == "institution_7"
    assert table["institution_code"].to_pylist() == [
        "0110712362", "0110712362", "0130712363", "0140712364", "0140712365", "0110712366",
    ]  # fmt: skip
    assert "点数表（医科・歯科など）がわからず、レイアウトの既定とみなしました：1 行" in [w.ja for w in report.warnings]


def test_a_given_prefecture_and_a_column_of_fee_tables_go_first(tmp_path):
    content = with_column("照会番号", '"点数表"', ["3"], seven("0712362"))
    toml = 'name = "x"\ntitle = "x"\nbase = "institution_7"\n[institution]\nprefecture = "27"\n'
    assert read(content, tmp_path, toml)[0]["institution_code"].to_pylist() == ["2730712362"]


def test_a_code_that_cannot_be_completed_is_rejected(tmp_path):
    none = {"資格有効性": "6", **dict.fromkeys(HEADER[12:18], "")}
    toml = our('[columns.institution_code]\nwidth = 7\n[institution]\nprefecture = "27"\n')
    _, report = read(text(seven("0712362", **none)), tmp_path, toml)
    assert [(reject.column, reject.reason) for reject in report.rejects] == [
        ("医療機関等コード", "institution unknown")
    ]


def test_validity_as_text_is_taken_for_its_own_layout(tmp_path):
    none = dict.fromkeys(HEADER[12:18], "")
    table, report = read(text(row(資格有効性="有効"), row(資格有効性="有効（未登録）", **none)), tmp_path)
    assert (report.layout, report.rejected) == ("validity_text", 0)
    assert table["validity"].to_pylist() == ["1", "6"]


def test_a_file_with_damaged_rows_is_still_taken_for_the_default(tmp_path):
    _, report = read(text(row(資格確認日時="x"), row(生年月日="y")), tmp_path)
    assert (report.layout, report.rejected) == ("default", 2)


def test_an_office_layout_goes_before_an_assumed_one_and_two_of_them_stop_the_file():
    head = text(row()).encode("cp932")
    assumed = list(shipped_layouts().values())
    one, two = (parse_layout(our(name=name), "x.toml") for name in ("one", "two"))
    assert open_text(head, [*assumed, one]).layout.name == "one"
    with pytest.raises(RefusedError, match="2 layouts fit"):
        open_text(head, [*assumed, one, two])
