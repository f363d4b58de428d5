"""What wakes somebody up."""

from __future__ import annotations

from typing import Any

from chalicelib.function_forms import (
    Function,
    Letters,
    Schedule,
    dead_letters,
    fed_by_letters,
    fed_by_streams,
    fed_by_time,
)
from chalicelib.kernel.due_work import LaneKind
from chalicelib.kernel.faults import Work
from chalicelib.messages.domain import sms_budget
from chalicelib.runtime.faults import EVERYWHERE
from chalicelib.schedule.application import waking
from infra import names, topic
from infra.functions import METRICS_NAMESPACE
from infra.gateway import API_NAME

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


def _old_letters(fed: Letters) -> Resource:
    name = names.queue(fed.queue)
    text = f"Letters wait for more than {fed.late_after} seconds in {name}"
    metric = "ApproximateAgeOfOldestMessage"
    return _alarm(text, "AWS/SQS", metric, _queue(name), fed.late_after, Statistic="Maximum")


def _undelivered(metric: str) -> Resource:
    text = f"{metric}: an event did not come to a queue: docs/runbooks/undelivered-events.md"
    dimension = {"TopicName": {"Fn::GetAtt": [topic.NAME, "TopicName"]}}
    return _alarm(text, "AWS/SNS", metric, dimension, 0)


def _function(name: str, metric: str, above: int) -> Resource:
    dimension = {"FunctionName": {"Ref": name}}
    return _alarm(f"{metric} of {name}", "AWS/Lambda", metric, dimension, above)


def _broken_things(work: Work) -> Resource:
    """For an hour: what cannot be done is tried again within each."""
    text = f"Some things are left out ({work.value}): docs/runbooks/left-out.md"
    return _alarm(text, METRICS_NAMESPACE, work.value, EVERYWHERE, 0, Period=3600)


def _sms_budget(percent: int) -> Resource:
    """It rings once: without messages it stays as it is, until the first of the next day."""
    text = f"{percent} % of the day's budget for SMS are used: docs/runbooks/sms-budget.md"
    return _alarm(
        text,
        METRICS_NAMESPACE,
        sms_budget.METRIC,
        EVERYWHERE,
        percent,
        ComparisonOperator="GreaterThanOrEqualToThreshold",
        Statistic="Maximum",
        TreatMissingData="ignore",
    )


def _due_work(kind: LaneKind) -> Resource:
    late = waking.LATE_AFTER[kind]
    text = f"Something is due for more than {late} s ({kind}): docs/runbooks/late-due-work.md"
    dimensions = {**EVERYWHERE, "work": kind.value}
    return _alarm(text, METRICS_NAMESPACE, waking.METRIC, dimensions, late, Statistic="Maximum")


def _behind(function: Function) -> Resource:
    text = f"{names.logical(function)} is more than 5 minutes behind: docs/runbooks/relay-behind.md"
    dimension = {"FunctionName": {"Ref": names.logical(function)}}
    return _alarm(text, "AWS/Lambda", "IteratorAge", dimension, 300_000, Statistic="Maximum")


def _stands(function: Function, schedule: Schedule) -> Resource:
    name, minutes = names.logical(function), schedule.stands_after // 60
    return _alarm(
        f"{name} has not run for {minutes} minutes: docs/runbooks/stuck-schedule.md",
        "AWS/Lambda",
        "Invocations",
        {"FunctionName": {"Ref": name}},
        1,
        ComparisonOperator="LessThanThreshold",
        Period=schedule.stands_after,
        TreatMissingData="breaching",
    )


def alarms(functions: tuple[Function, ...]) -> dict[str, Resource]:
    """The topic, and all that is told there."""
    lying = [names.dead_letters(name) for name in dead_letters(functions)]
    called = [names.logical(function) for function in functions]
    return {
        "AlarmTopic": _TOPIC,
        **{f"{name}NotEmpty": _dead_letters(name) for name in lying},
        **{f"{fed.queue.title()}TooOld": _old_letters(fed) for _, fed in fed_by_letters(functions)},
        **{f"Events{name}": _undelivered(metric) for name, metric in _UNDELIVERED.items()},
        **{f"{name}Errors": _function(name, "Errors", 0) for name in called},
        **{f"{name}Throttles": _function(name, "Throttles", 0) for name in called},
        **{work.value: _broken_things(work) for work in Work},
        **{f"{kind.title()}Late": _due_work(kind) for kind in LaneKind},
        **{f"SmsBudget{percent}": _sms_budget(percent) for percent in sms_budget.ALARMS_AT},
        **{f"{names.logical(one)}Behind": _behind(one) for one, _ in fed_by_streams(functions)},
        **{f"{fed.name}Stands": _stands(one, fed) for one, fed in fed_by_time(functions)},
        "ApiFails": _alarm(
            "The API answers with 5xx",
            "AWS/ApiGateway",
            "5XXError",
            {"ApiName": API_NAME, "Stage": "api"},
            0,
        ),
    }


_UNDELIVERED = {
    "NotDelivered": "NumberOfNotificationsFailed",
    "Lost": "NumberOfNotificationsFailedToRedriveToDlq",
    "WithoutQueues": "NumberOfNotificationsFilteredOut-InvalidAttributes",
}
"""Letters lie in the queue's dead letters; they do not even do so; events name nobody."""
_TOPIC: Resource = {
    # Not encrypted: alarms name no person, and CloudWatch may not use the AWS-managed key.
    "Type": "AWS::SNS::Topic",
    "Properties": {"Subscription": [{"Protocol": "email", "Endpoint": {"Ref": "AlarmEmail"}}]},
}
