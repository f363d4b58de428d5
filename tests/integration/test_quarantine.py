"""A backup of one stage in another: no message leaves, nobody is signed in, until the release."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from threading import Lock
from typing import Any
from unittest import mock
from unittest.mock import MagicMock

import boto3
import pytest
from botocore.client import BaseClient
from moto.sns.models import sns_backends

from chalicelib.agencies.application.ports import Directory, DirectoryStore
from chalicelib.audit.application.verifying import AuditReading, verify_whole
from chalicelib.audit.domain.kinds import AuditKind
from chalicelib.identity.application.people import AccountStore, Claims
from chalicelib.identity.domain.account_events import AccountEvent, AccountEventType
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.errors import Conflict
from chalicelib.kernel.keys import Fingerprints, KeyPurpose
from chalicelib.messages.application.messages import MessageStore
from chalicelib.messages.application.messaging import NotificationDesk
from chalicelib.messages.application.notifications import send_due
from chalicelib.messages.domain.messages import MessageStatus
from chalicelib.runtime.crypto.key_sets import KeyStore, KeyUse
from chalicelib.runtime.crypto.keyring import Keyring
from chalicelib.runtime.services import Services
from chalicelib.runtime.settings import Settings
from operations import holdings
from operations.auditing import tell
from operations.backup import back_up
from operations.claims import CLAIMS
from operations.faults import told
from operations.first_load import load
from operations.key_custody import custodian_of
from operations.marks import MarkBook
from operations.release import NotQuarantined, release
from operations.restore import NotEmpty, restore
from operations.stacks import Stack
from operations.vault import BadBackup, rows_by_table
from operations.walks import Walker
from tests.support.clock import FakeClock
from tests.support.directory import make_officer, put_officer
from tests.support.messages import make_message
from tests.support.people import make_account
from tests.support.samples import another_product, empty_product_on_moto

NOW = datetime(2026, 8, 3, 3, tzinfo=UTC)
OVER_A_YEAR = NOW + timedelta(days=400)
OFFICER = make_officer()
BEGUN = ("R#1", "S#1", "F#1", "V#1")
"""A registration, a sign-in, a family of an officer's sessions, an invitation."""
FUNCTIONS = MagicMock(
    get_function_configuration=MagicMock(return_value={"Environment": {"Variables": {}}})
)


@pytest.fixture(scope="module", autouse=True)
def _moto() -> Iterator[None]:
    with empty_product_on_moto():
        yield


@pytest.fixture(scope="module")
def prod() -> Services:
    """Somebody is signed in, one message waits for its retry, and one for a year."""
    product = stage("prod")
    load(product, (OFFICER,))
    event = AccountEvent(AccountEventType.ACCOUNT_CREATED, NOW, "c-1")
    hashes = product.get(Fingerprints).of(KeyPurpose.PHONE, make_account().phone)
    product.get(AccountStore).create(make_account(), Claims(hashes), event)
    for about, due in (("x#1", NOW), ("x#2", OVER_A_YEAR)):
        waiting = {"status": MessageStatus.HELD, "next_at": due, "urgent": True}
        product.get(MessageStore).claim(make_message(about=about, **waiting))
    for id in BEGUN:
        put(product, "people", id)
    for id in ("I#1", "L#1"):
        put(product, "ledger", id)
    tell(product, AuditKind.STAGE_DEPLOYED)
    return product


