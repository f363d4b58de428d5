"""What holds buckets, keys, topics and functions in a real stage."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.function_forms import Function, fed_by_letters
from chalicelib.functions import FUNCTIONS
from chalicelib.runtime.http.security_headers import SECURITY_HEADERS
from infra import names
from infra.edge import EDGE
from infra.functions import merged
from infra.gateway import ERRORS, GATEWAY, GATEWAY_PROPERTIES
from infra.policies import policy
from infra.storage import STORAGE
from infra.template import PARAMETERS, RULES

BUCKET = "arn:${AWS::Partition}:s3:::${AWS::StackName}-uploads-${AWS::AccountId}"
OURS = {"s3:ResourceAccount": {"Ref": "AWS::AccountId"}}
ACCOUNT_LIMIT, NEVER_RESERVED = 1000, 100
"""Of an account whose limit was raised to the usual; AWS keeps a hundred for all others."""


def bucket_policy() -> list[dict[str, Any]]:
    """The statements of a real stage."""
    given = STORAGE["UploadsBucketPolicy"]["Properties"]["PolicyDocument"]["Statement"]
    return [one["Fn::If"][2] if "Fn::If" in one else one for one in given]


def statements(function: Function, service: str) -> Iterator[dict[str, Any]]:
    for statement in policy(function)["Statement"]:
        if "Fn::If" not in statement and statement["Action"][0].startswith(f"{service}:"):
            yield statement


def test_nothing_reaches_the_files_without_tls() -> None:
    """Neither the bucket nor its objects, by nobody, nor with an old version."""
    denied = {one["Sid"]: one for one in bucket_policy()}
    for sid in ("OverTlsOnly", "NoOldTls"):
        assert denied[sid]["Effect"] == "Deny"
        assert denied[sid]["Principal"] == "*"
        assert denied[sid]["Resource"] == [{"Fn::Sub": BUCKET}, {"Fn::Sub": f"{BUCKET}/*"}]


def test_every_bucket_of_the_stack_wants_tls() -> None:
    """Each has a policy that says so in a real stage, whatever lies in it."""
    resources = {**STORAGE, **EDGE}
    buckets = {name for name, one in resources.items() if one["Type"] == "AWS::S3::Bucket"}
    held = set()
    for one in resources.values():
        if one["Type"] == "AWS::S3::BucketPolicy":
            said = str(one["Properties"]["PolicyDocument"])
            if "aws:SecureTransport" in said and "s3:TlsVersion" in said:
                held.add(one["Properties"]["Bucket"]["Ref"])
    assert held == buckets
    assert len(buckets) >= 2


def test_files_are_sealed_by_the_stages_key_and_no_other() -> None:
    """By default; whoever names another key, or another way, is refused."""
    key = {"Fn::GetAtt": ["DataKey", "Arn"]}
    (rule,) = STORAGE["UploadsBucket"]["Properties"]["BucketEncryption"][
        "ServerSideEncryptionConfiguration"
    ]
    assert rule["ServerSideEncryptionByDefault"] == {
        "SSEAlgorithm": "aws:kms",
        "KMSMasterKeyID": key,
    }
    denied = {one["Sid"]: one["Condition"] for one in bucket_policy()}
    sse = "s3:x-amz-server-side-encryption"
    assert denied["ByKmsOnly"] == {"Null": {sse: "false"}, "StringNotEquals": {sse: "aws:kms"}}
    named = f"{sse}-aws-kms-key-id"
    assert denied["ByTheStagesKeyOnly"] == {
        "Null": {named: "false"},
        "StringNotEquals": {named: key},
    }
    assert denied["ByNoKeyOfTheSender"] == {"Null": {f"{sse}-customer-algorithm": "false"}}


def test_grants_of_the_key_are_for_services_only() -> None:
    """Nobody lends it to somebody past the policies."""
    document = STORAGE["DataKey"]["Properties"]["KeyPolicy"]
    (denied,) = (one for one in document["Statement"] if one["Effect"] == "Deny")
    assert denied["Action"] == "kms:CreateGrant"
    assert denied["Condition"] == {"Bool": {"kms:GrantIsForAWSResource": "false"}}


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.name)
def test_files_are_those_of_our_own_account(function: Function) -> None:
    """Signed forms and addresses work with these rights too: a bucket of that name elsewhere gets
    nothing of ours."""
    found = list(statements(function, "s3"))
    assert bool(found) == bool(function.may.files)
    assert all(statement["Condition"] == {"StringEquals": OURS} for statement in found)


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.name)
def test_the_key_opens_what_the_function_may_touch(function: Function) -> None:
    """Through DynamoDB its own tables, through S3 the bucket: by their encryption contexts."""
    for statement in statements(function, "kms"):
        if statement["Action"] == ["kms:GenerateMac"]:
            assert statement["Resource"] == [{"Fn::GetAtt": ["HashKey", "Arn"]}]
            continue
        held = statement["Condition"].get("StringEquals", {})
        service = held.get("kms:ViaService", {"Fn::Sub": ""})["Fn::Sub"]
        if service.startswith("dynamodb."):
            tables = held["kms:EncryptionContext:aws:dynamodb:tableName"]
            assert tables
            assert ({"Ref": "FiguresTable"} in tables) == (
                "figures" in {one.table for one in function.may.items}
            )
        elif service.startswith("s3."):
            assert held["kms:EncryptionContext:aws:s3:arn"] == {"Fn::Sub": BUCKET}
            assert function.may.files


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.name)
def test_short_messages_go_to_phones_and_no_topic(function: Function) -> None:
    """IAM knows no resource for a phone: all is allowed, and every topic refused."""
    found = [(one["Effect"], one["Resource"]) for one in statements(function, "sns")]
    topics = [{"Fn::Sub": "arn:${AWS::Partition}:sns:*:*:*"}]
    assert found == ([("Allow", ["*"]), ("Deny", topics)] if function.may.sends_messages else [])


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.name)
def test_the_audit_is_only_added_to(function: Function) -> None:
    """No function changes a line or takes one away; of those that may add, whoever answers requests
    puts reads that wait for their place, and nothing into the chain."""
    reading = {"BatchGetItem", "DescribeTable", "GetItem", "Query"}
    for statement in statements(function, "dynamodb"):
        if "${AuditTable" not in str(statement) and "'AuditTable', 'Arn'" not in str(statement):
            continue
        done = {action.removeprefix("dynamodb:") for action in statement["Action"]}
        assert done <= reading | {"PutItem"}, function.name
        if "PutItem" in done and function.name != "audit":
            keys = {"ForAllValues:StringLike": {"dynamodb:LeadingKeys": ["line#*"]}}
            assert (function.name, statement["Condition"]) == ("api", keys)


def test_workers_never_starve_the_api() -> None:
    """Each has executions of its own, no fewer than its queue gives it at once; together they
    leave what AWS wants to be left."""
    assert sum(function.reserves for function in FUNCTIONS) <= ACCOUNT_LIMIT - NEVER_RESERVED
    for function, fed in fed_by_letters(FUNCTIONS):
        assert function.reserves >= fed.concurrency
    for name, function in merged(FUNCTIONS).items():
        condition, kept, otherwise = function["Properties"]["ReservedConcurrentExecutions"][
            "Fn::If"
        ]
        assert (condition, otherwise) == ("Reserves", {"Ref": "AWS::NoValue"})
        counted = PARAMETERS[kept["Ref"]]["Default"] if isinstance(kept, dict) else kept
        assert counted == {names.logical(one): one.reserves for one in FUNCTIONS}[name]


def test_an_account_with_a_small_limit_reserves_none() -> None:
    """A new one has ten: unless the stage says otherwise nothing is kept."""
    assert PARAMETERS["ReservedConcurrency"]["Default"] == "off"


def test_the_local_stage_wants_an_emulator() -> None:
    """CloudFormation itself refuses it in an account, however it was called."""
    (rule,) = RULES.values()
    assert rule["RuleCondition"] == {"Fn::Equals": [{"Ref": "Stage"}, "local"]}
    (assertion,) = rule["Assertions"]
    assert assertion["Assert"] == {"Fn::Not": [{"Fn::Equals": [{"Ref": "EmulatorUrl"}, ""]}]}


@pytest.mark.parametrize("kind", ERRORS)
def test_the_gateways_own_errors_are_as_safe_as_ours(kind: str) -> None:
    """HSTS and the others, in both declarations; no quotation mark stands inside a text."""
    headers = GATEWAY_PROPERTIES["GatewayResponses"][kind]["ResponseParameters"]["Headers"]
    assert headers.keys() >= {*SECURITY_HEADERS, "Content-Security-Policy"}
    assert all(text.count("'") == 2 and text[0] == text[-1] == "'" for text in headers.values())
    named = {name.lower() for one in GATEWAY.values() for name in _parameters(one)}
    assert "gatewayresponse.header.strict-transport-security" in named


def _parameters(resource: dict[str, Any]) -> dict[str, str]:
    found: dict[str, str] = resource["Properties"]["ResponseParameters"]
    return found
