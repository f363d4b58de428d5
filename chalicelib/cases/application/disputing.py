"""Whoever follows an answered case says that it is not so."""

from __future__ import annotations

from collections.abc import Sequence

from chalicelib.cases.application.cases import check_not_blocked
from chalicelib.cases.application.public_following import FollowDesk, published_root
from chalicelib.cases.application.transitions import Repeatable, Request, transition
from chalicelib.cases.domain.cases import Case
from chalicelib.cases.domain.dispute_commands import RaiseDispute
from chalicelib.cases.domain.disputes import Dispute
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.errors import Forbidden


def disputable(desk: FollowDesk, code: str) -> Case:
    """The published case, or the one that it is a duplicate of. Raises NotFound."""
    return published_root(desk.cases, code)


def raise_dispute(
    desk: FollowDesk,
    reader: Actor,
    case: Case,
    command: RaiseDispute,
    uploads: Sequence[str],
    correlation_id: str,
    repeatable: Repeatable | None,
) -> Case:
    """The case with the dispute, and reopened if it was the last that was needed.

    Raises Forbidden (`account_blocked`, `not_following`), and what the domain raises.
    """
    check_not_blocked(desk.cases, reader.id)
    following = people_following(desk, case)
    if reader.id not in following and reader.id != case.reporter:
        raise Forbidden("not_following")
    request = Request(
        actor=reader,
        case=case,
        command=command,
        expected_version=None,
        correlation_id=correlation_id,
        uploads=tuple(uploads),
        repeatable=repeatable,
        followers=len(following),
    )
    return transition(desk.cases, request)


def people_following(desk: FollowDesk, case: Case) -> frozenset[str]:
    """Accounts, the reporter's left out; a case that nobody ever followed costs no call."""
    found = desk.followers.of(case.code) if case.followed else ()
    return frozenset(one.account for one in found) - {case.reporter}


def own_disputes(case: Case, account: str) -> tuple[Dispute, ...]:
    """What that person said against its answers."""
    return tuple(one for one in case.disputes if one.account == account)
