"""The cases' stream, from where the relay's checkpoint stands."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3

from chalicelib.runtime.services import services
from chalicelib.runtime.settings import Settings

WINDOW = 300
"""Records that are read together."""


def told_all(checkpoint: Path) -> bool:
    """Whether the relay has been through everything that the stream holds."""
    return next(records(checkpoint), None) is None


def records(checkpoint: Path) -> Iterator[Any]:
    """What stands in it behind the checkpoint, in its order."""
    after = checkpoint.read_text() if checkpoint.exists() else ""
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
            found = streams.get_records(ShardIterator=iterator, Limit=WINDOW)
            yield from found["Records"]
            iterator = found.get("NextShardIterator") if found["Records"] else None
