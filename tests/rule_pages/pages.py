"""Which page tells what, and how a page is written."""

import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from qlog import schema
from qlog.gaps import ENOUGH_DATES, FEWEST_EXPECTED, USUAL_SHARE
from qlog.rules import load_rule
from tests.rule_pages import samples, wording
from tests.rule_pages.record import Case, Example, Expectation, examples
from tests.spec import tables

COMMAND = "python -m tests.rule_pages"
_HERE = Path(__file__).parent


@dataclass(frozen=True)
class Page:
    """One page: file name, title, what it is about, its rules, the rules behind them, tables, spec tests, samples."""

    name: str
    title: str
    lead: str
    rules: tuple[str, ...]
    tables: tuple[str, ...]
    specs: tuple[str, ...]
    behind: tuple[str, ...] = ()
    samples: Callable[[], Iterator[str]] | None = None


PAGES = (
    Page(
        "identity",
        "同じ行と同じ人",
        "同じ行が何度届いても一度だけ数え、受給者番号が変わった人は一人として数えます。",
        rules=("checks", "known_numbers", "number_changes"),
        tables=("number_changes",),
        specs=("test_identity",),
    ),
    Page(
        "visits",
        "受診",
        "資格確認のうち、本人が来ていたと言えるものを、一日一か所につき一回の受診とします。",
        rules=("visits",),
        tables=("visits",),
        specs=("test_visits",),
    ),
    Page(
        "monthly_days",
        "月別受診日数",
        "月ごとの受診日数を、一つの医療機関ごとと、医科を合わせた人ごとの、二つの単位で数えます。",
        rules=("monthly_days",),
        tables=("monthly_days",),
        specs=("test_monthly_days",),
    ),
    Page(
        "frequent_visits",
        "頻回受診の傾向",
        "受診日数の多い人を、声をかける手がかりとして示します。人についての判断ではありません。判断は医師が行います。",
        rules=("frequent_visits", "frequent_details"),
        tables=("frequent_visits", "frequent_details"),
        specs=("test_frequent_visits",),
        samples=samples.details,
    ),
    Page(
        "unentrusted_visits",
        "未委託受診",
        "券が見えなかった受診に、登録が遅れただけなどの理由がないかを順に調べ、残ったものだけを「要確認」とします。",
        rules=("unentrusted_visits", "unentrusted_reasons", "unentrusted_changes"),
        tables=("unentrusted_visits", "unentrusted_reasons", "unentrusted_changes"),
        specs=("test_unentrusted_visits", "test_other_law", "test_new_recipients"),
        behind=("unentrusted_days", "tickets", "other_law", "first_seen"),
        samples=samples.reasons,
    ),
    Page(
        "duplicate_checks",
        "同日の重複資格確認",
        "同じ日に何度も確認のあった受診と、同じ日に二か所以上の医科を受診した日を示します。",
        rules=("duplicate_visits",),
        tables=("duplicate_checks",),
        specs=("test_duplicate_checks",),
    ),
    Page(
        "institutions",
        "医療機関別",
        "医療機関等の月ごとの姿と、確認のしかたについて連絡してみる候補を示します。",
        rules=("institutions", "institution_habits"),
        tables=("institutions", "institution_signals"),
        specs=("test_institutions",),
        behind=("institution_checks", "office_institutions", "shown_names", "rereads"),
    ),
    Page(
        "summary",
        "集計",
        "福祉事務所の月ごとの件数と、年齢階級別に数えるための生まれた年代です。",
        rules=("summary", "age_groups"),
        tables=("summary", "age_groups"),
        specs=("test_summary",),
        behind=("recipient_months",),
    ),
    Page(
        "gaps",
        "記録の空白",
        "ふだん記録のある日に記録がないとき、届いていないログがあるかもしれないと知らせます。",
        rules=(),
        tables=("gaps",),
        specs=("test_gaps",),
    ),
    Page(
        "coverage",
        "ログの範囲と、事務所の一覧",
        "ログがどこまで見えているか、事務所の一覧がログの人に当てはまっているかを示します。ログは下限です。",
        rules=("coverage", "reach"),
        tables=("coverage",),
        specs=(),
        behind=("people",),
    ),
)
# gaps are found in Python, not in SQL
_GAPS = (
    f"曜日ごとに（祝日と年末年始は曜日とは別に）、記録のある日の割合を見る。{ENOUGH_DATES}日以上あるうちの"
    f"{USUAL_SHARE:.0%}以上に記録がある曜日は、ふだん記録のある日とみなす。"
    "その曜日の一日の件数の中央値を、ふだんの件数とする。ふだん記録のある日に記録がなければ、次に記録のある日までを一続きとし、"
    f"そのふだんの件数の合計が{FEWEST_EXPECTED}件以上なら、空白として知らせる。{FEWEST_EXPECTED}件あるはずの日々が偶然に0件になるのは、"
    "二万回に一回ほど（ポアソン分布）。それより少なければ、小さな事務所ではよくあることなので知らせない。（`gaps.py`）"
)