@pytest.fixture(scope="module")
def kept(prod: Services, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the backups of it lie: the first in `old`, the second in `backup`; and their key."""
    folder = tmp_path_factory.mktemp("kept")
    assert keep(prod, folder) == 1
    (folder / "backup").rename(folder / "old")
    assert keep(prod, folder) == 2
    return folder


@pytest.fixture
def staging() -> Services:
    """Another stage, with nothing in it."""
    return stage("staging")


@pytest.fixture(autouse=True)
def _nothing_was_sent() -> None:
    for regions in sns_backends.values():
        for backend in regions.values():
            backend.sms_messages.clear()


def stage(name: str) -> Services:
    product = another_product(name)
    product.register_value(Clock, FakeClock(NOW))
    custodian_of(product.get(Settings)).found()
    return product


def store_of(product: Services) -> KeyStore:
    settings = product.get(Settings)
    place = settings.directory_table, boto3.client("kms"), settings.key_id, settings.stage
    return KeyStore(*place)


def put(product: Services, table: str, id: str) -> None:
    boto3.client("dynamodb").put_item(
        TableName=holdings.table_of(product, table), Item={"id": {"S": id}}
    )


def ids(product: Services, table: str) -> set[str]:
    return {item["id"]["S"] for page in holdings.pages_of(product, table) for item in page}


def audited(product: Services) -> tuple[list[str], tuple[str, ...]]:
    """What stands in the audit, and where its chain breaks."""
    reading = product.get(AuditReading)
    (links,) = reading.book.everything().days.values()
    kinds = [json.loads(link.line)["kind"] for link in links]
    shown = [kind for kind in kinds if not kind.startswith("day.")]
    return shown, tuple(map(str, verify_whole(reading).breaks))


def bring_back(
    product: Services, folder: Path, number: int | None = None, name: str = "backup"
) -> None:
    """As the command does; the functions that start anew are none."""
    away = Stack("any", lambda _service: FUNCTIONS)
    restore(away, product, folder / name, folder / "key", number=number)


def keep(product: Services, folder: Path) -> int:
    """The number of the backup."""
    return back_up(product, folder / "backup", folder / "key").number


def sent() -> int:
    """How many short messages have left, from whatever stage."""
    return sum(
        len(backend.sms_messages)
        for regions in sns_backends.values()
        for backend in regions.values()
    )


def run(product: Services, clock: FakeClock | None = None) -> int:
    """The minute schedule, by a process that has just started; how many messages moved."""
    fresh = Services(product.get(Settings))
    fresh.register_value(Clock, clock or FakeClock(NOW))
    return send_due(fresh.get(NotificationDesk)).moved


def test_what_was_anothers_comes_up_in_quarantine(staging: Services, kept: Path) -> None:
    """Nothing leaves before the release, and whoever was signed in is not; then all of it."""
    bring_back(staging, kept)
    assert (run(staging), sent()) == (0, 0)
    assert not ids(staging, "people") & set(BEGUN)
    assert ids(staging, "people") > {"A#A1"}
    claimed = staging.get(Fingerprints).found_by(KeyPurpose.PHONE, make_account().phone)
    assert staging.get(AccountStore).holder_of(claimed) == "A1"
    assert sum(id.startswith("P#") for id in ids(staging, "people")) == 1
    with pytest.raises(Conflict, match="phone_taken"):
        put_officer(staging.get(DirectoryStore), make_officer("o2", phone=OFFICER.phone))
    rows = [item["pk"]["S"] for page in holdings.pages_of(staging, "directory") for item in page]
    assert sum(key.startswith("staff_phone#") for key in rows) == 1
    assert ids(staging, "ledger") == {"L#1"}
    kinds = ["stage.deployed", "stage.backed_up", "stage.backed_up", "stage.restored"]
    assert audited(staging) == (kinds, ())
    assert release(staging, told()) == 0
    assert (run(staging), sent()) == (1, 1)
    with pytest.raises(NotQuarantined):
        release(staging, told())


def test_its_keys_are_its_own(prod: Services, staging: Services, kept: Path) -> None:
    """What came is opened with the other's; what is sealed and signed from now on with new ones."""
    bring_back(staging, kept)
    for use in (KeyUse.DOCUMENTS, KeyUse.TOKENS):
        theirs, ours = prod.get(Keyring).newest(use), Keyring(store_of(staging)).newest(use)
        assert ours.number == theirs.number + 1
        assert ours.secret != theirs.secret
    assert Keyring(store_of(staging)).find(KeyUse.TOKENS, 1) is None
    account = staging.get(AccountStore).find("A1")
    assert account is not None
    assert account.full_name == make_account().full_name


def test_the_same_stage_goes_on_where_it_was(kept: Path) -> None:
    """In the same account: people stay signed in, and messages leave."""
    anew = stage("prod")
    bring_back(anew, kept)
    assert ids(anew, "people") >= set(BEGUN)
    assert {one.keys.number for one in custodian_of(anew.get(Settings)).bare()} == {1}
    assert (run(anew), sent()) == (1, 1)


def test_an_interrupted_restore_stays_in_quarantine_and_so_does_its_backup(
    staging: Services, kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The directory is cleared and comes back; the quarantine is never away, not for a moment. A
    backup in the same stage comes up in it too: the people are another's still."""
    clear, broken = holdings.clear, list[str]()

    def watched(product: Services, name: str, walker: Walker) -> None:
        clear(product, name, walker)
        assert holdings.is_quarantined(product)
        if name == "people" and not broken:
            broken.append(name)
            raise ConnectionError

    monkeypatch.setattr(holdings, "clear", watched)
    with pytest.raises(ConnectionError):
        bring_back(staging, kept)
    assert (run(staging), sent()) == (0, 0)
    bring_back(staging, kept)
    assert (run(staging), sent()) == (0, 0)
    assert keep(staging, tmp_path) == 3
    anew = stage("staging")
    bring_back(anew, tmp_path)
    assert (run(anew), sent()) == (0, 0)


def everything(product: Services) -> dict[str, list[str]]:
    """What the tables hold, as text; without the audit, which tells of each restore."""
    return {
        name: sorted(
            repr(sorted(item.items())) for page in holdings.pages_of(product, name) for item in page
        )
        for name in holdings.TABLES
        if name != "audit"
    }


class Killed(BaseException):
    """The machine goes off."""


def dying(seed: int) -> Any:
    """Of 25 calls of AWS one is the last, before it is made or after; not for ever."""
    chance, kills, lock = random.Random(seed), count(), Lock()
    call = BaseClient._make_api_call

    def dies() -> bool:
        with lock:
            return chance.random() < 0.05 and next(kills) < 4

    def made(client: Any, operation: str, given: Any) -> Any:
        if dies():
            raise Killed
        answer = call(client, operation, given)
        if dies():
            raise Killed
        return answer

    return mock.patch.object(BaseClient, "_make_api_call", made)


def until_done(file: Path, of: int, run: Callable[[Walker], Any]) -> tuple[Any, int]:
    """What it comes to, and how often it was killed."""
    kills = 0
    while True:
        marks = MarkBook(file)
        marks.begin({"command": "it"}, of, NOW)
        try:
            return run(Walker(marks)), kills
        except Killed:
            kills += 1
        finally:
            marks._db.close()


@pytest.mark.parametrize("of", [1, 4])
def test_killed_at_random_both_come_to_the_same(prod: Services, tmp_path: Path, of: int) -> None:
    """A backup and a restore that die again and again, and go on, bring what one in one go does."""
    for n in range(30):
        put(prod, "cases", f"U#{n}")
    bucket = prod.get(Settings).uploads_bucket
    for n in range(5):
        boto3.client("s3").put_object(Bucket=bucket, Key=f"f{n}", Body=b"x", ContentType="a/b")
    folder, expected = tmp_path / "backup", everything(prod)
    with dying(of):
        manifest, kills = until_done(
            tmp_path / "marks", of, lambda w: back_up(prod, folder, tmp_path / "key", w)
        )
    assert kills > 0
    assert rows_by_table(manifest)["cases"] == len(ids(prod, "cases"))
    assert rows_by_table(manifest)["files"] == 5
    (tmp_path / "marks").unlink()
    anew, away = stage("prod"), Stack("any", lambda _service: FUNCTIONS)
    with dying(of):
        _, kills = until_done(
            tmp_path / "marks", of, lambda w: restore(away, anew, folder, tmp_path / "key", w)
        )
    assert kills > 0
    assert everything(anew).keys() == expected.keys()
    for name in ("cases", "figures", "messages", "ledger"):
        assert everything(anew)[name] == expected[name]
    assert {id for id in ids(anew, "people") if not id.startswith(CLAIMS)} == {
        id for id in ids(prod, "people") if not id.startswith(CLAIMS)
    }
    kinds, breaks = audited(anew)
    assert (kinds[0], kinds[-1], breaks) == ("stage.deployed", "stage.restored", ())
    assert holdings.read_mark(anew, "restoring") is None


def test_marks_of_an_interrupted_restore_hold_for_that_stack_only(
    prod: Services, kept: Path
) -> None:
    """Somebody else began anew in between, or the stack was made again: nothing is passed over."""
    anew, away, marks = stage("prod"), Stack("any", lambda _service: FUNCTIONS), MarkBook()
    marks.begin({}, 2, NOW)

    def put_nothing(*_given: Any, **_named: Any) -> None:
        raise ConnectionError

    with mock.patch("operations.restore.tell", put_nothing), pytest.raises(ConnectionError):
        restore(away, anew, kept / "backup", kept / "key", Walker(marks))
    holdings.clear(anew, "people", Walker())
    holdings.put_mark(anew, "restoring", None)
    for name in ("messages", "figures", "cases"):
        holdings.clear(anew, name, Walker())
    restore(away, anew, kept / "backup", kept / "key", Walker(marks))
    assert ids(anew, "people") >= set(BEGUN)
    assert everything(anew)["messages"] == everything(prod)["messages"]


def test_a_rehearsal_is_released_without_what_waits(staging: Services, kept: Path) -> None:
    """Also what is due in a year only; what comes later leaves. A warm process asks for the
    directory's revision once a minute, not for each message, and so learns of the release."""
    bring_back(staging, kept)
    clock, warm = FakeClock(NOW), Services(staging.get(Settings))
    warm.register_value(Clock, clock)
    assert warm.get(Directory).is_quarantined()
    assert release(staging, told(), drop=True) == 2
    assert staging.get(MessageStore).due(OVER_A_YEAR, 10) == []
    assert warm.get(Directory).is_quarantined()
    clock.advance(seconds=61)
    assert not warm.get(Directory).is_quarantined()
    staging.get(MessageStore).claim(make_message(about="x#3", urgent=True, next_at=NOW))
    assert (run(staging), sent()) == (1, 1)


def test_an_older_backup_is_refused(prod: Services, staging: Services, kept: Path) -> None:
    """Somebody put the folder of last month in place of today's: nothing is written. Nor into a
    stack that holds something."""
    with pytest.raises(BadBackup, match="there is backup 2"):
        bring_back(staging, kept, name="old")
    with pytest.raises(BadBackup, match="backup 2 was asked for, this is backup 1"):
        bring_back(staging, kept, number=2, name="old")
    assert ids(staging, "people") == set()
    with pytest.raises(NotEmpty):
        bring_back(prod, kept)
    assert not holdings.is_quarantined(staging)
    assert not holdings.is_quarantined(prod)
    bring_back(staging, kept, number=1, name="old")
