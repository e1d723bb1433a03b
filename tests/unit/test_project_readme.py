"""README.md and README.ja.md: one content in two languages, links that lead somewhere, Python that runs as printed."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ENGLISH = (ROOT / "README.md").read_text(encoding="utf-8")
JAPANESE = (ROOT / "README.ja.md").read_text(encoding="utf-8")


def blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL)


def without_comments(code: str) -> str:
    return re.sub(r"\s+#.*", "", code)


def test_each_language_links_the_other_in_its_first_line() -> None:
    assert "(README.ja.md)" in ENGLISH.splitlines()[0]
    assert "(README.md)" in JAPANESE.splitlines()[0]


def test_there_are_exactly_two_commands_of_one_line_each() -> None:
    assert [block.count("\n") for block in blocks(ENGLISH, "sh")] == [1, 1]
    assert [block.count("\n") for block in blocks(ENGLISH, "bat")] == [1, 1]


def test_windows_gets_the_same_commands() -> None:
    for linux, windows in zip(blocks(ENGLISH, "sh"), blocks(ENGLISH, "bat"), strict=True):
        as_windows = linux.replace("python3 ", "py -3.11 ").replace(".venv/bin/", ".venv/Scripts/").replace("/", "\\")
        assert as_windows == windows


@pytest.mark.parametrize("language", ["sh", "bat", "python"])
def test_both_readmes_show_the_same_code(language: str) -> None:
    english, japanese = (list(map(without_comments, blocks(text, language))) for text in (ENGLISH, JAPANESE))
    assert english == japanese


def test_both_readmes_have_the_same_build() -> None:
    def build(text: str) -> list[str]:
        return [re.match(r"#+|\||- |```", line)[0] for line in text.splitlines() if re.match(r"#+|\||- |```", line)]  # type: ignore[index]

    assert build(ENGLISH) == build(JAPANESE)


@pytest.mark.parametrize("name", ["README.md", "README.ja.md", "GLOSSARY.md", "CHANGELOG.md", "requirements/README.md"])
def test_every_link_leads_to_a_file(name: str) -> None:
    page = ROOT / name
    links = re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_the_python_lines_run_as_printed(tmp_path: Path) -> None:
    (code,) = blocks(ENGLISH, "python")
    shutil.copytree(ROOT / "sample_logs", tmp_path / "sample_logs")
    path = os.pathsep.join(str(Path(entry).resolve()) for entry in sys.path if entry)
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env=os.environ | {"PYTHONUTF8": "1", "PYTHONPATH": path},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "october.xlsx").stat().st_size > 0


def test_the_table_of_commands_is_complete_and_true() -> None:
    shown = subprocess.run(
        [sys.executable, "-m", "qlog", "--help"], capture_output=True, text=True, encoding="utf-8", check=True
    ).stdout
    there = re.findall(r"^  (\w+)  ", shown.partition("Commands:")[2], flags=re.MULTILINE)
    assert there, "the help lists no commands"
    assert sorted(re.findall(r"^\| `qlog (\w+) ", ENGLISH, flags=re.MULTILINE)) == sorted(there)
