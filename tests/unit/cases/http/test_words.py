"""Notes and comments over HTTP: who reads them, who is told, and that they move nothing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from chalicelib.cases.domain import commands
from chalicelib.kernel.actors import Actor, Role
from tests.support.api import Answer
from tests.support.cases import CITIZEN, ELSEWHERE, INTAKE, LEADER, OFFICER, SUPERVISOR
from tests.support.whole_api import WholeApi, whole_api

TEXT = "Đã đặt vật tư, thứ Năm có hàng."


@pytest.fixture
def api() -> Iterator[WholeApi]:
    with whole_api() as made:
        yield made


def say(api: WholeApi, code: str, actor: Actor, action: str, **more: object) -> Answer:
    """Having seen the present version."""
    version = f'"{api.office.store.cases[code].version}"'
    path = f"/v1/officer/cases/{code}/transitions"
    body = {"action": action, "text": TEXT, **more}
    return api.send("POST", path, body, api.token(actor), If_Match=version)


def test_a_note_stays_in_the_office(api: WholeApi) -> None:
    """With who was named in it; on the citizen's page there is no trace of it."""
    case = api.office.in_progress()
    answer = say(api, case.code, OFFICER, "note", mention=["l1", "i1", "l1"])
    assert (answer.status, answer.body["state"]) == (200, "in_progress")
    note = answer.body["notes"][-1]
    assert (note["text"], note["mention"], note["by"]["id"]) == (TEXT, ["l1", "i1"], "o1")
    own = api.send("GET", f"/v1/cases/{case.code}", token=api.token(CITIZEN)).body
    assert "note" not in {line["action"] for line in own["timeline"]}
    assert TEXT not in str(own)
    assert api.office.store.events[-1]["detail"]["mention"] == "l1 i1"


def test_only_who_sees_the_case_can_be_named(api: WholeApi) -> None:
    """Unknown, gone and foreign people are refused by their place, and nothing is written."""
    case = api.office.in_progress()
    answer = say(api, case.code, LEADER, "note", mention=["o2", "o3", "nobody", "#nobody"])
    assert answer.status == 422
    assert answer.faults == [(f"/mention/{i}", "cannot_see") for i in (1, 2, 3)]
    assert api.office.find(case) == case
    many = say(api, case.code, LEADER, "note", mention=[f"o{n}" for n in range(11)])
    assert many.faults == [("/mention", "too_long")]


def test_a_comment_is_the_citizens_to_read(api: WholeApi) -> None:
    """It asks nothing and stops no clock."""
    case = api.office.in_progress()
    answer = say(api, case.code, LEADER, "comment")
    assert (answer.status, answer.body["state"]) == (200, "in_progress")
    assert not answer.body["clock"]["paused"]
    own = api.send("GET", f"/v1/cases/{case.code}", token=api.token(CITIZEN)).body
    assert (own["timeline"][-1]["action"], own["timeline"][-1]["note"]) == ("comment", TEXT)
    assert "id" not in own["timeline"][-1]["by"]


def test_who_co_ordinates_notes_and_does_not_comment(api: WholeApi) -> None:
    """So does whoever watches; a case not yet taken in is not commented on."""
    case = api.office.accepted()
    case = api.office.take(case, INTAKE, commands.Assign("so-xay-dung", "o1", ("so-y-te",)))
    assert say(api, case.code, ELSEWHERE, "note").status == 200
    assert say(api, case.code, ELSEWHERE, "comment").code == "action_not_allowed"
    watching = Actor(Role.INTAKE, "i5", "ubnd-02647")
    assert say(api, case.code, watching, "note").status == 200
    assert say(api, case.code, watching, "comment").code == "action_not_allowed"
    assert say(api, case.code, SUPERVISOR, "comment").code == "action_not_allowed"
    new = api.office.submit()
    assert say(api, new.code, INTAKE, "comment").code == "illegal_transition"
    assert say(api, new.code, INTAKE, "note").status == 200


def test_a_word_reopens_nothing(api: WholeApi) -> None:
    """A rejected or closed case may be spoken of, and stays what it is."""
    case = api.office.take(api.office.submit(), INTAKE, commands.Reject("unclear", "Xin nói rõ."))
    for action in ("note", "comment"):
        answer = say(api, case.code, INTAKE, action)
        assert (answer.status, answer.body["state"]) == (200, "rejected")
    assert api.office.store.events[-1]["figures"] is None
    assert case.code not in api.office.store.next_at
