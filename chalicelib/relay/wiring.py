"""How the relay's things are made."""

from __future__ import annotations

from chalicelib.relay.application.ports import Barriers, NoBarriers, Queues
from chalicelib.relay.application.relay import RelayDesk
from chalicelib.relay.domain.subscriptions import Subscriptions
from chalicelib.runtime.services import Services
from chalicelib.runtime.settings import Settings


def register(services: Services) -> None:
    """Topic and queues to which the relay writes, and who wants what."""
    services.register(Subscriptions, lambda s: Subscriptions.read(s.get(Settings).events_wanted))
    services.register(Queues, _queues)
    services.register(RelayDesk, lambda s: RelayDesk(s.get(Queues), s.get(Subscriptions)))
    services.register(Barriers, lambda _: NoBarriers())


def _queues(services: Services) -> Queues:
    import boto3

    from chalicelib.relay.adapters.queues import AwsQueues

    given = services.get(Settings)
    return AwsQueues(boto3.client, given.events_topic, given.queue_url, given.relay_dlq_url)
