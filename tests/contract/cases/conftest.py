"""The case store under test: the fake, and DynamoDB on moto and on the emulator."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from chalicelib.cases.adapters.case_documents import CaseDocuments
from chalicelib.cases.adapters.cases import DynamoCaseStore
from chalicelib.cases.application.ports import CaseStore
from tests.support.cases import FakeCaseStore, Office
from tests.support.keys import make_sealer
from tests.support.tables import cloud, make_table


@pytest.fixture(params=["memory", "moto", "emulator"])
def store(request: pytest.FixtureRequest) -> Iterator[CaseStore]:
    if request.param == "memory":
        yield FakeCaseStore()
        return
    on_emulator = request.param == "emulator"
    with cloud(request.getfixturevalue("emulator_endpoint") if on_emulator else None):
        yield DynamoCaseStore(make_table("CasesTable"), CaseDocuments(make_sealer()))


@pytest.fixture
def office(store: CaseStore) -> Office:
    return Office(store=store)  # type: ignore[arg-type]
