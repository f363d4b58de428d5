"""What a fresh process imports before it is asked for anything."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
LATE = {
    "PIL",
    "aws_xray_sdk",
    "cryptography",
    "fastjsonschema",
    "holidays",
    "jwt",
    "phonenumbers",
    "pydantic",
    "pynamodb",
    "xlsxwriter",
}
"""Only some requests or workers need them; together they cost more than all the rest."""


@pytest.fixture(scope="module")
def imported() -> set[str]:
    """The top-level modules that a process has which only imported the app."""
    program = "import app, json, sys; print(json.dumps([m for m in sys.modules if '.' not in m]))"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, check=True, capture_output=True, text=True
    )
    return set(json.loads(done.stdout))


@pytest.mark.parametrize("module", sorted(LATE))
def test_the_app_starts_without(module: str, imported: set[str]) -> None:
    """What only some requests need is not paid for by every start."""
    assert module not in imported


def test_the_app_brings_its_framework(imported: set[str]) -> None:
    """The list that is looked at is that of a process which did import the app."""
    assert {"app", "chalice", "chalicelib"} <= imported
