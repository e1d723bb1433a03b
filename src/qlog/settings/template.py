"""The generated qlog.toml: every setting with its default, what it does, what is allowed and where it comes from."""

from collections.abc import Iterator
from typing import Final

from pydantic.fields import FieldInfo

from qlog.settings.fields import allowed, in_toml, note
from qlog.settings.sections import OFFICE_EXAMPLE, OFFICE_SECTIONS, SECTIONS, Section

_HEAD: Final = """\
# qlog の設定
#
# # で始まる行は説明です。直すのは「名前 = 値」の行の値だけです。数字や記号は半角で書き、UTF-8 で保存してください。
# 消した項目は標準の値になります。間違いがあれば、実行したときに、行の番号と直し方をまとめて知らせます。
# どの目安も、地域の実情に合わせて自由に変えられます。
"""

_OFFICES: Final = f"""\
# ======== 福祉事務所ごとの違い（書かなければ、どの福祉事務所も上の設定のとおり） ========
#
# 公費負担者番号（8 けた）を見出しにして、違うところだけを書きます。書かない項目は、上の設定のとおりです。
# 分けて変えられるのは {"、".join(OFFICE_SECTIONS)} です。使うときは、次のような行を、行頭の # を取って書きます。
#
# {OFFICE_EXAMPLE}
# name = "見本市福祉事務所"
#
# {OFFICE_EXAMPLE[:-1]}.frequent]
# month_days = 12
#
# {OFFICE_EXAMPLE[:-1]}.unentrusted]
# registration_day = 20
"""


def settings_toml() -> str:
    """Return the text of a qlog.toml that gives exactly ``Settings()``, with Japanese comments."""
    return "\n".join([_HEAD, *(_section(name, model) for name, model in SECTIONS.items()), _OFFICES])


def _section(name: str, model: type[Section]) -> str:
    keys = "\n".join("\n".join(_key(key, field)) + "\n" for key, field in model.model_fields.items())
    return f"# ======== {model.title} ========\n\n[{name}]\n\n{keys}"


def _key(key: str, field: FieldInfo) -> Iterator[str]:
    told, default = note(field), in_toml(field.default)
    yield from (f"# {line}" for line in told.ja.splitlines())
    yield f"#   書ける値: {allowed(field).ja}"
    yield f"#   標準: {default}（{told.source}）"
    yield f"{key} = {default}"
