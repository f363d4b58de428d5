"""Templates as they are deployed: packaged once for all tests of a session, without the zip."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path
from typing import Any

from infra.package import TEMPLATE, chalice_package
from infra.template import merge

STAGES = ("local", "dev", "staging", "prod")

Resource = dict[str, Any]


@cache
def template_file(stage: str) -> Path:
    """The packaged template of the stage."""
    folder = Path(tempfile.mkdtemp(prefix="citizen-cases-package-"))
    chalice_package(stage, folder, merge())
    return folder / TEMPLATE


@cache
def bare_template(stage: str) -> dict[str, Any]:
    """What Chalice makes by itself, with nothing merged in."""
    return chalice_package(stage, Path(tempfile.mkdtemp(prefix="citizen-cases-bare-")), {})
