"""The key sets in the directory table, wrapped by KMS for their use, and how they age."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.errors import Unauthenticated
from chalicelib.kernel.keys import Bearer, KeyPurpose
from chalicelib.runtime.crypto.key_sets import (
    BareSet,
    HashedBy,
    KeySet,
    KeyStore,
    KeyUse,
    StageKeys,
    WrappedSet,
)
from chalicelib.runtime.crypto.keyring import (
    LONGEST_TOKEN,
    RELOAD_PAUSE,
    REMEMBERED,
    Keyring,
    NoKeyring,
)
from chalicelib.runtime.crypto.sealing import KeyringHasher, KeyringSealer
from chalicelib.runtime.crypto.tokens import ACCESS_LIFE, REGISTRATION_LIFE, JwtTokens
from localstack.bare_cloud import make_table
from operations.key_custody import KeyCustodian, KeyringTaken, UnpartedKeyring
from tests.support.clock import FakeClock
from tests.support.tables import cloud

BEARER = Bearer(Actor(Role.CITIZEN, "A1"), "S1")


@dataclass
class Stage:
    """A stage's table and KMS key, and its clock on the wall."""

    table: str
    key_id: str
    clock: FakeClock

    def store(self, stage: str = "local") -> KeyStore:
        return KeyStore(self.table, boto3.client("kms"), self.key_id, stage)

    def ring(self) -> Keyring:
        """A process that starts now."""
        return Keyring(self.store(), self.clock.now)

    @property
    def custodian(self) -> KeyCustodian:
        old = UnpartedKeyring(self.table, boto3.client("kms"), self.key_id, "local")
        return KeyCustodian(self.store(), old, self.clock.now)

    def items(self) -> list[dict[str, Any]]:
        return list(boto3.client("dynamodb").scan(TableName=self.table)["Items"])

    def put_piece(self, number: int, secret: bytes) -> None:
        """A set as it was made before sets had uses."""
        wrapped = boto3.client("kms").encrypt(
            KeyId=self.key_id, Plaintext=secret, EncryptionContext={"stage": "local"}
        )["CiphertextBlob"]
        item = {"pk": {"S": "keyring"}, "sk": {"S": f"{number:03d}"}, "wrapped": {"B": wrapped}}
        boto3.client("dynamodb").put_item(TableName=self.table, Item=item)


@pytest.fixture
def empty() -> Iterator[Stage]:
    with cloud():
        key_id = boto3.client("kms").create_key()["KeyMetadata"]["KeyId"]
        yield Stage(make_table("DirectoryTable"), key_id, FakeClock())


@pytest.fixture
def stage(empty: Stage) -> Stage:
    empty.custodian.found()
    return empty


def tokens(ring: Keyring) -> JwtTokens:
    return JwtTokens(ring.of(KeyUse.TOKENS), "local")


def test_a_process_that_finds_no_keys_makes_none(empty: Stage) -> None:
    """It fails with the table's name, and works as soon as the stage was loaded."""
    early = empty.ring()
    with pytest.raises(NoKeyring, match="DirectoryTable"):
        early.newest(KeyUse.DOCUMENTS)
    with pytest.raises(NoKeyring):
        early.find(KeyUse.TOKENS, 1)
    assert empty.items() == []
    empty.custodian.found()
    assert early.newest(KeyUse.DOCUMENTS).number == 1


def test_racing_loads_make_one_key_set_of_each_use(empty: Stage) -> None:
    """Nobody seals with keys that others do not have."""
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: empty.custodian.found(), range(8)))
    sets = {f"{use}#001" for use in KeyUse}
    assert {item["sk"]["S"] for item in empty.items()} == {*sets, "fingerprints"}


def test_no_key_stands_in_the_table(stage: Stage) -> None:
    """Whoever reads the table has nothing without KMS, the stage's key and the stage's name."""
    keys = stage.ring().newest(KeyUse.DOCUMENTS)
    kept = [item["wrapped"]["B"] for item in stage.items() if "wrapped" in item]
    assert keys.key not in b"".join(kept)
    assert keys.key.hex() not in repr(keys)
    with pytest.raises(ClientError):
        Keyring(stage.store("prod")).newest(KeyUse.DOCUMENTS)


