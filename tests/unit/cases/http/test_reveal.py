"""Who sent a case in: hidden from those who handle it, shown to the intake desk for a reason."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.audit.application.entering import enter
from chalicelib.audit.domain.events import line_of
from chalicelib.kernel.actors import Actor, Role
from tests.support.actors import central
from tests.support.audit import make_audit_desk
from tests.support.cases import CITIZEN, INTAKE, LEADER, OFFICER, SUPERVISOR
from tests.support.entering import BY_PHONE, HOTLINE
from tests.support.people import PHONE, make_account
from tests.support.whole_api import WholeApi, whole_api

NAME, MAIL = "Vàng Thị Kín", "kin@example.vn"
REASON = "Gọi chị Kín theo số 0912345678 để hỏi vị trí."
ADMINISTRATOR = central(Role.ADMINISTRATOR, "a1")


@pytest.fixture
def api() -> Iterator[WholeApi]:
    with whole_api() as made:
        account = make_account(CITIZEN.id, PHONE, version=2, full_name=NAME, email=MAIL)
        made.people.accounts.store.put(account)
        yield made


def reveal(api: WholeApi, who: Actor, code: str, reason: str = REASON) -> Any:
    path = f"/v1/officer/cases/{code}/reveal-reporter"
    return api.send("POST", path, {"reason": reason}, api.token(who))


def entered(api: WholeApi) -> None:
    """As stream, relay and worker do."""
    found = [line_of(event) for event in api.audit.reads.values()]
    enter(make_audit_desk(api.audit, api.clock), [line for line in found if line])


@pytest.mark.parametrize("who", [OFFICER, LEADER, SUPERVISOR, INTAKE, ADMINISTRATOR])
def test_no_page_of_the_office_tells_who_sent_it(api: WholeApi, who: Actor) -> None:
    """Neither name, phone, mail nor the account's id, from taking in to answering."""
    for case in (api.office.submit(), api.office.in_progress(), api.office.answered()):
        page = api.send("GET", f"/v1/officer/cases/{case.code}", token=api.token(who))
        text = json.dumps(page.body, ensure_ascii=False)
        assert not [one for one in (NAME, PHONE, MAIL, f'"{CITIZEN.id}"') if one in text]


def test_the_desk_is_told_whom_to_call(api: WholeApi) -> None:
    """What is needed to reach the person, and no more."""
    code = api.office.in_progress().code
    answer = reveal(api, INTAKE, code)
    assert answer.status == 200
    assert answer.body == {
        "code": code,
        "reporter": {
            "full_name": NAME,
            "phone": PHONE,
            "email": MAIL,
            "commune_code": "02647",
            "organisation": None,
        },
    }


@pytest.mark.parametrize("who", [OFFICER, LEADER, SUPERVISOR, ADMINISTRATOR])
def test_nobody_else_is_and_nothing_is_written(api: WholeApi, who: Actor) -> None:
    """Those who handle, oversee or administrate see the case and not the person."""
    answer = reveal(api, who, api.office.in_progress().code)
    assert (answer.status, answer.code) == (403, "reveal_not_allowed")
    assert api.audit.reads == {}


def test_each_look_is_a_line_with_its_reason(api: WholeApi) -> None:
    """Twice is two; the line names the person by id, so that a log of the person's can be made of
    such lines; the reason is read by those who oversee and travels sealed."""
    code = api.office.in_progress().code
    reveal(api, INTAKE, code)
    reveal(api, INTAKE, code, "Hỏi thêm.")
    travelling = json.dumps(list(api.audit.reads.values()), ensure_ascii=False)
    assert "Kín" not in travelling
    assert "0912345678" not in travelling
    entered(api)
    page = api.send("GET", f"/v1/officer/cases/{code}/audit", token=api.token(SUPERVISOR))
    lines = [line for line in page.body["items"] if line["kind"] == "reporter.revealed"]
    assert {line["why"] for line in lines} == {REASON, "Hỏi thêm."}
    assert [line["what"] for line in lines] == [{"person": CITIZEN.id}] * 2
    assert {line["actor"]["id"] for line in lines} == {INTAKE.id}


def test_a_reason_that_cannot_be_unsealed_takes_no_other_line_with_it(api: WholeApi) -> None:
    """It was changed, or sealed for another case."""
    code = api.office.in_progress().code
    reveal(api, INTAKE, code)
    reveal(api, INTAKE, code, "Hỏi thêm.")
    next(iter(api.audit.reads.values()))["what"]["sealed_reason"] = "AAAA"
    entered(api)
    page = api.send("GET", f"/v1/officer/cases/{code}/audit", token=api.token(SUPERVISOR))
    assert {line["why"] for line in page.body["items"]} == {None, "Hỏi thêm."}


def test_without_its_line_nobody_is_shown(api: WholeApi, monkeypatch: Any) -> None:
    """The audit cannot be written."""

    def away(_: Any) -> None:
        raise ConnectionError

    code = api.office.in_progress().code
    monkeypatch.setattr(api.audit, "write_down", away)
    answer = reveal(api, INTAKE, code)
    assert answer.status == 500
    assert PHONE not in str(answer.body)


def test_whose_account_was_erased_nobody_is_shown_either(api: WholeApi) -> None:
    """The case is left with its figures; that somebody looked is written down all the same."""
    case = api.office.submit(reporter="A-erased")
    answer = reveal(api, INTAKE, case.code)
    assert (answer.status, answer.code) == (404, "reporter_gone")
    assert [one["type"] for one in api.audit.reads.values()] == ["reporter.revealed"]


def test_of_who_has_no_account_the_desk_reads_what_was_told(api: WholeApi) -> None:
    """Phone and name, as whoever entered the case wrote them down."""
    body = {**BY_PHONE, "reporter": {"phone": "0912345111", "full_name": "Lù A Sử"}}
    token, key = api.token(HOTLINE), "k1"
    code = api.send("POST", "/v1/officer/cases", body, token, Idempotency_Key=key).body["code"]
    assert reveal(api, INTAKE, code).body["reporter"] == {
        "full_name": "Lù A Sử",
        "phone": "+84912345111",
        "email": None,
        "commune_code": None,
        "organisation": None,
    }
