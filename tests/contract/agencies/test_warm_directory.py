"""A directory in a process that remembers, and in a table where something is spoilt."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import boto3
import pytest

from chalicelib.agencies.application.directory import load_directory
from chalicelib.agencies.application.ports import Directory
from tests.support.clock import FakeClock
from tests.support.directory import LAO_CAI, FakeDirectory, make_officer, make_policy, put_officer
from tests.support.directory_pairs import Both, make_store
from tests.support.tables import cloud, make_table


def test_an_officer_of_before_there_were_versions(warm: Both) -> None:
    """Is of version 1, and is written over as such, once."""
    key = {"pk": {"S": "officers#so-xay-dung"}, "sk": {"S": "o1"}}
    boto3.client("dynamodb").update_item(
        TableName=warm.table, Key=key, UpdateExpression="REMOVE #v",
        ExpressionAttributeNames={"#v": "version"},
    )  # fmt: skip
    seen = warm.store.find_officer("o1")
    assert seen is not None
    later = replace(seen, active=False, version=2)
    assert warm.store.save_officer(later, seen)
    assert not warm.store.save_officer(later, seen)


@pytest.fixture
def warm() -> Iterator[Both]:
    """On moto, with the memory that processes really have."""
    with cloud():
        table = make_table("DirectoryTable")
        store = make_store(table)
        made = Both(FakeDirectory(), store, FakeClock(), table)
        load_directory(store, LAO_CAI.first_load((make_officer("o1"),)))
        yield replace(made, directory=made.another_process())


def ask_everything(directory: Directory) -> tuple[object, ...]:
    return (
        directory.agency("so-khcn"),
        directory.officer("o1"),
        directory.officers("so-xay-dung"),
        directory.policy(),
        directory.policy(1),
        directory.calendar(),
        directory.routing_rules(),
    )


def test_a_warm_process_makes_no_call(warm: Both) -> None:
    """Whatever was asked once is answered from memory: the table may even be gone."""
    told = ask_everything(warm.directory)
    assert all(told)
    boto3.client("dynamodb").delete_table(TableName=warm.table)
    assert ask_everything(warm.directory) == told


def test_a_case_of_a_newer_policy_is_not_lost_on_a_warm_process(warm: Both) -> None:
    """Another process opened it under a version that this one has not seen yet."""
    warm.directory.policy()
    warm.store.put_policy(make_policy(version=2))
    warm.store.announce()
    assert warm.directory.policy(2).version == 2


def test_no_personal_data_stand_readable_in_the_table(warm: Both) -> None:
    """Name, phone, email and username are sealed or hashed, and bound to their place."""
    table = boto3.client("dynamodb")
    items = table.scan(TableName=warm.table)["Items"]
    officer = make_officer("o1")
    for secret in (officer.name, str(officer.phone), officer.email, officer.username):
        assert secret not in str(items)
        assert secret.encode() not in b"".join(i["body"]["B"] for i in items if "body" in i)
    sealed = next(item for item in items if "body" in item)
    table.put_item(TableName=warm.table, Item={**sealed, "pk": {"S": "officers#so-y-te"}})
    assert warm.another_process().officers("so-y-te") == ()


def test_a_person_who_cannot_be_read_takes_no_colleague_along(warm: Both) -> None:
    """The first and the middle one of five; a passing fault would raise."""
    for id in ("b1", "b2", "b3", "b4", "b5"):
        put_officer(warm.store, make_officer(id, "so-y-te"))
    for id in ("b1", "b3"):
        _spoil(warm, "officers#so-y-te", id, {"body": {"B": b"not an envelope"}})
    there = warm.another_process()
    assert [officer.id for officer in there.officers("so-y-te")] == ["b2", "b4", "b5"]
    assert there.officer("b1") is None
    assert there.officer("b2") is not None


def test_a_version_of_the_rules_that_cannot_be_read_takes_no_other_along(warm: Both) -> None:
    """The first and the newest one: what is asked for by number is there, the newest readable
    one holds."""
    policy = warm.directory.policy()
    for version in (2, 3):
        warm.store.put_policy(replace(policy, version=version))
    for version in (1, 3):
        _spoil(warm, "policy", f"{version:06d}", {"document": {"S": "no JSON"}})
    there = warm.another_process()
    assert there.policy().version == 2
    assert there.policy(2).version == 2
    with pytest.raises(KeyError):
        there.policy(1)


def _spoil(warm: Both, pk: str, sk: str, attributes: dict[str, object]) -> None:
    table, key = boto3.client("dynamodb"), {"pk": {"S": pk}, "sk": {"S": sk}}
    item = table.get_item(TableName=warm.table, Key=key)["Item"]
    table.put_item(TableName=warm.table, Item={**item, **attributes})
