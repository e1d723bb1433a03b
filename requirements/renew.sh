#!/bin/sh
# Makes the pinned requirements anew from pyproject.toml; `--upgrade` as argument takes newer versions, else pins stay.
set -eu
cd "$(dirname "$0")/.."
lock() {
    file=requirements/$1
    shift
    uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-annotate --quiet \
        --no-emit-index-url --no-emit-find-links --custom-compile-command "sh requirements/renew.sh" \
        --output-file "$file" "$@"
}
lock run.txt --group build "$@"
lock test.txt --group build --group test --group style --group benchmark --group docs --group notebooks \
    --extra plot --extra spark --constraints requirements/run.txt "$@"
lock notebook.txt --extra notebook --group build --constraints requirements/run.txt "$@"
