"""Many things due at one instant: how soon they are done, none lost, none doubled, codes first."""

from __future__ import annotations

import json
import re
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import boto3

from bench.population import write_items
from chalicelib.agencies.application.ports import Directory
from chalicelib.agencies.domain.agencies import Officer
from chalicelib.cases.application.ports import CaseStore
from chalicelib.cases.application.transitions import let_time_pass
from chalicelib.cases.domain.cases import Case
from chalicelib.cases.wiring import dynamo_case_store
from chalicelib.kernel.actors import Role
from chalicelib.kernel.channels import Channel
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.ids import case_code
from chalicelib.local_stage.application.clock import Pipeline
from chalicelib.messages.application.messages import MessageStore
from chalicelib.messages.domain.messages import Book, Message, MessageStatus, Text, message_id
from chalicelib.runtime.services import Services
from chalicelib.runtime.settings import Settings
from load.machine import CloudCpu, cpu_so_far
from load.spike import Crowd
from localstack.demo.phone import Post
from operations.places import LocalPlace
from operations.stacks import local_stack
from tests.support.cases import Office
from tests.support.clock import FakeClock

MORNING = datetime.fromisoformat("2026-08-03T07:30+07:00")
"""A Monday: reminders of what is overdue are due, and what was held for the office."""
_OVERDUE_SINCE = datetime.fromisoformat("2026-07-20T08:00+07:00")
_WRITERS = 4
_MINUTE = timedelta(minutes=1)
_LATER = timedelta(minutes=10)
"""What is due until then belongs to it: digests wait a minute for their last line."""
_STANDS_AFTER = 600.0
"""Seconds without anything done: what is left then is stuck."""
_MARK = re.compile(r"#(\d{6})#")


@dataclass(frozen=True)
class Morning:
    """What is due, and how it went: seconds of the stage's clock since then, CPU of the cloud."""

    cases: tuple[Case, ...]
    messages: int
    asked: int
    codes: int
    """Of those that were asked for, how many came."""
    behind_codes: int
    """Things that still waited when the last of the codes was there, or given up."""
    codes_after: float
    done_after: float
    whole_after: float
    """With the digests that came of it."""
    cpu: CloudCpu
    wrong: tuple[str, ...]


