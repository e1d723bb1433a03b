"""On which line a key of a TOML text stands."""

import tomllib

import pytest

from qlog.settings import settings_toml
from qlog.settings.positions import key_lines

TEXT = '''\
top = 1                      # 1
"quoted key" = 2             # 2
dotted.inner.key = 3         # 3

[section]                    # 5
list = [                     # 6
  "[not a heading]",
  "a = 1",  # ]
]
text = """                   # 10
[no heading]
key = "no key"
"""
inline = { a = 1, b.c = 2 }  # 14
  [section.below]            # 15
literal = \'\'\'
x = 1\'\'\'
last = 5                     # 18
[[many]]                     # 19
one = 1                      # 20
[[many]]
one = 2
[section . "spaced" . "12016010"]
number = 12016010            # 24
'''
LINES = {
    ("top",): 1,
    ("quoted key",): 2,
    ("dotted",): 3,
    ("dotted", "inner"): 3,
    ("dotted", "inner", "key"): 3,
    ("section",): 5,
    ("section", "list"): 6,
    ("section", "text"): 10,
    ("section", "inline"): 14,
    ("section", "inline", "a"): 14,
    ("section", "inline", "b"): 14,
    ("section", "inline", "b", "c"): 14,
    ("section", "below"): 15,
    ("section", "below", "literal"): 16,
    ("section", "below", "last"): 18,
    ("many",): 19,
    ("many", "one"): 20,
    ("section", "spaced"): 23,
    ("section", "spaced", "12016010"): 23,
    ("section", "spaced", "12016010", "number"): 24,
}


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_every_key_of_every_form_has_the_line_it_begins_on(newline):
    text = TEXT.replace("\n", newline)
    assert tomllib.loads(text)
    assert key_lines(text) == LINES


def test_the_generated_file_names_each_key_on_the_line_found_for_it():
    lines = settings_toml().splitlines()
    found = key_lines(settings_toml())
    assert len(found) == 18
    for path, line in found.items():
        assert lines[line - 1].startswith(f"[{path[0]}]" if len(path) == 1 else f"{path[-1]} = ")


def test_a_text_without_keys_has_no_lines():
    assert key_lines("") == {}
    assert key_lines("# comment\n\n") == {}
