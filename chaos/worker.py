"""One process that works off all queues, as Lambda's pollers would; killed at any moment.

    python -m chaos.worker SEED faults|calm

Letters are received in batches of ten and shuffled; what the handler does not report as failed is
deleted. What a kill leaves half done comes again. Each batch ends with a line of what was injected.
"""

from __future__ import annotations

import random
import sys
import time
from types import SimpleNamespace
from typing import Any

import boto3
from botocore.exceptions import BotoCoreError, ClientError

import app
from chalicelib.runtime.services import services
from chalicelib.runtime.settings import Settings
from chaos.faults import InjectedFaults

_CONTEXT = SimpleNamespace(get_remaining_time_in_millis=lambda: 30_000, function_name="chaos")
_IDLE = 0.1


def work(chance: random.Random, faults: InjectedFaults) -> None:
    """For ever."""
    settings = services().get(Settings)
    queues = {
        settings.queue_url("codes"): app.codes,
        settings.queue_url("sending"): app.send,
        settings.queue_url("settling"): app.settle,
        settings.queue_url("assignment"): app.assign,
        settings.queue_url("figures"): app.project,
        settings.queue_url("notifications"): app.notify,
        settings.queue_url("audit"): app.audit,
        settings.queue_url("search"): app.index,
    }
    while True:
        taken = 0
        for url, handler in queues.items():
            try:
                taken += _batch(url, handler, chance)
            except (BotoCoreError, ClientError):
                time.sleep(_IDLE)  # the cloud is away, or throttles: the letters come again
        faults.say()
        if not taken:
            time.sleep(_IDLE)


def _batch(url: str, handler: Any, chance: random.Random) -> int:
    sqs = boto3.client("sqs")
    letters = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", [])
    if not letters:
        return 0
    chance.shuffle(letters)
    records = [{"messageId": one["MessageId"], "body": one["Body"]} for one in letters]
    failed = handler({"Records": records}, _CONTEXT)["batchItemFailures"]
    left = {one["itemIdentifier"] for one in failed}
    done = [one for one in letters if one["MessageId"] not in left]
    if done:
        entries = [
            {"Id": str(number), "ReceiptHandle": one["ReceiptHandle"]}
            for number, one in enumerate(done)
        ]
        sqs.delete_message_batch(QueueUrl=url, Entries=entries)
    return len(letters)


def main() -> None:
    """The process."""
    chance = random.Random(sys.argv[1])
    services()
    faults = InjectedFaults(chance)
    if sys.argv[2] == "faults":
        faults.begin()
    work(chance, faults)


if __name__ == "__main__":
    main()
