"""Accounts of those who leave: revoked, restored, and what becomes of their work."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.agencies.domain.agencies import Officer
from chalicelib.cases.domain import commands
from chalicelib.cases.domain.cases import Case
from chalicelib.cases.domain.part_commands import AnswerPart, AssignPart
from chalicelib.cases.domain.workflow import Action
from chalicelib.kernel.actors import Actor, Role
from chalicelib.runtime.services import services
from chalicelib.staff.application.officer_sessions import OfficerDesk
from tests.support.actors import CENTRAL_AGENCY, central
from tests.support.api import Answer
from tests.support.cases import ELSEWHERE, INTAKE, OFFICER
from tests.support.directory import make_officer
from tests.support.people import PASSWORD, set_password
from tests.support.rules import ADMINISTRATOR
from tests.support.whole_api import WholeApi, whole_api

PATH = "/v1/admin/revocations"
SIGN_IN = "/v1/officer/sessions"
WHY = "Nghỉ hưu theo quyết định số 12"


@pytest.fixture
def api() -> Iterator[WholeApi]:
    with whole_api() as api:
        yield api


def revoke(api: WholeApi, *officers: str, by: Actor = ADMINISTRATOR, **more: str) -> Answer:
    body = {"officers": list(officers), "reason": WHY, **more}
    return api.send("POST", PATH, body, api.token(by))


def results(answer: Answer) -> list[tuple[str, str, int, str | None]]:
    assert answer.status == 200, answer.body
    return [
        (one["officer"], one["outcome"], one["handed_over"], one["code"])
        for one in answer.body["results"]
    ]


def assigned(api: WholeApi, officer: str) -> str:
    """A case that waits for this officer."""
    case = api.office.take(api.office.accepted(), INTAKE, commands.Assign("so-xay-dung", officer))
    return case.code


def officer_of(api: WholeApi, code: str) -> str | None:
    return api.office.store.cases[code].officer


def test_all_open_cases_go_on_to_a_colleague(api: WholeApi) -> None:
    """By the router's rule, begun or not; what was begun keeps its state and its due time."""
    waiting, begun = assigned(api, "o1"), api.office.in_progress()
    asked = api.office.take(api.office.in_progress(), OFFICER, commands.RequestInfo("Ở đâu?"))
    proposed = api.office.pending_approval()
    answered = api.office.answered()
    assert {one.officer for one in (begun, asked, proposed, answered)} == {"o1"}
    assert results(revoke(api, "o1")) == [("o1", "revoked", 4, None)]
    assert officer_of(api, waiting) == "o2"
    for before in (begun, asked, proposed):
        now = api.office.store.cases[before.code]
        assert (now.officer, now.state, now.due) == ("o2", before.state, before.due)
        assert now.timeline[-1].action is Action.HAND_OVER
        assert now.timeline[-1].facts["from_officer"] == "o1"
    assert officer_of(api, answered.code) == "o1", "it is over"
    left = api.office.directory.officer("o1")
    assert left
    assert not left.active


def test_who_is_named_takes_it_over(api: WholeApi) -> None:
    """The leader, here; of another agency nobody takes anything."""
    first = assigned(api, "o1")
    assert results(revoke(api, "o1", hand_over_to="l1")) == [("o1", "revoked", 1, None)]
    assert officer_of(api, first) == "l1"
    second = assigned(api, "o2")
    revoke(api, "o2", hand_over_to="l3")
    assert officer_of(api, second) == "l1"


def test_without_a_colleague_it_comes_to_the_leader(api: WholeApi) -> None:
    """Also where all officers of the agency go at once."""
    codes = [assigned(api, id) for id in ("o1", "o2")]
    revoke(api, "o1", "o2")
    assert [officer_of(api, code) for code in codes] == ["l1", "l1"]


HEALTH, HEALTH_LEADER = "so-y-te", Actor(Role.LEADER, "l3", "so-y-te")


def shared(api: WholeApi, writer: str = "o3") -> Case:
    """Sở Xây dựng leads it, and this person of Sở Y tế is to write a part."""
    given = commands.Assign("so-xay-dung", "o1", (HEALTH,))
    case = api.office.take(api.office.accepted(), INTAKE, given)
    return api.office.take(case, HEALTH_LEADER, AssignPart(writer))


def writer_of(api: WholeApi, case: Case) -> str | None:
    (part,) = api.office.find(case).parts
    return part.officer