def morning(place: LocalPlace, product: Services, things: int, crowd: Crowd) -> Morning:
    """Half of the things are cases, half held messages; one code for each 250 of them, some at
    least, is asked for when all is due."""
    cases = tuple(_overdue(product, things // 2))
    held = [_held(officer, n) for n, officer in _round(product, things - len(cases))]
    _put(product, cases, held)
    product.get(Clock).move_to(MORNING)  # type: ignore[attr-defined]
    before, phones = cpu_so_far(place), crowd.phones(max(3, things // 250))
    _tick(place)
    with ThreadPoolExecutor(len(phones)) as pool:
        asked = [pool.submit(crowd.register, phone) for phone in phones]
        seen = _watch(place, product, asked, things)
    wrong = [*_wrong_cases(product, cases), *_wrong_messages(place, len(held))]
    wrong += [f"a code was lost: {one.exception()}" for one in asked if one.exception()]
    spent = cpu_so_far(place).since(before)
    codes = sum(one.exception() is None for one in asked)
    return Morning(cases, len(held), len(asked), codes, *seen, cpu=spent, wrong=tuple(wrong))


def _overdue(product: Services, count: int) -> Iterator[Case]:
    """Cases that are overdue since weeks, of which their officers are reminded at that instant."""
    office = Office(clock=FakeClock(_OVERDUE_SINCE))
    code = office.assigned().code
    while (at := office.store.next_at[code]) is not None and at < MORNING:
        office.clock.advance(seconds=(at - office.clock.now()).total_seconds())
        let_time_pass(office.desk, code, "load")
    if at != MORNING:
        raise RuntimeError(f"due at {at}")
    case = office.store.cases[code]
    for number, officer in _round(product, count):
        lines = tuple(replace(e, agency=e.agency and officer.agency) for e in case.timeline)
        code = case_code("LC", case.submitted_at, f"load-{number}", 0)
        copy = replace(case, code=code, reporter=f"load-{number}", timeline=lines)
        yield replace(copy, agency=officer.agency, officer=officer.id)


def _round(product: Services, count: int) -> Iterator[tuple[int, Officer]]:
    """Everybody who handles cases, again and again."""
    directory = product.get(Directory)
    officers = [
        officer
        for agency in directory.agencies()
        for officer in directory.officers(agency.id)
        if officer.role is Role.OFFICER and officer.active
    ]
    for number in range(count):
        yield number, officers[number % len(officers)]


def _held(officer: Officer, number: int) -> Message:
    about = f"load-{number}"
    return Message(
        recipient=officer.id,
        id=message_id(about, "assigned", Channel.EMAIL),
        book=Book.OFFICERS,
        channel=Channel.EMAIL,
        kind="assigned",
        about=about,
        case=None,
        urgent=False,
        happened_at=MORNING - timedelta(hours=9),
        due_at=MORNING,
        status=MessageStatus.HELD,
        next_at=MORNING,
        text=Text("Việc mới", f"Anh/chị có việc mới #{number:06d}#"),
        correlation_id="load",
    )


def _put(product: Services, cases: Sequence[Case], held: Sequence[Message]) -> None:
    store, settings = dynamo_case_store(product), product.get(Settings)
    write_items(settings.cases_table, (store.item(case, MORNING) for case in cases))
    with ThreadPoolExecutor(_WRITERS) as pool:
        if not all(pool.map(product.get(MessageStore).claim, held)):
            raise RuntimeError("a message was there already")


def _tick(place: LocalPlace) -> None:
    stack = local_stack(place)
    stack.clients("lambda").invoke(FunctionName=f"{stack.name}-tick", Payload=b"{}")


def _watch(
    place: LocalPlace, product: Services, asked: Sequence[Future[None]], things: int
) -> tuple[int, float, float, float]:
    """Until nothing is due and nothing on its way, with the minute's run each minute of the clock;
    what waited at the last code, when that came, when all was done, when the digests too."""
    behind, codes_after, done_after = things, -1.0, -1.0
    next_tick, moved_at, before = MORNING + _MINUTE, time.monotonic(), -1
    while True:
        now = product.get(Clock).now()
        left, after = _left(product, now, things), (now - MORNING).total_seconds()
        if codes_after < 0 and all(one.done() for one in asked):
            behind, codes_after = left, after
        if done_after < 0 and left == 0:
            done_after = after
        if left == 0 and codes_after >= 0 and _at_rest(product):
            return behind, codes_after, done_after, after
        if left != before:
            before, moved_at = left, time.monotonic()
        if time.monotonic() - moved_at > _STANDS_AFTER:
            raise RuntimeError(f"{left} things stay due")
        if now >= next_tick:
            _tick(place)
            next_tick = now + _MINUTE
        time.sleep(1)


def _left(product: Services, now: datetime, most: int) -> int:
    return len(product.get(CaseStore).due(now, most)) + len(
        product.get(MessageStore).due(now, most)
    )


def _at_rest(product: Services) -> bool:
    """Nothing is on its way, and nothing will be due soon of what was done."""
    over = time.monotonic() + 5
    if not product.get(Pipeline).drain(lambda: time.monotonic() < over):
        return False
    return _left(product, product.get(Clock).now() + _LATER, 1) == 0


def _wrong_cases(product: Services, cases: Sequence[Case]) -> Iterator[str]:
    """Each case has one more line, and its officer is told of it once: in a digest, or alone."""
    told = _told(product)
    for case in cases:
        found = product.get(CaseStore).find(case.code)
        new = found.timeline[len(case.timeline) :] if found else ()
        if [line.at for line in new] != [MORNING]:
            yield f"{case.code} was settled {len(new)} times"
        elif told[f"{case.code}#{len(case.timeline) + 1}"] != 1:
            yield f"{case.code}: its officer was told {told[case.code]} times"


def _told(product: Services) -> Counter[str]:
    """How often each event stands in mails that were sent."""
    told: Counter[str] = Counter()
    pages = boto3.client("dynamodb").get_paginator("scan")
    for page in pages.paginate(TableName=product.get(Settings).messages_table):
        for item in page["Items"]:
            if _is_sent_mail(item):
                lines = [json.loads(line)["about"] for line in item.get("lines", {}).get("SS", ())]
                told.update(lines or [item["about"]["S"]])
    return told


def _is_sent_mail(item: dict[str, Any]) -> bool:
    said = [item.get(name, {}).get("S") for name in ("status", "channel")]
    return said == [MessageStatus.SENT.value, Channel.EMAIL.value]


def _wrong_messages(place: LocalPlace, count: int) -> Iterator[str]:
    """What the provider took: each held message once."""
    marks = (_MARK.search(mail.text) for mail in Post(place.url).all_mails())
    sent = Counter(int(mark.group(1)) for mark in marks if mark)
    for number in range(count):
        if sent[number] != 1:
            yield f"message {number} was sent {sent[number]} times"
