"""A province's cases and accounts, put straight into the tables: cases are closed ones mostly, some
in every open state."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import islice
from typing import Any

import boto3

from chalicelib.agencies.application.ports import Directory
from chalicelib.cases.application.ports import CaseStore
from chalicelib.cases.domain.cases import Case
from chalicelib.cases.wiring import dynamo_case_store
from chalicelib.identity.application.people import Claims
from chalicelib.identity.wiring import dynamo_accounts
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.ids import case_code
from chalicelib.kernel.keys import Hasher
from chalicelib.places.domain.communes import Gazetteer
from chalicelib.runtime.services import services
from chalicelib.runtime.settings import Settings
from chalicelib.search.application.indexing import hashing_words
from chalicelib.search.domain.entries import PROVINCE, IndexEntry, place_in_lists, word_list
from chalicelib.search.wiring import dynamo_search_index
from operations.recount import desk_of, repair
from tests.support.cases import Office
from tests.support.clock import FakeClock
from tests.support.people import make_account

INBOX_OFFICER = "cb014"
"""Has the same number of open cases whatever the size of the province."""
INBOX_CASES = 120
LETTERS = 500
TEXT = ("Ổ gà sâu trước cổng trường, xe máy ngã nhiều lần, đã báo mà chưa ai sửa. " * 8)[:LETTERS]
FOUND_BY = ("truong", "nga")
"""Words of the text, as they are looked for."""
ACCOUNTS_BEGIN = "0BENC"
"""So the ids of accounts begin that were put in and never registered."""
_DAYS = 23
"""All of one month, that of the bench's clock: what grows with the cases of a month shows."""
_LATER = timedelta(days=30)
_CITIZENS = 5_000
_PER_BATCH = 25


def load_cases(first: int, last: int) -> None:
    """Cases number `first` to `last` (exclusive); the first of all are the inbox officer's."""
    settings, now = services().get(Settings), services().get(Clock).now()
    store = dynamo_case_store(services())
    items = (
        store.item(case, now + _LATER if case.is_open else None)
        for case in _population(first, last, now)
    )
    write_items(settings.cases_table, items)


def load_lines(first: int, last: int) -> None:
    """Their lines in the lists that the bench reads; the others would take longer than all else."""
    hashed = hashing_words(services().get(Hasher))
    lists = [word_list(PROVINCE, word, hashed) for word in FOUND_BY]
    index = dynamo_search_index(services())
    lines = (
        line
        for case in _population(first, last, services().get(Clock).now())
        for line in (index.item(place_in_lists(case), IndexEntry(one)) for one in lists)
    )
    write_items(services().get(Settings).search_table, lines)


def _population(first: int, last: int, now: datetime) -> Iterator[Case]:
    lives, open_life = _lives(now), _open_life(now)
    agencies = [agency.id for agency in services().get(Directory).agencies()]
    communes = [commune.code for commune in services().get(Gazetteer).communes()]
    return (
        replace(_copy(open_life, n, now, "so-xay-dung"), officer=INBOX_OFFICER)
        if n < INBOX_CASES
        else replace(
            _copy(lives[n % len(lives)], n, now, agencies[n % len(agencies)]),
            commune=communes[n % len(communes)],
        )
        for n in range(first, last)
    )


def account_id(number: int) -> str:
    """Of account number `number`, in the form that all accounts' ids have."""
    return f"{ACCOUNTS_BEGIN}{number:021d}"


def load_accounts(first: int, last: int) -> None:
    """Accounts number `first` to `last` (exclusive) with their phones, which nobody can look up:
    their hashes are made up, since to ask for so many takes longer than all else."""
    store = dynamo_accounts(services())
    items = (
        item
        for n in range(first, last)
        for item in store.items(
            make_account(account_id(n), f"+8496{n:07d}"),
            Claims((sha256(str(n).encode()).hexdigest(),)),
        )
    )
    write_items(services().get(Settings).people_table, items)


def load_due_case(now: datetime, number: int) -> str:
    """One case whose reminder is due now; its code."""
    case = _copy(_open_life(now - timedelta(days=5)), -number, now, "so-xay-dung")
    if not services().get(CaseStore).create(case, now, "bench"):
        raise RuntimeError("the code is taken")
    return case.code


def _lives(now: datetime) -> list[Case]:
    """Nine of ten are answered, the rest stand somewhere on the way."""
    lives = []
    for day in range(1, 1 + _DAYS):
        office = Office(clock=FakeClock(now - timedelta(days=day)))
        open_ones = (office.submit, office.accepted, office.assigned, office.in_progress)
        lives += [office.answered() for _ in range(9)] + [open_ones[day % len(open_ones)]()]
    return lives


def _open_life(at: datetime) -> Case:
    return Office(clock=FakeClock(at)).assigned()


def _copy(case: Case, number: int, now: datetime, agency: str) -> Case:
    """The same life with another code, citizen and agency."""
    timeline = tuple(replace(e, agency=e.agency and agency) for e in case.timeline)
    return replace(
        case,
        code=case_code("LC", case.submitted_at, f"{now.timestamp()}-{number}", 0),
        reporter=f"citizen-{number % _CITIZENS}",
        description=TEXT,
        agency=case.agency and agency,
        officer=case.officer and f"officer-{agency}",
        timeline=timeline,
    )


def write_items(table: str, items: Iterator[Any]) -> None:
    """In batches, none of which is held longer than it takes to write it."""
    client = boto3.client("dynamodb")
    while batch := list(islice(items, _PER_BATCH)):
        # A batch must not name a key twice.
        kept = {str(item._get_keys()): item for item in batch}
        requests = [
            {"PutRequest": {"Item": item.serialize(null_check=False)}} for item in kept.values()
        ]
        left: Any = {table: requests}
        while left:
            left = client.batch_write_item(RequestItems=left)["UnprocessedItems"]


def rebuild_figures() -> None:
    """The counters anew, as the rebuild command writes them."""
    repair(desk_of(services()))
