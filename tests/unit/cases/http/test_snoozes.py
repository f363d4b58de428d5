"""Snooze and acknowledgement over HTTP: who may, what comes back, where it shows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.cases.application.transitions import let_time_pass
from chalicelib.kernel.actors import Actor
from tests.support.api import Answer
from tests.support.cases import CITIZEN, LEADER, OFFICER
from tests.support.whole_api import WholeApi, whole_api


@pytest.fixture
def api() -> Iterator[WholeApi]:
    with whole_api() as made:
        yield made


def act(api: WholeApi, code: str, actor: Actor, body: dict[str, Any]) -> Answer:
    """One transition, having seen the present version."""
    version = f'"{api.office.store.cases[code].version}"'
    path = f"/v1/officer/cases/{code}/transitions"
    return api.send("POST", path, body, api.token(actor), If_Match=version)


def test_a_snooze_is_seen_by_the_office_alone(api: WholeApi) -> None:
    """Reason and line stand on the officers' page, not on the citizen's; too long is refused."""
    code = api.office.in_progress().code
    snooze = {"action": "snooze", "reason": "Chờ vật tư.", "until": "2026-08-03T15:00:00+07:00"}
    answer = act(api, code, OFFICER, snooze)
    assert (answer.status, answer.body["state"]) == (200, "in_progress")
    assert answer.body["notes"][-1]["text"] == "Chờ vật tư."
    own = api.send("GET", f"/v1/cases/{code}", token=api.token(CITIZEN)).body
    assert "snooze" not in {line["action"] for line in own["timeline"]}
    late = act(api, code, OFFICER, {**snooze, "until": "9999-12-31T23:59:59-12:00"})
    assert (late.status, late.faults) == (422, [("/until", "out_of_range")])


def test_an_acknowledged_escalation_says_so_in_the_queue(api: WholeApi) -> None:
    """The case stays in the leader's queue, with who has acknowledged; twice is a conflict."""
    case = api.office.in_progress()
    api.clock.advance(days=3.5)
    let_time_pass(api.office.desk, case.code, "test")
    answer = act(api, case.code, LEADER, {"action": "acknowledge", "note": "Đã thêm người."})
    assert [(e["to"], e["acknowledged_by"]) for e in answer.body["escalations"]] == [
        ("leader", LEADER.id)
    ]
    again = act(api, case.code, LEADER, {"action": "acknowledge"})
    assert (again.status, again.code) == (409, "nothing_to_acknowledge")
    inbox = api.send("GET", "/v1/officer/inbox?queue=escalated", token=api.token(LEADER))
    assert [item["acknowledged"] for item in inbox.body["items"]] == [["leader"]]
