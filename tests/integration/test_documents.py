"""`make documents`: what is stored by kind and version, and writing older ones anew."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from unittest import mock

import boto3
import pytest

from chalicelib.cases.application.ports import CaseStore
from chalicelib.kernel.keys import Sealer
from chalicelib.runtime.dynamodb.schemas import CARD, CASE, POLICY, Schema
from chalicelib.runtime.services import Services
from chalicelib.runtime.settings import Settings
from operations import documents
from operations.faults import told
from operations.progress import ProgressBar
from operations.stored_kinds import STORED
from tests.support.cases import Office
from tests.support.samples import product_on_moto


def _marked(document: dict[str, Any]) -> dict[str, Any]:
    return {**document, "mark": "2"}


NEWER = tuple(
    replace(kind, schema=Schema(kind.schema.kind, (*kind.schema.steps, _marked)))
    if kind.schema.kind in ("case", "card", "policy")
    else kind
    for kind in STORED
)
OLD = {(CASE.kind, CASE.number): 3, (CARD.kind, CARD.number): 3, (POLICY.kind, POLICY.number): 1}
NEW = {(kind, number + 1): count for (kind, number), count in OLD.items()}


@pytest.fixture
def product() -> Iterator[Services]:
    with product_on_moto() as product:
        office = Office(store=product.get(CaseStore))  # type: ignore[arg-type]
        for _ in range(3):
            office.submit()
        yield product


def _run(product: Services, *, rewrite: bool, most: int | None = None) -> Counter[Any]:
    walk = documents.go_through(product, told(), ProgressBar(), rewrite=rewrite)
    found = Counter[Any]()
    for kind, number in walk:
        found[kind.schema.kind, number] += 1
        if most and found.total() == most:
            break
    return Counter({k: n for k, n in found.items() if k[0] in ("case", "card", "policy")})


def _cases(product: Services) -> list[dict[str, Any]]:
    table = product.get(Settings).cases_table
    items: list[dict[str, Any]] = boto3.client("dynamodb").scan(TableName=table)["Items"]
    return items


def test_what_is_stored_is_counted_and_rewritten(product: Services) -> None:
    """By kind and version; stopped half way it goes on, and does nothing twice."""
    assert _run(product, rewrite=False) == OLD
    with mock.patch.object(documents, "STORED", NEWER):
        assert _run(product, rewrite=False) == OLD
        _run(product, rewrite=True, most=2)
        half = _run(product, rewrite=False)
        assert half["case", CASE.number] == 2
        assert half["case", CASE.number + 1] == 1
        assert _run(product, rewrite=True) == NEW
        written = _cases(product)
        assert _run(product, rewrite=True) == NEW
    assert _cases(product) == written
    assert not any("event" in item for item in written)
    case = next(kind for kind in NEWER if kind.schema.kind == "case")
    opened = [case._open(item, product.get(Sealer)) for item in written]
    assert all(document["mark"] == "2" for document in opened)


def test_who_was_first_is_not_written_over(product: Services) -> None:
    """A case that changed between reading and rewriting stays as it is, until the next run."""
    case = next(kind for kind in NEWER if kind.schema.kind == "case")
    item = _cases(product)[0]
    table = product.get(Settings).cases_table
    changed = {**item, "body": case._close(item, {"of": "others"}, product.get(Sealer))}
    boto3.client("dynamodb").put_item(TableName=table, Item=changed)
    assert documents._treated(product, case, item, True) == CASE.number
    assert changed in _cases(product)


def test_what_is_newer_is_named_and_left(
    product: Services, capsys: pytest.CaptureFixture[str]
) -> None:
    """After a rollback nothing is written over what newer code wrote."""
    with mock.patch.object(documents, "STORED", NEWER):
        _run(product, rewrite=True)
    before = _cases(product)
    assert not _run(product, rewrite=True)
    assert _cases(product) == before
    assert "NewerSchema" in capsys.readouterr().err
