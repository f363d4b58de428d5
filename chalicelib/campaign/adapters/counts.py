"""The campaign's counters in DynamoDB: additions, in one transaction with what makes them once.

The client is used bare: measures are attributes of their own, and PynamoDB knows no such models.
"""

from __future__ import annotations

import json
import random
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta

import boto3
from msgspec.json import encode

from chalicelib.campaign.adapters.campaign_items import phone_key
from chalicelib.campaign.adapters.count_updates import (
    DAY,
    MONTH,
    Item,
    additions_of,
    key_of,
    update_of,
)
from chalicelib.campaign.adapters.targets import LIST, REACH, TARGETS, read_targets
from chalicelib.campaign.application.ports import AccountStep, ReachBase
from chalicelib.campaign.domain.counts import AccountCount, CountPlace, Counts, Measure, added
from chalicelib.campaign.domain.reach import Listed
from chalicelib.campaign.domain.targets import Targets
from chalicelib.campaign.domain.teams import Team
from chalicelib.kernel.instants import load, local_midnight, store
from chalicelib.runtime.dynamodb.json_forms import JsonForm
from chalicelib.runtime.dynamodb.refusals import UNMET
from chalicelib.runtime.dynamodb.schemas import ACCOUNT_COUNT

_ACCOUNTS = JsonForm(ACCOUNT_COUNT, AccountCount)
_COUNTS, _ACCOUNT, _HOUSEHOLD = "counts", "count", "household"
_BEHIND = "~"
"""Sorts behind every key that begins alike."""
_ATTEMPTS, _PAUSE, _PER_BATCH = 12, 0.05, 100


