"""The policy of each function: what it is declared to touch, and nothing else.

Every statement names its actions; `*` stands for a resource only where IAM, or the emulator, knows
none. Conditions on leading keys and on encryption contexts have effect on AWS only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from chalicelib.function_forms import (
    Files,
    Function,
    ItemRights,
    Letters,
    Rights,
    Streams,
    dead_letters,
)
from chalicelib.functions import FUNCTIONS
from infra import names, topic
from infra.storage import BUCKET_ARN

Statement = dict[str, Any]
_NO_VALUE = {"Ref": "AWS::NoValue"}
_IDENTITY = "arn:${AWS::Partition}:ses:%s:${AWS::AccountId}:identity/${MailDomain}"

_SENDERS: list[Any] = [
    {"Fn::Sub": _IDENTITY % "${AWS::Region}"},
    {"Fn::If": ["HasSecondRegion", {"Fn::Sub": _IDENTITY % "${SecondRegion}"}, _NO_VALUE]},
    {"Fn::If": ["IsLocal", "*", _NO_VALUE]},
]
"""The stage's own domain; the emulator does not know for which identity mail is sent."""


_ALL_TOPICS = [{"Fn::Sub": "arn:${AWS::Partition}:sns:*:*:*"}]
_OURS = {"s3:ResourceAccount": {"Ref": "AWS::AccountId"}}
"""A bucket of that name in another account is none of ours. What is signed for others (forms to
post, addresses to get) works with the function's own rights, so that this binds it too."""


def policy(function: Function, functions: tuple[Function, ...] = FUNCTIONS) -> dict[str, Any]:
    """The document of its role's one policy."""
    return {
        "Version": "2012-10-17",
        "Statement": [
            *_running(function),
            *_feeding(function),
            *_touching(function.may, functions),
            *map(_locally, _touching(function.may_locally, functions, local=True)),
            *map(_locally, _batches(function.may)),
        ],
    }


def _allow(actions: Iterable[str], resources: Iterable[Any], **condition: Any) -> Statement:
    held = {"Condition": condition} if condition else {}
    return {"Effect": "Allow", "Action": [*actions], "Resource": [*resources], **held}


def _locally(statement: Statement) -> Statement:
    return {"Fn::If": ["IsLocal", statement, _NO_VALUE]}


def _arn(logical: str) -> dict[str, Any]:
    return {"Fn::GetAtt": [logical, "Arn"]}


def _running(function: Function) -> Iterator[Statement]:
    """Its log, its traces (which are no resources), and tables that are encrypted with the key."""
    group = "arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:/aws/lambda/"
    streams = {"Fn::Sub": f"{group}${{AWS::StackName}}-{function.name}:log-stream:*"}
    yield _allow(["logs:CreateLogStream", "logs:PutLogEvents"], [streams])
    yield _allow(["xray:PutTraceSegments", "xray:PutTelemetryRecords"], ["*"])
    tables = _tables(function)
    if tables:
        through = {
            "kms:ViaService": {"Fn::Sub": "dynamodb.${AWS::Region}.amazonaws.com"},
            "kms:EncryptionContext:aws:dynamodb:subscriberId": {"Ref": "AWS::AccountId"},
            "kms:EncryptionContext:aws:dynamodb:tableName": [{"Ref": one} for one in tables],
        }
        actions = ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"]
        yield _allow(actions, [_arn("DataKey")], StringEquals=through)


def _tables(function: Function) -> list[str]:
    """All that it reads or writes or follows."""
    touched = {one.table for may in (function.may, function.may_locally) for one in may.items}
    followed = function.fed_by.tables if isinstance(function.fed_by, Streams) else ()
    return sorted(names.table(one) for one in touched | set(followed))


def _feeding(function: Function) -> Iterator[Statement]:
    """Lambda polls with the function's own rights."""
    fed = function.fed_by
    if isinstance(fed, Letters):
        polling = ("ReceiveMessage", "DeleteMessage", "GetQueueAttributes")
        actions = [f"sqs:{one}" for one in (*polling, "ChangeMessageVisibility")]
        yield _allow(actions, [_arn(names.queue(fed.queue))])
    if isinstance(fed, Streams):
        reading = ("DescribeStream", "GetRecords", "GetShardIterator")
        actions = [f"dynamodb:{one}" for one in reading]
        streams = [{"Fn::GetAtt": [names.table(one), "StreamArn"]} for one in fed.tables]
        yield _allow(actions, streams)
        yield _allow(["dynamodb:ListStreams"], ["*"])
        yield _allow(["sqs:SendMessage"], [_arn(names.dead_letters(fed.failures))])
    if function.sets_aside:
        yield _allow(["sqs:SendMessage"], [_arn(names.dead_letters(function.name))])


