"""The tables: on demand, encrypted with the stage's key, restorable to any second of 35 days."""

from __future__ import annotations

from typing import Any

Resource = dict[str, Any]

_CARD = {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["card"]}
_KEYS = {"ProjectionType": "KEYS_ONLY"}
_ALL = {"ProjectionType": "ALL"}
_LINE = {
    "ProjectionType": "INCLUDE",
    "NonKeyAttributes": ["schema", "line", "entered", "previous", "hash"],
}
_FAILURE = {
    "ProjectionType": "INCLUDE",
    "NonKeyAttributes": ["failures", "fault", "next_at"],
}

Index = tuple[str, str, str, dict[str, Any]]
"""Name, partition key, sort key, projection."""


def _table(
    *keys: str, indexes: tuple[Index, ...] = (), stream: bool = False, ttl: bool = False
) -> Resource:
    names = dict.fromkeys([*keys, *(key for index in indexes for key in index[1:3])])
    properties: Resource = {
        "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": [{"AttributeName": n, "AttributeType": "S"} for n in names],
        "KeySchema": _schema(*keys),
        "PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": True},
        "SSESpecification": {
            "SSEEnabled": True,
            "SSEType": "KMS",
            "KMSMasterKeyId": {"Ref": "DataKey"},
        },
        "DeletionProtectionEnabled": {"Fn::If": ["IsLocal", False, True]},
    }
    if indexes:
        properties["GlobalSecondaryIndexes"] = [
            {"IndexName": name, "KeySchema": _schema(*order), "Projection": projection}
            for name, *order, projection in indexes
        ]
    if stream:
        properties["StreamSpecification"] = {"StreamViewType": "NEW_IMAGE"}
    if ttl:
        properties["TimeToLiveSpecification"] = {"AttributeName": "expires", "Enabled": True}
    return {
        "Type": "AWS::DynamoDB::Table",
        "DeletionPolicy": "RetainExceptOnCreate",
        "UpdateReplacePolicy": "Retain",
        "Properties": properties,
    }


def _schema(*keys: Any) -> list[dict[str, str]]:
    kinds = ("HASH", "RANGE")
    return [{"AttributeName": k, "KeyType": kind} for k, kind in zip(keys, kinds, strict=False)]


TABLES: dict[str, Resource] = {
    "CasesTable": _table(
        "id",
        indexes=(
            ("by_reporter", "reporter", "submitted", _CARD),
            ("by_officer", "officer", "due_sort", _CARD),
            ("by_queue", "queue", "due_sort", _CARD),
            ("by_watch", "watch", "due_sort", _CARD),
            ("by_escalated", "escalated", "due_sort", _CARD),
            ("by_commune_intake", "commune_intake", "due_sort", _CARD),
            ("by_commune_watch", "commune_watch", "due_sort", _CARD),
            ("by_extension", "extension", "due_sort", _CARD),
            ("by_extension_asked", "extension_asked", "due_sort", _CARD),
            ("by_due", "due_shard", "next_at", _KEYS),
            ("by_attention", "attention", "failed_at", _FAILURE),
            ("by_place", "place", "submitted", _KEYS),
            ("by_month", "month", "submitted", _KEYS),
        ),
        stream=True,
    ),
    "PeopleTable": _table("id", stream=True, ttl=True),
    "DirectoryTable": _table("pk", "sk", stream=True),
    "MessagesTable": _table(
        "recipient",
        "id",
        indexes=(
            ("by_due", "due_shard", "next_at", _KEYS),
            ("by_attention", "attention", "at", _ALL),
        ),
        ttl=True,
    ),
    "LedgerTable": _table("id", ttl=True),
    "FiguresTable": _table("pk", "sk", ttl=True),
    "SearchTable": _table("pk", "sk"),
    "CampaignTable": _table(
        "pk", "sk", indexes=(("by_team", "team_day", "visited", _ALL),), stream=True, ttl=True
    ),
    "AuditTable": _table(
        "pk",
        "sk",
        indexes=(
            ("by_subject", "subject", "place", _LINE),
            ("by_actor", "actor", "place", _LINE),
            ("by_kind", "kind", "place", _LINE),
            ("by_actor_kind", "actor_kind", "place", _LINE),
        ),
        stream=True,
        ttl=True,
    ),
}
