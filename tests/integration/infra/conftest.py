"""The packaged template of the stage that people depend on."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.support.packages import template_file


@pytest.fixture(scope="session")
def template() -> dict[str, Any]:
    """As it is deployed to `prod`."""
    found: dict[str, Any] = json.loads(template_file("prod").read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="session")
def resources(template: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Its resources by logical id."""
    found: dict[str, dict[str, Any]] = template["Resources"]
    return found
