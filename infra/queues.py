"""Queues with their dead-letter queues, what feeds them and what they feed, and the schedule."""

from __future__ import annotations

from typing import Any

from chalicelib.function_forms import (
    Function,
    Letters,
    Schedule,
    Streams,
    dead_letters,
    fed_by_letters,
    fed_by_streams,
    fed_by_time,
    queues,
)
from infra import names
from infra.capacity import at_once

Resource = dict[str, Any]

_KEPT = 14 * 24 * 3600
_LOCAL_CONCURRENCY = 2


def _queue(**properties: Any) -> Resource:
    return {
        "Type": "AWS::SQS::Queue",
        "Properties": {
            "SqsManagedSseEnabled": True,
            "MessageRetentionPeriod": _KEPT,
            **properties,
        },
    }


def _letters(function: Function, fed: Letters) -> Resource:
    target = {"Fn::GetAtt": [names.dead_letters(fed.queue), "Arn"]}
    hidden = function.timeout * fed.hidden_for_timeouts
    return _queue(
        VisibilityTimeout={"Fn::If": ["IsLocal", function.timeout, hidden]},
        RedrivePolicy={"deadLetterTargetArn": target, "maxReceiveCount": fed.receives},
    )


def _queue_mapping(function: Function, fed: Letters) -> Resource:
    most = {"Fn::If": ["IsLocal", _LOCAL_CONCURRENCY, at_once(fed)]}
    return {
        "Type": "AWS::Lambda::EventSourceMapping",
        "Properties": {
            "EventSourceArn": {"Fn::GetAtt": [names.queue(fed.queue), "Arn"]},
            "FunctionName": {"Fn::GetAtt": [names.logical(function), "Arn"]},
            "BatchSize": fed.batch,
            "FunctionResponseTypes": ["ReportBatchItemFailures"],
            "ScalingConfig": {"MaximumConcurrency": most},
        },
    }


def _stream_mapping(function: Function, fed: Streams, table: str) -> Resource:
    failures = {"Fn::GetAtt": [names.dead_letters(fed.failures), "Arn"]}
    with_event = '{"dynamodb":{"NewImage":{"event":{"S":[{"exists":true}]}}}}'
    return {
        "Type": "AWS::Lambda::EventSourceMapping",
        "Condition": "IsRelaying",
        "Properties": {
            "EventSourceArn": {"Fn::GetAtt": [names.table(table), "StreamArn"]},
            "FunctionName": {"Fn::GetAtt": [names.logical(function), "Arn"]},
            "StartingPosition": "TRIM_HORIZON",
            "BatchSize": fed.batch,
            "MaximumRetryAttempts": fed.retries,
            "BisectBatchOnFunctionError": True,
            "FilterCriteria": {"Filters": [{"Pattern": with_event}]},
            "DestinationConfig": {"OnFailure": {"Destination": failures}},
        },
    }


def _schedule(function: Function, fed: Schedule) -> dict[str, Resource]:
    logical = names.logical(function)
    return {
        fed.name: {
            "Type": "AWS::Events::Rule",
            "Properties": {
                "ScheduleExpression": fed.expression,
                "State": "ENABLED",
                "Targets": [{"Id": function.name, "Arn": {"Fn::GetAtt": [logical, "Arn"]}}],
            },
        },
        f"{fed.name}MayCall": {
            "Type": "AWS::Lambda::Permission",
            "Properties": {
                "FunctionName": {"Ref": logical},
                "Action": "lambda:InvokeFunction",
                "Principal": "events.amazonaws.com",
                "SourceArn": {"Fn::GetAtt": [fed.name, "Arn"]},
            },
        },
    }


def feeding(functions: tuple[Function, ...]) -> dict[str, Resource]:
    """What brings letters, records and the time to functions, and keeps what none can take."""
    made = {names.dead_letters(name): _queue() for name in dead_letters(functions)}
    for function, letters in fed_by_letters(functions):
        made[names.queue(letters.queue)] = _letters(function, letters)
        made[f"{letters.queue.title()}ToWorker"] = _queue_mapping(function, letters)
    for function, streams in fed_by_streams(functions):
        for table in streams.tables:
            to = f"{table.title()}To{names.logical(function)}"
            made[to] = _stream_mapping(function, streams, table)
    for function, schedule in fed_by_time(functions):
        made |= _schedule(function, schedule)
    return made


def outputs(functions: tuple[Function, ...]) -> dict[str, Resource]:
    """The addresses of all queues."""
    ids = [
        *map(names.queue, queues(functions)),
        *map(names.dead_letters, dead_letters(functions)),
    ]
    return {f"{one}Url": {"Value": {"Ref": one}} for one in ids}
