"""From one case to the next of its queue, and back to the one before. The queue is read when
somebody goes on, so that the case page itself costs nothing more."""

from __future__ import annotations

from chalicelib.cases.application.inbox import READERS, InboxQueue
from chalicelib.cases.domain.workflow import State
from chalicelib.runtime.http.calls import Reply
from chalicelib.runtime.pages.page import WebPage
from chalicelib.runtime.pages.visits import PageVisit

_MOST = "100"


@WebPage("GET", "/officer/next")
def walk(visit: PageVisit) -> Reply:
    """The case behind `after`, or before `before`; the first where it is no longer in the queue.
    Where nothing is left, the inbox says so."""
    after, before = visit.query.get("after", ""), visit.query.get("before", "")
    queue = own_queue(visit.role, visit.query.get("queue", ""))
    if queue is None:
        return visit.go("/officer/inbox")
    codes = _codes(visit, queue)
    here = codes.index(after or before) if (after or before) in codes else None
    if here is None:
        here, step = 0, 0
    else:
        step = -1 if before else 1
    if not 0 <= here + step < len(codes):
        return visit.go_with("/officer/inbox", {"queue": queue.value})
    return visit.go_with(f"/officer/cases/{codes[here + step]}", {"queue": queue.value})


def own_queue(role: str, wanted: str) -> InboxQueue | None:
    """The queue that was named, else the one in which this role works."""
    own = [queue for queue in InboxQueue if role in READERS[queue]]
    begins = {"intake": InboxQueue.INTAKE, "leader": InboxQueue.AGENCY}.get(role, InboxQueue.MINE)
    named = next((queue for queue in own if queue.value == wanted), None)
    return named or (begins if begins in own else None)


def _codes(visit: PageVisit, queue: InboxQueue) -> list[str]:
    """In their order, of the first hundred; of a leader's agency those that wait for approval."""
    asked = {"queue": queue.value, "limit": _MOST}
    items = visit.read("GET /v1/officer/inbox", query=asked)["items"]
    if visit.role == "leader" and queue is InboxQueue.AGENCY:
        items = [one for one in items if one["state"] == State.PENDING_APPROVAL] or items
    return [one["code"] for one in items]
