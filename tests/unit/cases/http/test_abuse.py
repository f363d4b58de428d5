"""A text that insults is taken in by a person, who is told which words it has."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.cases.application.assignment import route_case
from chalicelib.kernel.actors import Actor, Role
from tests.support.actors import central
from tests.support.cases import CITIZEN, INTAKE, OFFICER, SUPERVISOR
from tests.support.category_models import FakeCategoryModels
from tests.support.whole_api import WholeApi, whole_api

ADMINISTRATOR = central(Role.ADMINISTRATOR, "a1")
WORDS = "/v1/admin/abuse-words"
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


def edit(api: WholeApi, query: str = "", seen: int = 1, **changes: Any) -> Any:
    token = api.token(ADMINISTRATOR)
    document = api.send("GET", WORDS, token=token).body
    return api.send("PUT", WORDS + query, {**document, **changes}, token, If_Match=f'"{seen}"')


def state_of(api: WholeApi, text: str) -> str:
    case = api.office.submit(description=text)
    route_case(api.office.desk, FakeCategoryModels(), case.code, "test")
    return str(api.office.store.cases[case.code].state.value)


def test_an_administrator_edits_the_words(api: WholeApi) -> None:
    """A new word holds what comes from its day on; one that is taken out holds no more."""
    mine, rude = "Ổ gà to, cán bộ lười biếng không chịu sửa.", TEXT
    assert (state_of(api, mine), state_of(api, rude)) == ("assigned", "received")
    edited = edit(api, words=["lười biếng"], valid_from="2026-08-04", source="Biên bản họp tổ")
    assert (edited.status, edited.body["version"], edited.body["in_force"]) == (200, 2, 1)
    assert (state_of(api, mine), state_of(api, rude)) == ("assigned", "received")
    api.clock.advance(days=1)
    assert (state_of(api, mine), state_of(api, rude)) == ("received", "assigned")
    assert edit(api, seen=1, words=[]).status == 412
    listed = api.send("GET", WORDS, token=api.token(ADMINISTRATOR)).body
    assert (listed["words"], listed["in_force"]) == (["lười biếng"], 2)


def test_what_an_edit_would_hold_is_seen_before(api: WholeApi) -> None:
    """Of the last cases those in which other words are found; nothing is written."""
    plain = api.office.submit(description="Ổ gà to, cán bộ lười biếng không chịu sửa.")
    rude = api.office.submit(description=TEXT)
    api.office.submit(description="Đèn đường tắt ba ngày nay, đi lại rất tối.")
    before = api.trace()
    seen = edit(api, "?preview=true", words=["lười biếng"])
    assert {line["code"]: (line["before"], line["after"]) for line in seen.body["items"]} == {
        plain.code: ([], ["lười biếng"]),
        rude.code: (["đồ chó"], []),
    }
    assert (seen.body["examined"], api.trace()) == (3, before)
