"""The core speaks of fields and versions: pointers, parameters and headers are HTTP's words.
What it computes with it is given: it opens no file."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

PRODUCT = Path(__file__).parents[2] / "chalicelib"
CORE = sorted(
    file
    for folder in (PRODUCT / "kernel", *PRODUCT.glob("*/domain"), *PRODUCT.glob("*/application"))
    for file in folder.rglob("*.py")
)
PAGES = ("/officer/", "/ben-ngoai")
"""Begin the addresses of pages, which messages name."""
HTTP = re.compile(r"/[a-z_{]|\?[a-z_]+$")
"""A string that begins like a pointer or a parameter."""
_FILES = {"pathlib", "os", "io", "tempfile", "importlib"}
WORDS = re.compile(
    r"if-match|if_match|etag\b|idempotency-key|json pointer|\bpointers?\b|query parameter"
    r"|status code|\b(?:400|401|403|404|409|410|412|422|428|429)\b",
    re.IGNORECASE,
)


def test_there_is_a_core() -> None:
    """Else nothing is held."""
    assert len(CORE) > 100


def test_no_word_of_http_stands_in_the_core() -> None:
    """Neither in strings nor in docstrings nor as a name."""
    assert _found(_http_words) == []


def test_the_core_reads_no_file() -> None:
    """Tables come through an adapter."""
    assert _found(_openings) == []


def _found(look: Callable[[str], Iterator[str]]) -> list[tuple[str, str]]:
    """What is found where."""
    return [
        (str(file.relative_to(PRODUCT)), one)
        for file in CORE
        for one in look(file.read_text(encoding="utf-8"))
    ]


@pytest.mark.parametrize(
    "line", ["from pathlib import Path", "import os.path", "open('x')", "file.read_text()"]
)
def test_the_guard_finds_openings(line: str) -> None:
    """Each way that there is."""
    assert list(_openings(line))


@pytest.mark.parametrize(
    "line",
    [
        'Fault("/phone", "missing")',
        'Fault(f"/consents/{index}", "missing")',
        'Fault("?to", "empty_period")',
        'def f():\n    """`If-Match` is missing (428)."""',
        "fault.pointer",
    ],
)
def test_the_guard_finds_them(line: str) -> None:
    """What stood here once."""
    assert list(_http_words(line))


def _http_words(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = node.value
            if (HTTP.match(text) and not text.startswith(PAGES)) or WORDS.search(text):
                yield text
        elif isinstance(node, ast.Name | ast.Attribute | ast.arg):
            name = getattr(node, "id", None) or getattr(node, "attr", None) or node.arg  # type: ignore[union-attr]
            if name in ("pointer", "if_match"):
                yield name


def _openings(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom):
            yield from _FILES & {str(node.module).partition(".")[0]}
        elif isinstance(node, ast.Import):
            yield from _FILES & {one.name.partition(".")[0] for one in node.names}
        elif isinstance(node, ast.Call):
            if isinstance(node.func, ast.Name):
                yield from {node.func.id} & {"open"}
            elif isinstance(node.func, ast.Attribute):
                yield from {node.func.attr} & {"read_text", "read_bytes"}
