"""Whose case is a duplicate follows its parent, and nobody else's.

The links follow from the case as it stands, not from the event that woke the worker. They are
written and then held against the case once more: of workers that saw different versions, the last
to look leaves the links of the newest. Before the first link to a case is written, the case itself
is marked as followed: nobody looks for followers of others.
"""

from __future__ import annotations

from dataclasses import replace

from chalicelib.cases.application.followers import Follower, Followers
from chalicelib.cases.application.ports import CaseStore
from chalicelib.cases.domain.cases import Case
from chalicelib.cases.domain.workflow import Action
from chalicelib.kernel.errors import Conflict

_TRIES = 8


def follow_parent(cases: CaseStore, followers: Followers, code: str) -> Case | None:
    """Let the case's citizen follow its present parent and no former one; the case as it stands.

    Raises Conflict (`busy`) when others kept changing the case meanwhile.
    """
    case = cases.find(code)
    for _ in range(_TRIES):
        if case is None:
            return None
        _link(cases, followers, case)
        seen, case = case, cases.find(code)
        if case is not None and case.version == seen.version:
            return case
    raise Conflict("busy")


def follow(cases: CaseStore, followers: Followers, parent: str, follower: Follower) -> None:
    """Let somebody follow a case. Raises Conflict (`busy`)."""
    _mark_as_followed(cases, parent)
    followers.follow(parent, follower)


def _mark_as_followed(cases: CaseStore, code: str) -> None:
    for _ in range(_TRIES):
        case = cases.find(code)
        if case is None or case.followed:
            return
        marked = replace(case, followed=True, annotations=case.annotations + 1)
        if cases.annotate(marked, case):
            return
    raise Conflict("busy")


def _link(cases: CaseStore, followers: Followers, case: Case) -> None:
    marks = (line.facts for line in case.timeline if line.action is Action.MARK_DUPLICATE)
    follower = Follower(case.reporter, case.code)
    for parent in dict.fromkeys(str(facts["parent"]) for facts in marks):
        if parent == case.duplicate_of:
            follow(cases, followers, parent, follower)
        else:
            followers.unfollow(parent, follower)
