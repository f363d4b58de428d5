"""One name, one thing: whoever searches for a class finds one. And nothing is too long to see."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("chalicelib", "infra", "operations", "localstack", "bench", "chaos", "load")
FILES = [
    ROOT / "app.py",
    *(file for name in PACKAGES for file in sorted((ROOT / name).rglob("*.py"))),
]
RIDDLES = {"news", "shelf", "shelves", "tidings", "nudging", "tales", "plot"}
_RIDDLE = re.compile("|".join(sorted(RIDDLES)), re.IGNORECASE)
"""Files without any of them anywhere need not be parsed."""
LONGEST_FILE = 300
LONGEST_FUNCTION = 40
"""Lines, decorators not counted."""


def test_a_class_name_stands_once() -> None:
    """In the product and around it; classes inside classes (PynamoDB's `Meta`) have no name of
    their own."""
    places: defaultdict[str, list[str]] = defaultdict(list)
    for file in FILES:
        for node in _tree(file).body:
            if isinstance(node, ast.ClassDef):
                places[node.name].append(_name(file))
    assert len(places) > 400
    assert {name: found for name, found in places.items() if len(found) > 1} == {}


def test_no_name_must_be_decoded() -> None:
    """Words that said nothing to a newcomer, and had to be looked up, are no part of any name."""
    files = [*FILES, *sorted((ROOT / "tests").rglob("*.py"))]
    found = {
        f"{_name(file)}: {name}"
        for file in files
        if _RIDDLE.search(file.stem + file.read_text("utf-8"))
        for name in (file.stem, *_names(_tree(file)))
        if RIDDLES & set(re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower().split("_"))
    }
    assert {one for one in found if not one.endswith(" RIDDLES")} == set()


def test_no_file_is_longer_than_300_lines() -> None:
    """A longer one holds two things."""
    lengths = {_name(file): len(file.read_text("utf-8").splitlines()) for file in FILES}
    assert {name: n for name, n in lengths.items() if n > LONGEST_FILE} == {}


def test_no_function_is_longer_than_40_lines() -> None:
    """A longer one does two things."""
    lengths = {
        f"{_name(file)}:{node.name}": (node.end_lineno or node.lineno) - node.lineno + 1
        for file in FILES
        for node in ast.walk(_tree(file))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert {name: n for name, n in lengths.items() if n > LONGEST_FUNCTION} == {}


def _names(tree: ast.Module) -> Iterator[str]:
    """Of everything that is defined, bound or asked for."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef | ast.FunctionDef):
            yield node.name
        elif isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.Attribute):
            yield node.attr


def _tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text("utf-8"))


def _name(file: Path) -> str:
    return str(file.relative_to(ROOT))
