"""The gateway: its own errors in the form of all others (RFC 9457), its limits, its access log.

On AWS the errors belong to the API's definition (SAM's `GatewayResponses`), so that each
deployment carries them. The emulator does not know that property, but knows the resources: those
exist in the local stack only, for on AWS the two would answer for the same errors.
"""

from __future__ import annotations

import json
from typing import Any

from chalicelib.runtime.http.problems import MEDIA_TYPE, problem
from chalicelib.runtime.http.security_headers import SECURITY_HEADERS
from infra.capacity import throttle
from infra.functions import LOG_DAYS
from infra.storage import ACCESS_LOG_NAME

_NOT_FOUND = (404, "not_found")
_TOO_MANY = (429, "too_many_requests")

ERRORS: dict[str, tuple[int, str]] = {
    "MISSING_AUTHENTICATION_TOKEN": _NOT_FOUND,
    "RESOURCE_NOT_FOUND": _NOT_FOUND,
    "ACCESS_DENIED": _NOT_FOUND,
    "EXPIRED_TOKEN": _NOT_FOUND,
    "INVALID_SIGNATURE": _NOT_FOUND,
    "REQUEST_TOO_LARGE": (413, "too_large"),
    "UNSUPPORTED_MEDIA_TYPE": (415, "unsupported_media_type"),
    "THROTTLED": _TOO_MANY,
    "QUOTA_EXCEEDED": _TOO_MANY,
    "INTEGRATION_FAILURE": (502, "unavailable"),
    "INTEGRATION_TIMEOUT": (504, "unavailable"),
    "DEFAULT_4XX": (400, "bad_request"),
    "DEFAULT_5XX": (500, "internal"),
}
"""The gateway's name of the error: status and code.

No route of ours asks the gateway for authorization. It does so by itself on paths that do not
exist, where it takes any `Authorization` header for a signature: those are all «not found».
"""
_NOTHING_ACTIVE = "sandbox"
"""The strictest policy without quotation marks, which the gateway takes for the end of a text."""
_RETRY_AFTER_SECONDS = 5


def _headers(kind: str) -> dict[str, str]:
    shared = {**SECURITY_HEADERS, "Content-Security-Policy": _NOTHING_ACTIVE}
    headers = {"Content-Type": f"'{MEDIA_TYPE}'"}
    headers |= {name: f"'{text}'" for name, text in shared.items()}
    if ERRORS[kind] == _TOO_MANY:
        headers["Retry-After"] = f"'{_RETRY_AFTER_SECONDS}'"
    return headers


def _response(kind: str) -> dict[str, Any]:
    status, code = ERRORS[kind]
    body = json.dumps(problem(status, code, "vi").body, ensure_ascii=False)
    return {"StatusCode": str(status), "ResponseTemplates": {"application/json": body}}


def _resource(kind: str) -> dict[str, Any]:
    headers = {f"gatewayresponse.header.{name}": text for name, text in _headers(kind).items()}
    return {
        "Type": "AWS::ApiGateway::GatewayResponse",
        "Condition": "IsLocal",
        "Properties": {
            "RestApiId": {"Ref": "RestAPI"},
            "ResponseType": kind,
            "ResponseParameters": headers,
            **_response(kind),
        },
    }


GATEWAY: dict[str, dict[str, Any]] = {
    f"Gateway{''.join(word.title() for word in kind.split('_'))}": _resource(kind)
    for kind in ERRORS
}

ACCESS_LOG_FORMAT = {
    "at": "$context.requestTimeEpoch",
    "request": "$context.requestId",
    "method": "$context.httpMethod",
    "route": "$context.resourcePath",
    "status": "$context.status",
    "refused": "$context.error.responseType",
    "protocol": "$context.protocol",
    "bytes": "$context.responseLength",
    "milliseconds": "$context.responseLatency",
    "function_milliseconds": "$context.integrationLatency",
}
"""A line of each request, answered by a function or not. Routes stand as they are declared: no
code, no id, no query, and neither address nor agent of whoever asks."""
_LOG_GROUP = "arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:"
_ACCESS_LOGS = {
    "DestinationArn": {"Fn::Sub": f"{_LOG_GROUP}${{AccessLogs}}"},
    "Format": json.dumps(ACCESS_LOG_FORMAT),
}

ACCESS_LOG: dict[str, dict[str, Any]] = {
    "AccessLogs": {
        "Type": "AWS::Logs::LogGroup",
        "Condition": "IsReal",
        "DependsOn": "GatewayAccount",
        "Properties": {
            "LogGroupName": ACCESS_LOG_NAME,
            "RetentionInDays": LOG_DAYS,
            "KmsKeyId": {"Fn::GetAtt": ["DataKey", "Arn"]},
        },
    },
    "GatewayMayLog": {
        "Type": "AWS::IAM::Role",
        "Condition": "IsReal",
        "Properties": {
            "AssumeRolePolicyDocument": {
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Principal": {"Service": "apigateway.amazonaws.com"},
                        "Action": "sts:AssumeRole",
                    }
                ],
            },
            # The gateway takes no role with less.
            "ManagedPolicyArns": [
                {
                    "Fn::Sub": "arn:${AWS::Partition}:iam::aws:policy/service-role/"
                    "AmazonAPIGatewayPushToCloudWatchLogs"
                }
            ],
        },
    },
    "GatewayAccount": {
        "Type": "AWS::ApiGateway::Account",
        "Condition": "IsReal",
        "Properties": {"CloudWatchRoleArn": {"Fn::GetAtt": ["GatewayMayLog", "Arn"]}},
    },
}
"""Where its lines go, and the gateway's right to write them: one for the account and region, which
hold one stage each. It goes before the group, and so before the stage that names the group. The
emulator writes no such lines."""

API_NAME = {"Fn::Sub": "${AWS::StackName}"}

_JSON = "application/json"
_SENT_AS_BYTES = [_JSON, "multipart/form-data"]
_AS_BYTES: dict[str, Any] = {
    "Fn::If": ["IsLocal", _SENT_AS_BYTES, [one.replace("/", "~1") for one in _SENT_AS_BYTES]]
}
"""What comes as it was sent. As text, U+FFFD would stand for what is no UTF-8, and nobody could
tell any more (400 `not_utf8`); files would be broken. CloudFormation wants `~1` for the slash, the
emulator does not."""

GATEWAY_PROPERTIES: dict[str, Any] = {
    "BinaryMediaTypes": _AS_BYTES,
    "DefinitionBody": {"info": {"title": API_NAME}},
    "GatewayResponses": {
        kind: {"ResponseParameters": {"Headers": _headers(kind)}, **_response(kind)}
        for kind in ERRORS
    },
    "AccessLogSetting": {"Fn::If": ["IsLocal", {"Ref": "AWS::NoValue"}, _ACCESS_LOGS]},
    "MethodSettings": [
        {
            "ResourcePath": "/*",
            "HttpMethod": "*",
            "MetricsEnabled": True,
            **throttle(),
        }
    ],
}
"""What is added to Chalice's API."""
