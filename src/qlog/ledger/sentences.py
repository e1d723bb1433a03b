"""What is said about returned workbooks: file, sheet and cell, never what is written there."""

from collections.abc import Iterable
from itertools import groupby
from typing import Final

from qlog.errors import Message
from qlog.ledger.returned import Problem

_SHOWN_CELLS: Final = 20
# reason -> Japanese, English; {header} is the header of the column
REASONS: Final[dict[str, tuple[str, str]]] = {
    "no_sheet": ("シートがありません（名前を変えたときは、元に戻してください）", "the sheet is missing or was renamed"),
    "no_header": ("見出しの行（受給者番号）が見つからないため、シートを読めません", "no header row was found"),
    "other_month": ("表題の月が、ブックの月と違うため、シートを読みませんでした", "its title is of another month"),
    "no_key": (
        "「{header}」の列がなく、誰の記入か分からないため、シートを読めません",
        "without the column {header} nobody knows whose entries these are",
    ),
    "twice_key": ("「{header}」の列が二つ以上あるため、シートを読めません", "there are several columns {header}"),
    "no_column": ("「{header}」の列がありません（ほかの列は読みました）", "the column {header} is missing"),
    "twice_column": (
        "「{header}」の列が二つ以上あり、どちらか分からないため読みませんでした",
        "there are several columns {header}; none was read",
    ),
    "merged": (
        "「{header}」の結合されたセルです。記入は一番上の行のものとして読みました",
        "{header}: a merged cell; the entry was read for its first row only",
    ),
    "person": (
        "「{header}」の行の受給者番号が7桁の数字でないため、読めません",
        "{header}: no recipient number of seven digits",
    ),
    "unit": ("「{header}」の行の単位が分からないため、読めません", "{header}: the unit of the row is unknown"),
    "institution": (
        "「{header}」の行の医療機関等コードが10桁でない（合計の行では空欄でない）ため、読めません",
        "{header}: no institution code of ten digits, or one on a row of totals",
    ),
    "choice": ("「{header}」が一覧にない言葉のため、読めません", "{header}: not a word of the list"),
    "date": ("「{header}」が日付として読めません", "{header}: no date"),
    "days": ("「{header}」が0から31までの整数ではありません", "{header}: no whole number from 0 to 31"),
}  # fmt: skip


def problem_messages(file: str, problems: Iterable[Problem]) -> list[Message]:
    """Return one sentence for each sheet, reason and column of a file, with the cells."""

    def what(problem: Problem) -> tuple[str, str, str]:
        return problem.sheet, problem.reason, problem.header

    messages = []
    for (sheet, reason, header), same in groupby(sorted(problems, key=what), key=what):
        ja, en = (text.format(header=header) for text in REASONS[reason])
        cells = [problem.cell for problem in same if problem.cell]
        listed = "、".join(cells[:_SHOWN_CELLS])
        more_ja = f" ほか{len(cells) - _SHOWN_CELLS:,}か所" if len(cells) > _SHOWN_CELLS else ""
        more_en = f" and {len(cells) - _SHOWN_CELLS:,} more" if len(cells) > _SHOWN_CELLS else ""
        at_ja, at_en = (f"　{listed}{more_ja}", f" {listed}{more_en}") if cells else ("", "")
        messages.append(
            Message(ja=f"台帳 {file}「{sheet}」{at_ja}：{ja}。", en=f"ledger {file}, sheet {sheet}{at_en}: {en}")
        )
    return messages


def refused_message(file: str, why: Message) -> Message:
    """Return the sentence about a file of which nothing was read."""
    return Message(ja=f"台帳 {file}：読み込めません。{why.ja}", en=f"ledger {file}: refused: {why.en}")


def conflict_message(month: str, sheet: str, header: str, places: list[tuple[str, str]]) -> Message:
    """Return the sentence about copies that differ; ``places`` are file and cell in the order they were read."""
    listed = "、".join(f"{file} の {cell}" for file, cell in places)
    return Message(
        ja=f"台帳 {month}「{sheet}」の「{header}」が写しで食い違っています：{listed}。"
        f"あとに読んだ {places[-1][0]} の記入を引き継ぎ、どの記入もブックに示しました。",
        en=f"ledger {month}, sheet {sheet}, {header}: copies differ: {listed}; the one read last is carried forward",
    )


PSEUDONYMS = Message(
    ja="台帳の記入には個人の名前が書かれていることがあるため、仮名にする実行では読みません。",
    en="entries may name people: the ledger is not read in a run under pseudonyms",
)
