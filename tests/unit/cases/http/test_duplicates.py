"""Duplicates over HTTP, with the worker that keeps them under living parents."""

from __future__ import annotations

import json
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from chalicelib.cases import worker as assign_worker
from chalicelib.cases.domain import commands
from chalicelib.cases.domain.cases import Case
from chalicelib.kernel.actors import Actor
from tests.support.cases import CITIZEN, INTAKE, LEADER, OFFICER, STRANGER
from tests.support.subscriptions import queues_for
from tests.support.whole_api import WholeApi, whole_api

TEXT = "Không thuộc phạm vi tiếp nhận."


@pytest.fixture
def api() -> Iterator[WholeApi]:
    with whole_api() as api:
        yield api


def _case(api: WholeApi, reporter: str = CITIZEN.id) -> Case:
    return api.office.submit(reporter=reporter, category="conduct")


def _seen(api: WholeApi, case: Case) -> Any:
    return api.send("GET", f"/v1/officer/cases/{case.code}", token=api.token(INTAKE)).body


def _take(api: WholeApi, case: Case, action: str, **fields: Any) -> None:
    path, version = f"/v1/officer/cases/{case.code}/transitions", _seen(api, case)["version"]
    body, token = {"action": action, **fields}, api.token(INTAKE)
    assert api.send("POST", path, body, token, If_Match=f'"{version}"').status == 200


def _work(api: WholeApi, milliseconds: int = 30_000, first: int = 0) -> list[str]:
    """All letters of what happened from the first event on; those that come again."""
    letters = [
        {
            "messageId": str(event["id"]),
            "body": json.dumps({"event": event, "correlation_id": "c-1"}),
        }
        for event in api.office.store.events[first:]
        if "assignment" in queues_for("case_event/1", str(event["action"]))
    ]
    context = SimpleNamespace(get_remaining_time_in_millis=lambda: milliseconds)
    answer = assign_worker.handle({"Records": letters}, context)
    return [failure["itemIdentifier"] for failure in answer["batchItemFailures"]]


def test_what_the_pages_show_of_a_chain(api: WholeApi) -> None:
    """Marked, taken along, taken back with the parent's end: who follows whom, at each step."""
    root, middle, child = _case(api), _case(api, STRANGER.id), _case(api, "account-3")
    cases = (root, middle, child)

    def links() -> list[tuple[str | None, int]]:
        return [
            (seen["duplicate_of"], seen["followers"]) for seen in (_seen(api, c) for c in cases)
        ]

    _take(api, child, "mark_duplicate", parent=middle.code)
    assert _work(api) == []
    assert links() == [(None, 0), (None, 1), (middle.code, 0)]
    _take(api, middle, "mark_duplicate", parent=root.code)
    assert _work(api) == []
    assert links() == [(None, 2), (root.code, 0), (root.code, 0)]
    _take(api, root, "reject", reason="unclear", text=TEXT)
    assert _work(api) == []
    assert links() == [(None, 0)] * 3
    assert [_seen(api, case)["state"] for case in cases] == ["rejected", "received", "received"]


def test_the_own_duplicate_of_the_reporter_is_no_follower(api: WholeApi) -> None:
    """Followers are those who are told the answer besides the reporter."""
    parent, own = _case(api), _case(api)
    _take(api, own, "mark_duplicate", parent=parent.code)
    _work(api)
    assert _seen(api, parent)["followers"] == 0


def test_a_letter_for_which_no_time_is_left_comes_again(api: WholeApi) -> None:
    """What was done stays done, and the next run does the rest."""
    parent, child = _case(api), _case(api, STRANGER.id)
    _take(api, child, "mark_duplicate", parent=parent.code)
    _work(api)
    other = _case(api)
    _take(api, parent, "mark_duplicate", parent=other.code)
    assert _work(api, 1_000, first=-1) == [f"{parent.code}#2"]
    assert _seen(api, child)["duplicate_of"] == parent.code
    assert _work(api, first=-1) == []
    assert _seen(api, child)["duplicate_of"] == other.code


@pytest.mark.parametrize("visibility", ["public", "private"])
def test_whose_case_is_a_duplicate_reads_the_parents_answer(api: WholeApi, visibility: str) -> None:
    """Also where its reporter has made the parent private since: they are told to look. Without the
    persons that the answer names; and nothing before there is one."""
    parent = api.office.in_progress(category="conduct")
    child = _case(api, STRANGER.id)
    _take(api, child, "mark_duplicate", parent=parent.code)
    _work(api)
    if visibility == "private":
        path, body = f"/v1/cases/{parent.code}/visibility", {"visibility": "private"}
        version = str(_own(api, parent, CITIZEN)["version"])
        changed = api.send("POST", path, body, api.token(CITIZEN), If_Match=f'"{version}"')
        assert changed.status == 200
    answer = commands.ProposeAnswer("Đã vá ổ gà, hỏi thêm ông Nguyễn Văn Tám, 0912 345 678.")
    proposed = api.office.take(api.office.find(parent), OFFICER, answer)
    assert _own(api, child, STRANGER)["parent_answer"] is None
    api.office.take(proposed, LEADER, commands.Approve())
    seen = _own(api, child, STRANGER)
    assert seen["answer"] is None
    text = seen["parent_answer"]["text"]
    assert text.startswith("Đã vá ổ gà")
    assert "Tám" not in text
    assert "345" not in text
    assert _own(api, parent, CITIZEN)["parent_answer"] is None


def _own(api: WholeApi, case: Case, who: Actor) -> Any:
    return api.send("GET", f"/v1/cases/{case.code}", token=api.token(who)).body
