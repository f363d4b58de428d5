"""Each function may do what it does, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.functions import FUNCTIONS
from infra import names
from tests.support.packages import Resource

ROLES = {names.logical(function): names.role(function) for function in FUNCTIONS}
SENDERS = {names.logical(function) for function in FUNCTIONS if function.may.sends_messages}
NO_RESOURCE = {
    "sns:Publish": "a phone number is not a resource",
    "xray:PutTraceSegments": "traces are not resources",
    "xray:PutTelemetryRecords": "traces are not resources",
    "dynamodb:ListStreams": "it lists what there is",
    "ses:SendEmail": "local stage only: the emulator does not know for which identity",
}
"""Actions for which IAM, or the emulator, knows no resource but `*`."""
NAMES_NOBODY_KNOWS_BEFORE = (
    *("/incoming/*", "/checked/*", "/lists/*", "/reports/*", "/models/*"),
    ":log-stream:*",
)
"""Ends of resources whose last part is made at run time."""
POLLING = {"sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"}
READING_STREAMS = {"dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"}


def statements(resources: dict[str, Resource], name: str, *, local: bool) -> Iterator[Resource]:
    """The statements that hold in a local or a real stage."""
    for policy in resources[ROLES[name]]["Properties"]["Policies"]:
        for statement in policy["PolicyDocument"]["Statement"]:
            if "Fn::If" not in statement:
                yield statement
            elif local:
                condition, then, otherwise = statement["Fn::If"]
                assert (condition, otherwise) == ("IsLocal", {"Ref": "AWS::NoValue"})
                yield then


def targets(statement: Resource, *, local: bool) -> Iterator[Any]:
    """Its resources, conditional ones only where they hold."""
    for resource in statement["Resource"]:
        if not (isinstance(resource, dict) and "Fn::If" in resource):
            yield resource
        elif local or resource["Fn::If"][0] != "IsLocal":
            yield resource["Fn::If"][1]


@pytest.mark.parametrize("local", [False, True])
@pytest.mark.parametrize("name", ROLES)
def test_no_wildcards(resources: dict[str, Resource], name: str, local: bool) -> None:
    """None in actions; in resources only where no name is known, each with its reason."""
    for statement in statements(resources, name, local=local):
        if statement["Effect"] == "Deny":
            continue
        assert all("*" not in action for action in statement["Action"])
        for target in targets(statement, local=local):
            text = json.dumps(target).rstrip('"}')
            if target == "*":
                assert set(statement["Action"]) <= set(NO_RESOURCE)
            elif "*" in text:
                assert text.endswith(NAMES_NOBODY_KNOWS_BEFORE)
                assert text.count("*") == 1


@pytest.mark.parametrize("name", ROLES)
def test_real_stages_send_mail_for_their_own_domain_only(
    resources: dict[str, Resource], name: str
) -> None:
    """The open resource of the emulator's mail is not for real accounts."""
    sending = [
        statement
        for statement in statements(resources, name, local=False)
        if "ses:SendEmail" in statement["Action"]
    ]
    assert bool(sending) == (name in SENDERS)
    for statement in sending:
        assert "*" not in targets(statement, local=False)


def test_workers_may_poll_what_they_are_mapped_to(resources: dict[str, Resource]) -> None:
    """Chalice would have written these rights; here they stand in the policies."""
    mapped = [m for m in resources.values() if m["Type"] == "AWS::Lambda::EventSourceMapping"]
    assert len(mapped) > len(FUNCTIONS) // 2
    for mapping in mapped:
        name = mapping["Properties"]["FunctionName"]["Fn::GetAtt"][0]
        source = mapping["Properties"]["EventSourceArn"]
        allowed: set[str] = set()
        for statement in statements(resources, name, local=False):
            if source in statement["Resource"]:
                allowed |= set(statement["Action"])
        assert allowed >= (READING_STREAMS if name == "Relay" else POLLING)


def test_every_function_has_a_policy_of_its_own(resources: dict[str, Resource]) -> None:
    """No two share a role, and no managed policy widens one."""
    roles = {name: resources[name]["Properties"]["Role"] for name in ROLES}
    assert roles == {name: {"Fn::GetAtt": [role, "Arn"]} for name, role in ROLES.items()}
    assert all("ManagedPolicyArns" not in resources[r]["Properties"] for r in ROLES.values())
