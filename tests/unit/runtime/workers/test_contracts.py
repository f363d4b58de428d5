"""Contracts of what travels between functions."""

from __future__ import annotations

import json

import fastjsonschema
import pytest

from chalicelib.runtime.workers import contracts

ENVELOPE = {"event": {"schema": "case_event/1", "id": "LC-260803-7K3QX#4"}, "correlation_id": "c1"}


@pytest.mark.parametrize("path", sorted(contracts.FOLDER.glob("*.json")), ids=lambda p: p.name)
def test_every_contract_compiles_and_is_named_like_its_file(path) -> None:
    """A contract that cannot be compiled, or whose id is not its file's, is found here first."""
    schema = json.loads(path.read_text(encoding="utf-8"))
    assert schema["$id"].replace("/", ".v") == path.stem
    fastjsonschema.compile(schema)


def test_an_envelope_with_event_and_correlation_id_fits() -> None:
    """The plainest letter of the relay is accepted."""
    contracts.check("queue_envelope/1", ENVELOPE)


@pytest.mark.parametrize(
    ("letter", "place"),
    [
        ({}, "/ breaks required"),
        ({**ENVELOPE, "extra": 1}, "/ breaks additionalProperties"),
        ({**ENVELOPE, "correlation_id": ""}, "/correlation_id breaks minLength"),
        ({**ENVELOPE, "event": {"schema": "case_event/1"}}, "/event breaks required"),
        (
            {**ENVELOPE, "event": {"schema": "../secret/1", "id": "1"}},
            "/event/schema breaks pattern",
        ),
    ],
)
def test_what_breaks_the_envelope_is_named_by_place_and_rule(letter, place) -> None:
    """The fault says where and which rule, so that it can be logged."""
    with pytest.raises(contracts.ContractBroken, match=place):
        contracts.check("queue_envelope/1", letter)


def test_the_fault_never_quotes_the_value() -> None:
    """A value may be personal data; the fault's text goes to the log."""
    with pytest.raises(contracts.ContractBroken) as broken:
        contracts.check("queue_envelope/1", {**ENVELOPE, "correlation_id": ["0912345678"]})
    assert "0912345678" not in str(broken.value)


@pytest.mark.parametrize("contract", ["nobody/1", "queue_envelope/9", "../x/1", "queue_envelope"])
def test_an_unknown_contract_is_a_breach(contract) -> None:
    """A letter of a kind or version that this build does not know is refused, not guessed at."""
    with pytest.raises(contracts.ContractBroken, match="unknown"):
        contracts.check(contract, {})