def test_who_may_only_seal_cannot_get_the_keys_of_tokens(stage: Stage) -> None:
    """A worker's role may name `documents` to KMS and nothing else; KMS opens a tokens' set for
    nobody who names another use, though the wrapped set lies open."""
    wrapped = next(i["wrapped"]["B"] for i in stage.items() if i["sk"]["S"] == "tokens#001")
    with pytest.raises(ClientError):
        boto3.client("kms").decrypt(
            KeyId=stage.key_id,
            CiphertextBlob=wrapped,
            EncryptionContext={"stage": "local", "use": "documents"},
        )
    ring = stage.ring()
    assert len({ring.newest(use).secret for use in KeyUse}) == 3


def test_a_cold_start_asks_kms_for_what_it_uses_and_no_more(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One query, and one call for each use, however many sets there are."""
    stage.custodian.rotate()
    asked: list[str] = []
    unwrap = KeyStore.unwrap
    monkeypatch.setattr(
        KeyStore, "unwrap", lambda self, one: asked.append(one.use) or unwrap(self, one)
    )
    ring = stage.ring()
    for _ in range(3):
        ring.newest(KeyUse.DOCUMENTS)
        ring.find(KeyUse.DOCUMENTS, 1)
    assert asked == [KeyUse.DOCUMENTS]


def test_a_new_set_is_used_when_every_process_knows_it(stage: Stage) -> None:
    """Until then it opens only: no warm process meets a token or document of a set unknown."""
    warm = stage.ring()
    before = warm.newest(KeyUse.TOKENS)
    made = stage.custodian.rotate()
    assert made == {KeyUse.DOCUMENTS: 2, KeyUse.TOKENS: 2}
    assert stage.ring().newest(KeyUse.TOKENS) == before
    stage.clock.advance(seconds=REMEMBERED.total_seconds())
    after = stage.ring().newest(KeyUse.TOKENS)
    assert (after.number, after.secret != before.secret) == (2, True)
    kept = stage.ring().find(KeyUse.DOCUMENTS, 1)
    assert kept is not None
    assert stage.ring().newest(KeyUse.HASHES).number == 1


def test_a_warm_process_learns_of_a_rotation(stage: Stage) -> None:
    """It looks again after a while, and at once for a number that it does not know, but not for
    every forged one."""
    warm = stage.ring()
    warm.newest(KeyUse.TOKENS)
    stage.custodian.rotate()
    assert warm.find(KeyUse.TOKENS, 2) is None
    stage.clock.advance(seconds=RELOAD_PAUSE.total_seconds() + 1)
    assert warm.find(KeyUse.TOKENS, 2) is not None
    stage.custodian.rotate()
    stage.clock.advance(seconds=REMEMBERED.total_seconds())
    assert warm.newest(KeyUse.DOCUMENTS).number == 3


def test_a_set_is_retired_when_its_last_token_is_over(stage: Stage) -> None:
    """Then whoever has come by its key signs nothing any more, in warm processes too; what it
    sealed is read for ever."""
    warm = stage.ring()
    sealed = KeyringSealer(warm.of(KeyUse.DOCUMENTS)).seal(b"kept", "c")
    stage.custodian.rotate()
    stage.clock.advance(seconds=REMEMBERED.total_seconds() - 1)
    last = tokens(stage.ring()).issue_registration("R1", stage.clock.now()).token
    stage.clock.advance(seconds=LONGEST_TOKEN.total_seconds() - 1)
    asked_again = stage.ring()
    assert tokens(asked_again).read_registration(last, stage.clock.now()) == "R1"
    forged = last
    stage.clock.advance(seconds=2)
    for ring in (stage.ring(), asked_again):
        with pytest.raises(Unauthenticated, match="bad_token"):
            tokens(ring).read_registration(forged, stage.clock.now() - timedelta(minutes=9))
    stage.custodian.rotate()
    left = {item["sk"]["S"] for item in stage.items()}
    assert {"documents#001", "documents#003", "tokens#002", "tokens#003"} < left
    assert "tokens#001" not in left
    assert KeyringSealer(stage.ring().of(KeyUse.DOCUMENTS)).unseal(sealed, "c") == b"kept"


def test_no_token_is_good_for_longer_than_its_set_is_kept() -> None:
    """Both kinds of tokens."""
    assert max(ACCESS_LIFE, REGISTRATION_LIFE) <= LONGEST_TOKEN


def test_after_a_leak_nothing_older_is_taken(stage: Stage) -> None:
    """At once: neither what the stolen key signs nor what was signed with it."""
    old = tokens(stage.ring()).issue_access(BEARER, stage.clock.now()).token
    stage.custodian.rotate(leaked=True)
    ring = stage.ring()
    with pytest.raises(Unauthenticated, match="bad_token"):
        tokens(ring).read_access(old, stage.clock.now())
    fresh = tokens(ring).issue_access(BEARER, stage.clock.now()).token
    assert tokens(ring).read_access(fresh, stage.clock.now()) == BEARER


def test_a_keyring_of_one_piece_is_parted_and_all_of_it_stays_good(empty: Stage) -> None:
    """Sealed, signed and hashed with the old form, read with the new: of every number."""
    data, both, hashes = (secrets.token_bytes(size) for size in (32, 64, 32))
    empty.put_piece(1, secrets.token_bytes(96) + hashes)
    empty.put_piece(2, data + both + hashes)
    assert empty.custodian.part() == 2
    before = empty.items()
    assert empty.custodian.part() == 2
    assert empty.items() == before
    empty.custodian.found()
    assert empty.items() == before
    ring = empty.ring()
    assert ring.newest(KeyUse.DOCUMENTS).key == data
    signing = ring.newest(KeyUse.TOKENS)
    assert (signing.number, signing.key + signing.cursors) == (2, both)
    assert ring.newest(KeyUse.HASHES).key == hashes
    assert ring.find(KeyUse.DOCUMENTS, 1) is not None
    hasher = KeyringHasher(ring.of(KeyUse.HASHES))
    assert len(hasher.hash(KeyPurpose.USERNAME, "x")) == 64


def test_the_old_form_stays_for_a_rollback_until_the_next_rotation(empty: Stage) -> None:
    """Then nothing wrapped without a use is left."""
    empty.put_piece(1, secrets.token_bytes(128))
    empty.custodian.part()
    assert "keyring" in {item["pk"]["S"] for item in empty.items()}
    empty.custodian.rotate()
    assert {item["pk"]["S"] for item in empty.items()} == {"keys"}
    assert empty.ring().find(KeyUse.DOCUMENTS, 1) is not None


def test_a_restored_stage_has_the_sets_of_the_backup_and_no_others(stage: Stage) -> None:
    """Wrapped anew; made when they were made."""
    backup = stage.custodian.bare()
    stage.custodian.rotate()
    stage.custodian.replace(backup)
    assert [(one.use, one.keys, one.made_at) for one in stage.custodian.bare()] == [
        (one.use, one.keys, one.made_at) for one in backup
    ]


def lineage(seed: int) -> list[BareSet]:
    """The sets of another stack, as a backup brings them."""
    made_at = datetime(2026, 8, 1, tzinfo=UTC)
    numbers = [(use, number) for use in sorted(KeyUse) for number in (1, 2)]
    return [
        BareSet(use, KeySet(number, bytes([16 * seed + number]) * 64), made_at)
        for use, number in numbers
    ]


RACERS: dict[str, Callable[[Stage], object]] = {
    "a first load": lambda stage: stage.custodian.found(),
    "a rotation": lambda stage: stage.custodian.rotate(),
    "another restore": lambda stage: stage.custodian.replace(lineage(9)),
}


@pytest.mark.parametrize("racer", RACERS)
def test_replacing_fails_where_another_set_was_there_first(
    empty: Stage, racer: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the look and the write: the racer's sets stay whole, and nothing is mixed in."""
    if racer != "a first load":
        empty.custodian.found()
    exchange, before = KeyStore.exchange, list[BareSet]()

    def late(self: KeyStore, seen: StageKeys, fresh: Sequence[BareSet], now: datetime) -> bool:
        if not before:
            before.append(lineage(9)[0])
            RACERS[racer](empty)
            before[:] = empty.custodian.bare()
        return exchange(self, seen, fresh, now)

    monkeypatch.setattr(KeyStore, "exchange", late)
    with pytest.raises(KeyringTaken, match="DirectoryTable"):
        empty.custodian.replace(lineage(1))
    assert empty.custodian.bare() == before


@pytest.mark.parametrize("racer", ["a rotation", "another restore"])
@pytest.mark.parametrize("leaked", [False, True])
def test_rotating_fails_where_the_newest_sets_are_others_by_now(
    stage: Stage, racer: str, leaked: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the look and the write: what the racer made stays whole, and nothing goes."""
    extend, raced = KeyStore.extend, list[BareSet]()

    def late(self: KeyStore, seen: Sequence[WrappedSet], fresh: Sequence[BareSet]) -> bool:
        if not raced:
            raced.append(lineage(9)[0])
            RACERS[racer](stage)
            raced[:] = stage.custodian.bare()
        return extend(self, seen, fresh)

    monkeypatch.setattr(KeyStore, "extend", late)
    with pytest.raises(KeyringTaken, match="DirectoryTable"):
        stage.custodian.rotate(leaked=leaked)
    assert stage.custodian.bare() == raced


def test_replacing_that_fails_takes_nothing_away(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither keys of the old form, nor the way in which the stage's phones are hashed."""
    store = stage.store()
    stage.put_piece(1, bytes(range(64)) * 2)
    for item in stage.items():
        if item["sk"]["S"] == "fingerprints":
            boto3.client("dynamodb").delete_item(
                TableName=stage.table, Key={"pk": item["pk"], "sk": item["sk"]}
            )
    before = stage.items()
    monkeypatch.setattr(KeyStore, "exchange", lambda *_: False)
    with pytest.raises(KeyringTaken):
        stage.custodian.replace(lineage(1))
    assert stage.items() == before
    assert store.read().hashed_by is HashedBy.OWN
    monkeypatch.undo()
    stage.custodian.replace(lineage(1))
    assert store.read().hashed_by is HashedBy.KMS
    assert {item["pk"]["S"] for item in stage.items()} == {"keys"}


def test_a_set_that_cannot_be_unwrapped_stops_what_needs_it_and_nothing_is_made_up(
    stage: Stage,
) -> None:
    """No other key takes its place; a backup that would lose a key is none; rotating leads on."""
    whole = stage.custodian.bare()
    (item,) = (one for one in stage.items() if one["sk"]["S"] == "documents#001")
    of_another = boto3.client("kms").encrypt(
        KeyId=stage.key_id,
        Plaintext=bytes(32),
        EncryptionContext={"stage": "prod", "use": "documents"},
    )["CiphertextBlob"]
    item["wrapped"] = {"B": of_another}
    boto3.client("dynamodb").put_item(TableName=stage.table, Item=item)
    ring = stage.ring()
    with pytest.raises(ClientError):
        ring.newest(KeyUse.DOCUMENTS)
    with pytest.raises(ClientError):
        stage.custodian.bare()
    assert ring.newest(KeyUse.TOKENS) == whole[-1].keys
    stage.custodian.rotate()
    stage.clock.advance(seconds=REMEMBERED.total_seconds())
    later = stage.ring()
    assert later.newest(KeyUse.DOCUMENTS).number == 2
    with pytest.raises(ClientError):
        later.find(KeyUse.DOCUMENTS, 1)


def test_of_restores_at_once_no_two_are_mixed(stage: Stage) -> None:
    """Whoever came last whole has all there is."""
    kept = [lineage(seed) for seed in range(1, 6)]

    def replace(sets: list[BareSet]) -> bool:
        try:
            stage.custodian.replace(sets)
        except KeyringTaken:
            return False
        return True

    with ThreadPoolExecutor(5) as pool:
        assert any(list(pool.map(replace, kept)))
    assert stage.custodian.bare() in kept