def _touching(
    rights: Rights, functions: tuple[Function, ...], *, local: bool = False
) -> Iterator[Statement]:
    for items in rights.items:
        yield from _items(items)
    if rights.keys:
        yield _key_sets(rights.keys)
    if rights.fingerprints:
        yield _allow(["kms:GenerateMac"], [_arn("HashKey")])
    for files in rights.files:
        yield _files(files)
    if rights.files:
        yield from _sealed_files(rights.files)
        # A file that is missing is a 404 only for whoever may list.
        yield _allow(["s3:ListBucket"], [{"Fn::Sub": BUCKET_ARN}], StringEquals=_OURS)
    if rights.sends_to:
        yield _allow(["sqs:SendMessage"], [_arn(names.queue(one)) for one in rights.sends_to])
    if rights.relays:
        yield _allow(["sns:Publish"], [{"Ref": topic.NAME}])
    counted = [names.queue(one) for one in rights.counts]
    if rights.counts_dead_letters:
        counted += [names.dead_letters(one) for one in dead_letters(functions)]
    if counted:
        yield _allow(["sqs:GetQueueAttributes"], map(_arn, counted))
    if rights.sends_messages:
        yield _allow(["ses:SendEmail"], ["*"] if local else _SENDERS)
        yield _allow(["sns:Publish"], ["*"])  # a phone number is no resource
        yield {"Effect": "Deny", "Action": ["sns:Publish"], "Resource": _ALL_TOPICS}


def _items(items: ItemRights) -> Iterator[Statement]:
    table = names.table(items.table)
    if items.actions:
        keys = {"ForAllValues:StringLike": {"dynamodb:LeadingKeys": [*items.keys]}}
        actions = [f"dynamodb:{one}" for one in items.actions]
        yield _allow(actions, [_arn(table)], **(keys if items.keys else {}))
    if items.indexes:
        arns = [{"Fn::Sub": f"${{{table}.Arn}}/index/{one}"} for one in items.indexes]
        yield _allow(["dynamodb:Query"], arns)


def _key_sets(uses: tuple[str, ...]) -> Statement:
    """The emulator knows no encryption contexts, and would refuse whoever is held to one."""
    held = {
        "kms:EncryptionContext:stage": {"Ref": "Stage"},
        "kms:EncryptionContext:use": [*uses],
    }
    condition = {"Fn::If": ["IsLocal", _NO_VALUE, {"StringEquals": held}]}
    return {**_allow(["kms:Decrypt"], [_arn("DataKey")]), "Condition": condition}


def _files(files: Files) -> Statement:
    places = [{"Fn::Sub": f"{BUCKET_ARN}/{files.prefix}*"}]
    return _allow((f"s3:{one}" for one in files.actions), places, StringEquals=_OURS)


def _sealed_files(files: tuple[Files, ...]) -> Iterator[Statement]:
    """S3 opens and seals with the stage's key in the function's name, for this bucket only; whoever
    only removes files needs no key."""
    verbs = {"GetObject": "kms:Decrypt", "PutObject": "kms:GenerateDataKey"}
    actions = {verbs[one] for each in files for one in each.actions if one in verbs}
    if not actions:
        return
    through = {
        "kms:ViaService": {"Fn::Sub": "s3.${AWS::Region}.amazonaws.com"},
        "kms:EncryptionContext:aws:s3:arn": {"Fn::Sub": BUCKET_ARN},
    }
    yield _allow(sorted(actions), [_arn("DataKey")], StringEquals=through)


def _batches(rights: Rights) -> Iterator[Statement]:
    """The emulator takes them for actions of their own."""
    if rights.sends_to:
        queues = [_arn(names.queue(one)) for one in rights.sends_to]
        yield _allow(["sqs:SendMessageBatch"], queues)
    if rights.relays:
        yield _allow(["sns:PublishBatch"], [{"Ref": topic.NAME}])
