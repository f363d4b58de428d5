"""Functions get the settings that they are declared to need, and the code knows each of them."""

from __future__ import annotations

from typing import Any

import pytest

import app
from chalicelib.function_forms import Function, fed_by_letters
from chalicelib.functions import FUNCTIONS
from chalicelib.runtime.settings import SETTINGS, STAGES
from infra.functions import configuration, environment, policy_file, settings

BY_CHALICE = {"STAGE"}
BY_LIBRARIES = {
    "AWS_ENDPOINT_URL",
    "LOG_LEVEL",
    "OPENPYXL_LXML",
    "POWERTOOLS_LOGGER_LOG_EVENT",
    "POWERTOOLS_METRICS_NAMESPACE",
    "POWERTOOLS_SERVICE_NAME",
    "POWERTOOLS_TRACE_ENABLED",
}


def variables(function: Function, *, local: bool) -> dict[str, Any]:
    """What the function has in its environment, in a local or a real stage."""
    found = {}
    for name, value in environment(function).items():
        if isinstance(value, dict) and value.get("Fn::If", [""])[0] == "IsLocal":
            value = value["Fn::If"][1 if local else 2]
        if value != {"Ref": "AWS::NoValue"}:
            found[name] = value
    return found


def test_every_setting_that_the_code_reads_has_a_value_and_a_reader() -> None:
    """And no variable that nothing reads."""
    fed = (letters for _, letters in fed_by_letters(FUNCTIONS) if not letters.of_files)
    addresses = {f"{letters.queue.upper()}_QUEUE_URL" for letters in fed}
    assert set(settings(FUNCTIONS)) | BY_CHALICE == SETTINGS | addresses
    given = set().union(*(environment(function) for function in FUNCTIONS))
    assert given | BY_CHALICE == SETTINGS | addresses | BY_LIBRARIES


NEEDED: dict[str, set[str]] = {
    "relay": {
        "CODES_QUEUE_URL",
        "RELAY_DLQ_URL",
        "EVENTS_TOPIC",
        "EVENTS_WANTED",
    },
    "project": {"CASES_TABLE", "FIGURES_TABLE", "DIRECTORY_TABLE", "KEY_ID"},
    "inspect": {"CASES_TABLE", "UPLOADS_BUCKET", "ACCOUNT_ID"},
}


@pytest.mark.parametrize("name", NEEDED)
def test_a_process_has_only_what_it_needs(name: str) -> None:
    """In a real stage; the local one adds what moving the clock takes."""
    (function,) = (one for one in FUNCTIONS if one.name == name)
    assert set(variables(function, local=False)) - BY_LIBRARIES == NEEDED[name]
    assert set(variables(function, local=True)) >= NEEDED[name]


def test_every_function_has_a_delegate_and_every_delegate_a_declaration() -> None:
    """Under the same name; the API is the app itself."""
    delegates = {function.name for function in app.app.pure_lambda_functions}
    assert {function.name for function in FUNCTIONS} == delegates | {"api"}


def test_chalice_knows_the_stages_and_nothing_is_generated_by_it() -> None:
    """Four stages that differ in name alone, and no policy written by Chalice."""
    config = configuration()
    assert config["autogen_policy"] is False
    stages = {name: stage["environment_variables"] for name, stage in config["stages"].items()}
    assert stages == {name: {"STAGE": name} for name in STAGES}
    files = {one["iam_policy_file"] for one in config["lambda_functions"].values()}
    assert files == {policy_file(function) for function in FUNCTIONS}
