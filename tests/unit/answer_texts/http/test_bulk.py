"""One answer for many cases: each by itself, and nothing doubled."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.cases.domain.cases import Case
from chalicelib.cases.domain.commands import Assign, ProposeAnswer, Start, Withdraw
from chalicelib.kernel.actors import Actor
from tests.support.cases import CITIZEN, ELSEWHERE, INTAKE, LEADER, OFFICER
from tests.support.whole_api import WholeApi, whole_api

TEXT = "Phản ánh {code} đã được xử lý xong."


@pytest.fixture
def api() -> Iterator[WholeApi]:
    with whole_api() as api:
        yield api


def picked(*cases: Case) -> list[dict[str, Any]]:
    return [{"code": case.code, "version": case.version} for case in cases]


def send(api: WholeApi, what: str, actor: Actor, *cases: Case, **body: Any) -> Any:
    body = {"cases": picked(*cases), **body}
    return api.send("POST", f"/v1/officer/{what}", body, api.token(actor))


def propose(api: WholeApi, *cases: Case, actor: Actor = OFFICER, text: str = TEXT) -> list[Any]:
    answer = send(api, "answers", actor, *cases, text=text)
    assert answer.status == 200, answer.body
    return list(answer.body["results"])


def kept(api: WholeApi, case: Case) -> Case:
    found = api.office.store.find(case.code)
    assert found
    return found


def statuses(results: list[Any]) -> list[str]:
    return [result["status"] for result in results]


def foreign(api: WholeApi) -> Case:
    case = api.office.take(api.office.accepted(), INTAKE, Assign("so-y-te", "o3"))
    return api.office.take(case, ELSEWHERE, Start())


def test_each_case_gets_its_own_answer_and_line(api: WholeApi) -> None:
    """Filled in by each, and approved by one request."""
    cases = [api.office.in_progress() for _ in range(3)]
    assert statuses(propose(api, *cases)) == ["done"] * 3
    proposed = [kept(api, case) for case in cases]
    for case in proposed:
        assert case.proposal
        assert case.proposal.text == f"Phản ánh {case.code} đã được xử lý xong."
    approved = send(api, "approvals", LEADER, *proposed).body["results"]
    assert statuses(approved) == ["done"] * 3
    assert [kept(api, case).state for case in cases] == ["answered"] * 3
    assert [one["version"] for one in approved] == [kept(api, case).version for case in cases]


def test_what_cannot_be_answered_is_told_with_why(api: WholeApi) -> None:
    """Foreign, closed, changed, unknown and not begun: the others are answered."""
    good, changed = api.office.in_progress(), api.office.in_progress()
    now = api.office.take(changed, OFFICER, ProposeAnswer("Đã có câu trả lời khác."))
    gone = api.office.take(api.office.assigned(), CITIZEN, Withdraw())
    results = propose(api, foreign(api), changed, gone, api.office.assigned(), good)
    told = [(one["status"], (one["problem"] or {}).get("code")) for one in results]
    assert told == [
        ("refused", "case_not_found"),
        ("refused", "stale_version"),
        ("refused", "illegal_transition"),
        ("refused", "illegal_transition"),
        ("done", None),
    ]
    assert kept(api, now) == now


def test_evidence_that_a_category_demands_is_missed(api: WholeApi) -> None:
    """One file cannot belong to many cases."""
    case = api.office.in_progress(category="construction")
    [result] = propose(api, case)
    assert (result["status"], result["problem"]["errors"][0]["code"]) == (
        "refused",
        "evidence_required",
    )


def test_a_text_is_too_long_once_it_is_filled_in(api: WholeApi) -> None:
    """As the same text would be if it were sent for the case alone."""
    case = api.office.in_progress()
    [result] = propose(api, case, text="{category} " * 350)
    [fault] = result["problem"]["errors"]
    assert (result["status"], fault["pointer"], fault["code"]) == ("refused", "/text", "too_long")
    assert kept(api, case) == case


def test_a_repetition_doubles_nothing(api: WholeApi) -> None:
    """Stopped after the first case and sent again whole."""
    cases = [api.office.in_progress() for _ in range(2)]
    propose(api, cases[0])
    assert statuses(propose(api, *cases)) == ["repeated", "done"]
    assert statuses(propose(api, *cases)) == ["repeated", "repeated"]
    proposed = [kept(api, case) for case in cases]
    assert [case.version for case in proposed] == [case.version + 1 for case in cases]
    for _ in range(2):
        approved = send(api, "approvals", LEADER, *proposed).body["results"]
    assert statuses(approved) == ["repeated"] * 2


def test_another_text_is_no_repetition(api: WholeApi) -> None:
    """It would be lost: so it is refused as stale."""
    case = api.office.in_progress()
    propose(api, case)
    [result] = propose(api, case, text="Một câu trả lời khác hẳn.")
    assert result["problem"]["code"] == "stale_version"


def test_nobody_approves_their_own(api: WholeApi) -> None:
    """Nor what is not theirs to approve."""
    case = api.office.in_progress()
    propose(api, case)
    [result] = send(api, "approvals", OFFICER, kept(api, case)).body["results"]
    assert result["problem"]["code"] == "action_not_allowed"


def test_a_broken_case_takes_no_other_along(api: WholeApi, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is named; the next one is answered."""
    broken, good = api.office.in_progress(), api.office.in_progress()
    find = api.office.store.find

    def failing(code: str) -> Case | None:
        if code == broken.code:
            raise ValueError("unreadable")
        return find(code)

    monkeypatch.setattr(api.office.store, "find", failing)
    results = propose(api, broken, good)
    assert statuses(results) == ["refused", "done"]
    assert results[0]["problem"]["code"] == "internal"


@pytest.mark.parametrize(
    ("body", "pointer", "code"),
    [
        ({"text": "Gửi ông {name} của tổ 3"}, "/text", "unknown_text_field"),
        ({"cases": []}, "/cases", "too_short"),
        ({"cases": [{"code": "LC-260803-7K3QX", "version": 1}] * 2}, "/cases/1", "named_twice"),
        ({"cases": [{"code": "LC-260803-7K3QX", "version": 1}] * 51}, "/cases", "too_long"),
    ],
)
def test_wrong_requests_do_nothing(
    api: WholeApi, body: dict[str, Any], pointer: str, code: str
) -> None:
    """With the field named."""
    case = api.office.in_progress()
    answer = send(api, "answers", OFFICER, case, **{"text": TEXT, **body})
    assert answer.status == 422
    assert (answer.body["errors"][0]["pointer"], answer.body["errors"][0]["code"]) == (
        pointer,
        code,
    )
    assert kept(api, case) == case
