"""Somebody who has a post gets another one, in another agency.

It is an officer of that agency with a role of its own, and has neither username to sign in with nor
phone: the account is the person's first post's. Who watches or administers has no other post, and
nobody gets that as a further one: such roles stand in for others and decide about them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from chalicelib.agencies.application.directory import put_officer
from chalicelib.agencies.domain.agencies import COMBINED_ROLES, Officer
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.errors import Conflict, Fault, Invalid, TooMany
from chalicelib.kernel.ids import sortable_id
from chalicelib.kernel.instants import local_date
from chalicelib.staff.application.revocations import RevocationDesk

_ANY_TIME = datetime(2026, 1, 1, tzinfo=UTC)
_LONGEST_NAME, _MARK = 50, 8
_ATTEMPTS = 5


@dataclass(frozen=True)
class FurtherPost:
    """In which agency, with which role, until which local day."""

    agency: str
    role: Role
    last_day: date | None = None


def add_post(
    desk: RevocationDesk, first: Officer, wanted: FurtherPost, by: Actor, correlation_id: str
) -> Officer:
    """The further post. To repeat it changes nothing; one of before, in the same agency, is taken
    up again.

    Raises Invalid (`unknown_agency`, `date_in_past`), Conflict (`post_of_another`,
    `post_not_combined`, `post_exists`), TooMany (`too_busy`).
    """
    now = desk.clock.now()
    today = local_date(now)
    _check(desk, first, wanted, today)
    id = post_id(first, wanted.agency)
    before = desk.store.find_officer(id)
    made = new_post(first, wanted)
    if before is None or not before.as_of(today).active:
        made = put_officer(desk.store, made, by, now, correlation_id)
    elif (before.role, before.last_day) != (made.role, made.last_day):
        raise Conflict("post_exists")
    name_post(desk, first.id, id)
    desk.store.announce()
    return made


def _check(desk: RevocationDesk, first: Officer, wanted: FurtherPost, today: date) -> None:
    if first.person is not None:
        raise Conflict("post_of_another")
    agency, faults = desk.directory.agency(wanted.agency), []
    if agency is None or agency.is_external:
        faults.append(Fault(("agency",), "unknown_agency"))
    if wanted.last_day is not None and wanted.last_day < today:
        faults.append(Fault(("last_day",), "date_in_past"))
    if faults:
        raise Invalid(faults)
    if not {first.role, wanted.role} <= COMBINED_ROLES:
        raise Conflict("post_not_combined")
    if wanted.agency == first.agency:
        raise Conflict("post_exists")


def post_id(first: Officer, agency: str) -> str:
    """One for each person and agency."""
    return sortable_id(_ANY_TIME, f"{first.id}|{agency}", "post")


def new_post(first: Officer, wanted: FurtherPost) -> Officer:
    """As it is when nobody has changed anything about it."""
    id = post_id(first, wanted.agency)
    username = f"{first.username[:_LONGEST_NAME]}.{id[-_MARK:].lower()}"
    post = Officer(id, username, wanted.role, wanted.agency, first.name, None, first.email)
    return replace(post, last_day=wanted.last_day, person=first.id)


def name_post(desk: RevocationDesk, first: str, id: str) -> None:
    """At the person's first post, where it is looked for; the audit has it from the post."""
    for _ in range(_ATTEMPTS):
        present = desk.store.find_officer(first)
        if present is None or id in present.posts:
            return
        posts, version = (*present.posts, id), present.version + 1
        if desk.store.save_officer(replace(present, posts=posts, version=version), present):
            return
    raise TooMany("too_busy", 1)
