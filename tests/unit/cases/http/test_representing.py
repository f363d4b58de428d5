"""Cases that persons send for an organisation: whose they are, and who learns of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.identity.domain.account_events import AccountEvent, AccountEventType
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.ids import new_seed
from chalicelib.organisations.domain.organisations import Representative
from tests.support.api import Answer
from tests.support.cases import CITIZEN, INTAKE, OFFICER, STRANGER, SUPERVISOR
from tests.support.clock import NOW
from tests.support.entering import BY_PHONE, HOTLINE
from tests.support.hostile import CASE
from tests.support.organisations import (
    NUMBER,
    OTHER_NUMBER,
    make_confirmed,
    make_organisation,
    put_organisation,
)
from tests.support.people import PHONE, claims_of, make_account
from tests.support.whole_api import WholeApi, send_as, whole_api

NAME = make_confirmed().name
SENT_FOR = {"number": NUMBER, "name": NAME}


@pytest.fixture
def api() -> Iterator[WholeApi]:
    """The citizen and a stranger represent one organisation, the citizen one that waits too."""
    with whole_api() as api:
        account = make_account("G-77", "+84912345677")
        created = AccountEvent(AccountEventType.ACCOUNT_CREATED, NOW, "c-1")
        assert api.people.accounts.create(account, claims_of(account), created) == account
        first = make_confirmed()
        others = tuple(Representative(id, "0", NOW, CITIZEN.id) for id in (STRANGER.id, "G-77"))
        everybody = (*first.representatives, *others)
        put_organisation(api.organisations, replace(first, representatives=everybody))
        put_organisation(api.organisations, make_organisation(OTHER_NUMBER))
        yield api


def send(api: WholeApi, who: Actor = CITIZEN, **changes: Any) -> Answer:
    body, token = {**CASE, "organisation": NUMBER, **changes}, api.token(who)
    return api.send("POST", "/v1/cases", body, token, Idempotency_Key=new_seed())


def enter(api: WholeApi, **changes: Any) -> Answer:
    body = {**BY_PHONE, "foreign_number": None, "organisation": NUMBER, **changes}
    return api.send(
        "POST", "/v1/officer/cases", body, api.token(HOTLINE), Idempotency_Key=new_seed()
    )


def faults(answer: Answer) -> list[tuple[str, str]]:
    assert answer.status == 422, answer.body
    return [(fault["pointer"], fault["code"]) for fault in answer.body["errors"]]


def test_a_representative_sends_a_case_for_the_organisation(api: WholeApi) -> None:
    """It is the case of whoever sent it, who sees for whom; who leaves it out sends it as they
    are."""
    sent = send(api)
    assert (sent.status, sent.body["organisation"]) == (201, SENT_FOR)
    kept = api.office.store.cases[sent.body["code"]]
    assert (kept.reporter, kept.organisation and kept.organisation.number) == (CITIZEN.id, NUMBER)
    own = send(api, organisation=None)
    assert (own.status, own.body["organisation"]) == (201, None)


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (OTHER_NUMBER, "organisation_not_confirmed"),
        ("0100233488", "not_represented"),
        ("5300100275", "organisation_number_check"),
        ("", "organisation_number_form"),
    ],
)
def test_only_for_a_confirmed_one_of_ones_own(api: WholeApi, number: str, code: str) -> None:
    """Each fault names the field, and nothing is sent."""
    assert faults(send(api, organisation=number)) == [("/organisation", code)]
    assert api.office.store.cases == {}


def test_one_that_others_represent_is_as_if_it_were_not_there(api: WholeApi) -> None:
    """Who was removed is told the same as who never was one."""
    assert faults(send(api, STRANGER, organisation=OTHER_NUMBER)) == [
        ("/organisation", "not_represented")
    ]


def test_all_faults_are_told_at_once(api: WholeApi) -> None:
    """With those of the matter."""
    answer = send(api, organisation="0100233488", category="no-such")
    assert faults(answer) == [
        ("/organisation", "not_represented"),
        ("/category", "unknown_category"),
    ]


def test_other_representatives_do_not_see_the_case(api: WholeApi) -> None:
    """What a person wrote stays theirs; they would have to be told by the person."""
    code = send(api).body["code"]
    assert send_as(api, STRANGER, "GET", "/v1/me/cases").body["items"] == []
    assert send_as(api, STRANGER, "GET", f"/v1/cases/{code}").status == 404


def test_the_organisation_is_hidden_as_the_reporter_is(api: WholeApi) -> None:
    """From handlers, lists and the public; the desk may reveal both, which is written down."""
    code = send(api).body["code"]
    case = api.office.store.cases[code]
    shown = [send_as(api, who, "GET", f"/v1/officer/cases/{code}") for who in (INTAKE, SUPERVISOR)]
    shown += [send_as(api, INTAKE, "GET", "/v1/officer/inbox?queue=intake")]
    accept = {"action": "accept"}
    token = api.token(INTAKE)
    path = f"/v1/officer/cases/{code}/transitions"
    shown += [api.send("POST", path, accept, token, If_Match='"1"')]
    api.clock.advance(minutes=10)
    shown += [api.send("GET", f"/v1/public/cases/{code}", None, "")]
    told = json.dumps([answer.body for answer in shown], ensure_ascii=False)
    assert all(answer.status == 200 for answer in shown), told
    for secret in (NUMBER, NAME, "Apatit", case.reporter):
        assert secret not in told
    for event in api.office.store.events:
        assert NUMBER not in json.dumps(event)
    revealed = send_as(
        api, INTAKE, "POST", f"/v1/officer/cases/{code}/reveal-reporter", reason="Gọi lại."
    )
    assert revealed.body["reporter"]["organisation"] == SENT_FOR
    kinds = [read["type"] for read in api.audit.reads.values()]
    assert kinds.count("reporter.revealed") == 1
    assert send_as(api, OFFICER, "GET", f"/v1/officer/cases/{code}").status == 404


def test_the_office_enters_a_case_for_an_organisation(api: WholeApi) -> None:
    """If the person with the phone represents it; the office sees whose it is no more than else."""
    entered = enter(api, reporter={"phone": "0912345677"})
    assert (entered.status, entered.body["organisation"]) == (201, None)
    kept = api.office.store.cases[entered.body["code"]]
    assert kept.organisation is not None
    assert (kept.reporter, kept.organisation.name) == ("G-77", NAME)
    nobody = [{"phone": "0912345671"}, {"full_name": "Lù A Sử"}, {"phone": PHONE}]
    for reporter in nobody[:2]:
        wrong = faults(enter(api, reporter=reporter))
        assert wrong == [("/organisation", "not_represented")], reporter


def test_a_case_of_before_is_of_no_organisation(api: WholeApi) -> None:
    """And one that is sent without asks nothing of organisations."""
    api.organisations.find = None  # type: ignore[assignment, method-assign]
    assert send(api, organisation=None).status == 201
    assert enter(api, organisation=None).status == 201
