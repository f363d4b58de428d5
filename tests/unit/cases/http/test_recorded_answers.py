"""Answers that are entered for an agency, and answers that are corrected, over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.cases.domain import commands
from chalicelib.cases.domain.cases import Case
from chalicelib.cases.domain.standings import spells
from chalicelib.kernel.actors import Actor, Role
from chalicelib.uploads.domain.uploads import ExaminationResult
from tests.support.api import Answer
from tests.support.cases import CITIZEN, ELSEWHERE, INTAKE, LEADER, OFFICER
from tests.support.clock import NOW
from tests.support.uploads import make_upload
from tests.support.whole_api import WholeApi, whole_api

FILE, OTHER = "01J00000000000000000000002", "01J00000000000000000000003"
TEXT, BETTER = "Sở đã vá ổ gà ngày 03/8.", "Sở đã vá ổ gà ngày 02/8 và kẻ vạch."


@pytest.fixture
def api() -> Iterator[WholeApi]:
    with whole_api() as made:
        for id, owner in ((FILE, INTAKE.id), (OTHER, LEADER.id)):
            upload = make_upload(id, owner)
            made.office.uploads.add(replace(upload, verdict=ExaminationResult(NOW)))
        yield made


def act(api: WholeApi, case: Case, actor: Actor, action: str, **body: Any) -> Answer:
    version = f'"{api.office.find(case).version}"'
    path = f"/v1/officer/cases/{case.code}/transitions"
    return api.send("POST", path, {"action": action, **body}, api.token(actor), If_Match=version)


def record(api: WholeApi, case: Case, actor: Actor = INTAKE, **changes: Any) -> Answer:
    document = {"number": "123/SXD-QLHT", "date": "2026-08-03"}
    given = {"on_behalf_of": "so-xay-dung", "document": document, "text": TEXT, "evidence": [FILE]}
    return act(api, case, actor, "record_answer", **{**given, **changes})


def own_page(api: WholeApi, case: Case) -> Any:
    return api.send("GET", f"/v1/cases/{case.code}", token=api.token(CITIZEN)).body


@pytest.mark.parametrize("state", ["assigned", "in_progress", "pending_approval"])
def test_what_an_agency_has_signed_is_its_answer(api: WholeApi, state: str) -> None:
    """Without approval; page and timeline say for whom, and by which document."""
    case: Case = getattr(api.office, state)()
    answer = record(api, case)
    assert (answer.status, answer.body["state"], answer.body["proposal"]) == (200, "answered", None)
    page = own_page(api, case)
    assert page["answer"]["document"] == {"number": "123/SXD-QLHT", "date": "2026-08-03"}
    assert page["answer"]["on_behalf_of"]["id"] == "so-xay-dung"
    assert [file["id"] for file in page["answer"]["evidence"]] == [FILE]
    by = page["timeline"][-1]["by"]
    assert (by["role"], by["on_behalf_of"]["name"]) == ("intake", "Sở Xây dựng")
    standing = spells(api.office.find(case))[-1].standing
    assert (standing.status, standing.agency) == ("answered_on_time", "so-xay-dung")


def test_what_is_missing_is_said_field_by_field(api: WholeApi) -> None:
    """The lead agency, a document that exists, its file; nothing is half done."""
    case = api.office.in_progress()
    wrong = record(
        api, case, on_behalf_of="so-y-te", document={"number": "1", "date": "2026-08-04"}
    )
    assert wrong.faults == [
        ("/on_behalf_of", "not_the_lead"),
        ("/document/date", "document_in_future"),
    ]
    assert record(api, case, evidence=[]).faults == [("/evidence", "too_short")]
    assert record(api, case, evidence=[OTHER]).faults == [("/evidence/0", "unknown_upload")]
    assert record(api, case, document={"number": " "}).status == 422
    assert api.office.find(case) == case


def test_only_the_provinces_desk_records(api: WholeApi) -> None:
    """Not the agency's own, and nobody who handles the case."""
    case = api.office.in_progress()
    own_desk = Actor(Role.INTAKE, "i4", "so-xay-dung")
    for actor in (own_desk, OFFICER, LEADER):
        assert record(api, case, actor).code == "action_not_allowed"
    assert record(api, api.office.answered()).code == "illegal_transition"


def test_a_correction_keeps_what_stood_there(api: WholeApi) -> None:
    """The citizen sees that, when and why; what counts from the answer does not move."""
    case = api.office.answered()
    before = own_page(api, case)
    due, stood = api.office.store.next_at[case.code], spells(case)
    api.clock.advance(days=1)
    told = act(api, case, LEADER, "correct_answer", text=BETTER, reason="Nhầm ngày.")
    assert (told.status, told.body["state"]) == (200, "answered")
    page = own_page(api, case)
    assert page["answer"]["text"] == BETTER
    assert page["answer"]["answered_at"] == before["answer"]["answered_at"]
    assert page["answer"]["reason"] == page["timeline"][-1]["note"] == "Nhầm ngày."
    assert page["answer"]["corrected_at"] == page["updated_at"]
    assert [one["text"] for one in page["former_answers"]] == [before["answer"]["text"]]
    assert api.office.store.next_at[case.code] == due
    assert spells(api.office.find(case)) == stood
    again = act(
        api, case, LEADER, "correct_answer", text=TEXT, reason="Nhầm nữa.", evidence=[OTHER]
    )
    assert [one["text"] for one in again.body["former_answers"]] == [
        before["answer"]["text"],
        BETTER,
    ]
    assert [file["id"] for file in again.body["answer"]["evidence"]] == [OTHER]


def test_a_correction_does_not_open_another_rating(api: WholeApi) -> None:
    """Once per answer; also of one that its rating closed."""
    case = api.office.take(api.office.answered(), CITIZEN, commands.Rate(5))
    assert act(api, case, LEADER, "correct_answer", text=BETTER, reason="Nhầm.").status == 200
    page = own_page(api, case)
    assert (page["state"], page["rating"]["stars"]) == ("closed", 5)
    again = api.send("POST", f"/v1/cases/{case.code}/rating", {"stars": 1}, api.token(CITIZEN))
    assert again.code == "already_rated"


def test_only_the_leader_corrects_and_only_what_was_answered(api: WholeApi) -> None:
    """A draft is sent back instead."""
    case = api.office.answered()
    body = {"text": BETTER, "reason": "Nhầm."}
    assert act(api, case, OFFICER, "correct_answer", **body).code == "action_not_allowed"
    assert act(api, case, ELSEWHERE, "correct_answer", **body).code == "case_not_found"
    draft = api.office.pending_approval()
    assert act(api, draft, LEADER, "correct_answer", **body).code == "illegal_transition"


def test_the_answer_of_an_earlier_round_stays(api: WholeApi) -> None:
    """Reopened and answered again: the citizen has both."""
    case = api.office.take(api.office.answered(), CITIZEN, commands.Reopen("Lại hỏng rồi."))
    assert record(api, case).status == 200
    page = own_page(api, case)
    assert (page["answer"]["text"], len(page["former_answers"])) == (TEXT, 1)
