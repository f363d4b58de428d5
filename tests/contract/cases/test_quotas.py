"""Two hundred requests at the same moment against a daily limit of twenty: exactly twenty pass."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import boto3
import pytest
from pynamodb.connection import base

from chalicelib.cases.adapters.case_documents import CaseDocuments
from chalicelib.cases.adapters.cases import DynamoCaseStore
from chalicelib.kernel.errors import TooMany
from chalicelib.kernel.ids import new_seed
from chalicelib.runtime.dynamodb.limiter import DynamoLimiter
from chalicelib.runtime.dynamodb.session import share_session
from chalicelib.uploads.adapters.records import DynamoUploadStore
from chalicelib.uploads.application.uploads import CreateUpload, create_upload
from chalicelib.uploads.domain.uploads import MediaType
from tests.support.cases import CITIZEN, FakeCaseStore, Office, change_policy
from tests.support.keys import make_sealer
from tests.support.limits import FakeLimiter
from tests.support.tables import cloud, make_table
from tests.support.uploads import FakeUploadStore

MOST = 20
RACERS = 200


@pytest.fixture(params=["memory", "emulator"])
def office(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    office = Office(limiter=FakeLimiter())
    limits = office.directory.policy().usage_limits
    allowed = dict.fromkeys(vars(limits), MOST)
    change_policy(office, usage_limits=type(limits)(**allowed))
    if request.param == "memory":
        yield office
        return
    with cloud(request.getfixturevalue("emulator_endpoint")):
        monkeypatch.setattr(base, "get_session", base.get_session)
        share_session()  # or each thread makes clients of its own
        table = make_table("CasesTable")
        office.store = DynamoCaseStore(table, CaseDocuments(make_sealer()))  # type: ignore[assignment]
        office.uploads = DynamoUploadStore(table)  # type: ignore[assignment]
        office.limiter = DynamoLimiter(make_table("LedgerTable"))
        yield office


def at_once(work: Callable[[], object]) -> Counter[str]:
    """What becomes of two hundred that begin at the same moment: passed, or why not."""
    start = Barrier(RACERS)

    def wait_and_work(_: int) -> str:
        start.wait()
        try:
            work()
        except TooMany as refused:
            return refused.code
        return "passed"

    with ThreadPoolExecutor(RACERS) as pool:
        return Counter(pool.map(wait_and_work, range(RACERS)))


def kept(office: Office, prefix: str) -> int:
    """How many of them are there."""
    if isinstance(office.store, FakeCaseStore):
        assert isinstance(office.uploads, FakeUploadStore)
        found = (*office.store.cases, *(f"U#{one}" for one in office.uploads.uploads))
        return sum(one.startswith(prefix) for one in found)
    client = boto3.client("dynamodb")
    table = office.store._items.Meta.table_name
    pages = client.get_paginator("scan").paginate(TableName=table)
    items = (item for page in pages for item in page["Items"])
    return sum(item["id"]["S"].startswith(prefix) for item in items)


@pytest.mark.parametrize("urgent", [False, True], ids=["ordinary", "urgent"])
def test_as_many_cases_pass_as_the_day_allows(office: Office, urgent: bool) -> None:
    """All others are told so, and of theirs nothing is left."""
    outcome = at_once(lambda: office.submit(urgent=urgent))
    code = "too_many_urgent_cases" if urgent else "too_many_cases"
    assert outcome == {"passed": MOST, code: RACERS - MOST}
    assert kept(office, "LC-") == MOST


def test_as_many_forms_are_given_out_as_the_day_allows(office: Office) -> None:
    """Of files too."""

    def ask() -> None:
        command = CreateUpload(CITIZEN.id, MediaType.JPEG, 9, "ab" * 32, new_seed())
        create_upload(office.desk.uploads, command)

    assert at_once(ask) == {"passed": MOST, "too_many_uploads": RACERS - MOST}
    assert kept(office, "U#") == MOST


def test_no_more_forms_wait_for_their_files_than_may(office: Office) -> None:
    """Whatever the day still allows."""
    limits = office.directory.policy().usage_limits
    change_policy(office, usage_limits=replace(limits, uploads_per_day=RACERS))

    def ask() -> None:
        command = CreateUpload(CITIZEN.id, MediaType.JPEG, 9, "ab" * 32, new_seed())
        create_upload(office.desk.uploads, command)

    assert at_once(ask) == {"passed": MOST, "too_many_open_uploads": RACERS - MOST}
