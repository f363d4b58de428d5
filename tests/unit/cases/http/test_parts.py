"""Parts of co-ordinating agencies over HTTP: asked for, written, reminded of, waited for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest

from chalicelib.cases.application.transitions import let_time_pass
from chalicelib.cases.domain import commands
from chalicelib.cases.domain.cases import Case
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.instants import wire
from tests.support.api import Answer
from tests.support.cases import CITIZEN, ELSEWHERE, INTAKE, LEADER, OFFICER
from tests.support.whole_api import WholeApi, whole_api

HEALTH = "so-y-te"
HEALTH_LEADER = Actor(Role.LEADER, "l3", HEALTH)
TEXT = "Trạm y tế đã phun khử khuẩn."
REASON = "Việc không liên quan đến y tế nữa."
BEGUN = commands.Assign("so-xay-dung", "o1", (HEALTH,))


@pytest.fixture
def api() -> Iterator[WholeApi]:
    with whole_api() as made:
        yield made


def shared(api: WholeApi) -> Case:
    case = api.office.take(api.office.accepted(), INTAKE, BEGUN)
    return api.office.take(case, OFFICER, commands.Start())


def act(api: WholeApi, case: Case, actor: Actor, action: str, **body: Any) -> Answer:
    version = f'"{api.office.find(case).version}"'
    path = f"/v1/officer/cases/{case.code}/transitions"
    return api.send("POST", path, {"action": action, **body}, api.token(actor), If_Match=version)


def due(case: Case) -> datetime:
    assert case.due
    return case.due.at


def test_a_part_is_named_written_and_read_by_the_lead(api: WholeApi) -> None:
    """Its leader names who writes it; the citizen sees nothing of it."""
    case = shared(api)
    named = act(api, case, HEALTH_LEADER, "assign_part", officer="o3")
    (part,) = named.body["parts"]
    assert (part["agency"]["id"], part["officer"], part["text"]) == (HEALTH, "o3", None)
    assert part["due_at"] == wire(due(case))
    assert act(api, case, ELSEWHERE, "answer_part", text=TEXT).status == 200
    page = api.send("GET", f"/v1/officer/cases/{case.code}", token=api.token(OFFICER)).body
    (part,) = page["parts"]
    assert (part["text"], part["answered_by"], page["state"]) == (TEXT, "o3", "in_progress")
    own = api.send("GET", f"/v1/cases/{case.code}", token=api.token(CITIZEN)).body
    assert TEXT not in str(own)
    assert not {line["action"] for line in own["timeline"]} & {"assign_part", "answer_part"}


def test_the_answer_waits_for_all_parts_or_says_why_not(api: WholeApi) -> None:
    """The reason stays in the office."""
    case = shared(api)
    answer = {"text": "Đã vá ổ gà và kẻ lại vạch sơn."}
    refused = act(api, case, OFFICER, "propose_answer", **answer)
    assert refused.faults == [("/without_parts", "parts_missing")]
    went = act(api, case, OFFICER, "propose_answer", without_parts=REASON, **answer)
    assert (went.status, went.body["notes"][-1]["text"]) == (200, REASON)
    own = api.send("GET", f"/v1/cases/{case.code}", token=api.token(CITIZEN)).body
    assert REASON not in str(own)
    waiting = shared(api)
    assert act(api, waiting, ELSEWHERE, "answer_part", text=TEXT).status == 200
    assert act(api, waiting, OFFICER, "propose_answer", **answer).status == 200


def test_the_lead_may_want_it_earlier_and_never_later(api: WholeApi) -> None:
    """Between now and the case's due time, of an agency that co-ordinates."""
    case = shared(api)
    early = "2026-08-05T17:00:00+07:00"
    asked = act(api, case, LEADER, "ask_part", agency=HEALTH, wanted_by=early)
    (part,) = asked.body["parts"]
    assert (part["due_at"], part["wanted_by"], part["overdue"]) == (early, early, False)
    late = act(api, case, LEADER, "ask_part", agency=HEALTH, wanted_by="2027-01-01T00:00:00+07:00")
    assert late.faults == [("/wanted_by", "out_of_range")]
    other = act(api, case, LEADER, "ask_part", agency="ubnd-02647", wanted_by=early)
    assert other.faults == [("/agency", "not_coordinating")]


def test_an_open_part_is_reminded_of_twice(api: WholeApi) -> None:
    """At four fifths of its time and at its end; not once it is answered."""
    case = shared(api)
    early = "2026-08-05T17:00:00+07:00"
    for one in (case, done := shared(api)):
        act(api, one, LEADER, "ask_part", agency=HEALTH, wanted_by=early)
    act(api, done, ELSEWHERE, "answer_part", text=TEXT)
    said = []
    for _ in range(20):
        api.clock.advance(hours=4)
        for one in (case, done):
            let_time_pass(api.office.desk, one.code, "test")
    for one in (case, done):
        lines = [e for e in api.office.find(one).timeline if e.action == "remind_part"]
        said.append([(line.facts["reminder"], wire(line.at)) for line in lines])
    assert [word for word, _ in said[0]] == ["four_fifths", "deadline"]
    assert said[0][-1][1] == early
    assert said[1] == []
    page = api.send("GET", f"/v1/officer/cases/{case.code}", token=api.token(OFFICER)).body
    assert page["parts"][0]["overdue"]


def test_nobody_writes_anothers_part(api: WholeApi) -> None:
    """The lead has none; a leader names people of their own agency only."""
    case = shared(api)
    assert act(api, case, OFFICER, "answer_part", text=TEXT).code == "action_not_allowed"
    assert act(api, case, HEALTH_LEADER, "answer_part", text=TEXT).code == "action_not_allowed"
    assert act(api, case, ELSEWHERE, "assign_part", officer="o3").code == "action_not_allowed"
    foreign = act(api, case, HEALTH_LEADER, "assign_part", officer="o1")
    assert foreign.faults == [("/officer", "unknown_officer")]


def test_parts_follow_who_co_ordinates(api: WholeApi) -> None:
    """Taken away and named again, an agency begins anew; a reopened case asks all again."""
    case = api.office.take(api.office.accepted(), INTAKE, BEGUN)
    act(api, case, ELSEWHERE, "answer_part", text=TEXT)
    case = api.office.take(api.office.find(case), INTAKE, commands.Assign("so-xay-dung", "o1"))
    assert case.parts == ()
    case = api.office.take(case, INTAKE, BEGUN)
    assert [part.answer for part in case.parts] == [None]
    case = api.office.take(case, ELSEWHERE, commands.Note("Không có gì."))
    assert case.parts[0].answer is None
