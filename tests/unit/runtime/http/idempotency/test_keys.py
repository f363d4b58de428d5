"""Idempotency keys over HTTP: whose they are, what is kept, and what never is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.runtime.http.idempotency.requests import LEASE
from chalicelib.runtime.services import use
from tests.support.api import Answer
from tests.support.cases import CITIZEN, STRANGER
from tests.support.good_bodies import CASE
from tests.support.limits import FakeLimiter
from tests.support.whole_api import WholeApi, whole_api


@pytest.fixture
def api() -> Iterator[WholeApi]:
    with whole_api() as api:
        yield api


def submit(api: WholeApi, body: Any = CASE, key: str = "k1", actor: Any = CITIZEN) -> Answer:
    return api.send("POST", "/v1/cases", body, api.token(actor), Idempotency_Key=key)


def test_the_same_request_makes_one_case(api: WholeApi) -> None:
    """The same answer again, headers included, and a header that says so."""
    first, second = submit(api), submit(api)
    assert (first.status, second.status) == (201, 201)
    assert first.body == second.body
    assert len(api.office.store.cases) == 1
    for name in ("ETag", "Location"):
        assert first.headers[name] == second.headers[name]
    assert "Idempotent-Replay" not in first.headers
    assert second.headers["Idempotent-Replay"] == "true"


def test_a_repetition_is_answered_across_midnight_and_beyond_the_days_limit(api: WholeApi) -> None:
    """Whatever the new day's code would be, and however many cases were sent in since."""
    api.office.limiter = FakeLimiter()
    use(api.services())
    first, most = submit(api), api.office.directory.policy().usage_limits.cases_per_day
    others = [submit(api, key=f"more-{number}") for number in range(most)]
    assert others[-1].code == "too_many_cases"
    again = submit(api)
    assert (again.status, again.body) == (201, first.body)
    api.clock.advance(hours=20)
    again = submit(api)
    assert (again.body, again.headers["Idempotent-Replay"]) == (first.body, "true")
    assert len(api.office.store.cases) == most


def test_the_same_value_may_be_written_differently(api: WholeApi) -> None:
    """Order, escapes and spacing of the JSON do not matter."""
    first = submit(api)
    turned = b'{ "visibility": "public", "location": {"lon": 103.97070, "lat": 22.4856},'
    turned += b' "category": "\\u0072oads", "description": "' + CASE["description"].encode() + b'"}'
    assert submit(api, turned).body == first.body


def test_another_body_under_the_key_is_refused(api: WholeApi) -> None:
    """422 that names the header; the first answer still stands."""
    first = submit(api)
    answer = submit(api, {**CASE, "visibility": "private"})
    assert (answer.status, answer.code) == (422, "idempotency_key_reused")
    assert answer.faults == [("Idempotency-Key", "idempotency_key_reused")]
    assert submit(api).body == first.body


def test_keys_belong_to_a_caller_and_a_route(api: WholeApi) -> None:
    """The same key of somebody else, or somewhere else, is another key."""
    first = submit(api)
    assert submit(api, actor=STRANGER).body["code"] != first.body["code"]
    path = f"/v1/cases/{first.body['code']}/withdraw"
    answer = api.send("POST", path, {}, api.token(CITIZEN), Idempotency_Key="k1")
    assert (answer.status, answer.body["state"]) == (200, "withdrawn")


def test_a_key_is_needed_to_send_a_case(api: WholeApi) -> None:
    """Nothing else needs one."""
    answer = api.send("POST", "/v1/cases", CASE, api.token(CITIZEN))
    assert (answer.status, answer.faults) == (422, [("Idempotency-Key", "missing")])


def test_refusals_are_kept_too(api: WholeApi) -> None:
    """The same request gets the same answer for 24 hours, then it is looked at anew."""
    outside = {**CASE, "location": {"lat": 21.0, "lon": 105.8}}
    first = submit(api, outside)
    assert (first.status, first.code) == (422, "outside_province")
    again = submit(api, outside)
    assert again.body == first.body
    assert again.headers["Idempotent-Replay"] == "true"
    assert again.headers["Content-Type"] == "application/problem+json"
    api.clock.advance(hours=24)
    assert "Idempotent-Replay" not in submit(api, outside).headers


def test_what_could_not_be_read_is_not_kept(api: WholeApi) -> None:
    """Who mends a slip may use the key that was given."""
    assert submit(api, {**CASE, "description": "ngắn"}).status == 422
    assert submit(api).status == 201


def test_a_server_fault_is_not_kept(api: WholeApi, monkeypatch: pytest.MonkeyPatch) -> None:
    """The next try goes ahead at once, and makes the case that the first would have made."""
    store = api.office.store
    seen: list[str] = []

    def break_after_writing(case: Any, *rest: Any) -> bool:
        seen.append(case.code)
        type(store).create(store, case, *rest)
        raise ConnectionError("no answer from the table")

    monkeypatch.setattr(store, "create", break_after_writing)
    assert submit(api).status == 500
    monkeypatch.undo()
    answer = submit(api)
    assert (answer.status, answer.body["code"]) == (201, seen[0])
    assert len(store.cases) == 1
    assert api.waited == 0


