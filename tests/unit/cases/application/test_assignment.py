"""The router: accepts and assigns what is sure, whatever comes twice, late or together."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bench.texts import made_up
from chalicelib.agencies.domain.agencies import Absence
from chalicelib.cases.application.assignment import route_case
from chalicelib.cases.domain import commands
from chalicelib.cases.domain.cases import Case
from chalicelib.cases.domain.workflow import Action, State
from chalicelib.kernel.actors import ROUTER
from chalicelib.rules.application.ports import CategoryModels
from chalicelib.rules.domain.category_training import train
from chalicelib.rules.domain.routing import RoutingRule
from chalicelib.rules.domain.suggestions import SuggestionPolicy
from chalicelib.rules.domain.urgencies import Urgency
from tests.support.cases import CITIZEN, INTAKE, LEADER, OFFICER, Office, change_policy
from tests.support.category_models import NO_MODELS, FakeCategoryModels
from tests.support.directory import put_officer

AWAY = (Absence(date(2026, 8, 1), date(2026, 8, 10)),)


@pytest.fixture
def office() -> Office:
    return Office()


def run(office: Office, case: Case, models: CategoryModels = NO_MODELS) -> Case:
    """The router, woken by any event of the case."""
    routed = route_case(office.desk, models, case.code, "test")
    assert routed == office.find(case)
    return routed


def put(office: Office, id: str, **changes: object) -> None:
    officer = office.directory.officer(id)
    assert officer
    put_officer(office.directory, replace(officer, **changes))  # type: ignore[arg-type]


def actions(case: Case) -> list[Action]:
    return [entry.action for entry in case.timeline]


def test_a_sure_rule_takes_a_case_to_an_officer(office: Office) -> None:
    """Accepted and assigned by the router, with its two lines."""
    case = run(office, office.submit())
    assert actions(case) == [Action.SUBMIT, Action.ACCEPT, Action.ASSIGN]
    assert (case.agency, case.officer in ("o1", "o2")) == ("so-xay-dung", True)
    assert {entry.actor for entry in case.timeline[1:]} == {ROUTER}


def test_a_rule_names_who_takes_part(office: Office) -> None:
    """By a key word: the co-ordinating agencies come with the assignment, and the longer limit."""
    rules = office.directory.routing_rules()
    first = RoutingRule(
        "bridges", "so-xay-dung", True, key_words=("cầu treo",), coordinating=("ubnd-{commune}",)
    )
    office.directory.put_routing_rules(replace(rules, version=2, rules=(first, *rules.rules)))
    case = run(office, office.submit(category="land", description="Cầu treo bị đứt cáp, nguy hiểm"))
    assert (case.agency, case.coordinating) == ("so-xay-dung", ("ubnd-02647",))
    assert (case.urgency, case.timeline[-1].actor) == (Urgency.COMPLEX, ROUTER)
    other = run(office, office.submit(category="land", description="Cầu tre bị đứt dây, nguy hiểm"))
    assert (other.agency, other.coordinating) == ("ubnd-02647", ())


@pytest.mark.parametrize(
    ("lead", "named", "coordinating"),
    [
        ("ubnd-{commune}", ("ubnd-02647", "so-y-te"), ("so-y-te",)),
        ("ubnd-02647", ("ubnd-{commune}",), ()),
        ("so-xay-dung", ("ubnd-02647", "ubnd-{commune}"), ("ubnd-02647",)),
    ],
)
def test_an_agency_takes_part_once_whatever_a_rule_calls_it(
    office: Office, lead: str, named: tuple[str, ...], coordinating: tuple[str, ...]
) -> None:
    """In one commune the committee is the one that is named besides: it leads or has one part."""
    rules = office.directory.routing_rules()
    first = RoutingRule("first", lead, True, ("roads",), coordinating=named)
    office.directory.put_routing_rules(replace(rules, version=2, rules=(first, *rules.rules)))
    case = run(office, office.submit())
    assert (case.state, case.coordinating) == (State.ASSIGNED, coordinating)
    assert tuple(part.agency for part in case.parts) == coordinating


def test_loads_are_counted_once_in_half_a_minute(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A rush of cases goes round evenly all the same; then what others did is seen."""
    counted: list[str] = []
    count, desk = office.store.count_open, office.desk
    monkeypatch.setattr(office.store, "count_open", lambda id: (counted.append(id), count(id))[1])

    def chosen(cases: int) -> Counter[str | None]:
        routed = (route_case(desk, NO_MODELS, office.submit().code, "test") for _ in range(cases))
        return Counter(case.officer for case in routed if case)

    assert (chosen(10), sorted(counted)) == ({"o1": 5, "o2": 5}, ["o1", "o2"])
    for _ in range(4):
        accepted = office.take(office.submit(), INTAKE, commands.Accept())
        office.take(accepted, INTAKE, commands.Assign("so-xay-dung", "o1"))
    office.clock.advance(seconds=30)
    assert (chosen(4), sorted(counted)) == ({"o2": 4}, ["o1", "o1", "o2", "o2"])


RUBBISH = "Bãi rác tự phát bốc mùi hôi thối ở đầu thôn 2, ruồi nhặng bu đầy."


def learned() -> FakeCategoryModels:
    models = FakeCategoryModels()
    model = train(list(made_up(600, 1)), 1, datetime(2026, 8, 1, tzinfo=UTC), 70)
    assert model
    models.put(model)
    return models


