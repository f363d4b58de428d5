"""One name, one thing: whoever searches for a class finds one."""

from __future__ import annotations

import ast
from collections import defaultdict
from pathlib import Path

PRODUCT = Path(__file__).parents[2] / "chalicelib"


def test_a_class_name_stands_once_in_the_product() -> None:
    """Classes inside classes (PynamoDB's `Meta`) have no name of their own."""
    places: defaultdict[str, list[str]] = defaultdict(list)
    for file in sorted(PRODUCT.rglob("*.py")):
        for node in ast.parse(file.read_text()).body:
            if isinstance(node, ast.ClassDef):
                places[node.name].append(str(file.relative_to(PRODUCT)))
    assert len(places) > 100
    assert {name: found for name, found in places.items() if len(found) > 1} == {}
