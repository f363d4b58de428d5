"""Commands under idempotency keys: the case keeps what was answered, the ledger what it cannot."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib.cases.domain import requests
from chalicelib.cases.domain.cases import Case
from chalicelib.cases.domain.workflow import Action
from tests.support.api import Answer
from tests.support.cases import INTAKE
from tests.support.whole_api import WholeApi, whole_api

TO = {"agency": "so-xay-dung", "officer": "o1"}
"""Whom an assignment names; a case that was not accepted yet cannot be assigned."""


@pytest.fixture
def api() -> Iterator[WholeApi]:
    with whole_api() as api:
        yield api


@pytest.fixture
def case(api: WholeApi) -> Case:
    return api.office.submit(category="conduct")


def take(
    api: WholeApi, case: Case, key: str, action: str = "accept", version: int = 1, **fields: Any
) -> Answer:
    """One officer's action under a key."""
    path = f"/v1/officer/cases/{case.code}/transitions"
    headers = {"If_Match": f'"{version}"', "Idempotency_Key": key}
    return api.send("POST", path, {"action": action, **fields}, api.token(INTAKE), **headers)


def stored(api: WholeApi, case: Case) -> Case:
    return api.office.store.cases[case.code]


def accepted(api: WholeApi, case: Case) -> int:
    """How often."""
    return sum(line.action is Action.ACCEPT for line in stored(api, case).timeline)


def replayed(answer: Answer) -> bool:
    return answer.headers.get("Idempotent-Replay") == "true"


def meanwhile(api: WholeApi, monkeypatch: pytest.MonkeyPatch, happen: Callable[[], Any]) -> None:
    """Something happens just before the next write of a case."""
    store = api.office.store

    def save(*asked: Any) -> bool:
        monkeypatch.undo()
        happen()
        return store.save(*asked)

    monkeypatch.setattr(store, "save", save)


def test_the_second_try_gets_the_first_answer(api: WholeApi, case: Case) -> None:
    """For 24 hours, in one read; nothing stands in the ledger."""
    first = take(api, case, "k1")
    assert (first.status, replayed(first)) == (200, False)
    api.clock.advance(hours=23, minutes=59)
    again = take(api, case, "k1")
    assert (again.status, again.body, replayed(again)) == (200, first.body, True)
    assert again.headers["ETag"] == first.headers["ETag"]
    assert (accepted(api, case), api.ledger.calls) == (1, [])
    api.clock.advance(minutes=1)
    assert take(api, case, "k1").code == "stale_version"


def test_an_answer_is_the_one_of_then(api: WholeApi, case: Case) -> None:
    """Whatever became of the case since; keys of others are other keys."""
    first = take(api, case, "k1")
    take(api, case, "k2", "assign", 2, **TO)
    assert take(api, case, "k1").body == first.body
    assert stored(api, case).version == 3


def test_another_body_under_the_key_is_refused(api: WholeApi, case: Case) -> None:
    """And the first answer stands."""
    first = take(api, case, "k1")
    other = take(api, case, "k1", "assign", agency="so-xay-dung")
    assert (other.status, other.code) == (422, "idempotency_key_reused")
    assert take(api, case, "k1").body == first.body


def test_a_refusal_is_kept_and_has_no_version(api: WholeApi, case: Case) -> None:
    """The same refusal also when the case would let it pass by now; nobody's page grows old."""
    refused = take(api, case, "k1", "assign", **TO)
    assert refused.code == "illegal_transition"
    assert (stored(api, case).version, api.ledger.calls) == (1, [])
    assert take(api, case, "k2").status == 200
    again = take(api, case, "k1", "assign", **TO)
    assert (again.body, replayed(again)) == (refused.body, True)


