"""How the relay's things are made."""

from __future__ import annotations

from chalicelib.relay.application.ports import Barriers, NoBarriers, Queues
from chalicelib.relay.domain.subscriptions import QueueName
from chalicelib.runtime.services import Services
from chalicelib.runtime.settings import Settings


def register(services: Services) -> None:
    """The queues that the relay feeds."""
    services.register(Queues, _queues)
    services.register(Barriers, lambda _: NoBarriers())


def _queues(services: Services) -> Queues:
    import boto3

    from chalicelib.relay.adapters.queues import SqsQueues

    settings = services.get(Settings)
    urls = {queue: settings.queue_url(queue) for queue in QueueName}
    return SqsQueues(boto3.client("sqs"), urls, settings.relay_dlq_url)
