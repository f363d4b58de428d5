"""The actions that a case offers, and which fields of the route's schema each one's form has.

Without the schemas, which only a form needs: to import them takes longer than all else that a first
page of a case does.
"""

from __future__ import annotations

from collections.abc import Mapping

from chalicelib.cases.domain.workflow import Action

_A = Action
FIELDS: Mapping[str, tuple[str, ...]] = {
    _A.ACCEPT: ("category", "urgency", "visibility"),
    _A.ASSIGN: ("agency", "officer", "coordinating", "binding", "note"),
    _A.START: (),
    _A.PROPOSE_ANSWER: ("text", "evidence", "without_parts"),
    _A.APPROVE: (),
    _A.SEND_BACK: ("reason",),
    _A.DECIDE_EXTENSION: ("grant", "reason"),
    _A.HAND_OVER: ("officer", "note"),
    _A.ACKNOWLEDGE: ("note",),
    _A.ANSWER_PART: ("text", "evidence"),
    _A.ASSIGN_PART: ("officer",),
    _A.REQUEST_INFO: ("question",),
    _A.COMMENT: ("text",),
    _A.REQUEST_EXTENSION: ("days", "hours", "reason"),
    _A.NOTE: ("text", "mention"),
    _A.RETURN: ("reason", "suggested_agency"),
    _A.MARK_DUPLICATE: ("parent",),
    _A.UNMARK_DUPLICATE: (),
    _A.REJECT: ("reason", "text"),
    _A.REDIRECT: ("where", "text"),
    _A.RECORD_ANSWER: (
        *("on_behalf_of", "document.number", "document.date"),
        *("text", "evidence"),
    ),
    _A.CORRECT_ANSWER: ("text", "reason", "evidence"),
    _A.REOPEN: ("reason",),
    _A.SNOOZE: ("working_hours", "reason"),
    _A.CLOSE: (),
    _A.ASK_PART: ("agency", "wanted_by", "note"),
    _A.PUBLISH: ("text", "hidden_photos"),
    _A.ANSWER_DISPUTE: ("dispute", "text"),
    _A.REFER: ("agency", "question"),
    _A.REVOKE_REFERRAL: ("referral", "reason"),
}
"""By action, in the order in which a case offers them; the first that is allowed comes next."""
