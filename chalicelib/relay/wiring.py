"""How the relay's things are made."""

from __future__ import annotations

from chalicelib.relay.application.ports import Barriers, NoBarriers, Queues
from chalicelib.relay.application.relay import RelayDesk
from chalicelib.relay.domain.subscriptions import Subscriptions
from chalicelib.runtime.services import Services
from chalicelib.runtime.settings import Settings


def register(services: Services) -> None:
    """The queues that the relay feeds, and who wants what."""
    services.register(Subscriptions, lambda s: Subscriptions.read(s.get(Settings).events_wanted))
    services.register(Queues, _queues)
    services.register(RelayDesk, lambda s: RelayDesk(s.get(Queues), s.get(Subscriptions)))
    services.register(Barriers, lambda _: NoBarriers())


def _queues(services: Services) -> Queues:
    import boto3

    from chalicelib.relay.adapters.queues import SqsQueues

    settings, wanted = services.get(Settings), services.get(Subscriptions)
    client = boto3.client("sqs")
    return SqsQueues(client, wanted.queues(), settings.queue_url, settings.relay_dlq_url)
