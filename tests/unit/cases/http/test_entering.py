"""What the hotline is told, what the person is told, and what neither of them sees."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.kernel.ids import new_seed
from tests.support.api import Answer
from tests.support.cases import CITIZEN, INTAKE
from tests.support.entering import BY_PHONE, HOTLINE
from tests.support.people import PHONE
from tests.support.whole_api import WholeApi, whole_api


@pytest.fixture
def api() -> Iterator[WholeApi]:
    with whole_api() as api:
        yield api


def enter(api: WholeApi, key: str = "", **changes: Any) -> Answer:
    body, token = {**BY_PHONE, **changes}, api.token(HOTLINE)
    return api.send("POST", "/v1/officer/cases", body, token, Idempotency_Key=key or new_seed())


def test_the_case_is_shown_without_the_person(api: WholeApi) -> None:
    """Who entered it and where it came from, and neither phone nor name."""
    answer = enter(api)
    assert answer.status == 201
    assert answer.headers["Location"] == f"/v1/officer/cases/{answer.body['code']}"
    assert answer.body["submitted_at"] == "2026-08-03T07:35:00+07:00"
    assert answer.body["channel"] == "hotline"
    assert answer.body["on_behalf"] == {
        "by": HOTLINE.id,
        "at": "2026-08-03T08:05:00+07:00",
        "document": None,
        "addressed_to": None,
        "foreign_number": {"system": "tong-dai-1022", "number": "4711"},
    }
    told = json.dumps(answer.body, ensure_ascii=False)
    assert "Lù A Sử" not in told
    assert PHONE[-6:] not in told


def test_the_same_key_enters_it_once(api: WholeApi) -> None:
    """Byte for byte the same answer; another body is refused."""
    first, again = enter(api, "k1"), enter(api, "k1")
    assert again.body == first.body
    assert again.headers["Idempotent-Replay"] == "true"
    assert len(api.office.store.cases) == 1
    assert enter(api, "k1", channel="zalo").code == "idempotency_key_reused"


def test_a_second_bringing_in_says_which_case_has_the_number(api: WholeApi) -> None:
    """A file that is brought in twice finds each of its cases."""
    first = enter(api)
    again = enter(api)
    assert (again.status, again.code) == (409, "foreign_number_taken")
    assert again.body["case"] == first.body["code"]


@pytest.mark.parametrize("typed", [" 4711", "4711 ", "\u00a04711\u200b", "\u200f4711"])
def test_blanks_around_a_foreign_number_make_no_other(api: WholeApi, typed: str) -> None:
    """As they are pasted along; the file of the other system has none."""
    first = enter(api, foreign_number={"system": "tong-dai-1022", "number": typed})
    assert first.body["on_behalf"]["foreign_number"]["number"] == "4711"
    again = enter(api)
    assert (again.code, again.body["case"]) == ("foreign_number_taken", first.body["code"])


def test_a_known_person_and_an_unknown_one_are_answered_alike(api: WholeApi) -> None:
    """The hotline cannot try out who has an account."""
    known = enter(api)
    other = {"phone": "0912345111", "full_name": "Lù A Sử"}
    unknown = enter(api, reporter=other, foreign_number={"system": "x", "number": "1"})
    assert known.body.keys() == unknown.body.keys()
    assert known.status == unknown.status == 201


def test_the_citizen_sees_by_which_way_it_came(api: WholeApi) -> None:
    """And that the office entered it, not who."""
    code = enter(api).body["code"]
    case = api.office.store.cases[code]
    token = api.token(type(CITIZEN)(CITIZEN.role, case.reporter))
    shown = api.send("GET", f"/v1/cases/{code}", token=token).body
    assert shown["channel"] == "hotline"
    assert shown["timeline"][0]["by"] == {"role": "hotline"}
    assert "on_behalf" not in shown


def test_what_a_citizen_sends_was_entered_by_nobody(api: WholeApi) -> None:
    """The office's page says so."""
    code = api.office.submit().code
    shown = api.send("GET", f"/v1/officer/cases/{code}", token=api.token(INTAKE)).body
    assert shown["on_behalf"] is None