def test_parts_go_on_like_cases(api: WholeApi) -> None:
    """In whatever state the case is; by the rule to a colleague of their own agency, who is told,
    and not once the part is written."""
    api.office.directory.save_officer(make_officer("o4", HEALTH), None)
    waiting, begun, written = shared(api), shared(api), shared(api)
    begun = api.office.take(begun, OFFICER, commands.Start())
    begun = api.office.take(begun, OFFICER, commands.RequestInfo("Ở đâu?"))
    api.office.take(written, ELSEWHERE, AnswerPart("Đã phun khử khuẩn."))
    led = api.office.take(api.office.accepted(), INTAKE, commands.Assign(HEALTH, "o3"))
    assert results(revoke(api, "o3")) == [("o3", "revoked", 3, None)]
    assert [writer_of(api, one) for one in (waiting, begun, written)] == ["o4", "o4", "o3"]
    assert officer_of(api, led.code) == "o4"
    for before in (waiting, begun):
        now = api.office.find(before)
        assert (now.state, now.officer, now.due) == (before.state, "o1", before.due)
        line = now.timeline[-1]
        assert (line.action, line.actor.id) == (Action.ASSIGN_PART, "router")
        assert line.facts["part_officer"] == "o4"
    assert results(revoke(api, "o3")) == [("o3", "unchanged", 0, None)]


def test_a_part_comes_to_the_leader_or_to_who_is_named(api: WholeApi) -> None:
    """Where no colleague is on duty; of another agency nobody takes it. Where nobody is left, it
    stays as it is."""
    first = shared(api)
    assert results(revoke(api, "o3", hand_over_to="o2")) == [("o3", "revoked", 1, None)]
    assert writer_of(api, first) == "l3"
    assert results(revoke(api, "l3")) == [("l3", "revoked", 0, None)]
    assert writer_of(api, first) == "l3"
    api.office.directory.save_officer(make_officer("o4", HEALTH), None)
    api.office.directory.save_officer(make_officer("o5", HEALTH), None)
    assert results(revoke(api, "l3", hand_over_to="o5")) == [("l3", "unchanged", 1, None)]
    assert writer_of(api, first) == "o5"


def test_a_case_that_nobody_can_open_keeps_no_other(api: WholeApi) -> None:
    """It stays where it is, and is counted."""
    broken, whole = shared(api), shared(api)
    api.office.store.unreadable.add(broken.code)
    assert results(revoke(api, "o3")) == [("o3", "revoked", 1, None)]
    assert (writer_of(api, broken), writer_of(api, whole)) == ("o3", "l3")
    assert [thing for _, thing, _ in api.office.faults.noted] == [broken.code]


def test_the_same_again_is_harmless(api: WholeApi) -> None:
    """And goes on with what is left where a run was cut off."""
    revoke(api, "o1")
    events = len(api.office.directory.events)
    assert results(revoke(api, "o1", "o1")) == [("o1", "unchanged", 0, None)]
    assert len(api.office.directory.events) == events


def test_cut_off_before_the_cases_it_is_finished_by_the_next_run(api: WholeApi) -> None:
    """The account was closed, the cases were not handed over."""
    waiting = assigned(api, "o1")
    present = api.office.directory.find_officer("o1")
    assert present
    gone = replace(present, active=False, version=present.version + 1)
    assert api.office.directory.save_officer(gone, present)
    assert results(revoke(api, "o1")) == [("o1", "unchanged", 1, None)]
    assert officer_of(api, waiting) == "o2"


def test_one_who_is_unknown_keeps_no_other(api: WholeApi) -> None:
    """Each has an outcome of its own."""
    told = results(revoke(api, "nobody", "o1", "a#b"))
    assert told == [
        ("nobody", "refused", 0, "officer_not_found"),
        ("o1", "revoked", 0, None),
        ("a#b", "refused", 0, "officer_not_found"),
    ]


def administrator(api: WholeApi, id: str) -> Actor:
    """One more."""
    officer = make_officer(id, CENTRAL_AGENCY, Role.ADMINISTRATOR)
    assert api.office.directory.save_officer(officer, None)
    return central(officer.role, id)


def test_nobody_revokes_the_own_account(api: WholeApi) -> None:
    """The last administrator least of all."""
    me = administrator(api, "adm1")
    assert results(revoke(api, "adm1", by=me)) == [("adm1", "refused", 0, "own_account")]
    operator = central(Role.ADMINISTRATOR, "elsewhere")
    last = results(revoke(api, "adm1", by=operator))
    assert last == [("adm1", "refused", 0, "last_administrator")]
    administrator(api, "adm2")
    assert results(revoke(api, "adm1", by=operator))[0][1] == "revoked"


