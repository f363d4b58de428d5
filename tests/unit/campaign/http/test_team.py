"""Teams over HTTP: who may, what an upload is answered, and what is refused whole."""

from __future__ import annotations

from typing import Any

from tests.support.api import Answer
from tests.support.campaign import HAMLET, strike_off
from tests.support.cases import CITIZEN, LEADER, STRANGER
from tests.support.good_bodies import VISIT
from tests.support.people import PHONE, make_account
from tests.support.whole_api import WholeApi


def send(api: WholeApi, *entries: dict[str, Any], **headers: str) -> Answer:
    body = {"entries": list(entries)}
    return api.send("POST", "/v1/team/visits", body, api.token(CITIZEN), **headers)


def test_a_member_learns_of_the_own_team(api: WholeApi) -> None:
    """After signing in like everybody."""
    answer = api.send("GET", "/v1/team", token=api.token(CITIZEN))
    assert answer.status == 200
    assert answer.body == {
        "commune": {"code": "02647", "name": "Phường Lào Cai"},
        "hamlet": HAMLET,
        "hamlets": [HAMLET],
    }


def test_nobody_else_is_let_in(api: WholeApi) -> None:
    """Neither another citizen nor an officer; nothing is counted."""
    api.people.accounts.store.put(make_account(STRANGER.id, "+84912345679"))
    for who, code in ((STRANGER, "not_a_team_member"), (LEADER, "wrong_role")):
        answer = api.send("POST", "/v1/team/visits", {"entries": [VISIT]}, api.token(who))
        assert (answer.status, answer.code) == (403, code)
    assert api.campaign.book.visits == {}


def test_a_member_who_was_taken_off_the_list_uploads_nothing(api: WholeApi) -> None:
    """The token is good as long as it was; the list is asked each time."""
    assert send(api, VISIT).status == 200
    strike_off(api.imports, PHONE)
    answer = send(api, {**VISIT, "client_id": "another-visit"})
    assert (answer.status, answer.code) == (403, "not_a_team_member")
    assert list(api.campaign.book.visits) == [VISIT["client_id"]]


def test_every_entry_is_answered_singly(api: WholeApi) -> None:
    """And seen in the list of its day, without the household's phone."""
    bad = {**VISIT, "client_id": "of-the-future", "at": "2026-09-01T08:00+07:00"}
    good = {**VISIT, "phone": "0912000001"}
    answer = send(api, good, bad)
    assert answer.body == {
        "results": [
            {"client_id": VISIT["client_id"], "status": "counted", "code": None},
            {"client_id": "of-the-future", "status": "refused", "code": "clock_ahead"},
        ]
    }
    token = api.token(CITIZEN)
    (item,) = api.send("GET", "/v1/team/visits?day=2026-08-03", token=token).body["items"]
    assert item == {
        "client_id": VISIT["client_id"],
        "at": "2026-08-03T08:05:00+07:00",
        "hamlet": HAMLET,
        "result": "absent",
        "mine": True,
        "received_at": item["received_at"],
        "code": None,
    }


def test_501_entries_are_too_many(api: WholeApi) -> None:
    """500 are not; of the larger send nothing counts."""
    entries = [{**VISIT, "client_id": f"visit-{n:04d}"} for n in range(501)]
    answer = send(api, *entries)
    assert (answer.status, answer.faults) == (422, [("/entries", "too_long")])
    assert api.campaign.book.visits == {}
    assert send(api, *entries[:500]).status == 200
    assert len(api.campaign.book.visits) == 500


def test_what_no_app_sends_is_named_by_its_place(api: WholeApi) -> None:
    """Nothing counts then."""
    entries = [VISIT, {**VISIT, "client_id": "short"}, {**VISIT, "result": 5}]
    answer = send(api, *entries)
    assert answer.status == 422
    assert [pointer for pointer, _ in answer.faults] == [
        "/entries/1/client_id",
        "/entries/2/result",
    ]
    assert api.campaign.book.visits == {}


def test_the_same_request_gets_the_same_answer(api: WholeApi) -> None:
    """Under one key; without one every visit says that it was repeated."""
    first = send(api, VISIT, Idempotency_Key="upload-1")
    assert send(api, VISIT, Idempotency_Key="upload-1").body == first.body
    assert send(api, VISIT).body["results"][0]["status"] == "repeated"
