"""What functions want is there: actions, types, kinds, and whoever rules of messages tell."""

from __future__ import annotations

from chalicelib.audit.domain.events import OF_ACCOUNTS
from chalicelib.audit.domain.kinds import AuditKind
from chalicelib.campaign.domain.campaign_events import CAMPAIGN_EVENT
from chalicelib.cases.domain.workflow import Action
from chalicelib.function_forms import fed_by_letters
from chalicelib.functions import FUNCTIONS
from chalicelib.identity.domain.account_events import AccountEventType
from chalicelib.messages.domain.notification_rules import ACCOUNT_RULES
from tests.support.subscriptions import SUBSCRIPTIONS, queues_for

KNOWN = {
    "case_event/1": {one.value for one in Action},
    "account_event/1": {one.value for one in AccountEventType},
    "audit_event/1": {one.value for one in AuditKind},
    CAMPAIGN_EVENT: set[str](),
}


def test_nothing_is_wanted_that_there_is_not() -> None:
    """A name with a slip in it would feed nobody."""
    for _, fed in fed_by_letters(FUNCTIONS):
        for one in fed.wants:
            assert {*one.only, *one.but} <= KNOWN[one.schema], (fed.queue, one)
    assert {one.schema for one in SUBSCRIPTIONS.all} == set(KNOWN)


def test_every_event_is_somebodys() -> None:
    """Whatever a noun may tell."""
    for schema, kinds in KNOWN.items():
        for kind in kinds or {"counted"}:
            assert queues_for(schema, kind), kind


def test_whoever_a_rule_tells_of_an_account_is_told() -> None:
    """Each row of the table of messages is fed, by the schema under which its event travels."""
    for rule in ACCOUNT_RULES:
        schemas = [one for one in KNOWN if rule.event_type in KNOWN[one]]
        queue = "codes" if rule.is_code else "notifications"
        assert any(queue in queues_for(one, rule.event_type) for one in schemas), rule


def test_of_the_audits_own_nobody_is_told_without_a_rule() -> None:
    """No letter goes to the notifier in vain."""
    told = {rule.event_type for rule in ACCOUNT_RULES}
    for kind in AuditKind:
        if "notifications" in queues_for("audit_event/1", kind.value):
            assert kind.value in told, kind


def test_the_audit_hears_of_the_accounts_that_it_enters() -> None:
    """And of no codes."""
    heard = {one for one in AccountEventType if "audit" in queues_for("account_event/1", one)}
    assert heard == {one for one in AccountEventType if one.value in OF_ACCOUNTS}


def test_an_officer_who_was_chosen_by_hand_is_no_work_for_the_router() -> None:
    """Whatever else it wants it wants with an officer, too."""
    for action in Action:
        without = "assignment" in queues_for("case_event/1", action, officer=None)
        chosen = "assignment" in queues_for("case_event/1", action, officer="o1")
        assert (without != chosen) == (action is Action.ASSIGN)
