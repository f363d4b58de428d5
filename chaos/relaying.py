"""The stream's side: every batch of records goes to the relay three times.

    python -m chaos.relaying SEED faults|calm CHECKPOINT

Reads the cases' stream from where the checkpoint stands, window by window. A window is told to the
relay in batches: once in the order that the stream keeps for each item, then twice more, shuffled.
Killed in the middle, all of it comes again.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import boto3
from botocore.exceptions import BotoCoreError, ClientError

import app
from chalicelib.runtime.services import services
from chalicelib.runtime.settings import Settings
from chaos.faults import InjectedFaults

TIMES = 3
_BATCH, _WINDOW = 20, 300
_CONTEXT = SimpleNamespace(get_remaining_time_in_millis=lambda: 30_000, function_name="chaos")


def relay_all(chance: random.Random, faults: InjectedFaults, checkpoint: Path) -> None:
    """For ever. A call that fails brings the whole window again."""
    while True:
        done = checkpoint.read_text() if checkpoint.exists() else ""
        try:
            window = list(islice(_records(done), _WINDOW))
            for batch in thrice(window, chance):
                app.relay({"Records": batch}, _CONTEXT)
        except (BotoCoreError, ClientError):
            faults.say()
            time.sleep(0.2)
            continue
        if window:
            checkpoint.write_text(str(window[-1]["dynamodb"]["SequenceNumber"]))
        else:
            time.sleep(0.2)


def thrice(window: Sequence[Any], chance: random.Random) -> list[list[Any]]:
    """Its batches in their order, on which `resync` counts: whoever knows of a case's version was
    told of those before. Then late and out of order, since nothing comes once alone."""
    batches = [list(window[start : start + _BATCH]) for start in range(0, len(window), _BATCH)]
    repeated = [chance.sample(batch, len(batch)) for batch in batches * (TIMES - 1)]
    chance.shuffle(repeated)
    return [*batches, *repeated]


def _records(after: str) -> Iterator[Any]:
    streams = boto3.client("dynamodbstreams")
    listed = streams.list_streams(TableName=services().get(Settings).cases_table)["Streams"]
    arn = listed[-1]["StreamArn"]
    for shard in streams.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"]:
        start = {"StreamArn": arn, "ShardId": shard["ShardId"]}
        place = (
            {"ShardIteratorType": "AFTER_SEQUENCE_NUMBER", "SequenceNumber": after}
            if after
            else {"ShardIteratorType": "TRIM_HORIZON"}
        )
        iterator = streams.get_shard_iterator(**start, **place)["ShardIterator"]
        while iterator:
            found = streams.get_records(ShardIterator=iterator, Limit=_WINDOW)
            yield from found["Records"]
            iterator = found.get("NextShardIterator") if found["Records"] else None


def main() -> None:
    """The process."""
    chance = random.Random(sys.argv[1])
    services()
    faults = InjectedFaults(chance)
    if sys.argv[2] == "faults":
        faults.begin()
    relay_all(chance, faults, Path(sys.argv[3]))


if __name__ == "__main__":
    main()
