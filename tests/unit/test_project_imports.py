"""What is optional imports when it is used: the door opens at once, and an office needs no cluster software."""

import subprocess
import sys

import pytest


def loaded_by(statement: str) -> set[str]:
    """Top-level packages in memory after ``statement``, in an interpreter of its own."""
    code = f"{statement}\nimport sys\nprint(*{{name.partition('.')[0] for name in sys.modules}})"
    return set(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split())


def test_importing_qlog_imports_no_library() -> None:
    assert (
        loaded_by("import qlog") & {"duckdb", "numpy", "pandas", "pyarrow", "pydantic", "typer", "xlsxwriter"} == set()
    )


@pytest.mark.parametrize("name", ["analyze", "read_logs", "Settings"])
def test_no_public_name_imports_what_is_only_for_clusters_and_notebooks(name: str) -> None:
    assert loaded_by(f"from qlog import {name}") & {"pyspark", "sqlglot", "matplotlib", "sklearn", "scipy"} == set()


def test_every_public_name_exists() -> None:
    import qlog

    assert [name for name in qlog.__all__ if not hasattr(qlog, name)] == []
