"""Who forged urgency is not believed the next time; who was wrong in another way is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest

from chalicelib.cases.application.assignment import route_case
from chalicelib.cases.application.forged_urgency import judge_urgency
from chalicelib.cases.domain import commands
from chalicelib.kernel.actors import Actor
from chalicelib.rules.domain.rules import Rules
from chalicelib.rules.domain.urgencies import Urgency
from chalicelib.runtime.services import use
from tests.support.api import Answer
from tests.support.cases import CITIZEN, INTAKE, STRANGER
from tests.support.category_models import NO_MODELS
from tests.support.good_bodies import CASE
from tests.support.limits import FakeLimiter
from tests.support.whole_api import WholeApi

URGENT = {**CASE, "urgent": True}
ABUSIVE = commands.Reject("abusive", "Không phải phản ánh.")
ORDINARY = commands.Accept(urgency=Urgency.ORDINARY)


@pytest.fixture
def api() -> Iterator[WholeApi]:
    api = WholeApi()
    api.office.limiter = FakeLimiter()
    use(api.services())
    yield api
    use(None)


def submit(api: WholeApi, body: Any = URGENT, actor: Actor = CITIZEN) -> Answer:
    return api.send("POST", "/v1/cases", body, api.token(actor), Idempotency_Key=str(uuid4()))


def judged(api: WholeApi, actor: Actor, command: commands.Command) -> None:
    """One urgent case that ends so, and what the worker then makes of it, however often."""
    case = api.office.take(api.office.submit(urgent=True), actor, command)
    for _ in range(3):
        judge_urgency(api.office.desk, case)


WITHDRAWN = (CITIZEN, commands.Withdraw("Gửi thử"))


@pytest.mark.parametrize(
    ("actor", "command"),
    [WITHDRAWN, (INTAKE, ABUSIVE), (INTAKE, ORDINARY)],
    ids=["withdrawn", "rejected", "lowered"],
)
def test_the_next_urgent_case_is_taken_in_as_ordinary(
    api: WholeApi, actor: Actor, command: commands.Command
) -> None:
    """The answer says so, and whom to call; somebody else's is urgent."""
    judged(api, actor, command)
    answer = submit(api)
    assert (answer.status, answer.body["urgency"]) == (201, "ordinary")
    lowered = answer.body["urgency_lowered"]
    assert lowered["asked"] == "urgent"
    assert all(number in lowered["text"] for number in ("113", "114", "115"))
    other = submit(api, actor=STRANGER)
    assert (other.body["urgency"], other.body["urgency_lowered"]) == ("urgent", None)


@pytest.mark.parametrize(
    ("actor", "command"),
    [
        (INTAKE, commands.Reject("unclear", "Không rõ nội dung.")),
        (INTAKE, commands.Redirect("complaint", "Gửi Ban Tiếp công dân.")),
        (INTAKE, commands.Accept()),
        (INTAKE, commands.RequestInfo("Ở đâu?")),
    ],
    ids=["unclear", "redirected", "accepted", "asked"],
)
def test_what_says_nothing_against_the_citizen_changes_nothing(
    api: WholeApi, actor: Actor, command: commands.Command
) -> None:
    """Whoever is in danger may write badly, or to the wrong place."""
    judged(api, actor, command)
    assert submit(api).body["urgency"] == "urgent"


def test_what_the_desk_took_in_as_urgent_may_be_withdrawn(api: WholeApi) -> None:
    """The tree was removed: it had lain there."""
    case = api.office.accepted(urgent=True)
    judge_urgency(api.office.desk, api.office.take(case, *WITHDRAWN))
    assert submit(api).body["urgency"] == "urgent"


def test_a_withdrawn_case_that_was_not_urgent_changes_nothing(api: WholeApi) -> None:
    """Nor does one that was lowered already, so that a month is a month."""
    judge_urgency(api.office.desk, api.office.take(api.office.submit(), *WITHDRAWN))
    assert submit(api).body["urgency"] == "urgent"
    judged(api, *WITHDRAWN)
    api.clock.advance(days=29)
    case = api.office.store.cases[submit(api).body["code"]]
    judge_urgency(api.office.desk, api.office.take(case, *WITHDRAWN))
    api.clock.advance(days=1)
    assert submit(api).body["urgency"] == "urgent"


def test_it_is_forgotten_in_the_time_that_the_policy_says(api: WholeApi) -> None:
    """Thirty days, unless the policy says otherwise."""
    judged(api, *WITHDRAWN)
    api.clock.advance(days=29, hours=23)
    assert submit(api).body["urgency"] == "ordinary"
    api.office.edit(Rules.POLICIES, usage_limits={"forged_urgency_days": 2})
    assert submit(api).body["urgency"] == "urgent"


def test_the_policy_may_let_some_pass(api: WholeApi) -> None:
    """Two within the period, here; two that lie farther apart are one and one."""
    limits = {"forged_urgency_cases": 2, "forged_urgency_days": 10}
    api.office.edit(Rules.POLICIES, usage_limits=limits)
    judged(api, *WITHDRAWN)
    assert submit(api).body["urgency"] == "urgent"
    api.clock.advance(days=11)
    judged(api, *WITHDRAWN)
    assert submit(api).body["urgency"] == "urgent"
    judged(api, *WITHDRAWN)
    assert submit(api).body["urgency"] == "ordinary"


def test_the_intake_desk_sees_what_was_asked_for_and_may_raise_it(api: WholeApi) -> None:
    """In its list and on the page; no rule takes the case in before it has looked."""
    judged(api, *WITHDRAWN)
    code = submit(api).body["code"]
    routed = route_case(api.office.desk, NO_MODELS, code, "test")
    assert routed is not None
    assert routed.state == "received"
    desk = api.token(INTAKE)
    inbox = api.send("GET", "/v1/officer/inbox?queue=intake", token=desk)
    lines = {line["code"]: line["urgency_asked"] for line in inbox.body["items"]}
    assert lines[code] == "urgent"
    page = api.send("GET", f"/v1/officer/cases/{code}", token=desk).body
    assert page["urgency_lowered"]["asked"] == "urgent"
    raised = api.office.take(routed, INTAKE, commands.Accept(urgency=Urgency.URGENT))
    assert raised.urgency == Urgency.URGENT


def test_lowered_cases_count_with_the_ordinary_ones(api: WholeApi) -> None:
    """So that nobody has two allowances for them; the refusal says which is used up."""
    api.office.edit(Rules.POLICIES, usage_limits={"cases_per_day": 1, "urgent_cases_per_day": 1})
    judged(api, *WITHDRAWN)
    assert [submit(api).status for _ in range(2)] == [201, 429]
    assert submit(api).code == "too_many_cases"


def test_a_repeated_request_has_the_case_that_it_made(api: WholeApi) -> None:
    """Also when its sender was judged in between."""
    first = api.office.submit(urgent=True, seed="same")
    judged(api, *WITHDRAWN)
    assert api.office.submit(urgent=True, seed="same") == first