def test_a_racer_is_told_to_come_again(api: WholeApi) -> None:
    """409 with Retry-After while the first is being handled; its body must be the same one."""
    submit(api)
    records = api.ledger.records
    (record_id, record), *_ = records.items()
    records[record_id] = replace(record, answer=None, lease_until=api.clock.now() + LEASE)
    answer = submit(api)
    assert (answer.status, answer.code) == (409, "request_in_progress")
    assert int(answer.headers["Retry-After"]) > 0
    assert api.waited == pytest.approx(10)
    assert submit(api, {**CASE, "visibility": "private"}).code == "idempotency_key_reused"


def test_kept_answers_are_sealed(api: WholeApi) -> None:
    """Nobody who reads the table reads a description, a key or a caller."""
    submit(api, key="my-own-key")
    (record,) = api.ledger.records.values()
    kept = repr(record)
    for text in (CASE["description"], "roads", "my-own-key", CITIZEN.id):
        assert text not in kept


def test_tokens_are_never_kept(api: WholeApi) -> None:
    """A repeated `POST /v1/accounts` names the same account with fresh tokens."""
    begun = api.send("POST", "/v1/registrations", {"phone": "0987654321"}).body
    otp = api.people.code_of(f"R#{begun['registration_id']}")
    verify = f"/v1/registrations/{begun['registration_id']}/verify"
    proven = [
        api.send("POST", verify, {"otp": otp}, Idempotency_Key="v").body["registration_token"]
        for _ in range(2)
    ]
    assert all(proven)
    consents = [
        {"purpose": line["purpose"], "version": line["version"]}
        for line in api.send("GET", "/v1/consents").body["items"]
        if line["needed"]
    ]
    form = {"full_name": "Lù A Sử", "commune_code": "02647", "consents": consents}
    first, second = (
        api.send("POST", "/v1/accounts", form, proven[0], Idempotency_Key="a") for _ in range(2)
    )
    assert first.body["account_id"] == second.body["account_id"]
    assert first.body["refresh_token"] != second.body["refresh_token"]
    for answer in (first, second):
        assert api.send("GET", "/v1/me", token=answer.body["access_token"]).status == 200


def test_strangers_keys_are_kept_apart_by_their_address(api: WholeApi) -> None:
    """Where nothing is known of the caller yet; the same phone is not asked for."""
    one = api.send("POST", "/v1/registrations", {"phone": "0987654321"}, Idempotency_Key="1")
    same = api.send("POST", "/v1/registrations", {"phone": "0987654321"}, Idempotency_Key="1")
    other = api.send("POST", "/v1/registrations", {"phone": "0987654322"}, Idempotency_Key="1")
    assert one.body == same.body
    assert other.code == "idempotency_key_reused"


def test_refreshing_may_be_repeated_under_a_key(api: WholeApi) -> None:
    """The same tokens' session goes on: a lost answer does not end it. The key belongs to the
    session, whatever network the repetition comes from."""
    begun = api.send("POST", "/v1/sessions", {"phone": "0912345678"}).body["session_id"]
    assert begun
    registered = _registered(api)
    body = {"refresh_token": registered["refresh_token"]}
    tries = [api.send("POST", "/v1/sessions/refresh", body, Idempotency_Key="r1") for _ in range(2)]
    assert [answer.status for answer in tries] == [200, 200]
    assert tries[0].body["session_id"] == tries[1].body["session_id"]
    again = api.send("POST", "/v1/sessions/refresh", body, Idempotency_Key="r2")
    assert (again.status, again.code) == (401, "session_ended")


def _registered(api: WholeApi) -> dict[str, Any]:
    begun = api.send("POST", "/v1/registrations", {"phone": "0987654321"}).body
    consents = [
        {"purpose": line["purpose"], "version": line["version"]}
        for line in api.send("GET", "/v1/consents").body["items"]
        if line["needed"]
    ]
    form = {"full_name": "Lù A Sử", "commune_code": "02647", "consents": consents}
    otp = api.people.code_of(f"R#{begun['registration_id']}")
    verify = f"/v1/registrations/{begun['registration_id']}/verify"
    token = api.send("POST", verify, {"otp": otp}).body["registration_token"]
    answer: dict[str, Any] = api.send("POST", "/v1/accounts", form, token).body
    return answer


def test_too_many_is_not_kept(api: WholeApi) -> None:
    """Who waits as told and comes again with the same key gets through."""
    answers = []
    while not answers or answers[-1].status == 202:
        key = f"k{len(answers)}"
        phone = {"phone": "0987654321"}
        answers.append(api.send("POST", "/v1/registrations", phone, Idempotency_Key=key))
    assert (answers[-1].status, answers[-1].code) == (429, "too_many_codes")
    api.clock.advance(hours=23)
    last = api.send(
        "POST", "/v1/registrations", {"phone": "0987654321"}, Idempotency_Key=f"k{len(answers) - 1}"
    )
    assert last.status == 202
