"""The door for analysts: paths of every kind, tables in Japanese, displays without small counts, errors to act on."""

import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import qlog
from qlog import schema
from qlog.errors import NothingReadError, SettingsError
from qlog.labels import CODE_WORDS, LabelledFrame, labels

SAMPLE_LOGS = Path(__file__).parents[2] / "sample_logs"
MONTHS = ["2026-08", "2026-09", "2026-10"]


@pytest.fixture(scope="module")
def logs() -> qlog.Logs:
    return qlog.read_logs(SAMPLE_LOGS / "*.csv")


@pytest.fixture(scope="module")
def findings(logs: qlog.Logs) -> qlog.Findings:
    return qlog.analyze(logs)


# paths


@pytest.mark.parametrize(
    "source",
    [
        str(SAMPLE_LOGS),
        SAMPLE_LOGS / "shikaku_log_2026??.csv",
        [SAMPLE_LOGS / "shikaku_log_202608.csv", str(SAMPLE_LOGS / "shikaku_log_2026[01]?.csv")],
        SAMPLE_LOGS.glob("*.csv"),
    ],
    ids=["folder", "pattern", "list of both", "what Path.glob gives"],
)
def test_read_logs_takes_paths_of_every_kind(source: Any) -> None:
    assert qlog.read_logs(source).months == MONTHS


def test_a_name_with_brackets_is_a_name_if_the_file_is_there(tmp_path: Path) -> None:
    path = tmp_path / "log[1].csv"
    path.write_bytes((SAMPLE_LOGS / "shikaku_log_202608.csv").read_bytes())
    assert qlog.read_logs(path).months == ["2026-08"]


# tables in Japanese


@pytest.mark.parametrize("name", schema.TABLES)
def test_every_table_is_an_attribute_that_speaks_japanese(name: str, findings: qlog.Findings) -> None:
    frame = getattr(findings, name)
    shown = frame.jp()
    assert list(frame.columns) == schema.TABLES[name].names, "the table itself stays as it is"
    assert list(shown.columns) == [column.jp for column in schema.TABLES[name].columns]
    assert shown.shape == frame.shape
    assert type(shown) is pd.DataFrame


@pytest.mark.parametrize("name", [*schema.TABLES, "explanation", "files"])
def test_no_two_columns_of_a_table_have_one_label(name: str) -> None:
    table = schema.TABLES.get(name) or {"explanation": schema.EXPLANATION, "files": schema.FILES}[name]
    shown = [labels(name)[column] for column in table.names]
    assert len(set(shown)) == len(shown)


def test_codes_become_words(findings: qlog.Findings) -> None:
    shown = findings.unentrusted_visits.jp()
    assert set(shown["状態"]) <= set(schema.STATUSES.values())
    assert shown["状態"].map({label: code for code, label in schema.STATUSES.items()}).tolist() == (
        findings.unentrusted_visits.status.tolist()
    )


@pytest.mark.parametrize("name", schema.TABLES)
def test_every_code_that_occurs_has_a_word(name: str, findings: qlog.Findings) -> None:
    frame = getattr(findings, name)
    without = {
        (column, code)
        for column in CODE_WORDS.keys() & set(frame.columns)
        for code in frame[column].dropna().unique()
        if code not in CODE_WORDS[column]
    }
    assert without == set()


def test_rows_chosen_from_a_table_still_speak_japanese(findings: qlog.Findings) -> None:
    chosen = findings.monthly_days.query("unit == 'recipient'").assign(own=1).sort_values("days").head(3)
    assert isinstance(chosen, LabelledFrame)
    assert list(chosen.jp().columns)[-3:] == ["前々月の日数", "3か月の日数", "own"]


def test_what_is_computed_from_a_table_speaks_japanese_too(findings: qlog.Findings) -> None:
    sums: Any = findings.visits.groupby(["kind", "entrusted"]).agg(checks=("checks", "sum"), own=("checks", "max"))
    assert list(sums.jp().columns) == ["確認回数", "own"]
    assert sums.jp().index.names == ["種別", "委託"]
    assert ("医科", True) in sums.jp().index
    table: Any = pd.crosstab(findings.unentrusted_visits.month, findings.unentrusted_visits.status)
    assert set(table.jp().columns) <= set(schema.STATUSES.values())
    assert (table.jp().index.name, table.jp().columns.name) == ("診療月", "状態")


def test_an_explanation_has_the_declared_columns(findings: qlog.Findings) -> None:
    person = findings.frequent_visits.recipient_number.iloc[0]
    frame = findings.explain(person)
    assert list(frame.columns) == schema.EXPLANATION.names
    assert list(frame.jp().columns) == [column.jp for column in schema.EXPLANATION.columns]
    assert findings.explain("0000000").empty


# displays


def shown_numbers(html: str) -> list[int]:
    return [int(cell.replace(",", "")) for cell in re.findall(r"<td>([\d,]+)</td>", html)]


