"""The gateway's own errors, on AWS and on the emulator."""

from __future__ import annotations

import json

import pytest

from infra.gateway import ERRORS
from tests.support.packages import Resource


@pytest.mark.parametrize("kind", ERRORS)
def test_errors_are_problems_in_both_declarations(
    resources: dict[str, Resource], kind: str
) -> None:
    """SAM's property and the emulator's resource say the same, as problem+json."""
    of_aws = resources["RestAPI"]["Properties"]["GatewayResponses"][kind]
    local = next(
        resource
        for resource in resources.values()
        if resource["Type"] == "AWS::ApiGateway::GatewayResponse"
        and resource["Properties"]["ResponseType"] == kind
    )
    assert local["Condition"] == "IsLocal"
    status, code = ERRORS[kind]
    for response in (of_aws, local["Properties"]):
        body = json.loads(response["ResponseTemplates"]["application/json"])
        assert (body["status"], body["code"]) == (status, code)
        assert set(body) == {"type", "title", "status", "detail", "code"}
        assert response["StatusCode"] == str(status)
    headers = of_aws["ResponseParameters"]["Headers"]
    assert headers["Content-Type"] == "'application/problem+json'"
    assert ("Retry-After" in headers) == (status == 429)
    assert local["Properties"]["ResponseParameters"] == {
        f"gatewayresponse.header.{name}": text for name, text in headers.items()
    }


def test_json_comes_as_bytes(resources: dict[str, Resource]) -> None:
    """Only so can the API tell what is no UTF-8; as text it would come with U+FFFD instead."""
    assert resources["RestAPI"]["Properties"]["BinaryMediaTypes"] == {
        "Fn::If": ["IsLocal", ["application/json"], ["application~1json"]]
    }
