"""How the list of what fell through is made."""

from __future__ import annotations

from chalicelib.attention.application.attention import AttentionDesk
from chalicelib.cases.application.ports import CaseStore
from chalicelib.messages.application.messages import MessageStore
from chalicelib.runtime.services import Services
from chalicelib.runtime.settings import Settings


def register(services: Services) -> None:
    """Cases, messages and dead letters that somebody must look at."""
    services.register(AttentionDesk, _desk)


def _desk(services: Services) -> AttentionDesk:
    import json

    import boto3

    from chalicelib.attention.adapters.dead_letters import SqsDeadLetters

    urls = json.loads(services.get(Settings).dead_letter_urls)
    letters = SqsDeadLetters(boto3.client("sqs"), urls)
    return AttentionDesk(services.get(CaseStore), services.get(MessageStore), letters)
