"""The environment of functions and the settings that the code reads are two lists of one thing."""

from __future__ import annotations

import json
from dataclasses import fields

from chalicelib.runtime.settings import Settings
from infra.functions import environment
from infra.package import ROOT

BY_CHALICE = {"STAGE"}
BY_LIBRARIES = {
    "AWS_ENDPOINT_URL",
    "LOG_LEVEL",
    "POWERTOOLS_LOGGER_LOG_EVENT",
    "POWERTOOLS_METRICS_NAMESPACE",
}


def test_functions_get_every_setting_that_the_code_reads() -> None:
    """And no variable that nothing reads."""
    settings = {field.name.upper() for field in fields(Settings)}
    assert set(environment()) | BY_CHALICE == settings | BY_LIBRARIES


def test_chalice_knows_the_stages_and_nothing_is_generated() -> None:
    """Four stages that differ in name alone, and no policy written by Chalice."""
    config = json.loads((ROOT / ".chalice" / "config.json").read_text(encoding="utf-8"))
    assert config["autogen_policy"] is False
    stages = {name: stage["environment_variables"] for name, stage in config["stages"].items()}
    assert stages == {name: {"STAGE": name} for name in ("local", "dev", "staging", "prod")}