@pytest.mark.parametrize(
    ("decides", "category"),
    [({}, "conduct"), ({"land": 1}, "conduct"), ({"sanitation": 60}, "sanitation")],
)
def test_a_suggestion_decides_only_where_the_policy_says_so(office, decides, category) -> None:
    """For that category; it is then taken in as such, with its urgency, and goes its way."""
    change_policy(office, suggestions=SuggestionPolicy(70, decides))
    case = run(office, office.submit(category="conduct", description=RUBBISH), learned())
    assert case.category == category
    if decides.get(category):
        assert (case.state, case.agency) == (State.ASSIGNED, "ubnd-02647")
        assert case.urgency == Urgency.ON_THE_SPOT
    else:
        assert case.state is State.RECEIVED


def test_what_is_less_certain_than_the_policy_asks_is_left_to_people(office: Office) -> None:
    """And so is danger to life, however certain."""
    change_policy(office, suggestions=SuggestionPolicy(70, {"sanitation": 100}))
    vague = office.submit(category="conduct", description="Chuyện rác, mong các bác xem giúp cho")
    assert run(office, vague, learned()) == vague
    change_policy(office, suggestions=SuggestionPolicy(70, {"sanitation": 1}))
    urgent = office.submit(category="conduct", description=RUBBISH, urgent=True)
    assert run(office, urgent, learned()) == urgent


def test_a_second_and_third_event_find_nothing_to_do(office: Office) -> None:
    """Delivered again, the same event changes nothing."""
    case = run(office, office.submit())
    assert run(office, case) == case
    assert run(office, case) == case


@pytest.mark.parametrize("changes", [{"category": "conduct"}, {"urgent": True}])
def test_what_is_not_sure_waits_at_the_intake_desk(office: Office, changes) -> None:
    """Also danger to life: a person looks at it first."""
    case = office.submit(**changes)
    assert run(office, case) == case


def test_who_is_away_gets_no_new_case(office: Office) -> None:
    """All go to the colleague."""
    put(office, "o1", absences=AWAY)
    assert {run(office, office.submit()).officer for _ in range(6)} == {"o2"}


def test_without_an_officer_the_leader_gets_it_and_without_a_leader_nobody(office: Office) -> None:
    """Then it waits in the agency, without an officer, until somebody is there."""
    put(office, "o1", active=False)
    put(office, "o2", absences=AWAY)
    assert run(office, office.submit()).officer == "l1"
    put(office, "l1", absences=AWAY)
    waiting = office.take(office.accepted(), INTAKE, commands.Assign("so-xay-dung"))
    assert run(office, waiting) == waiting
    assert (waiting.state, waiting.officer) == (State.ASSIGNED, None)
    put(office, "o2", absences=())
    assert run(office, waiting).officer == "o2"


def test_a_reopened_case_goes_back_to_its_officer(office: Office) -> None:
    """Who knows it, though the colleague has less to do."""
    for _ in range(3):
        office.in_progress()
    case = office.take(office.answered(), CITIZEN, commands.Reopen("Lại hỏng."))
    assert run(office, case).officer == "o1"


def test_a_reopened_case_of_who_is_away_goes_to_the_stand_in(office: Office) -> None:
    """With a line that says who has it now; without a stand-in to whoever has the least."""
    case = office.answered()
    put(office, "o1", absences=(replace(AWAY[0], stand_in="o2"),))
    reopened = office.take(case, CITIZEN, commands.Reopen("Lại hỏng."))
    routed = run(office, reopened)
    assert routed.officer == "o2"
    assert routed.timeline[-1].facts["handed_over"] is False


def test_who_was_named_by_hand_keeps_the_case_while_away(office: Office) -> None:
    """People know why they name somebody."""
    put(office, "o1", absences=AWAY)
    case = office.assigned()
    assert run(office, case) == case


def test_an_officer_who_left_between_choice_and_work_is_replaced(office: Office) -> None:
    """The event of the assignment comes when the officer is no longer active."""
    case = run(office, office.submit())
    assert case.officer
    put(office, case.officer, active=False)
    assert run(office, case).officer not in (None, case.officer)


def test_a_returned_case_is_left_to_people(office: Office) -> None:
    """The router would only send it back where it came from."""
    case = office.take(office.assigned(), OFFICER, commands.Return("Không phải việc của Sở."))
    assert run(office, case) == case


def test_somebody_else_in_between_is_not_overwritten(office: Office) -> None:
    """A person acts between the router's reading and writing: the router looks again."""
    case = office.submit()
    save, first = office.store.save, iter([True])

    def slow(changed: Case, before: Case, *rest: object) -> bool:
        if next(first, False):
            office.store.save = save  # type: ignore[method-assign]
            office.take(case, CITIZEN, commands.Withdraw())
        return save(changed, before, *rest)  # type: ignore[arg-type]

    office.store.save = slow  # type: ignore[method-assign]
    assert actions(run(office, case)) == [Action.SUBMIT, Action.WITHDRAW]


@pytest.mark.parametrize(
    ("returns", "asked", "binding"),
    [(0, False, False), (0, True, True), (1, False, False), (2, False, True), (3, False, True)],
)
def test_the_assignment_after_the_second_return_is_binding(office, returns, asked, binding) -> None:
    """Asked or not; before it only when asked."""
    case = office.accepted()
    case = replace(case, returns=returns, version=case.version)
    office.store.cases[case.code] = case
    assigned = office.take(case, INTAKE, commands.Assign("so-xay-dung", "o1", binding=asked))
    assert assigned.binding is binding


def test_a_new_officer_of_the_same_agency_changes_no_binding(office: Office) -> None:
    """The leader passes a binding case on within the agency: it stays binding."""
    case = office.take(
        office.accepted(), INTAKE, commands.Assign("so-xay-dung", "o1", binding=True)
    )
    passed = office.take(case, LEADER, commands.Assign("so-xay-dung", "o2"))
    assert passed.binding
