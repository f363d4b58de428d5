"""Who sees and does what, by role and scope, through the deployed API."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.cases.application.ports import CaseStore
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.ids import new_seed
from chalicelib.kernel.keys import Bearer, Tokens
from chalicelib.runtime.services import Services
from localstack.demo.client import Client, Problem
from localstack.demo.stack import RunningStack
from operations.places import LocalPlace
from operations.stacks import local_stack
from tests.support.cases import INTAKE, LEADER, OFFICER, SUPERVISOR, Office
from tests.support.roles import ACTIONS, OF_THE_PROVINCE

DESK = Actor(Role.INTAKE, "i4", "so-xay-dung")
WATCHING = Actor(Role.SUPERVISOR, "s5", "ubnd-02647")
ABROAD = Actor(Role.INTAKE, "i6", "ubnd-02683")
HOLDERS = (INTAKE, SUPERVISOR, OFFICER, LEADER, DESK)


@pytest.fixture(scope="module")
def product(stack: RunningStack, place: LocalPlace) -> Services:
    """The services of the deployed stack's functions."""
    assert stack
    return local_stack(place).adopt()


@pytest.fixture(scope="module")
def code(product: Services) -> str:
    """A case that lies in phường Lào Cai and that Sở Xây dựng works on."""
    office = Office(clock=product.get(Clock), store=product.get(CaseStore))  # type: ignore[arg-type]
    # Of a category whose agency the router only guesses: it would act at the same time.
    reporter = f"account-{new_seed()[:8]}"
    return office.in_progress(reporter=reporter, category="conduct").code


def client(stack: RunningStack, product: Services, actor: Actor) -> Client:
    now = product.get(Clock).now()
    token = product.get(Tokens).issue_access(Bearer(actor, "no-session"), now)
    return Client(stack.api_url, token.token)


def refusal(api: Client, code: str, action: str, given: dict[str, Any]) -> tuple[int, str]:
    with pytest.raises(Problem) as caught:
        api.post(f"/officer/cases/{code}/transitions", {"action": action, **given})
    return caught.value.status, caught.value.code


@pytest.mark.parametrize("actor", HOLDERS, ids=lambda one: f"{one.role}-{one.agency}")
def test_who_has_the_case_takes_the_actions_of_the_role(
    stack: RunningStack, product: Services, code: str, actor: Actor
) -> None:
    """The table's; what is another role's or scope's is said to be so."""
    api = client(stack, product, actor)
    assert api.get(f"/officer/cases/{code}").json()["code"] == code
    for action, (given, roles) in ACTIONS.items():
        expected = (428, "if_match_required")
        narrow = action in OF_THE_PROVINCE and not actor.province
        if narrow or actor.role not in roles:
            expected = (403, "action_not_allowed")
        assert refusal(api, code, action, given) == expected, action


@pytest.mark.parametrize("actor", [INTAKE, OFFICER, LEADER], ids=lambda one: str(one.role))
def test_what_the_state_does_not_allow_is_refused_with_what_it_does(
    stack: RunningStack, product: Services, code: str, actor: Actor
) -> None:
    """As the case page offers it; nothing has changed by asking."""
    api, refused = client(stack, product, actor), 0
    page = api.get(f"/officer/cases/{code}")
    offered = page.json()["allowed_actions"]
    for action, (given, roles) in ACTIONS.items():
        if action in offered or actor.role not in roles:
            continue
        body = {"action": action, **given}
        with pytest.raises(Problem) as caught:
            api.post(f"/officer/cases/{code}/transitions", body, version=page.etag)
        if caught.value.code == "illegal_transition":
            refused += 1
            assert caught.value.status == 409
            assert caught.value.members["allowed_actions"] == offered, action
    assert refused > 2
    assert api.get(f"/officer/cases/{code}").etag == page.etag


def test_who_watches_reads_and_who_is_elsewhere_finds_nothing(
    stack: RunningStack, product: Services, code: str
) -> None:
    """A commune's supervisor, and the desk of another commune."""
    watching, abroad = (client(stack, product, one) for one in (WATCHING, ABROAD))
    assert watching.get(f"/officer/cases/{code}").json()["allowed_actions"] == ["note"]
    for action, (given, _) in ACTIONS.items():
        if action != "note":
            assert refusal(watching, code, action, given) == (403, "action_not_allowed")
        assert refusal(abroad, code, action, given) == (404, "case_not_found")
    with pytest.raises(Problem) as caught:
        abroad.get(f"/officer/cases/{code}")
    assert caught.value.code == "case_not_found"


def test_a_communes_desk_has_a_queue_of_its_own(stack: RunningStack, product: Services) -> None:
    """What waits there and nothing else; the province's has it too."""
    office = Office(clock=product.get(Clock), store=product.get(CaseStore))  # type: ignore[arg-type]
    waiting = office.submit(category="other", commune="02683", reporter="account-waits").code

    def queue(actor: Actor) -> set[str]:
        pages = client(stack, product, actor).pages("/officer/inbox", queue="intake", limit=100)
        return {line["code"] for line in pages}

    here = Actor(Role.INTAKE, "i5", "ubnd-02647")
    assert waiting in queue(ABROAD) & queue(INTAKE)
    assert waiting not in queue(here)
