"""What an edit would do: exactly what it then does."""

from __future__ import annotations

from dataclasses import replace

from chalicelib.cases.application.assignment import route_case
from chalicelib.cases.domain import commands
from chalicelib.kernel.instants import wire
from chalicelib.messages.application.notifications import always
from chalicelib.rule_edits.application import previews
from chalicelib.rule_edits.application.previews import (
    ComingReminder,
    MovedCase,
    ReroutedCase,
    coming_reminders,
    moved_cases,
    rerouted,
    rerouted_cases,
)
from chalicelib.rule_edits.application.recomputation import keep_up
from chalicelib.rule_edits.domain.recomputation import SETTLING
from chalicelib.rules.domain.routing import RoutingRule
from chalicelib.rules.domain.rules import Rules, read_rules
from tests.support.calendars import HOLIDAYS
from tests.support.case_index import FakeCaseIndex
from tests.support.cases import INTAKE
from tests.support.category_models import FakeCategoryModels
from tests.support.directory import make_policy
from tests.support.entering import EntryOffice
from tests.support.rules import EditedOffice


def with_day_off(office: EditedOffice, day: str):
    """The next version of the calendar, not written."""
    document = office.rulebook.editions(Rules.CALENDAR)[-1].document
    override = {"day": day, "kind": "off", "source": "Công văn thử"}
    edited = {**document, "overrides": [*document["overrides"], override]}
    return read_rules(Rules.CALENDAR, edited, document["version"] + 1, HOLIDAYS)


def test_the_cases_that_a_calendar_would_move_are_those_that_it_moves() -> None:
    """Old and new due time of each, page by page; nothing is written."""
    office = EditedOffice()
    keep_up(office.recomputation_desk, "tick", always)
    for _ in range(3):
        office.in_progress()
    office.answered()
    unmoved = office.submit()
    health = office.take(office.accepted(), INTAKE, commands.Assign("so-y-te", "o3"))
    before = dict(office.store.cases)
    items, position, examined = [], None, 0
    while True:
        page = moved_cases(office.desk, with_day_off(office, "2026-08-05"), 2, position)
        items += page.items
        examined += page.examined
        position = page.position
        if position is None:
            break
    assert office.store.cases == before
    assert examined == 5
    assert {item.code for item in items} == {
        code for code, case in before.items() if case.is_open and code != unmoved.code
    }
    office.day_off("2026-08-05")
    keep_up(office.recomputation_desk, "tick", always)
    office.clock.advance(seconds=SETTLING.total_seconds())
    keep_up(office.recomputation_desk, "tick", always)
    for item in items:
        assert isinstance(item, MovedCase)
        clock, old = office.store.cases[item.code].clock, before[item.code].clock
        assert clock
        assert old
        assert (item.before, item.after, item.overdue) == (old.due_at, clock.due_at, False)
    assert health.code in {item.code for item in items}


def test_the_coming_week_shows_what_stays_what_is_new_and_what_is_gone() -> None:
    """Of one case in work since Monday morning and due on Thursday at closing."""
    office = EditedOffice()
    case = office.in_progress()
    policy = make_policy(
        reminders=[
            {"id": "half", "anchor": "share", "to": "officer", "percent": 50},
            {"id": "quarter", "anchor": "share", "to": "officer", "percent": 25},
            {"id": "leader", "anchor": "due", "to": "leader", "escalates": True},
        ]
    )
    page = coming_reminders(office.desk, policy, 10, None)
    lines = [
        (wire(item.at)[:16], item.reminder, item.to, item.change)
        for item in page.items
        if isinstance(item, ComingReminder) and item.at < case.clock.due_at  # type: ignore[union-attr]
    ]
    assert lines == [
        ("2026-08-04T07:56", "quarter", "officer", "new"),
        ("2026-08-05T07:47", "half", "officer", "same"),
        ("2026-08-06T09:07", "four_fifths", "officer", "gone"),
    ]
    late = {(item.reminder, item.change) for item in page.items if item.at >= case.clock.due_at}  # type: ignore[union-attr]
    assert late == {
        ("deadline", "gone"),
        ("leader", "same"),
        ("supervisor", "gone"),
        ("overdue_morning", "gone"),
    }
    mornings = [i.at for i in page.items if i.reminder == "overdue_morning"]  # type: ignore[union-attr]
    assert [wire(at)[:16] for at in mornings] == ["2026-08-07T07:30", "2026-08-10T07:30"]
    assert (page.examined, page.position) == (1, None)


def test_the_preview_of_reminders_changes_nothing() -> None:
    """Looking ahead a week leaves the case where it is."""
    office = EditedOffice()
    case = office.in_progress()
    coming_reminders(office.desk, make_policy(reminders=[]), 10, None)
    assert office.find(case) == case


