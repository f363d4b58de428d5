"""What became of messages: a line in the log and a CloudWatch metric (embedded metric format)."""

from __future__ import annotations

from aws_lambda_powertools import Logger, single_metric
from aws_lambda_powertools.metrics import MetricUnit

from chalicelib.messages.domain.messages import Message, MessageStatus
from chalicelib.messages.domain.sms_budget import METRIC
from chalicelib.runtime.faults import EVERYWHERE

METRICS = {
    MessageStatus.SENT: "MessagesSent",
    MessageStatus.FAILED: "MessagesFailed",
    MessageStatus.UNCERTAIN: "MessagesUncertain",
    MessageStatus.DROPPED: "MessagesDropped",
}


class MetricTally:
    """Counts and logs each end, with the correlation id of the request it came from."""

    def __init__(self) -> None:
        self._logger = Logger()

    def count(self, message: Message) -> None:
        """One metric by kind and channel, written at once; never who or what."""
        self._logger.info(
            "message ended",
            outcome=message.status.value,
            kind=message.kind,
            channel=message.channel.value,
            about=message.about,
            reason=message.reason,
            attempts=message.attempts,
            correlation_id=message.correlation_id,
        )
        self._add(METRICS[message.status], 1, message)
        if message.parts is not None:
            self._add("SmsParts", message.parts, message)

    def sms_budget(self, percent: int) -> None:
        """One value an SMS; the alarms look at the highest of each minute."""
        with single_metric(name=METRIC, unit=MetricUnit.Percent, value=percent) as metric:
            metric.add_dimension(name="service", value=EVERYWHERE["service"])

    def _add(self, name: str, value: int, message: Message) -> None:
        with single_metric(name=name, unit=MetricUnit.Count, value=value) as metric:
            metric.add_dimension(name="kind", value=message.kind)
            metric.add_dimension(name="channel", value=message.channel.value)
