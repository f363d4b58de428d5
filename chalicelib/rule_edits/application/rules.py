"""Calendar, policies, routing rules, questions and words that insult are read and edited, each edit
a new version."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chalicelib.audit.domain.differences import differences
from chalicelib.audit.domain.events import AuditEvent
from chalicelib.audit.domain.kinds import AuditKind
from chalicelib.cases.application.cases import CaseDesk
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.errors import Fault, Forbidden, Invalid, NotFound, Stale
from chalicelib.kernel.versions import check_version
from chalicelib.rules.application.ports import Rulebook, ShippedRules
from chalicelib.rules.domain.agreement import disagreements
from chalicelib.rules.domain.channels import CaseChannel
from chalicelib.rules.domain.policies import Policy
from chalicelib.rules.domain.questions import CategoryQuestions, unknown_categories, with_first
from chalicelib.rules.domain.routing import RoutingRules
from chalicelib.rules.domain.routing_checks import RoutingNames, routing_faults
from chalicelib.rules.domain.rules import Edition, Rules, is_only_reminding, read_rules, written
from chalicelib.worktime.domain.public_holidays import PublicHolidays


@dataclass(frozen=True)
class RuleDesk:
    """What editing needs."""

    rulebook: Rulebook
    cases: CaseDesk
    holidays: PublicHolidays
    shipped: ShippedRules


@dataclass(frozen=True)
class PutRules:
    """A whole new document, by whom, and which version it was made from."""

    kind: Rules
    document: Mapping[str, Any]
    actor: Actor
    expected_version: int | None
    correlation_id: str = "-"


@dataclass(frozen=True)
class Draft:
    """A document that was found good: the version before, and what it would be."""

    before: Edition
    edition: Edition
    rules: Any
    """As the domain reads it: a calendar, a policy or routing rules."""


def editions(desk: RuleDesk, kind: Rules) -> Sequence[Edition]:
    """All versions, oldest first; raises NotFound before anything was loaded."""
    found = desk.rulebook.editions(kind)
    if kind in (Rules.QUESTIONS, Rules.ABUSE):
        return with_first(found, lambda: _first(desk, kind))
    if not found:
        raise NotFound("not_found")
    return found


def _first(desk: RuleDesk, kind: Rules) -> Edition:
    shipped = desk.shipped
    first = shipped.questions if kind is Rules.QUESTIONS else shipped.abuse_words
    return Edition(first.version, written(kind, first))


def check_rules(desk: RuleDesk, command: PutRules) -> Draft:
    """The next version, not yet written.

    Raises Invalid, Forbidden (a supervisor changed more of a policy than its reminders),
    VersionMissing, Stale.
    """
    before = editions(desk, command.kind)[-1]
    rules = read_rules(command.kind, command.document, before.version + 1, desk.holidays)
    if isinstance(rules, RoutingRules):
        _check_routing(desk.cases, rules)
    if isinstance(rules, Policy):
        _check_decided(desk.cases, rules)
    if isinstance(rules, CategoryQuestions):
        _check_questions(desk.cases, rules)
    if faults := disagreements(rules):
        raise Invalid(faults)
    document = written(command.kind, rules)
    if command.actor.role is not Role.ADMINISTRATOR and not (
        command.kind is Rules.POLICIES and is_only_reminding(before.document, document)
    ):
        raise Forbidden("only_reminders")
    check_version(command.expected_version, before.version)
    now = desk.cases.clock.now()
    return Draft(before, Edition(before.version + 1, document, now, command.actor.id), rules)


def put_rules(desk: RuleDesk, command: PutRules) -> Edition:
    """Write the next version. Raises as `check_rules` does."""
    draft = check_rules(desk, command)
    if not desk.rulebook.add(
        command.kind, draft.edition, _told(command, draft, desk.cases.clock.now())
    ):
        raise Stale("stale_version")
    return draft.edition


def _told(command: PutRules, draft: Draft, now: datetime) -> AuditEvent:
    """For the audit: by whom, and what stood there before and after."""
    before, after = draft.before, draft.edition
    what = {
        "rules": command.kind.value,
        "before": before.version,
        "after": after.version,
        "changes": differences(before.document, after.document),
    }
    return AuditEvent(AuditKind.RULES_EDITED, now, command.actor, command.correlation_id, what)


def _check_decided(desk: CaseDesk, policy: Policy) -> None:
    faults = [
        Fault(("suggestions", "decides", index, "category"), "unknown_category")
        for index, category in enumerate(policy.suggestions.decides)
        if desk.directory.category(category) is None
    ]
    faults += [
        Fault(("desk_categories", index), "unknown_category")
        for index, category in enumerate(policy.desk_categories or ())
        if desk.directory.category(category) is None
    ]
    if faults:
        raise Invalid(faults)


def _check_questions(desk: CaseDesk, questions: CategoryQuestions) -> None:
    codes = {category.code for category in desk.directory.categories()}
    if faults := unknown_categories(questions, codes):
        raise Invalid(faults)


def _check_routing(desk: CaseDesk, rules: RoutingRules) -> None:
    names = RoutingNames(
        categories=[category.code for category in desk.directory.categories()],
        communes=desk.gazetteer.communes(),
        channels=tuple(CaseChannel),
        agencies=[one.id for one in desk.directory.agencies() if not one.is_external],
    )
    if faults := routing_faults(rules, names):
        raise Invalid(faults)
