"""A leader gives what was begun to another officer of the agency."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.cases.domain.cases import Case
from chalicelib.kernel.actors import Actor
from tests.support.api import Answer
from tests.support.cases import CITIZEN, INTAKE, LEADER, OFFICER
from tests.support.whole_api import WholeApi, whole_api


@pytest.fixture
def api() -> Iterator[WholeApi]:
    with whole_api() as made:
        yield made


def hand_over(api: WholeApi, case: Case, actor: Actor, officer: str, **more: Any) -> Answer:
    version = f'"{api.office.find(case).version}"'
    path = f"/v1/officer/cases/{case.code}/transitions"
    body = {"action": "hand_over", "officer": officer, **more}
    return api.send("POST", path, body, api.token(actor), If_Match=version)


def test_a_colleague_goes_on_with_it(api: WholeApi) -> None:
    """State and due time stay; it is in the colleague's inbox, and the office's timeline alone
    tells of it."""
    case = api.office.in_progress()
    before = api.send("GET", f"/v1/officer/cases/{case.code}", token=api.token(LEADER)).body
    assert "hand_over" in before["allowed_actions"]
    after = hand_over(api, case, LEADER, "o2", note="Chị Mây đi học.").body
    assert (after["officer"], after["state"]) == ("o2", "in_progress")
    assert after["clock"] == before["clock"]
    line = after["timeline"][-1]
    assert (line["action"], line["note"]) == ("hand_over", "Chị Mây đi học.")
    own = api.send("GET", f"/v1/cases/{case.code}", token=api.token(CITIZEN)).body
    assert "hand_over" not in {one["action"] for one in own["timeline"]}
    assert not own.get("officer")


def test_it_stays_within_the_agency(api: WholeApi) -> None:
    """Nobody elsewhere, nobody who is not there, and not whoever has it."""
    case = api.office.in_progress()
    for officer, code in (
        ("o3", "unknown_officer"),
        ("nobody", "unknown_officer"),
        ("a#b", "unknown_officer"),
        ("o1", "has_it_already"),
    ):
        refused = hand_over(api, case, LEADER, officer)
        assert (refused.status, refused.faults) == (422, [("/officer", code)]), officer


def test_it_is_the_leader_s_to_say(api: WholeApi) -> None:
    """And of what was begun only: before that, it is assigned."""
    case = api.office.in_progress()
    for actor in (OFFICER, INTAKE):
        assert hand_over(api, case, actor, "o2").code == "action_not_allowed"
    assigned = api.office.assigned()
    assert hand_over(api, assigned, LEADER, "o2").code == "illegal_transition"


def test_an_answer_that_waits_keeps_its_author(api: WholeApi) -> None:
    """Whoever wrote it still may not approve it, and the leader may."""
    case = api.office.pending_approval()
    assert hand_over(api, case, LEADER, "o2").status == 200
    version = f'"{api.office.find(case).version}"'
    path = f"/v1/officer/cases/{case.code}/transitions"
    body = {"action": "approve"}
    answered = api.send("POST", path, body, api.token(LEADER), If_Match=version)
    assert (answered.status, answered.body["state"]) == (200, "answered")
