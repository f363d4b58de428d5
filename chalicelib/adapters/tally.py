"""Counts of messages as CloudWatch metrics, written to the log in embedded metric format."""

from __future__ import annotations

from aws_lambda_powertools import single_metric
from aws_lambda_powertools.metrics import MetricUnit

from chalicelib.domain.messages import Message, Status

METRICS = {
    Status.SENT: "MessagesSent",
    Status.FAILED: "MessagesFailed",
    Status.UNCERTAIN: "MessagesUncertain",
    Status.DROPPED: "MessagesDropped",
}


class MetricTally:
    """One metric per end, with kind and channel as dimensions; never who or what."""

    def count(self, message: Message) -> None:
        """Written at once, so that nothing must be flushed later."""
        name = METRICS[message.status]
        with single_metric(name=name, unit=MetricUnit.Count, value=1) as metric:
            metric.add_dimension(name="kind", value=message.kind)
            metric.add_dimension(name="channel", value=message.channel.value)