class DynamoCounts:
    """The counters of one table."""

    def __init__(self, table: str) -> None:
        self._table = table
        self._client = boto3.client("dynamodb")

    def add_once(self, told_by: str, counts: Counts) -> bool:
        """One transaction: the item that tells of them is marked by it, and tells no more."""
        mark = update_of(
            self._table,
            (told_by, _COUNTS),
            "SET counted = :yes REMOVE event",
            {":yes": {"BOOL": True}},
            "attribute_not_exists(counted)",
        )
        return self._written([mark, *self._additions(counts)])

    def counted(self, ids: Sequence[str]) -> Mapping[str, AccountCount]:
        """A hundred a call, read consistently."""
        found: dict[str, AccountCount] = {}
        for start in range(0, len(ids), _PER_BATCH):
            keys = [key_of(f"account#{id}", _ACCOUNT) for id in ids[start : start + _PER_BATCH]]
            for item in self._batch(keys):
                document = item["document"]["S"].encode()
                id = item["pk"]["S"].partition("#")[2]
                found[id] = _ACCOUNTS.decode(document, _schema(item))
        return found

    def take(self, steps: Sequence[AccountStep]) -> bool:
        """One transaction; then what is known no longer is forgotten, which nothing waits for."""
        writes = [self._account(step) for step in steps]
        writes += [self._known(step, hash) for step in steps for hash in step.newly_known_by]
        counts = added(*(step.counts for step in steps))
        if not self._written([*writes, *self._additions(counts)]):
            return False
        for step in steps:
            for hash in step.no_longer_known_by:
                self._forget(step.id, hash)
        return True

    def have_accounts(self, hashes: Sequence[str]) -> frozenset[str]:
        """A hundred a call, read consistently."""
        keys = [key_of(phone_key(hash), _HOUSEHOLD) for hash in hashes]
        found = self._batch(keys) if keys else ()
        there = (item for item in found if "account_since" in item)
        return frozenset(item["pk"]["S"].partition("#")[2] for item in there)

    def communes(self, since: date, until: date) -> Counts:
        """One query, as long as its cells fit into a megabyte: some sixty days of all."""
        return self._cells(REACH, since, until)

    def teams(self, commune: str, since: date, until: date) -> Counts:
        """The same."""
        return self._cells(f"{REACH}#{commune}", since, until)

    def base(self, month: date) -> ReachBase:
        """One query: a cell for each commune and month, a list each, and the targets."""
        present: Counter[str] = Counter()
        lists: dict[str, Listed] = {}
        targets = Targets()
        for item in self._query(REACH, LIST, f"{TARGETS}{_BEHIND}"):
            sk = item["sk"]["S"]
            if sk.startswith(LIST):
                lists[_commune(item)] = Listed(int(item["people"]["N"]), load(item["at"]["S"]))
            elif sk == TARGETS:
                targets = read_targets(item["document"]["S"], _schema(item))
            elif sk < f"{MONTH}{month:%Y-%m}":
                present[_commune(item)] += int(item.get(Measure.PRESENT, {"N": "0"})["N"])
        return ReachBase(present, lists, targets)

    def months(self, until: date) -> Counts:
        """One query: a cell for each commune and month."""
        found = self._query(REACH, MONTH, f"{MONTH}{until:%Y-%m}{_BEHIND}")
        return {
            CountPlace(date.fromisoformat(f"{item['sk']['S'].split('#')[1]}-01"), _commune(item)): (
                _numbers(item)
            )
            for item in found
        }

    def listed_in(self, commune: str) -> Mapping[str, Listed]:
        """One read."""
        key = key_of(f"{REACH}#{commune}", LIST)
        item = self._client.get_item(TableName=self._table, Key=key).get("Item")
        if item is None:
            return {}
        at, hamlets = load(item["at"]["S"]), json.loads(item["hamlets"]["S"])
        return {hamlet: Listed(people, at) for hamlet, people in hamlets.items()}

    def keep_list(self, commune: str, hamlets: Mapping[str, int], at: datetime) -> None:
        """One transaction."""
        values = {":at": {"S": store(at)}}
        newer = "attribute_not_exists(pk) OR #at <= :at"
        people = {":people": {"N": str(sum(hamlets.values()))}}
        named = {":hamlets": {"S": json.dumps(hamlets, ensure_ascii=False)}}
        writes = [
            update_of(
                self._table,
                (REACH, f"{LIST}{commune}"),
                "SET #at = :at, people = :people",
                values | people,
                newer,
            ),
            update_of(
                self._table,
                (f"{REACH}#{commune}", LIST),
                "SET #at = :at, hamlets = :hamlets",
                values | named,
                newer,
            ),
        ]
        for write in writes:
            write["Update"]["ExpressionAttributeNames"] = {"#at": "at"}
        self._written(writes)

    def _cells(self, pk: str, since: date, until: date) -> Counts:
        last = until - timedelta(days=1)
        found = self._query(pk, f"{DAY}{since}", f"{DAY}{last}{_BEHIND}")
        return dict(map(_cell, found))

    def _additions(self, counts: Counts) -> Iterator[Item]:
        months: defaultdict[CountPlace, Counter[str]] = defaultdict(Counter)
        for place, cell in counts.items():
            if place.team is None:
                months[CountPlace(place.day.replace(day=1), place.commune)].update(cell)
        return additions_of(self._table, counts, months)

    def _account(self, step: AccountStep) -> Item:
        document = encode(step.after).decode()
        item = {
            **key_of(f"account#{step.id}", _ACCOUNT),
            "document": {"S": document},
            "schema": {"N": str(ACCOUNT_COUNT.number)},
        }
        put: Item = {"TableName": self._table, "Item": item}
        if step.before is None:
            put["ConditionExpression"] = "attribute_not_exists(pk)"
        else:
            put["ConditionExpression"] = "document = :before"
            put["ExpressionAttributeValues"] = {":before": {"S": encode(step.before).decode()}}
        return {"Put": put}

    def _known(self, step: AccountStep, hash: str) -> Item:
        helped, since = step.after.helped, local_midnight(step.after.made)
        text = "SET account_since = :since, account = :id"
        values = {":since": {"S": store(since)}, ":id": {"S": step.id}}
        if helped:
            text, values = f"{text}, helper = :helper", values | {":helper": {"S": helped.member}}
        return update_of(self._table, (phone_key(hash), _HOUSEHOLD), text, values)

    def _forget(self, id: str, hash: str) -> None:
        """Unless another account is known by it meanwhile."""
        update = update_of(
            self._table,
            (phone_key(hash), _HOUSEHOLD),
            "REMOVE account_since, account, helper",
            {":id": {"S": id}},
            "account = :id",
        )
        with suppress(self._client.exceptions.ConditionalCheckFailedException):
            self._client.update_item(**update["Update"])

    def _written(self, writes: Sequence[Item]) -> bool:
        """False where a condition does not hold; raises what else stands in the way for long."""
        for attempt in range(_ATTEMPTS):
            try:
                self._client.transact_write_items(TransactItems=list(writes))
            except self._client.exceptions.TransactionCanceledException as cancelled:
                reasons = cancelled.response.get("CancellationReasons", ())
                if any(reason.get("Code") == UNMET for reason in reasons):
                    return False
                time.sleep(random.uniform(0, _PAUSE * (attempt + 1)))
            else:
                return True
        raise TimeoutError("transactions of other counts stood in the way")

    def _batch(self, keys: list[Item]) -> Iterator[Item]:
        asked: Item = {self._table: {"Keys": keys, "ConsistentRead": True}}
        while asked:
            answer = self._client.batch_get_item(RequestItems=asked)
            yield from answer["Responses"].get(self._table, ())
            asked = answer.get("UnprocessedKeys") or {}

    def _query(self, pk: str, first: str, last: str) -> Iterable[Item]:
        pages = self._client.get_paginator("query").paginate(
            TableName=self._table,
            KeyConditionExpression="pk = :pk AND sk BETWEEN :first AND :last",
            ExpressionAttributeValues={
                ":pk": {"S": pk},
                ":first": {"S": first},
                ":last": {"S": last},
            },
        )
        return (item for page in pages for item in page["Items"])


def _schema(item: Item) -> str | None:
    return item["schema"]["N"] if "schema" in item else None


def _commune(item: Item) -> str:
    return str(item["sk"]["S"].rpartition("#")[2])


def _numbers(item: Item) -> Counter[str]:
    return Counter({name: int(v["N"]) for name, v in item.items() if "N" in v})


def _cell(item: Item) -> tuple[CountPlace, Counter[str]]:
    day = date.fromisoformat(item["sk"]["S"].split("#")[1])
    cell = _numbers(item)
    if "team" not in item:
        return CountPlace(day, _commune(item)), cell
    commune = item["pk"]["S"].partition("#")[2]
    team = Team(commune, item["team"]["S"])
    return CountPlace(day, commune, team, item["hamlet"]["S"]), cell
