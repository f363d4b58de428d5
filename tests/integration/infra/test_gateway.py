"""The gateway's own errors, on AWS and on the emulator."""

from __future__ import annotations

import json

import pytest

from infra.functions import LOG_DAYS
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


def test_json_and_files_come_as_bytes(resources: dict[str, Resource]) -> None:
    """Only so can the API tell what is no UTF-8; as text it would come with U+FFFD instead."""
    assert resources["RestAPI"]["Properties"]["BinaryMediaTypes"] == {
        "Fn::If": [
            "IsLocal",
            ["application/json", "multipart/form-data"],
            ["application~1json", "multipart~1form-data"],
        ]
    }


def test_every_request_has_a_line_that_says_nothing_of_who_asked(
    resources: dict[str, Resource],
) -> None:
    """In a group of its own, encrypted by the stage's key, kept as long as the functions' logs."""
    api, group = resources["RestAPI"], resources["AccessLogs"]
    assert (group["Type"], group["Condition"]) == ("AWS::Logs::LogGroup", "IsReal")
    assert group["Properties"] == {
        "LogGroupName": {"Fn::Sub": "/aws/apigateway/${AWS::StackName}"},
        "RetentionInDays": LOG_DAYS,
        "KmsKeyId": {"Fn::GetAtt": ["DataKey", "Arn"]},
    }
    condition, local, real = api["Properties"]["AccessLogSetting"]["Fn::If"]
    assert (condition, local) == ("IsLocal", {"Ref": "AWS::NoValue"})
    assert real["DestinationArn"]["Fn::Sub"].endswith(":log-group:${AccessLogs}")
    told = json.loads(real["Format"])
    assert {"method", "route", "status", "request", "at"} <= told.keys()
    named = {value.removeprefix("$context.") for value in told.values()}
    assert named <= {
        *("requestTimeEpoch", "requestId", "httpMethod", "resourcePath", "status", "protocol"),
        *("error.responseType", "responseLength", "responseLatency", "integrationLatency"),
    }


def test_the_gateway_may_write_its_lines_before_it_has_a_stage(
    resources: dict[str, Resource],
) -> None:
    """The account's role first, then the group that the stage names; the key opens for that group
    alone."""
    assert resources["AccessLogs"]["DependsOn"] == "GatewayAccount"
    role = resources["GatewayAccount"]["Properties"]["CloudWatchRoleArn"]
    assert role == {"Fn::GetAtt": ["GatewayMayLog", "Arn"]}
    trust = resources["GatewayMayLog"]["Properties"]["AssumeRolePolicyDocument"]["Statement"]
    assert [one["Principal"] for one in trust] == [{"Service": "apigateway.amazonaws.com"}]
    policy = resources["DataKey"]["Properties"]["KeyPolicy"]["Statement"]
    (logs,) = [one for one in policy if "Service" in one["Principal"]]
    assert logs["Condition"]["ArnEquals"]["kms:EncryptionContext:aws:logs:arn"] == {
        "Fn::Sub": "arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:"
        "/aws/apigateway/${AWS::StackName}"
    }