@pytest.mark.parametrize("to", ["nobody", "o1", "a b", "x" * 60])
def test_nobody_takes_over_who_is_not_there(api: WholeApi, to: str) -> None:
    """Refused by the field before anything is done; so is one of those who go."""
    answer = revoke(api, "o1", hand_over_to=to)
    assert (answer.status, answer.faults) == (422, [("/hand_over_to", "unknown_officer")])
    present = api.office.directory.officer("o1")
    assert present
    assert present.active


def test_an_account_is_given_back(api: WholeApi) -> None:
    """Twice changes nothing more; whose phone somebody has by now must wait."""
    revoke(api, "o1")
    assert restore(api, "o1").body == {"officer": "o1", "active": True}
    assert restore(api, "o1").status == 200
    kinds = [event["type"] for event in api.office.directory.events[-2:]]
    assert kinds == ["officer.revoked", "officer.restored"]
    revoke(api, "o1")
    left = api.office.directory.officer("o1")
    assert left
    heir = make_officer("heir", "so-xay-dung", phone=left.phone)
    assert api.office.directory.save_officer(heir, None)
    taken = restore(api, "o1")
    assert (taken.status, taken.code) == (409, "phone_taken")


def test_within_a_quarter_of_an_hour_nothing_is_theirs(api: WholeApi) -> None:
    """By the stage's clock: a session that was open refreshes nothing, no other is opened, and what
    was given out at the last moment is good for no more than that."""
    desk = replace(api.people.officer_desk, directory=api.office.directory)
    services().register_value(OfficerDesk, desk)
    set_password(desk, "o1", PASSWORD)
    login = {"username": "user.o1", "password": PASSWORD}
    session = api.send("POST", SIGN_IN, login).body["session_id"]
    otp = {"otp": api.people.code_of(f"F#{session}")}
    opened = api.send("POST", f"{SIGN_IN}/{session}/verify", otp).body
    revoke(api, "o1")
    again = {"refresh_token": opened["refresh_token"]}
    assert api.send("POST", f"{SIGN_IN}/refresh", again).status == 401
    assert api.send("POST", SIGN_IN, login).status == 401
    api.clock.advance(minutes=15)
    late = api.send("GET", "/v1/officer/me", token=opened["access_token"])
    assert (late.status, late.code) == (401, "token_expired")


def restore(api: WholeApi, id: str) -> Answer:
    path = f"/v1/admin/officers/{id}/restoration"
    return api.send("POST", path, {"reason": "Trở lại làm việc"}, api.token(ADMINISTRATOR))


def test_the_audit_names_who_and_why(api: WholeApi) -> None:
    """The reason travels sealed, for it may name people."""
    revoke(api, "o1")
    told: dict[str, Any] = api.office.directory.events[-1]
    assert (told["type"], told["subject"]) == ("officer.revoked", "officer#o1")
    assert told["actor"]["id"] == ADMINISTRATOR.id
    assert set(told["what"]) == {"sealed_reason"}
    assert WHY not in str(told)


def test_more_than_a_hundred_are_for_the_command(api: WholeApi) -> None:
    """A request has half a minute."""
    answer = revoke(api, *(f"x{n}" for n in range(101)))
    assert (answer.status, answer.faults) == (422, [("/officers", "too_long")])


def test_only_administrators_revoke(api: WholeApi) -> None:
    """Whoever else asks."""
    assert revoke(api, "o2", by=OFFICER).code == "wrong_role"


def test_two_administrators_who_revoke_each_other_leave_one(
    api: WholeApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second finds out in its own write that the first has gone meanwhile."""
    one, other = administrator(api, "adm1"), administrator(api, "adm2")
    directory, met = api.office.directory, list[str]()
    save = directory.save_officer

    def meets(officer: Officer, *args: Any) -> bool:
        if officer.id == "adm2" and not met:
            met.append(officer.id)
            assert results(revoke(api, "adm1", by=other))[0][1] == "revoked"
        return bool(save(officer, *args))

    monkeypatch.setattr(directory, "save_officer", meets)
    told = results(revoke(api, "adm2", by=one))
    assert told == [("adm2", "refused", 0, "last_administrator")]
    left = directory.officer("adm2")
    assert left
    assert left.active
