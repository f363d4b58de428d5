"""The end: nothing lost, nothing doubled, figures equal to the recount, no letter unexplained."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import Any

import boto3

from chalicelib.audit.application.ports import AuditBook
from chalicelib.audit.application.verifying import AuditReading, verify_whole
from chalicelib.audit.domain.kinds import AuditKind
from chalicelib.cases.application.ports import CaseStore
from chalicelib.cases.domain.events import event_id
from chalicelib.kernel.channels import Channel
from chalicelib.messages.application.messages import MessageStore
from chalicelib.messages.domain.messages import MessageStatus
from chalicelib.runtime.services import Services
from chalicelib.runtime.settings import Settings
from chaos.lives import LivesInChaos
from operations.recount import all_cases, desk_of, recount

Sent = Counter[tuple[str, str, str]]
"""Channel, address and text of what the providers really took."""


@dataclass(frozen=True)
class Verdict:
    """Counts, and what is wrong in words: nothing, if all held."""

    cases: int
    events: int
    messages: int
    uncertain: int
    dead_letters: dict[str, int]
    wrong: tuple[str, ...]


def judge(product: Services, lives: LivesInChaos, sent: Sent) -> Verdict:
    """Look at everything that is kept."""
    wrong, events = _lost(product, lives), 0
    for case in all_cases(product):
        events += len(case.timeline)
    differing = list(recount(desk_of(product)))
    wrong += [f"figures differ in {len(differing)} cells"] if differing else []
    statuses = _statuses(product)
    wrong += _doubled(sent, statuses, _most_alike(product, lives))
    dead = dead_letters(product)
    wrong += [f"{count} letters lie in {name}" for name, count in dead.items() if count]
    wrong += _unaudited(product)
    return Verdict(
        cases=len(lives.done),
        events=events,
        messages=sum(sent.values()),
        uncertain=statuses[MessageStatus.UNCERTAIN],
        dead_letters=dead,
        wrong=tuple(wrong),
    )


def _unaudited(product: Services) -> list[str]:
    """Every change has its line in the audit, once, and its chain holds."""
    verdict = verify_whole(product.get(AuditReading))
    lines = Counter(
        said["id"]
        for links in product.get(AuditBook).everything().days.values()
        for said in (json.loads(link.line) for link in links)
        if said["kind"] == AuditKind.CASE_CHANGED
    )
    changes = {
        event_id(case.code, index)
        for case in all_cases(product)
        for index in range(len(case.timeline))
    }
    return [
        *(f"the audit breaks at {one}" for one in verdict.breaks),
        *(f"{change} has no line in the audit" for change in changes - {*lines}),
        *(f"the audit tells of {line}, which never was" for line in {*lines} - changes),
        *(
            f"{line} stands {count} times in the audit"
            for line, count in lines.items()
            if count > 1
        ),
    ]


def dead_letters(product: Services) -> dict[str, int]:
    """How many letters lie where they should not."""
    urls = {
        **json.loads(product.get(Settings).dead_letter_urls),
        "relay": product.get(Settings).relay_dlq_url,
    }
    return {name: count_of(url) for name, url in urls.items()}


def count_of(url: str) -> int:
    """Letters on a queue, those in work included."""
    names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    found = boto3.client("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=names)
    return sum(int(found["Attributes"][name]) for name in names)


def _lost(product: Services, lives: LivesInChaos) -> list[str]:
    """Whatever somebody was told is done stands on the timeline, and versions have no gap."""
    wrong = []
    for code, done in lives.done.items():
        case = product.get(CaseStore).find(code)
        kept = {(entry.version, entry.action) for entry in case.timeline} if case else set()
        wrong += [
            f"{code}: {action} of version {n} is lost"
            for n, action in done
            if (n, action) not in kept
        ]
        versions = sorted({version for version, _ in kept})
        if case is None or versions != list(range(1, case.version + 1)):
            wrong.append(f"{code}: versions {versions}")
    return wrong


def _statuses(product: Services) -> Counter[MessageStatus]:
    """Of mail and SMS; what still is on its way counts as what it is."""
    found: Counter[MessageStatus] = Counter()
    pages = boto3.client("dynamodb").get_paginator("scan")
    for page in pages.paginate(TableName=product.get(Settings).messages_table):
        for item in page["Items"]:
            message = _message(product, item)
            if message is not None and message.channel is not Channel.BELL:
                found[message.status] += 1
    return found


def _message(product: Services, item: dict[str, Any]) -> Any:
    if item["recipient"]["S"].startswith("case#") or item["id"]["S"] == "read":
        return None
    return product.get(MessageStore).find(item["recipient"]["S"], item["id"]["S"])


def _most_alike(product: Services, lives: LivesInChaos) -> dict[str, int]:
    """How often the same thing happened to a case: so often the same words may go out."""
    cases = (product.get(CaseStore).find(code) for code in lives.lively)
    return {
        case.code: max(Counter(entry.action for entry in case.timeline).values())
        for case in cases
        if case
    }


def _doubled(sent: Sent, statuses: Counter[MessageStatus], alike: dict[str, int]) -> list[str]:
    """Each message that says so was sent once; whose answer was lost, once or not at all."""
    most = {code: n for code, n in alike.items() if n > 1}
    wrong = [
        f"sent {n} times: {text[:80]}"
        for (_, _, text), n in sent.items()
        if n > max((most[code] for code in most if code in text), default=1)
    ]
    least, total = statuses[MessageStatus.SENT], sum(sent.values())
    if not least <= total <= least + statuses[MessageStatus.UNCERTAIN]:
        wrong.append(f"{total} messages went out, {least} are known as sent")
    done = {
        MessageStatus.SENT,
        MessageStatus.UNCERTAIN,
        MessageStatus.FAILED,
        MessageStatus.DROPPED,
    }
    left = sum(count for status, count in statuses.items() if status not in done)
    return wrong + ([f"{left} messages are still on their way"] if left else [])
