"""The kind: nothing that was read, or is remembered, is written back whole and unseen.

A write over an item says what must be stored for it (`condition`), or changes single attributes.
What does neither stands here, with the reason why nothing can be lost by it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[3] / "chalicelib"
HARMLESS = {
    ("agencies/adapters/directory_store.py", "announce"): "a fresh token, made of nothing",
    ("rules/adapters/rulebook.py", "add"): "a fresh token, made of nothing",
    ("figures/adapters/figure_records.py", "put_contributions"): "a repair, by an operator",
    ("figures/adapters/figure_records.py", "put_page"): "the same",
    ("figures/adapters/figure_log.py", "keep"): "made of the log, and made of it again at any time",
    ("figures/adapters/figure_log.py", "keep_open_rounds"): "the same",
    ("local_stage/adapters/clock.py", "move_to"): "the local stack's clock",
    ("local_stage/adapters/pipeline.py", "report"): "the local stack's barrier",
    ("local_stage/adapters/pipeline.py", "_through"): "the local stack's barrier",
    ("agencies/adapters/directory_store.py", "_put_document"): "the first load, from files",
    ("imports/adapters/records.py", "show"): "the newest check of a file says who would leave",
    ("imports/adapters/entries.py", "put"): "one import at a time has a list; see the module",
    ("imports/adapters/tallies.py", "put"): "counted anew of what is there",
    ("campaign/adapters/official_book.py", "place"): "the newest list says where somebody is",
    ("runtime/dynamodb/presence.py", "_write"): "where there is none: its condition is in the call",
    ("cases/adapters/sheet_document.py", "write"): "a document in memory, no item",
    ("cases/adapters/sheet_document.py", "_small"): "the same",
    ("cases/adapters/sheet_map.py", "map_picture"): "the same",
    ("cases/adapters/followers.py", "follow"): "all of it is the key: the same again is the same",
    ("cases/adapters/low_ratings.py", "keep"): "the last count of a day is as good as any",
    ("staff/adapters/post_marks.py", "keep"): "an older day only lets a run be made once more",
    ("search/adapters/search_index.py", "add"): "all of it is the key, or made of the case",
}
"""By file and function: unconditional `save`, and `save_over`, which asks for no version."""


def _writes(function: ast.AST) -> Iterator[ast.Call]:
    for call in (node for node in ast.walk(function) if isinstance(node, ast.Call)):
        name = call.func.attr if isinstance(call.func, ast.Attribute) else None
        plain = call.func.id if isinstance(call.func, ast.Name) else None
        if plain == "save_over":
            yield call
        if name == "put_item":
            yield call
        if name == "save" and not any(keyword.arg == "condition" for keyword in call.keywords):
            yield call


def _unconditional() -> Iterator[tuple[str, str]]:
    for file in sorted(ROOT.rglob("*.py")):
        place = file.relative_to(ROOT).as_posix()
        if "/adapters/" not in place and not place.startswith("runtime/"):
            continue
        if "/media/" in place or place == "runtime/dynamodb/stored_items.py":
            continue
        tree = ast.parse(file.read_text(encoding="utf-8"))
        for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
            if any(_writes(function)):
                yield place, function.name


def test_every_write_says_what_must_be_stored() -> None:
    """All adapters: a new write without a condition is named here, with its reason, or is none."""
    found = set(_unconditional())
    assert found == set(HARMLESS)
    assert all(HARMLESS.values())
