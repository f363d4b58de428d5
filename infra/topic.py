"""The topic by which each event comes to all queues that want it, and who is subscribed to it."""

from __future__ import annotations

from typing import Any

from chalicelib.function_forms import Function, subscribed
from chalicelib.relay.domain.subscriptions import ATTRIBUTE
from infra import names

Resource = dict[str, Any]
NAME = "EventsTopic"


def subscription(queue: str) -> str:
    """Its logical id."""
    return f"{queue.title()}Subscription"


def filter_policy(queue: str) -> Resource:
    """It takes what names this queue. Another wish of the queue's changes nothing here, since SNS
    follows a changed filter only after a while: which events name it, the relay knows."""
    return {ATTRIBUTE: [queue]}


def delivery(queues: Any, topic: Any) -> Resource:
    """The policy by which this topic, and no other sender from without, may write to them."""
    return {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"Service": "sns.amazonaws.com"},
                "Action": "sqs:SendMessage",
                "Resource": queues,
                "Condition": {"ArnEquals": {"aws:SourceArn": topic}},
            }
        ],
    }


def topic(functions: tuple[Function, ...]) -> dict[str, Resource]:
    """With a subscription for each queue, whose own dead letters take what cannot be delivered."""
    made: dict[str, Resource] = {NAME: _TOPIC}
    for queue in subscribed(functions):
        made |= _subscribed(queue)
    return made


def _subscribed(queue: str) -> dict[str, Resource]:
    own, dead = names.queue(queue), names.dead_letters(queue)
    may_write = f"EventsMayCome{queue.title()}"
    arns = [{"Fn::GetAtt": [one, "Arn"]} for one in (own, dead)]
    return {
        may_write: {
            "Type": "AWS::SQS::QueuePolicy",
            "Properties": {
                "Queues": [{"Ref": own}, {"Ref": dead}],
                "PolicyDocument": delivery(arns, {"Ref": NAME}),
            },
        },
        subscription(queue): {
            "Type": "AWS::SNS::Subscription",
            "DependsOn": [may_write],
            "Properties": {
                "TopicArn": {"Ref": NAME},
                "Protocol": "sqs",
                "Endpoint": arns[0],
                "RawMessageDelivery": True,
                "FilterPolicyScope": "MessageAttributes",
                "FilterPolicy": filter_policy(queue),
                "RedrivePolicy": {"deadLetterTargetArn": arns[1]},
            },
        },
    }


_TOPIC: Resource = {
    # AWS's own key: all principals of the account that may publish may use it through SNS.
    "Type": "AWS::SNS::Topic",
    "Properties": {"KmsMasterKeyId": "alias/aws/sns"},
}
