"""What a fresh process imports before it is asked for anything."""

from __future__ import annotations

import json
import re
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


WIRED_LATE = ("chalicelib.identity", "chalicelib.cases.application.similar", "numpy")
"""What a case page needs nothing of, although other requests about cases do."""
_WIRE = """
import json, sys
import chalicelib.cases.http.cases
from chalicelib.cases.wiring import register
from chalicelib.runtime.services import Services
from chalicelib.runtime.settings import Settings
register(Services(Settings({})))
print(json.dumps(sorted(sys.modules)))
"""


def test_a_case_page_does_not_import_what_other_requests_need() -> None:
    """The noun's wiring names them, and whoever asks for one imports it."""
    done = subprocess.run(
        [sys.executable, "-c", _WIRE], cwd=ROOT, check=True, capture_output=True, text=True
    )
    imported = set(json.loads(done.stdout))
    assert "chalicelib.cases.application.cases" in imported
    assert [name for name in imported if name.startswith(WIRED_LATE)] == []


_PAGE = """
import json, sys
import chalicelib.cases.pages.case, chalicelib.cases.pages.inbox
import chalicelib.runtime.pages.html, chalicelib.runtime.pages.page_serving
print(json.dumps(sorted(sys.modules)))
"""


def test_a_page_that_shows_does_not_import_what_forms_need() -> None:
    """The schemas of all actions, and the library that reads them, are the action's own page's."""
    done = subprocess.run(
        [sys.executable, "-c", _PAGE], cwd=ROOT, check=True, capture_output=True, text=True
    )
    imported = set(json.loads(done.stdout))
    assert {"jinja2", "chalicelib.cases.pages.action_fields"} <= imported
    schemas = re.compile(r"pydantic|chalicelib\.\w+\.http\.schemas")
    assert list(filter(schemas.match, sorted(imported))) == []


_COLLECT = """
import gc, json
import app
passes = []
gc.callbacks.insert(0, lambda phase, info: passes.append(phase))
at_first = gc.get_threshold()[0]
import chalicelib.cases.http.cases, chalicelib.cases.wiring, jwt
starting = len(passes)
gc.collect()
print(json.dumps([starting, at_first, gc.get_threshold()[0], gc.get_freeze_count()]))
"""


def test_no_garbage_is_looked_for_while_a_process_starts() -> None:
    """After the first look what is there stays out of it, and later ones come more often."""
    done = subprocess.run(
        [sys.executable, "-c", _COLLECT], cwd=ROOT, check=True, capture_output=True, text=True
    )
    starting, at_first, later, frozen = json.loads(done.stdout)
    assert starting == 0
    assert at_first > later
    assert frozen > 50_000
