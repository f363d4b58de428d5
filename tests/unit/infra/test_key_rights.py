"""Which keys each function may use, in a real stage."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.function_forms import Function
from chalicelib.functions import FUNCTIONS
from chalicelib.runtime.crypto.key_sets import PARTITION, KeyUse
from infra.policies import policy

OPENERS = {
    KeyUse.TOKENS: {"api"},
    KeyUse.HASHES: {"api", "imports", "index", "tick"},
    KeyUse.DOCUMENTS: {
        *("api", "assign", "campaign", "codes", "imports", "index", "notify"),
        *("project", "send", "settle", "tick"),
    },
}


def statements(function: Function) -> Iterator[dict[str, Any]]:
    """Those on the stage's key, as they hold in a real stage."""
    for statement in policy(function)["Statement"]:
        if statement.get("Resource") == [{"Fn::GetAtt": ["DataKey", "Arn"]}]:
            condition = statement.get("Condition", {})
            real = condition["Fn::If"][2] if "Fn::If" in condition else condition
            yield {**statement, "Condition": real}


@pytest.mark.parametrize("use", KeyUse)
def test_a_key_set_is_opened_by_whom_it_is_for(use: KeyUse) -> None:
    """Who only seals cannot sign tokens: its policy lets it name no other use to KMS."""
    allowed = {
        function.name
        for function in FUNCTIONS
        for statement in statements(function)
        if use in statement["Condition"]["StringEquals"].get("kms:EncryptionContext:use", ())
    }
    assert allowed == OPENERS[use]


def test_phones_and_numbers_are_hashed_by_whom_they_are_given_to() -> None:
    """With the one key for it, which nothing else may be done with."""
    hashing = {
        function.name: statement["Action"]
        for function in FUNCTIONS
        for statement in policy(function)["Statement"]
        if statement.get("Resource") == [{"Fn::GetAtt": ["HashKey", "Arn"]}]
    }
    assert hashing == {name: ["kms:GenerateMac"] for name in ("api", "campaign", "imports", "tick")}


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.name)
def test_kms_unwraps_nothing_without_saying_what_for(function: Function) -> None:
    """Each function decrypts through DynamoDB, or a key set of its stage for a use: never else."""
    for statement in statements(function):
        held = statement["Condition"]["StringEquals"]
        if "kms:ViaService" not in held:
            assert statement["Action"] == ["kms:Decrypt"]
            assert held["kms:EncryptionContext:stage"] == {"Ref": "Stage"}
            assert held["kms:EncryptionContext:use"] == list(function.may.keys)


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.name)
def test_who_opens_key_sets_may_read_them(function: Function) -> None:
    """The wrapped sets and the right to unwrap come together."""
    reads = any(
        items.table == "directory" and PARTITION in items.keys for items in function.may.items
    )
    assert reads == bool(function.may.keys)
