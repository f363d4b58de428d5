"""The desk finds the cases of whoever calls, and the audit knows of each look."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.kernel.actors import Actor
from tests.support.cases import CITIZEN, INTAKE, LEADER, OFFICER, STRANGER, SUPERVISOR
from tests.support.people import PHONE, claims_of, make_account
from tests.support.whole_api import WholeApi, whole_api

ROUTE = "/v1/officer/search"


@pytest.fixture
def api() -> Iterator[WholeApi]:
    with whole_api() as made:
        account = make_account(CITIZEN.id, PHONE)
        made.people.accounts.claim(account, claims_of(account))
        yield made


def look(api: WholeApi, who: Actor, phone: str, query: str = "") -> Any:
    return api.send("POST", f"{ROUTE}{query}", {"phone": phone}, api.token(who))


def sent(api: WholeApi, count: int, **changes: Any) -> list[str]:
    codes = []
    for _ in range(count):
        codes.append(api.office.submit(**changes).code)
        api.clock.advance(minutes=1)
    return codes[::-1]


def test_the_cases_of_a_phone_are_found_however_it_is_written(api: WholeApi) -> None:
    """The newest first, page by page, nobody else's among them."""
    codes = sent(api, 3)
    sent(api, 2, reporter=STRANGER.id)
    answer = look(api, INTAKE, "0912 345 678", "?limit=2")
    assert answer.status == 200
    assert [item["code"] for item in answer.body["items"]] == codes[:2]
    rest = look(api, INTAKE, "+84912345678", f"?limit=2&cursor={answer.body['next_cursor']}")
    assert [item["code"] for item in rest.body["items"]] == codes[2:]
    assert rest.body["next_cursor"] is None


def test_it_is_not_said_who_it_is(api: WholeApi) -> None:
    """Neither name nor account."""
    sent(api, 1)
    text = json.dumps(look(api, INTAKE, "0912345678").body, ensure_ascii=False)
    assert not [one for one in (CITIZEN.id, PHONE, "Giàng Thị Mẩy") if one in text]


def test_a_phone_that_nobody_has_has_no_cases(api: WholeApi) -> None:
    """And is a look all the same."""
    answer = look(api, INTAKE, "0987654321")
    assert (answer.status, answer.body["items"]) == (200, [])
    assert [one["what"] for one in api.audit.reads.values()] == [{"person": None}]


def test_each_look_is_a_line_without_the_number(api: WholeApi) -> None:
    """It names the person by id, so that the person can be told."""
    sent(api, 1)
    look(api, INTAKE, "0912345678")
    look(api, INTAKE, "0912345678")
    lines = list(api.audit.reads.values())
    assert [(one["type"], one["what"]) for one in lines] == [
        ("phone.looked_up", {"person": CITIZEN.id})
    ] * 2
    assert "912345678" not in json.dumps(lines)


@pytest.mark.parametrize("who", [OFFICER, LEADER, SUPERVISOR])
def test_who_handles_or_oversees_cases_does_not_look_by_phone(api: WholeApi, who: Actor) -> None:
    """It would tell who sent one."""
    answer = look(api, who, "0912345678")
    assert (answer.status, answer.code) == (403, "search_not_allowed")
    assert api.audit.reads == {}


def test_a_phone_is_no_parameter_of_an_address(api: WholeApi) -> None:
    """Neither by its name nor as a word."""
    for query in ("phone=0912345678", "q=0912345678"):
        answer = api.send("GET", f"{ROUTE}?{query}", token=api.token(INTAKE))
        assert answer.status == 422


def test_without_its_line_nothing_is_found(api: WholeApi, monkeypatch: Any) -> None:
    """The audit cannot be written."""

    def away(_: Any) -> None:
        raise ConnectionError

    (code,) = sent(api, 1)
    monkeypatch.setattr(api.audit, "write_down", away)
    answer = look(api, INTAKE, "0912345678")
    assert answer.status == 500
    assert code not in str(answer.body)
