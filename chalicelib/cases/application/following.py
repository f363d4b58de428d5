"""Whose case is a duplicate follows its parent, and so does who chose to follow the duplicate; and
nobody else's.

The links follow from the case as it stands, not from the event that woke the worker. They are
written and then held against the case once more: of workers that saw different versions, the last
to look leaves the links of the newest. Before the first link to a case is written, the case itself
is marked as followed: nobody looks for followers of others.
"""

from __future__ import annotations

from collections.abc import Sequence
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
    """Wishes stay at the case: a mark that is taken back leaves it as it was."""
    marks = (line.facts for line in case.timeline if line.action is Action.MARK_DUPLICATE)
    parents = dict.fromkeys(str(facts["parent"]) for facts in marks)
    people = [case.reporter]
    if parents and case.followed:
        people += [one.account for one in followers.of(case.code) if one.duplicate is None]
    links = [Follower(account, case.code) for account in dict.fromkeys(people)]
    for parent in parents:
        if parent == case.duplicate_of:
            _mark_as_followed(cases, parent)
            _follow(followers, parent, links)
        else:
            _unfollow(followers, parent, links)


def _follow(followers: Followers, parent: str, links: Sequence[Follower]) -> None:
    """Where there are several, those that are not there yet."""
    there = set(followers.of(parent)) if len(links) > 1 else set[Follower]()
    for link in links:
        if link not in there:
            followers.follow(parent, link)


def _unfollow(followers: Followers, parent: str, links: Sequence[Follower]) -> None:
    there = set(followers.of(parent)) if len(links) > 1 else set(links)
    for link in links:
        if link in there:
            followers.unfollow(parent, link)
