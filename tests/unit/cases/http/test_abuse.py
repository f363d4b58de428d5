"""A text that insults is taken in by a person, who is told which words it has."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.cases.application.assignment import route_case
from chalicelib.kernel.actors import Actor
from tests.support.cases import CITIZEN, INTAKE, OFFICER, SUPERVISOR
from tests.support.category_models import FakeCategoryModels
from tests.support.whole_api import WholeApi, whole_api

TEXT = "Đồ chó, báo ổ gà ba tháng rồi mà không ai sửa."


@pytest.fixture
def api() -> Iterator[WholeApi]:
    with whole_api() as made:
        yield made


def page(api: WholeApi, who: Actor, code: str) -> Any:
    office = "" if who is CITIZEN else "officer/"
    return api.send("GET", f"/v1/{office}cases/{code}", token=api.token(who)).body


def test_no_rule_accepts_it_however_sure(api: WholeApi) -> None:
    """The same without the insult goes its way."""
    rude = api.office.submit(description=TEXT)
    plain = api.office.submit(description="Báo ổ gà ba tháng rồi mà không ai sửa.")
    for case in (rude, plain):
        route_case(api.office.desk, FakeCategoryModels(), case.code, "test")
    assert api.office.store.cases[rude.code].state == "received"
    assert api.office.store.cases[plain.code].state == "assigned"


def test_the_desk_is_told_the_words_and_nobody_else(api: WholeApi) -> None:
    """Until the case is taken in; the citizen is not told that there is such a list."""
    case = api.office.submit(description=TEXT)
    assert page(api, INTAKE, case.code)["abusive_words"] == ["đồ chó"]
    assert page(api, SUPERVISOR, case.code)["abusive_words"] == []
    assert "abusive_words" not in page(api, CITIZEN, case.code)
    taken = api.office.in_progress(description=TEXT)
    for who in (INTAKE, OFFICER):
        assert page(api, who, taken.code)["abusive_words"] == []
