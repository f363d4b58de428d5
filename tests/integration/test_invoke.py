"""A developer runs one deployed function on a sample event with one line."""

from __future__ import annotations

import json

import pytest

from localstack.invoke import invoke
from operations.places import ROOT, LocalPlace


@pytest.mark.usefixtures("stack")
def test_a_deployed_function_answers_to_its_sample(place: LocalPlace) -> None:
    """The command shows what the function answers, as the README says."""
    sample = ROOT / "events" / "samples" / "inspect-file-came.json"
    result = invoke(place, "inspect", sample.read_bytes())
    assert not result["failed"]
    assert json.loads(result["payload"]) == {"batchItemFailures": []}


@pytest.mark.usefixtures("stack")
def test_a_function_that_raises_is_told_from_one_that_answers(place: LocalPlace) -> None:
    """The command ends with 1 when the function failed."""
    assert invoke(place, "inspect", b'{"no": "records"}')["failed"]
