"""The kind: no call goes to a bucket of that name in another account. All sources are looked at."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[3]
SOURCES = ("chalicelib", "operations", "infra")
CALLS = frozenset(
    {
        *("copy_object", "delete_object", "delete_objects", "get_object", "head_bucket"),
        *("head_object", "list_objects_v2", "put_bucket_policy", "put_object"),
        *("put_public_access_block", "upload_file", "upload_fileobj"),
    }
)
"""What is said to a bucket. Signed forms and addresses cannot name its owner: `test_held.py`."""
OWNER = "ExpectedBucketOwner"


def _calls(tree: ast.AST) -> Iterator[ast.Call]:
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        name = call.func.attr if isinstance(call.func, ast.Attribute) else ""
        pages = name == "paginate" and any(word.arg == "Prefix" for word in call.keywords)
        if (name in CALLS and call.keywords) or pages:
            yield call


def _assigned(tree: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    """Name and value of each assignment, those of several at once one by one."""
    for node in (one for one in ast.walk(tree) if isinstance(one, ast.Assign)):
        for target in node.targets:
            if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
                names = map(ast.unparse, target.elts)
                yield from zip(names, node.value.elts, strict=True)
            else:
                yield ast.unparse(target), node.value


def _owners(tree: ast.AST) -> frozenset[str]:
    """Names of what holds the owner: made here, or by a function of this file that ends with it."""
    made = {name for name, value in _assigned(tree) if OWNER in ast.unparse(value)}
    makers = {
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and OWNER in ast.unparse(node.body[-1])
    }
    by_makers = {
        name
        for name, value in _assigned(tree)
        if isinstance(value, ast.Call) and ast.unparse(value.func) in makers
    }
    owners = made | by_makers
    for name, value in _assigned(tree):
        if any(f"**{owner}" in ast.unparse(value) for owner in made | by_makers):
            owners.add(name)
    return frozenset(owners | set(_handed_on(tree, owners)))


def _handed_on(tree: ast.AST, owners: set[str]) -> Iterator[str]:
    """Parameters of this file's functions to which they are handed."""
    functions = {node.name: node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        called = functions.get(ast.unparse(call.func))
        for given, taken in zip(call.args, called.args.args if called else (), strict=False):
            said = ast.unparse(given)
            if said in owners or any(f"**{owner}" in said for owner in owners):
                yield taken.arg


def _names_its_owner(call: ast.Call, owners: frozenset[str]) -> bool:
    for word in call.keywords:
        said = ast.unparse(word.value)
        if word.arg == OWNER or (word.arg in (None, "ExtraArgs") and (said in owners)):
            return True
    return False


def test_every_call_names_the_buckets_owner() -> None:
    """A new one without it is named here."""
    wrong, seen = [], 0
    for file in (file for source in SOURCES for file in sorted((ROOT / source).rglob("*.py"))):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        calls = list(_calls(tree))
        owners = _owners(tree) if calls else frozenset()
        for call in calls:
            seen += 1
            if not _names_its_owner(call, owners):
                wrong.append(f"{file.relative_to(ROOT)}:{call.lineno}: {ast.unparse(call)[:80]}")
    assert (wrong, seen >= 25) == ([], True)
