"""What signing in has in common, whoever it is that signs in."""

from __future__ import annotations

from datetime import timedelta

from chalicelib.runtime.http.calls import Reply
from chalicelib.runtime.pages.shown_faults import ShownFaults, faults_of
from chalicelib.runtime.pages.visits import PageVisit

BEGIN_AGAIN = frozenset({401, 404, 409, 410})
"""Answers to a code after which only a new sign-in leads on."""


def refused_sign_in(visit: PageVisit, reply: Reply, fields: frozenset[str]) -> ShownFaults:
    """At the field where that helps; a lock-out says when it is over."""
    wait = reply.headers.get("Retry-After")
    if reply.status == 429 and wait:
        over = visit.now + timedelta(seconds=int(wait), minutes=1)
        return ShownFaults(general=(visit.words("sign_in.locked", at=f"{over:%H:%M}"),))
    return faults_of(reply, fields)


def known_device(visit: PageVisit) -> dict[str, str]:
    """What makes this browser a known one, as a member of the request."""
    known = visit.brought.get(visit.kind.device)
    return {"device": known} if known else {}
