"""The contracts of import-linter hold for everything: no noun is left out, no import is excused."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
LINTER: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"][
    "importlinter"
]
NOUNS = {
    f"chalicelib.{folder.name}"
    for folder in (ROOT / "chalicelib").iterdir()
    if folder.is_dir() and list(folder.glob("**/*.py"))
}
LAYERLESS = {"chalicelib.kernel", "chalicelib.runtime"}
"""What every noun speaks and runs on: layers of their own they have not."""


def contract(name: str) -> dict[str, Any]:
    """The one whose name begins so."""
    (found,) = (one for one in LINTER["contracts"] if one["name"].startswith(name))
    return dict(found)


def test_no_import_is_excused() -> None:
    """0 exceptions, in whatever way they can be written."""
    excuses = {"ignore_imports", "unmatched_ignore_imports_alerting", "exhaustive_ignores"}
    assert [one["name"] for one in LINTER["contracts"] if excuses & set(one)] == []


def test_every_noun_has_its_place_in_the_order() -> None:
    """A new folder without one would be free to import, and be imported, by any."""
    layers = contract("A noun imports only")["layers"]
    placed = [name.strip() for layer in layers for name in layer.split("|")]
    assert len(placed) == len(set(placed))
    assert set(placed) >= NOUNS


def test_every_noun_has_its_layers() -> None:
    """All but those that have none."""
    assert set(contract("Inside a noun")["containers"]) == NOUNS - LAYERLESS


def test_every_package_is_under_contract() -> None:
    """The product and all that stands above it; `tools` is run beside the project."""
    packages = {file.parent.name for file in ROOT.glob("*/__init__.py")} - {"tests", "tools"}
    assert set(LINTER["root_packages"]) == packages
