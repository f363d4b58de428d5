"""Documents outlive the code that wrote them: every version of every kind is read by the newest."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from unittest import mock

import boto3
import pytest

from chalicelib.runtime.dynamodb import json_forms, schemas
from chalicelib.runtime.dynamodb.schemas import NewerSchema, Schema
from tests.support.golden import FOLDER, Kind, found, load, path_of, stored, without_number
from tests.support.golden_kinds import KINDS
from tests.support.tables import cloud, make_table

each_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.schema.kind)


@pytest.fixture(scope="module", autouse=True)
def moto() -> Iterator[None]:
    with cloud():
        yield


def _of(name: str) -> Kind:
    return next(kind for kind in KINDS if kind.schema.kind == name)


def _newer(kind: Kind) -> dict[str, Any]:
    """The newest golden document as if newer code had written it."""
    item, number = load(kind, kind.schema.number), kind.schema.number + 1
    if kind.attribute:
        item[kind.attribute]["B"]["v"] = number
        return item
    return {**item, "schema": {"N": str(number)}}


def test_every_kind_has_golden_documents() -> None:
    """Neither a kind nor a golden document can be forgotten."""
    known = {schema for schema in vars(schemas).values() if isinstance(schema, Schema)}
    assert {kind.schema for kind in KINDS} == known
    wanted = {path_of(kind, n) for kind in KINDS for n in range(1, kind.schema.number + 1)}
    assert set(FOLDER.iterdir()) == wanted


@each_kind
def test_a_stored_form_changes_with_its_number_only(kind: Kind) -> None:
    """Who changes what is stored adds a step and a golden document (docs/stored-documents.md)."""
    golden = load(kind, kind.schema.number)
    assert stored(kind, found(kind, golden) if kind.made_of_files else kind.make()) == golden


@each_kind
def test_every_version_is_read(kind: Kind) -> None:
    """Documents of all versions, and those from before documents had numbers."""
    for number in range(1, kind.schema.number + 1):
        assert found(kind, load(kind, number))
    assert found(kind, without_number(kind, load(kind, 1))) == found(kind, load(kind, 1))


@each_kind
def test_what_newer_code_wrote_is_not_read(kind: Kind) -> None:
    """After a rollback: said by its type where the one thing was asked for, left out of lists."""
    if kind.lists:
        assert not found(kind, _newer(kind))
    else:
        with pytest.raises(NewerSchema, match=kind.schema.kind):
            found(kind, _newer(kind))


@pytest.mark.parametrize("name", ["agencies", "officer", "follower"])
def test_what_newer_code_wrote_is_not_written_over(name: str) -> None:
    """By writes that read nothing before."""
    kind, table = _of(name), make_table(_of(name).table)
    kind.write(table, kind.make())
    client = boto3.client("dynamodb")
    item = next(i for i in client.scan(TableName=table)["Items"] if "schema" in i)
    newer = {**item, "schema": {"N": str(kind.schema.number + 1)}}
    client.put_item(TableName=table, Item=newer)
    with pytest.raises(NewerSchema):
        kind.write(table, kind.make())
    assert newer in client.scan(TableName=table)["Items"]


def test_a_field_is_renamed() -> None:
    """The example of docs/stored-documents.md: guards of version 1 said `errors` for `failures`."""

    def failures_for_errors(guard: dict[str, Any]) -> dict[str, Any]:
        guard["failures"] = guard.pop("errors", guard.get("failures"))
        return guard

    renamed = Schema("guard", (failures_for_errors,))
    guard = _of("guard").make()
    form = json_forms.JsonForm(renamed, type(guard))
    plain = load(_of("guard"), 1)["body"]["B"]
    present = json.dumps(plain).encode()
    plain["errors"] = plain.pop("failures")
    old = json.dumps(plain).encode()
    for stored_number in (None, 1):
        assert form.decode(old, stored_number) == guard
    assert form.decode(present, 2) == guard
    assert form.decode_numbered(renamed.numbered(present)) == guard
    assert form.decode_numbered(_of("guard").schema.numbered(old)) == guard
    assert form.decode_numbered(old) == guard
    with pytest.raises(NewerSchema):
        form.decode(present, 3)


def test_an_attribute_is_renamed() -> None:
    """The same for a kind that is kept as attributes: the step sees what the table gives."""

    def owner_for_holder(item: dict[str, Any]) -> dict[str, Any]:
        return {"owner": item.get("holder"), **item}

    kind = _of("upload")
    old = load(kind, 1)
    old["holder"] = old.pop("owner")
    with mock.patch(
        "chalicelib.uploads.adapters.records.UPLOAD", Schema("upload", (owner_for_holder,))
    ):
        assert found(kind, old) == found(kind, load(kind, 1))


def test_the_present_version_takes_no_detour() -> None:
    """Cards and cases are decoded at once; only older ones become plain JSON first."""
    case, card = _of("case"), _of("card")
    with mock.patch.object(json_forms.json, "decode", side_effect=AssertionError):
        for kind in (case, card):
            assert found(kind, load(kind, kind.schema.number))
    assert found(case, without_number(case, load(case, 1)))
