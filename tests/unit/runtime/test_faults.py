"""Faults of single things: told from passing ones, logged without texts, counted for an alarm."""

from __future__ import annotations

import io
import json

import pytest
from aws_lambda_powertools import Logger
from botocore.exceptions import (
    ClientError,
    EndpointConnectionError,
    ParamValidationError,
    ReadTimeoutError,
)
from pynamodb.exceptions import PutError

from chalicelib.functions import FUNCTIONS
from chalicelib.kernel.faults import Work
from chalicelib.kernel.isolation import Isolation
from chalicelib.kernel.keys import Unsealable
from chalicelib.runtime.faults import MetricFaults, is_passing
from infra.alarms import alarms


def refused(code: str) -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": "0912345678"}}, "PutItem")


@pytest.mark.parametrize(
    "fault",
    [
        refused("ProvisionedThroughputExceededException"),
        refused("ThrottlingException"),
        refused("InternalServerError"),
        refused("AccessDeniedException"),
        refused("ResourceNotFoundException"),
        PutError(cause=refused("ThrottlingException")),
        PutError(cause=EndpointConnectionError(endpoint_url="x")),
        EndpointConnectionError(endpoint_url="x"),
        ReadTimeoutError(endpoint_url="x"),
        ConnectionResetError(),
        TimeoutError(),
        MemoryError(),
    ],
)
def test_what_meets_every_thing_alike_passes(fault: Exception) -> None:
    """Throttling, network, rights: it goes on up, so that the whole comes again."""
    assert is_passing(fault)
    with pytest.raises(type(fault)), Isolation(MetricFaults(), Work.SETTLE).of("x"):
        raise fault


@pytest.mark.parametrize(
    "fault",
    [
        refused("ValidationException"),
        PutError(cause=refused("ValidationException")),
        ParamValidationError(report="x"),
        Unsealable("no such key set"),
        KeyError("0912345678"),
        ValueError("0912345678"),
        AttributeError("x"),
    ],
)
def test_what_is_the_things_own_is_logged_and_counted(
    fault: Exception, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Code and class of the fault and the lines of code; never its text."""
    monkeypatch.setenv("POWERTOOLS_METRICS_NAMESPACE", "CitizenCases")
    logged = io.StringIO()
    monkeypatch.setattr(Logger().registered_handler, "stream", logged)
    isolation = Isolation(MetricFaults(), Work.SETTLE)
    with isolation.of("LC-260803-7K3QX"):
        raise fault
    assert isolation.things == ("LC-260803-7K3QX",)
    line, metric = json.loads(logged.getvalue()), json.loads(capsys.readouterr().out)
    assert (line["thing"], line["fault"]) == ("LC-260803-7K3QX", type(fault).__name__)
    assert "test_faults.py" in str(line["passed"])
    assert (metric["CasesNotSettled"], metric["service"]) == ([1.0], "any")
    assert "0912345678" not in json.dumps([line, metric])


@pytest.mark.parametrize("work", list(Work))
def test_every_work_wakes_somebody_up(work: Work) -> None:
    """Each metric has an alarm with the dimension under which it is counted."""
    alarm = alarms(FUNCTIONS)[work.value]["Properties"]
    assert alarm["MetricName"] == work.value
    assert alarm["Namespace"] == "CitizenCases"
    assert alarm["Dimensions"] == [{"Name": "service", "Value": "any"}]
    assert alarm["Threshold"] == 0
