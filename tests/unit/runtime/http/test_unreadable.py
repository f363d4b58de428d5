"""Lists over HTTP with entries that cannot be shown: the page comes, and says what it lacks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.agencies.domain.agencies import Agency
from chalicelib.cases.application.due_work import work_off
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.channels import Channel
from chalicelib.kernel.faults import Work
from chalicelib.messages.domain.messages import MessageStatus, bell_id
from tests.support.actors import central
from tests.support.cases import CITIZEN, INTAKE, SUPERVISOR
from tests.support.messages import make_message
from tests.support.whole_api import WholeApi, whole_api

ATTENTION = "/v1/officer/attention"
BELL = "/v1/me/notifications"
ADMINISTRATOR = central(Role.ADMINISTRATOR, "adm")
LISTS = [
    ("/v1/me/cases", CITIZEN),
    ("/v1/officer/inbox?queue=intake", INTAKE),
]


@pytest.fixture
def api() -> Iterator[WholeApi]:
    with whole_api() as api:
        for _ in range(5):
            api.office.submit()
            api.clock.advance(minutes=1)
        yield api


@pytest.mark.parametrize(("path", "actor"), LISTS)
def test_a_page_comes_without_the_cards_that_cannot_be_read(
    api: WholeApi, path: str, actor: Actor
) -> None:
    """The first and the middle one of five are named; the others are shown."""
    codes = [i["code"] for i in api.send("GET", path, token=api.token(actor)).body["items"]]
    api.office.store.unreadable = {codes[0], codes[2]}
    answer = api.send("GET", path, token=api.token(actor))
    assert [item["code"] for item in answer.body["items"]] == [codes[1], codes[3], codes[4]]
    assert (answer.status, answer.body["unreadable"]) == (200, [codes[0], codes[2]])


@pytest.mark.parametrize(("path", "actor"), LISTS)
def test_pages_of_two_pass_over_unreadable_cards(api: WholeApi, path: str, actor: Actor) -> None:
    """Every case stands on one page, shown or named, and no page is longer than asked for."""
    codes = [i["code"] for i in api.send("GET", path, token=api.token(actor)).body["items"]]
    api.office.store.unreadable = {codes[0], codes[2]}
    mark, cursor, seen = "&" if "?" in path else "?", "", []
    while cursor is not None:
        more = f"&cursor={cursor}" if cursor else ""
        page = api.send("GET", f"{path}{mark}limit=2{more}", token=api.token(actor)).body
        entries = [item["code"] for item in page["items"]] + page["unreadable"]
        assert len(entries) <= 2
        seen += entries
        cursor = page["next_cursor"]
    assert sorted(seen) == sorted(codes)


@pytest.mark.parametrize("queue", ["overdue", "escalated"])
def test_the_provinces_overdue_cases_come_with_what_cannot_be_read(
    api: WholeApi, queue: str
) -> None:
    """The list of two parts counts what it cannot show as part of its page."""
    cases = [api.office.in_progress() for _ in range(3)]
    api.clock.advance(days=8)
    work_off(api.office.desk, "tick", lambda: True)
    path = f"/v1/officer/inbox?queue={queue}&limit=100"
    before = api.send("GET", path, token=api.token(SUPERVISOR)).body["items"]
    api.office.store.unreadable = {cases[0].code, cases[2].code}
    page = api.send("GET", path, token=api.token(SUPERVISOR)).body
    assert len(page["items"]) == len(before) - 2
    assert sorted(page["unreadable"]) == sorted((cases[0].code, cases[2].code))


def test_a_card_that_cannot_be_put_into_words_is_named_too(
    api: WholeApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The fault lies in what the card names: here its agency."""
    cases = [api.office.assigned() for _ in range(3)]
    elsewhere = api.office.find(cases[0])
    api.office.store.cases[elsewhere.code] = replace(elsewhere, agency="so-y-te")
    agency = api.office.directory.agency

    def broken(id: str) -> Agency | None:
        if id == "so-y-te":
            raise KeyError(id)
        return agency(id)

    monkeypatch.setattr(api.office.directory, "agency", broken)
    answer = api.send("GET", "/v1/me/cases", token=api.token(CITIZEN))
    assert answer.body["unreadable"] == [elsewhere.code]
    assert len(answer.body["items"]) == 7
    assert api.office.faults.of(Work.SHOW) == [elsewhere.code]


def test_a_case_that_cannot_be_settled_is_on_the_attention_list_until_it_can(
    api: WholeApi,
) -> None:
    """After the third failure, with the class of the fault and the next try; then it is gone."""
    case = api.office.in_progress()
    api.office.store.cases[case.code] = replace(case, category="chưa có")
    api.clock.advance(days=6)
    for failures in (1, 2, 3):
        assert _attention(api)["stuck_cases"] == []
        work_off(api.office.desk, "tick", lambda: True)
        api.clock.advance(minutes=5 if failures < 3 else 0)
    stuck = _attention(api)["stuck_cases"]
    assert [(one["code"], one["failures"], one["fault"]) for one in stuck] == [
        (case.code, 3, "Invalid")
    ]
    assert stuck[0]["failed_at"] < stuck[0]["next_try_at"]
    api.office.store.cases[case.code] = case
    api.clock.advance(minutes=4)
    work_off(api.office.desk, "tick", lambda: True)
    assert _attention(api)["stuck_cases"] == []
    assert api.office.find(case).overdue


def test_the_attention_list_comes_with_what_cannot_be_read(api: WholeApi) -> None:
    """Cases without an officer and messages: each names or counts what it lacks."""
    cases = [api.office.accepted() for _ in range(3)]
    for case in cases:
        found = api.office.find(case)
        api.office.store.cases[case.code] = replace(found, agency="so-y-te", officer=None)
    api.office.store.unreadable = {cases[0].code}
    for number in range(3):
        message = make_message(recipient=f"A{number}", status=MessageStatus.FAILED, next_at=None)
        api.messages.claim(message)
    api.messages.unreadable = {("A0", make_message().id), ("A1", make_message().id)}
    body = _attention(api)
    assert len(body["cases_without_officer"]) == 2
    assert body["unreadable_cases"] == [cases[0].code]
    assert (len(body["failed_messages"]), body["unreadable_messages"]) == (1, 2)


def test_the_bell_comes_without_the_lines_that_cannot_be_read(api: WholeApi) -> None:
    """The newest and the middle one of three; all can be marked as read."""
    ids = [f"01K1TQV2Z8Q4N6S0G3C5E7H9J{n}" for n in "ABC"]
    for number, id in enumerate(ids):
        at = api.clock.now() + timedelta(minutes=number)
        api.messages.claim(
            make_message(
                recipient=CITIZEN.id,
                id=bell_id(id),
                channel=Channel.BELL,
                status=MessageStatus.SENT,
                happened_at=at,
                next_at=None,
            )
        )
    api.messages.unreadable = {(CITIZEN.id, bell_id(id)) for id in ids[1:]}
    body = api.send("GET", BELL, token=api.token(CITIZEN)).body
    assert ([item["id"] for item in body["items"]], body["unreadable"]) == (ids[:1], 2)
    api.send("POST", f"{BELL}/read", {"up_to": ids[2]}, token=api.token(CITIZEN))
    assert api.messages.read_mark(CITIZEN.id) == ids[2]


def _attention(api: WholeApi) -> dict[str, list[dict[str, object]]]:
    answer = api.send("GET", ATTENTION, token=api.token(SUPERVISOR))
    assert answer.status == 200
    return dict(answer.body)