def render_all() -> dict[str, str]:
    """Return every page: file name -> Markdown."""
    titles: dict[str, dict[str, str]] = tomllib.loads((_HERE / "titles.toml").read_text(encoding="utf-8"))
    pages = {f"{page.name}.md": "\n".join(_page(page, titles)) + "\n" for page in PAGES}
    return {"README.md": "\n".join(_index()) + "\n", **pages}


def _index() -> Iterator[str]:
    yield from (
        "# 判定のきまり",
        "",
        "qlog がログから何を数え、どう判定するかを、きまりと例で示します。例は、検査でそのまま確かめています。",
        "数（15日、40日、10日など）は既定の値で、事務所ごとに設定で変えられます。",
        "",
        "| 頁 | 何が書いてあるか |",
        "|---|---|",
    )
    for page in PAGES:
        yield f"| [{page.title}]({page.name}.md) | {page.lead} |"
    yield from (
        "",
        "## 例の読み方",
        "",
        "- 受給者は A〜F、福祉事務所は「東」「西」と書きます。",
        "- 書いていなければ、受給者は A、福祉事務所は東、医療機関等は診療所1です。",
        "- 「確認の日時」に時刻がなければ、その日の9時です。「1〜13日」は、その間の毎日です。",
        "- 「確認方法」を書いていなければ、カードです。",
        "- 「確認で見えた券」を書いていなければ、その月の券が登録済みです。",
        "- 「15 + 13 = 28」は、どう数えてその数になるかを示します。「－」は空欄です。",
        "",
        _source(),
    )


def _page(page: Page, titles: dict[str, dict[str, str]]) -> Iterator[str]:
    yield from (f"# {page.title}", "", page.lead, "", "[きまりの一覧へ戻る](README.md)", "", "## きまり", "")
    if page.name == "gaps":
        yield f"- {_GAPS}"
    yield from _rules(page.rules)
    if page.behind:
        yield from ("", "そのために、次のことを調べておきます。", "", *_rules(page.behind))
    for name in page.tables:
        table = schema.TABLES[name]
        yield from ("", f"## 表「{table.jp}」（`{table.name}`）の列", "")
        yield "、".join(f"{column.jp}（`{column.name}`）" for column in table.columns)
    if page.samples is not None:
        yield from ("", *page.samples())
    if page.specs:
        yield from ("", "## 例", "")
    shown = [(spec, example) for spec in page.specs for example in examples(spec)]
    for number, (spec, example) in enumerate(shown, start=1):
        yield from _example(number, example, titles[spec][example.name])
    yield _source() if page.specs else f"\n{_source()}"


def _rules(names: tuple[str, ...]) -> Iterator[str]:
    yield from (f"- {load_rule(name).ja}（`{name}.sql`）" for name in names)


def _example(number: int, example: Example, title: str) -> Iterator[str]:
    head, _, note = title.partition("\n")
    yield from (f"### {number}. {head}", "")
    for place, case in enumerate(example.cases, start=1):
        if len(example.cases) > 1:
            yield from (f"場合{place}", "")
        yield from _case(case)
    if note.strip():
        yield from (note.strip(), "")


def _case(case: Case) -> Iterator[str]:
    yield from ("ログ", "", *_table(case.checks, schema.CHECKS), "")
    for name, text in case.lists.items():
        table = schema.REFERENCE_TABLES[name]
        rows = tables.parse(text)
        yield from (f"「{table.jp}」の一覧" + ("" if rows else "（一行もない）"), "")
        if rows:
            yield from (*_table(text, table), "")
    if case.settings:
        yield from ("設定", "", "```toml", *_settings(case.settings), "```", "")
    for expectation in case.expected:
        yield from _expectation(expectation)


def _expectation(expectation: Expectation) -> Iterator[str]:
    table = schema.TABLES[expectation.table]
    only = "、".join(
        f"{wording.header(name, table)}が「{wording.cell(name, value)}」" for name, value in expectation.only.items()
    )
    told = f"結果：{table.jp}" + (f"（{only}の行）" if only else "")
    if expectation.rows is None:
        yield from (f"{told} — なし", "")
    else:
        yield from (told, "", *_table(expectation.rows, table), "")


def _table(text: str, table: schema.Table) -> Iterator[str]:
    names = tables.header_of(text)
    yield f"| {' | '.join(wording.header(name, table) for name in names)} |"
    yield "|" + "---|" * len(names)
    for row in tables.parse(text):
        yield f"| {' | '.join(wording.cell(name, value) for name, value in row.items())} |"


def _settings(sections: dict[str, dict[str, object]]) -> Iterator[str]:
    for name, own in sections.items():
        if name == "office":
            for office, section in own.items():
                yield f"# {wording.office(office)}の福祉事務所だけ"
                assert isinstance(section, dict)
                yield from _settings(section)
        else:
            yield f"[{name}]"
            yield from (wording.setting(key, value) for key, value in own.items())


def _source() -> str:
    return (
        f"（この頁は `src/qlog/rules/` と `tests/spec/` から `{COMMAND}` で作られています。"
        "直すときは、もとのほうを直します。）"
    )
