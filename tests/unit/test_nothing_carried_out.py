"""Nothing that comes in is carried out, and no connection goes without its certificate: all sources
of the product, of its pages and of their scripts are looked at."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
FOLDERS = ("chalicelib", "infra", "operations")
CARRIES_OUT = frozenset({"eval", "exec", "__import__", "execfile"})
READS_OBJECTS = frozenset({"pickle", "marshal", "shelve", "dill", "yaml", "jsonpickle"})
ALLOWED = {
    "chalicelib/kernel/frozen.py: exec": "constructors of our own classes, of their own names"
}
LOOSE = frozenset({("shell", True), ("verify", False), ("use_ssl", False)})
SINKS = re.compile(
    r"\binnerHTML|\bouterHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|"
    r"postMessage|localStorage|setTimeout\(\s*['\"`]|javascript:"
)
MARKUP = re.compile(r"(\S+)\|\s*safe\b")
LITERAL = re.compile(r"""^.*(?:'[^'{}]*'|"[^"{}]*")$""")


def _sources(*suffixes: str, folders: tuple[str, ...] = FOLDERS) -> Iterator[tuple[str, str]]:
    for folder in folders:
        for file in sorted((ROOT / folder).rglob("*")):
            if file.suffix in suffixes and "vendor" not in file.parts:
                yield file.relative_to(ROOT).as_posix(), file.read_text(encoding="utf-8")


def _of(name: str, tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            named = [node.module] if isinstance(node, ast.ImportFrom) else []
            named += [one.name for one in node.names]
            yield from (f"{name}: {one}" for one in named if one in READS_OBJECTS)
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            if called in CARRIES_OUT or called == "os.system":
                yield f"{name}: {called}"
            for word in node.keywords:
                value = word.value.value if isinstance(word.value, ast.Constant) else None
                if (word.arg, value) in LOOSE:
                    yield f"{name}: {word.arg}={value}"


def test_no_input_is_code() -> None:
    """Neither carried out nor unpacked into objects; no shell, and TLS is never loosened."""
    found = [one for name, text in _sources(".py") for one in _of(name, ast.parse(text))]
    assert found == list(ALLOWED)


def test_pages_fill_in_texts_alone() -> None:
    """Markup in a template is a text of the template itself, never something that is filled in."""
    wrong = []
    for name, text in _sources(".html", folders=("chalicelib",)):
        wrong += [
            f"{name}: {found[0]}"
            for found in MARKUP.finditer(text)
            if not LITERAL.match(text[text.rfind("\n", 0, found.end(1)) + 1 : found.end(1)])
        ]
        wrong += [name for _ in re.finditer(r"autoescape\s+false|<script(?![^>]*\bsrc=)", text)]
    assert wrong == []


def test_scripts_put_in_no_markup_and_keep_nothing_for_good() -> None:
    """What they show they write as text; what is kept beyond the tab is the team's own store."""
    found = [
        f"{name}: {one[0]}"
        for name, text in _sources(".js", folders=("static", "chalicelib"))
        for one in SINKS.finditer(text)
    ]
    assert found == []
