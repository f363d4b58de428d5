"""What the command that sends a list shows."""

from __future__ import annotations

from dataclasses import replace

from chalicelib.imports.domain.kinds import ListKind
from chalicelib.imports.domain.list_imports import ImportMode, ImportState
from operations.import_list import bar, result
from tests.support.imports import Imports
from tests.support.list_files import eligible, list_csv

KIND = ListKind.ELIGIBLE_CITIZENS


def test_a_bar_grows_with_the_rows() -> None:
    """Of the state that it is in."""
    started = Imports().start(KIND, list_csv(KIND, *eligible(1)))
    assert bar(started) == f"[{'.' * 30}] waiting 0 of 0"
    half = replace(started, state=ImportState.WRITING, rows=20_000, pieces=20, piece=10)
    assert bar(half) == f"[{'#' * 15}{'.' * 15}] writing 10,000 of 20,000"
    over = replace(half, state=ImportState.DONE, piece=0)
    assert bar(over) == f"[{'#' * 30}] done 20,000 of 20,000"


def test_the_result_names_each_bad_line_and_no_value() -> None:
    """And how many more there are."""
    people = [[*row[:3], "4711", ""] for row in eligible(102)]
    told = result(Imports().run(KIND, list_csv(KIND, *people), ImportMode.CHECK, replace=True))
    assert told[0] == "done: 102 rows, 0 good, 0 unchanged, 102 bad"
    assert told[1] == "0 leave the list"
    assert told[2].startswith("line 2, personal_id: A personal number")
    assert told[-1] == "and 2 more faults"
    assert "4711" not in " ".join(told)
