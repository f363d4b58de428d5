"""What wakes somebody up."""

from __future__ import annotations

from typing import Any

from chalicelib.kernel.faults import Work
from chalicelib.runtime.faults import EVERYWHERE
from infra.functions import FUNCTIONS, METRICS_NAMESPACE
from infra.gateway import API_NAME
from infra.queues import DEAD_LETTERS, WORKERS

Resource = dict[str, Any]


def _alarm(
    text: str, namespace: str, metric: str, dimensions: Resource, above: int, **more: Any
) -> Resource:
    return {
        "Type": "AWS::CloudWatch::Alarm",
        "Properties": {
            "AlarmDescription": text,
            "Namespace": namespace,
            "MetricName": metric,
            "Dimensions": [{"Name": name, "Value": value} for name, value in dimensions.items()],
            "Statistic": "Sum",
            "Period": 60,
            "EvaluationPeriods": 1,
            "ComparisonOperator": "GreaterThanThreshold",
            "Threshold": above,
            "TreatMissingData": "notBreaching",
            "AlarmActions": [{"Ref": "AlarmTopic"}],
            **more,
        },
    }


def _queue(name: str) -> Resource:
    return {"QueueName": {"Fn::GetAtt": [name, "QueueName"]}}


def _dead_letters(name: str) -> Resource:
    text = f"{name} is not empty: docs/runbooks/dead-letter-queue.md"
    metric = "ApproximateNumberOfMessagesVisible"
    return _alarm(text, "AWS/SQS", metric, _queue(name), 0, Statistic="Maximum")


def _old_letters(name: str) -> Resource:
    text = f"Letters wait for more than 10 minutes in {name}"
    metric = "ApproximateAgeOfOldestMessage"
    return _alarm(text, "AWS/SQS", metric, _queue(f"{name}Queue"), 600, Statistic="Maximum")


def _function(name: str, metric: str, above: int) -> Resource:
    dimension = {"FunctionName": {"Ref": name}}
    return _alarm(f"{metric} of {name}", "AWS/Lambda", metric, dimension, above)


def _broken_things(work: Work) -> Resource:
    """For an hour: what cannot be done is tried again within each."""
    text = f"Some things are left out ({work.value}): docs/runbooks/left-out.md"
    return _alarm(text, METRICS_NAMESPACE, work.value, EVERYWHERE, 0, Period=3600)


ALARMS: dict[str, Resource] = {
    "AlarmTopic": {
        # Not encrypted: alarms name no person, and CloudWatch may not use the AWS-managed key.
        "Type": "AWS::SNS::Topic",
        "Properties": {"Subscription": [{"Protocol": "email", "Endpoint": {"Ref": "AlarmEmail"}}]},
    },
    **{f"{name}NotEmpty": _dead_letters(name) for name in DEAD_LETTERS},
    **{f"{name}TooOld": _old_letters(name) for name in WORKERS},
    **{f"{name}Errors": _function(name, "Errors", 0) for name in FUNCTIONS},
    **{f"{name}Throttles": _function(name, "Throttles", 0) for name in FUNCTIONS},
    **{work.value: _broken_things(work) for work in Work},
    "RelayBehind": _alarm(
        "The relay is more than 5 minutes behind: docs/runbooks/relay-behind.md",
        "AWS/Lambda",
        "IteratorAge",
        {"FunctionName": {"Ref": "Relay"}},
        300_000,
        Statistic="Maximum",
    ),
    "ScheduleStands": _alarm(
        "The minute schedule has not run for 5 minutes: docs/runbooks/stuck-schedule.md",
        "AWS/Lambda",
        "Invocations",
        {"FunctionName": {"Ref": "Tick"}},
        1,
        ComparisonOperator="LessThanThreshold",
        Period=300,
        TreatMissingData="breaching",
    ),
    "ApiFails": _alarm(
        "The API answers with 5xx",
        "AWS/ApiGateway",
        "5XXError",
        {"ApiName": API_NAME, "Stage": "api"},
        0,
    ),
}