def test_routing_shows_every_category_and_commune_that_goes_another_way() -> None:
    """A rule that takes lighting in wards away from the committees; the others stay."""
    office = EditedOffice()
    before = office.directory.routing_rules()
    first = replace(
        before.rules[-1],
        id="lights",
        categories=("lighting_water",),
        commune_kinds=("phuong",),
        agency="so-xay-dung",
    )
    after = replace(before, rules=(first, *before.rules))
    found = rerouted(office.desk, before, after)
    wards = {one.code for one in office.desk.gazetteer.communes() if one.kind == "phuong"}
    assert {one.commune for one in found} == wards
    assert {one.category for one in found} == {"lighting_water"}
    assert len(found) == len(wards) * 4
    assert {(one.before.agency, one.after.agency) for one in found if one.before and one.after} == {
        (f"ubnd-{ward}", "so-xay-dung") for ward in wards
    }


def test_a_rule_that_is_no_longer_sure_shows_as_well() -> None:
    """The agency is the same, but the case would wait at the intake desk."""
    office = EditedOffice()
    before = office.directory.routing_rules()
    rules = tuple(
        replace(rule, sure=False) if rule.id == "roads" else rule for rule in before.rules
    )
    found = rerouted(office.desk, before, replace(before, rules=rules))
    assert {one.category for one in found} == {"roads"}
    assert rerouted(office.desk, before, before) == []


def test_a_case_of_which_nothing_can_be_said_is_named_and_the_preview_comes() -> None:
    """The first and the middle one of five: calendar and reminders alike."""
    office = EditedOffice()
    cases = [office.in_progress() for _ in range(5)]
    broken = (cases[0].code, cases[2].code)
    office.store.unreadable = set(broken)
    good = {case.code for case in cases} - set(broken)
    moved = moved_cases(office.desk, with_day_off(office, "2026-08-05"), 10, None)
    coming = coming_reminders(office.desk, office.directory.policy(), 10, None)
    for page in (moved, coming):
        assert page.examined == 5
        assert set(page.failed) == set(broken)
        assert {item.code for item in page.items} == good


def test_new_rules_are_tried_on_the_cases_that_came_last(monkeypatch) -> None:
    """Closed ones too, by their texts; page by page, up to a number, in so many reads."""
    monkeypatch.setattr(previews, "LAST_CASES", 7)
    office = EditedOffice()
    index = FakeCaseIndex(office.store)
    texts = ["Cột điện sắp đổ, rất nguy hiểm", "Ổ gà sâu trước cổng trường"]
    cases = []
    for number in range(9):
        office.clock.advance(minutes=1)
        make = office.answered if number % 3 else office.submit
        cases.append(make(description=texts[number % 2]))
    office.store.unreadable = {cases[5].code}
    before = office.directory.routing_rules()
    poles = RoutingRule("poles", "so-y-te", True, key_words=("cột điện",), coordinating=("so-nv",))
    after = replace(before, rules=(poles, *before.rules))
    found: list[ReroutedCase] = []
    position, examined, failed = None, 0, ()
    for _ in range(3):
        page = rerouted_cases(office.desk, index, (before, after), 3, position)
        found += page.items  # type: ignore[arg-type]
        examined, failed = examined + page.examined, failed + page.failed
        position = page.position
    assert position is None
    assert (examined, failed) == (7, (cases[5].code,))
    assert [one.code for one in found] == [case.code for case in cases[8:1:-2]]
    ways = {(one.before.agency, one.after.agency) for one in found if one.before and one.after}
    assert ways == {("so-xay-dung", "so-y-te")}
    assert (index.queries, index.batches) == (3, 3)


def test_rules_that_say_the_same_move_no_case() -> None:
    """Under whatever id."""
    office = EditedOffice()
    office.submit()
    before = office.directory.routing_rules()
    after = replace(before, rules=tuple(replace(one, id=f"{one.id}-2") for one in before.rules))
    page = rerouted_cases(office.desk, FakeCaseIndex(office.store), (before, after), 10, None)
    assert (page.items, page.examined, page.more) == ((), 1, False)


def test_new_rules_move_no_case_that_is_addressed_to_an_agency() -> None:
    """Whoever entered it said whose it is: no rule is asked about it, before or after."""
    entry = EntryOffice(EditedOffice())
    office = entry.office
    case = entry.enter(by=INTAKE, addressed_to="so-xay-dung")
    before = office.directory.routing_rules()
    after = replace(before, rules=(RoutingRule("all", "so-y-te", True), *before.rules))
    page = rerouted_cases(office.desk, FakeCaseIndex(office.store), (before, after), 10, None)
    assert (page.items, page.examined) == ((), 1)
    office.directory.put_routing_rules(replace(after, version=before.version + 1))
    accepted = office.take(case, INTAKE, commands.Accept())
    routed = route_case(office.desk, FakeCategoryModels(), accepted.code, "test")
    assert routed
    assert routed.agency == "so-xay-dung"