def test_displays_show_no_count_from_1_to_9(logs: qlog.Logs, findings: qlog.Findings) -> None:
    assert 0 < sum(logs.rejects.values()) < 10, "the sample must have something to mask"
    assert 0 < findings.counts["frequent_screened_people"] < 10
    for html in (logs._repr_html_(), findings._repr_html_()):
        assert [number for number in shown_numbers(html) if 0 < number < 10] == []
        assert "<td>＊</td>" in html
    assert "rejected=<10" in repr(logs)
    assert "frequent_screened_people=<10" in repr(findings)


def test_what_is_masked_cannot_be_worked_out_from_the_sum(findings: qlog.Findings) -> None:
    """Of the kinds of visits one is below ten; if only it were masked, the total less the others would be it."""
    rows = dict(re.findall(r"<tr><td>([^<]*)</td><td>([^<]*)</td></tr>", findings._repr_html_()))
    assert findings.counts["visits_other"] == 1
    kinds = ["うち医科", "うち歯科", "うち薬局", "うち訪問看護", "うちその他"]
    assert sum(rows[kind] == "＊" for kind in kinds) >= 2


def test_displays_say_in_japanese_what_they_are(logs: qlog.Logs, findings: qlog.Findings) -> None:
    assert "標準のレイアウト（想定）" in logs._repr_html_()
    assert "ログは下限です" in findings._repr_html_()
    assert "findings.summary" in findings._repr_html_()


def test_a_log_of_few_people_tells_no_number_of_people(logs: qlog.Logs) -> None:
    frame = logs.checks.to_pandas()
    few = frame[frame.recipient_number.isin(frame.recipient_number.unique()[:4])]
    html = qlog.analyze(qlog.read_logs(few))._repr_html_()
    assert "受給者 4 人" not in html
    assert [number for number in shown_numbers(html) if 0 < number < 10] == []


def test_displays_hold_no_value_of_a_person(logs: qlog.Logs, findings: qlog.Findings) -> None:
    checks = logs.checks
    personal = {column.name for column in schema.CHECK_FIELDS if column.personal} - {"sex"}
    values = {str(value) for name in personal for value in checks[name].unique().to_pylist() if value}
    text = logs._repr_html_() + findings._repr_html_() + repr(logs) + repr(findings)
    assert [value for value in values if value in text] == []


def test_an_inspected_file_is_shown_by_form_only(logs: qlog.Logs) -> None:
    html = qlog.inspect_file(SAMPLE_LOGS / "shikaku_log_202608.csv")._repr_html_()
    assert "レイアウト「default」でそのまま読めます" in html
    assert "<td>受給者番号</td>" in html
    numbers = set(logs.checks["recipient_number"].to_pylist())
    assert [number for number in numbers if number in html] == []


# errors


def test_errors_say_what_to_do(logs: qlog.Logs, findings: qlog.Findings, tmp_path: Path) -> None:
    wrong: list[tuple[type[qlog.QlogError], Any, str]] = [
        (NothingReadError, lambda: qlog.read_logs(42), "フォルダー・パターン"),  # type: ignore[arg-type]
        (NothingReadError, lambda: qlog.read_logs([logs]), "Logs"),  # type: ignore[list-item]
        (NothingReadError, lambda: qlog.read_logs({"method": ["01"]}), "dict"),
        (NothingReadError, lambda: qlog.read_logs(tmp_path / "*.csv"), "合うファイルがありません"),
        (NothingReadError, lambda: qlog.read_logs(tmp_path / "none.csv"), "none.csv がありません"),
        (NothingReadError, lambda: qlog.read_logs(tmp_path), "ログのファイルがありません"),
        (SettingsError, lambda: qlog.read_logs(SAMPLE_LOGS, layout="mine"), "レイアウト mine がありません"),
        (SettingsError, lambda: qlog.analyze(str(SAMPLE_LOGS)), "read_logs"),  # type: ignore[arg-type]
        (SettingsError, lambda: qlog.analyze(logs, settings={}), "qlog.Settings"),  # type: ignore[arg-type]
        (SettingsError, lambda: qlog.analyze(logs, month="2026/10"), "2026-10"),
        (SettingsError, lambda: qlog.analyze(logs, month="2026-01"), "2026-08"),
        (SettingsError, lambda: qlog.analyze(logs, engine="sqlite"), "duckdb"),
        (SettingsError, lambda: qlog.read_references(ticket="x.csv"), "tickets"),
        (SettingsError, lambda: findings.table("visit"), "visits"),
        (SettingsError, lambda: findings.judge({"frequent": {"month_days": 12}}), "qlog.Settings"),  # type: ignore[arg-type]
        (SettingsError, lambda: findings.explain(2056018), "文字列"),  # type: ignore[arg-type]
        (SettingsError, lambda: qlog.load_settings(tmp_path / "none.toml"), "がありません"),
    ]
    for kind, call, words in wrong:
        with pytest.raises(qlog.QlogError, match=words) as caught:
            call()
        assert isinstance(caught.value, kind) or words == "duckdb"
        assert caught.value.message.en.isascii()