def test_a_refusal_of_somebody_else_makes_nobodys_version_stale(
    api: WholeApi, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is written between the reading and the writing of another command."""
    meanwhile(api, monkeypatch, lambda: take(api, case, "k1", "assign", **TO))
    assert take(api, case, "k2").status == 200
    assert replayed(take(api, case, "k1", "assign", **TO))


@pytest.mark.parametrize("full", [False, True])
def test_of_two_at_once_one_is_carried_out(
    api: WholeApi, case: Case, monkeypatch: pytest.MonkeyPatch, full: bool
) -> None:
    """The other finds the case changed, and the answer there, or in the ledger."""
    if full:
        fill(api, case)
    answers: list[Answer] = []
    meanwhile(api, monkeypatch, lambda: answers.append(take(api, case, "k1")))
    answers.append(take(api, case, "k1"))
    if full:  # the second waits for whoever has the ledger's record, and may come again
        assert [answer.status for answer in answers] == [409, 200]
        answers.append(take(api, case, "k1"))
        assert replayed(answers[2])
        assert answers[1].body == answers[2].body
    else:
        assert [(answer.status, replayed(answer)) for answer in answers] == [
            (200, False),
            (200, True),
        ]
        assert answers[0].body == answers[1].body
    assert accepted(api, case) == 1


def test_a_lost_answer_after_the_write_is_found(
    api: WholeApi, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the write came through and nobody heard of it, the next try is answered as the first
    would have been."""
    store = api.office.store

    def break_after_writing(*asked: Any) -> bool:
        type(store).save(store, *asked)
        raise ConnectionError("no answer from the table")

    monkeypatch.setattr(store, "save", break_after_writing)
    assert take(api, case, "k1").status == 500
    monkeypatch.undo()
    answer = take(api, case, "k1")
    assert (answer.status, answer.body["state"], accepted(api, case)) == (200, "accepted", 1)


def fill(api: WholeApi, case: Case) -> None:
    """As many requests as a case keeps."""
    for number in range(requests.MOST_REQUESTS):
        assert take(api, case, f"full-{number}", "assign", **TO).code == "illegal_transition"
    assert len(stored(api, case).requests) == requests.MOST_REQUESTS
    assert api.ledger.calls == []


@pytest.mark.parametrize("action", ["assign", "accept"])
def test_what_is_beyond_eight_goes_by_the_ledger(api: WholeApi, case: Case, action: str) -> None:
    """And is found there when the case has room again, for 24 hours of its own."""
    fill(api, case)
    api.clock.advance(hours=12)
    fields = TO if action == "assign" else {}
    first = take(api, case, "k1", action, **fields)
    assert len(api.ledger.records) == 1
    assert (replayed(first), accepted(api, case)) == (False, int(action == "accept"))
    api.clock.advance(hours=13)
    again = take(api, case, "k1", action, **fields)
    assert (again.status, again.body, replayed(again)) == (first.status, first.body, True)
    api.clock.advance(hours=12)
    assert not replayed(take(api, case, "k1", action, **fields))


def test_refusals_beyond_eight_do_not_write_the_case_each_time(api: WholeApi, case: Case) -> None:
    """Whoever is refused again and again stands in the way of no command to the case; each refusal
    is found for its 24 hours all the same."""
    fill(api, case)
    first = take(api, case, "first", "assign", **TO)
    marked = stored(api, case)
    for number in range(20):
        api.clock.advance(minutes=2)
        assert take(api, case, f"more-{number}", "assign", **TO).code == "illegal_transition"
    assert stored(api, case) == marked
    api.clock.advance(hours=23, minutes=10)
    assert not replayed(take(api, case, "other", "assign", **TO))
    assert take(api, case, "accepts").status == 200
    last = take(api, case, "more-19", "assign", **TO)
    assert (replayed(last), last.body) == (True, first.body)


def test_what_is_over_leaves_the_case_with_the_next_write(api: WholeApi, case: Case) -> None:
    """A case keeps answers of a day, and no mark that has no meaning any more."""
    fill(api, case)
    take(api, case, "k1", "assign", **TO)
    assert stored(api, case).ledger_until is not None
    api.clock.advance(hours=25)
    assert take(api, case, "k2").status == 200
    kept = stored(api, case)
    assert (len(kept.requests), kept.ledger_until, len(api.ledger.records)) == (1, None, 1)


def test_a_long_answer_goes_by_the_ledger(
    api: WholeApi, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An item has no room for answers as long as the case."""
    monkeypatch.setattr(requests, "MOST_ANSWER", 100)
    first = take(api, case, "k1")
    assert (first.status, stored(api, case).requests) == (200, ())
    monkeypatch.undo()
    again = take(api, case, "k1")
    assert (again.body, replayed(again), accepted(api, case)) == (first.body, True, 1)


def test_requests_of_before_are_found(api: WholeApi, case: Case) -> None:
    """A case that was stored by older code has its requests in the ledger, for another day."""
    old = replace(stored(api, case), ledger_until=datetime(9999, 12, 31, tzinfo=UTC))
    api.office.store.cases[case.code] = old
    first = take(api, case, "k1")
    assert (first.status, stored(api, case).requests, len(api.ledger.records)) == (200, (), 1)
    assert take(api, case, "k1").body == first.body
    api.clock.advance(hours=25)
    assert take(api, case, "k2", "assign", 2, **TO).status == 200
    assert (len(stored(api, case).requests), len(api.ledger.records)) == (1, 1)
