"""Which events the functions want (`functions.py`): what feeds each of them, by schema and type.

Pure data: the relay gets it as the setting `EVENTS_WANTED`. It is held against the actions, kinds
and rules of messages that there are by `tests/unit/infra/test_wanted_events.py`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class WantedEvents:
    """Events of one schema that a queue wants. Of a case's event its action is its type."""

    schema: str
    only: tuple[str, ...] = ()
    """Of these types; empty: of all."""
    but: tuple[str, ...] = ()
    """Not of these."""
    telling: str = ""
    """Not those in which this fact says that there is nothing; older code does not say."""
    lacking: str = ""
    """Those in which this fact says nothing."""


def written(wanted: Mapping[str, tuple[WantedEvents, ...]], straight: tuple[str, ...]) -> str:
    """As the relay is told: what each queue wants, and to which it sends without the topic."""
    document = {
        "wanted": {
            queue: [{name: part for name, part in asdict(one).items() if part} for one in events]
            for queue, events in wanted.items()
        },
        "straight": straight,
    }
    return json.dumps(document, separators=(",", ":"))


_CASES, _ACCOUNTS, _AUDIT = "case_event/1", "account_event/1", "audit_event/1"
_ASKED_FOR = (
    *("registration.code_requested", "sign_in.code_requested"),
    *("officer_sign_in.code_requested", "officer_contact.code_requested"),
)
_OF_THE_CAMPAIGN = ("account.moved", "account.active")
"""The campaign's to count, and nobody else's to hear of."""

CODES = (WantedEvents(_ACCOUNTS, only=_ASKED_FOR),)
FOR_THE_ROUTER = (
    WantedEvents(_CASES, only=("submit", "accept", "reopen", "supplement")),
    WantedEvents(_CASES, only=("assign",), lacking="officer"),
    WantedEvents(
        _CASES,
        only=("mark_duplicate", "reject", "give_up_waiting", "redirect", "withdraw"),
    ),
)
"""After the first ones it may have something to do: accept, choose an agency or an officer, unless
somebody assigned the case to an officer. After the last ones a case can have no duplicates: what it
has goes on to its parent or comes back."""
PEOPLE_ARE_TOLD = (
    WantedEvents(_CASES),
    WantedEvents(_ACCOUNTS, but=(*_ASKED_FOR, *_OF_THE_CAMPAIGN)),
    WantedEvents(
        _AUDIT,
        only=(
            *("officer.invited", "password.set", "factor.changed"),
            *("account.blocked", "account.block_decided"),
            *("organisation.decided", "representative.invited"),
        ),
    ),
)
ENTERED = (
    WantedEvents(_CASES),
    WantedEvents(_ACCOUNTS, only=("account.created", "account.personal_id_yielded")),
    WantedEvents(_AUDIT),
)
SEEN_BY_SEARCH = (
    WantedEvents(
        _CASES,
        but=(
            *("request_extension", "decide_extension", "snooze", "acknowledge", "remind"),
            *("become_overdue", "escalate", "clock_runs_on", "recompute", "rate", "note"),
            *("comment", "ask_part", "assign_part", "answer_part", "remind_part", "publish"),
            *("set_visibility", "dispute", "answer_dispute", "reinspect", "refer"),
            *("revoke_referral", "reply_to_referral"),
        ),
    ),
)
"""After the others neither what the case is nor its words are others."""
COUNTED = (WantedEvents(_CASES, telling="figures"),)
"""Nothing that leaves every round as it stands."""
LISTS_SENT = (WantedEvents(_AUDIT, only=("list.sent",)),)
COUNTED_BY_THE_CAMPAIGN = (
    WantedEvents(_AUDIT, only=("list.imported",)),
    WantedEvents(
        _ACCOUNTS, only=(*_OF_THE_CAMPAIGN, "account.created", "account.personal_id_yielded")
    ),
    WantedEvents("campaign_event/1"),
)
"""Lists know a person by the number that is theirs no more."""
