"""Queues with their dead-letter queues, what feeds them and what they feed, and the schedule."""

from __future__ import annotations

from typing import Any

Resource = dict[str, Any]

WORKERS = {
    "Assignment": ("Assign", 30),
    "Notifications": ("Notify", 60),
    "Figures": ("Project", 60),
    "Uploads": ("Inspect", 120),
}
"""Queue: the function that works it off, and that function's timeout in seconds."""
LETTERS_A_BATCH = {"Uploads": 1}
"""Where not ten: a function that is cut off in the middle takes no neighbour's letter along."""
MOST_RECEIVES = 5
"""Deliveries of a letter before it goes to the dead-letter queue."""
_KEPT = 14 * 24 * 3600


def _queue(**properties: Any) -> Resource:
    return {
        "Type": "AWS::SQS::Queue",
        "Properties": {"SqsManagedSseEnabled": True, **properties},
    }


def _worked_off(name: str, timeout: int) -> dict[str, Resource]:
    letters = {"Fn::GetAtt": [f"{name}DeadLetters", "Arn"]}
    return {
        f"{name}Queue": _queue(
            VisibilityTimeout={"Fn::If": ["IsLocal", timeout, timeout * 6]},
            MessageRetentionPeriod=_KEPT,
            RedrivePolicy={"deadLetterTargetArn": letters, "maxReceiveCount": MOST_RECEIVES},
        ),
        f"{name}DeadLetters": _queue(MessageRetentionPeriod=_KEPT),
    }


def _queue_mapping(name: str, function: str) -> Resource:
    return {
        "Type": "AWS::Lambda::EventSourceMapping",
        "Properties": {
            "EventSourceArn": {"Fn::GetAtt": [f"{name}Queue", "Arn"]},
            "FunctionName": {"Fn::GetAtt": [function, "Arn"]},
            "BatchSize": LETTERS_A_BATCH.get(name, 10),
            "FunctionResponseTypes": ["ReportBatchItemFailures"],
            "ScalingConfig": {"MaximumConcurrency": {"Fn::If": ["IsLocal", 2, 10]}},
        },
    }


def _stream_mapping(table: str) -> Resource:
    return {
        "Type": "AWS::Lambda::EventSourceMapping",
        "Condition": "IsRelaying",
        "Properties": {
            "EventSourceArn": {"Fn::GetAtt": [table, "StreamArn"]},
            "FunctionName": {"Fn::GetAtt": ["Relay", "Arn"]},
            "StartingPosition": "TRIM_HORIZON",
            "BatchSize": 50,
            "MaximumRetryAttempts": 100,
            "BisectBatchOnFunctionError": True,
            "FilterCriteria": {
                "Filters": [
                    {"Pattern": '{"dynamodb":{"NewImage":{"event":{"S":[{"exists":true}]}}}}'}
                ]
            },
            "DestinationConfig": {
                "OnFailure": {"Destination": {"Fn::GetAtt": ["StreamFailures", "Arn"]}}
            },
        },
    }


SCHEDULE: dict[str, Resource] = {
    "EachMinute": {
        "Type": "AWS::Events::Rule",
        "Properties": {
            "ScheduleExpression": "rate(1 minute)",
            "State": "ENABLED",
            "Targets": [{"Id": "tick", "Arn": {"Fn::GetAtt": ["Tick", "Arn"]}}],
        },
    },
    "EachMinuteMayCall": {
        "Type": "AWS::Lambda::Permission",
        "Properties": {
            "FunctionName": {"Ref": "Tick"},
            "Action": "lambda:InvokeFunction",
            "Principal": "events.amazonaws.com",
            "SourceArn": {"Fn::GetAtt": ["EachMinute", "Arn"]},
        },
    },
}

QUEUES: dict[str, Resource] = {
    **{
        key: resource
        for name, (_, timeout) in WORKERS.items()
        for key, resource in _worked_off(name, timeout).items()
    },
    **{f"{name}ToWorker": _queue_mapping(name, fn) for name, (fn, _) in WORKERS.items()},
    "RelayDeadLetters": _queue(MessageRetentionPeriod=_KEPT),
    "StreamFailures": _queue(MessageRetentionPeriod=_KEPT),
    "CasesToRelay": _stream_mapping("CasesTable"),
    "PeopleToRelay": _stream_mapping("PeopleTable"),
    **SCHEDULE,
}

DEAD_LETTERS = (*(f"{name}DeadLetters" for name in WORKERS), "RelayDeadLetters", "StreamFailures")
