"""Which event goes to which queue: the relay's only rule."""

from __future__ import annotations

from enum import StrEnum

from chalicelib.audit.domain.events import OF_ACCOUNTS
from chalicelib.audit.domain.kinds import AuditKind
from chalicelib.cases.domain.workflow import Action
from chalicelib.identity.domain.account_events import AccountEventType
from chalicelib.messages.domain.notification_rules import CODES_ASKED_FOR, TOLD_OF_THE_AUDIT


class QueueName(StrEnum):
    """The queues that the relay feeds, in the order in which a batch is sent on."""

    CODES = "codes"
    ASSIGNMENT = "assignment"
    NOTIFICATIONS = "notifications"
    AUDIT = "audit"
    SEARCH = "search"
    CAMPAIGN = "campaign"
    FIGURES = "figures"
    IMPORTS = "imports"


_COUNTED_ALONE = frozenset({AccountEventType.ACCOUNT_MOVED, AccountEventType.ACCOUNT_ACTIVE})
"""What happens to accounts and is the campaign's to count, and nobody else's to hear of."""
_COUNTED_TOO = frozenset({AccountEventType.ACCOUNT_CREATED, AccountEventType.PERSONAL_ID_YIELDED})
"""Likewise, beside others: lists know a person by the number that is theirs no more."""
_ASSIGNMENT = frozenset(
    {
        Action.SUBMIT,
        Action.ACCEPT,
        Action.ASSIGN,
        Action.REOPEN,
        Action.SUPPLEMENT,
        Action.MARK_DUPLICATE,
        Action.REJECT,
        Action.GIVE_UP_WAITING,
        Action.REDIRECT,
        Action.WITHDRAW,
    }
)
"""After the first five the router may have something to do: accept, choose an agency or an officer,
unless somebody assigned the case to an officer. After the others a case can have no duplicates:
what it has goes on to its parent or comes back."""


_UNSEEN_BY_SEARCH = frozenset(
    {
        Action.REQUEST_EXTENSION,
        Action.DECIDE_EXTENSION,
        Action.SNOOZE,
        Action.ACKNOWLEDGE,
        Action.REMIND,
        Action.BECOME_OVERDUE,
        Action.ESCALATE,
        Action.CLOCK_RUNS_ON,
        Action.RECOMPUTE,
        Action.RATE,
        Action.NOTE,
        Action.COMMENT,
        Action.ASK_PART,
        Action.ASSIGN_PART,
        Action.ANSWER_PART,
        Action.REMIND_PART,
        Action.PUBLISH,
        Action.SET_VISIBILITY,
        Action.DISPUTE,
        Action.ANSWER_DISPUTE,
        Action.REINSPECT,
        Action.REFER,
        Action.REVOKE_REFERRAL,
        Action.REPLY_TO_REFERRAL,
    }
)
"""Neither what the case is nor its words are others afterwards."""


def queues_for(
    schema: str, event_type: str, *, counts: bool = True, has_officer: bool = False
) -> tuple[QueueName, ...]:
    """The queues that want this event; `event_type` is its action or type.

    The figures are told of nothing that leaves every round as it stands (not `counts`).

    Raises ValueError for a schema or an action that is not known.
    """
    if schema == "audit_event/1":
        told = (QueueName.NOTIFICATIONS,) if event_type in TOLD_OF_THE_AUDIT else ()
        begins = (QueueName.IMPORTS,) if event_type == AuditKind.LIST_SENT else ()
        counted = (QueueName.CAMPAIGN,) if event_type == AuditKind.LIST_IMPORTED else ()
        return (*told, QueueName.AUDIT, *begins, *counted)
    if schema == "account_event/1":
        if event_type in CODES_ASKED_FOR:
            return (QueueName.CODES,)
        if event_type in _COUNTED_ALONE:
            return (QueueName.CAMPAIGN,)
        audited = (QueueName.AUDIT,) if event_type in OF_ACCOUNTS else ()
        counted = (QueueName.CAMPAIGN,) if event_type in _COUNTED_TOO else ()
        return (QueueName.NOTIFICATIONS, *audited, *counted)
    if schema == "campaign_event/1":
        return (QueueName.CAMPAIGN,)
    if schema != "case_event/1":
        raise ValueError(schema)
    action = Action(event_type)
    wanted = []
    if action in _ASSIGNMENT and not (action is Action.ASSIGN and has_officer):
        wanted.append(QueueName.ASSIGNMENT)
    wanted += [QueueName.NOTIFICATIONS, QueueName.AUDIT]
    if action not in _UNSEEN_BY_SEARCH:
        wanted.append(QueueName.SEARCH)
    if counts:
        wanted.append(QueueName.FIGURES)
    return tuple(wanted)
