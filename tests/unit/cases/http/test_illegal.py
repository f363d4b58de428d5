"""What a case does not allow now is refused with what it does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest

from tests.support.cases import CITIZEN, INTAKE, LEADER, OFFICER, SUPERVISOR
from tests.support.roles import ACTIONS
from tests.support.whole_api import WholeApi, whole_api

STATES = ("submit", "accepted", "assigned", "in_progress", "pending_approval", "answered")


@pytest.fixture
def api() -> Iterator[WholeApi]:
    with whole_api() as whole:
        yield whole


def test_a_refusal_says_what_may_be_done_instead(api: WholeApi) -> None:
    """Of every action of the office in every state: the same as the page offers, in its order."""
    refused, wrong = Counter[str](), []
    for state in STATES:
        case = getattr(api.office, state)()
        path = f"/v1/officer/cases/{case.code}"
        for actor in (INTAKE, OFFICER, LEADER, SUPERVISOR):
            page = api.send("GET", path, token=api.token(actor))
            if page.status != 200:
                continue
            offered = page.body["allowed_actions"]
            for action, (given, roles) in ACTIONS.items():
                if action in offered or actor.role not in roles:
                    continue
                body = {"action": action, **given}
                tag = f'"{case.version}"'
                answer = api.send(
                    "POST", f"{path}/transitions", body, api.token(actor), If_Match=tag
                )
                if answer.code == "illegal_transition":
                    refused[state] += 1
                    told = (answer.status, answer.body.get("allowed_actions"))
                    if told != (409, offered):
                        wrong.append((state, actor.role, action, told))
    assert wrong == []
    assert min(refused[state] for state in STATES) > 5


def test_a_citizen_is_told_so_too(api: WholeApi) -> None:
    """Who withdraws what is answered may rate it."""
    case = api.office.answered()
    path = f"/v1/cases/{case.code}/withdraw"
    answer = api.send("POST", path, {}, api.token(CITIZEN))
    assert (answer.status, answer.code) == (409, "illegal_transition")
    assert "rate" in answer.body["allowed_actions"]
    assert "withdraw" not in answer.body["allowed_actions"]
