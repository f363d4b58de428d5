"""Who is on a team's list now. Source: docs/handbook.md §10.

A member signs in as everybody does; the list is asked at each request of a team, so that whoever
was taken off it helps no more from that moment on.
"""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.campaign.domain.teams import Hamlets, Team, TeamMember
from chalicelib.identity.application.people import AccountStore
from chalicelib.imports.application.ports import ListEntries, ListHashes, ListTallies
from chalicelib.imports.domain.entries import ListEntry
from chalicelib.imports.domain.kinds import ColumnName, ListKind
from chalicelib.kernel.errors import Forbidden

_HAMLETS_OF = (ListKind.TEAM_MEMBERS, ListKind.ELIGIBLE_CITIZENS)
"""The lists that hamlets are known from."""


@dataclass(frozen=True)
class MembershipDesk:
    """Accounts, and the lists that came in."""

    accounts: AccountStore
    entries: ListEntries
    tallies: ListTallies
    hashes: ListHashes


def find_member(desk: MembershipDesk, account_id: str) -> TeamMember:
    """Raises Forbidden (`not_a_team_member`), also for whoever was taken off the list."""
    account = desk.accounts.find(account_id)
    if account is None:
        raise Forbidden("not_a_team_member")
    key = phone_hash(desk.hashes, account.phone)
    wanted = ListEntry(ListKind.TEAM_MEMBERS, account.commune, key)
    entry = desk.entries.find([wanted]).get(key)
    if entry is None or not entry.is_on:
        raise Forbidden("not_a_team_member")
    own = entry.hamlet or ""
    tallies = desk.tallies.of([(kind, entry.scope) for kind in _HAMLETS_OF])
    hamlets = Hamlets([own, *(name for tally in tallies for name in tally.hamlets)])
    team = Team(entry.scope, hamlets.named(own) or own)
    return TeamMember(account.id, account.full_name, team, hamlets)


def phone_hash(hashes: ListHashes, phone: str) -> str:
    """Of a phone in E.164, as lists have it."""
    return hashes.of(ColumnName.PHONE.value, phone)
