"""The campaign's counters follow what happened, each thing once. Source: docs/handbook.md §10."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from chalicelib.audit.domain.events import AUDIT_EVENT
from chalicelib.campaign.application.membership import phone_hash
from chalicelib.campaign.application.officials import OfficialDesk, count_known, count_listed
from chalicelib.campaign.application.ports import AccountStep, CountStore
from chalicelib.campaign.domain.campaign_events import CAMPAIGN_EVENT, counts_in
from chalicelib.campaign.domain.counts import (
    AccountCount,
    CountPlace,
    Help,
    Measure,
    gone,
    moved,
)
from chalicelib.campaign.domain.teams import Team
from chalicelib.identity.application.people import AccountStore
from chalicelib.identity.domain.account_events import AccountEventType
from chalicelib.identity.domain.accounts import Account
from chalicelib.imports.application.ports import ImportRecords, ListHashes, ListTallies
from chalicelib.imports.domain.kinds import ColumnName, ListKind
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.instants import load, local_date

_ATTEMPTS = 8
_PER_BATCH = 100


class CountsBusy(Exception):
    """Others counted the same accounts again and again: the letters come back."""


@dataclass(frozen=True)
class CountDesk:
    """What counting needs."""

    clock: Clock
    accounts: AccountStore
    counts: CountStore
    hashes: ListHashes
    imports: ImportRecords
    tallies: ListTallies
    officials: OfficialDesk


def count_events(desk: CountDesk, events: Sequence[Mapping[str, Any]]) -> None:
    """Visits as the event tells of them; accounts and lists as they stand now."""
    subjects = []
    for event in events:
        schema, subject = event["schema"], str(event["subject"])
        if schema == CAMPAIGN_EVENT:
            desk.counts.add_once(subject, counts_in(event))
        elif event["type"] == AccountEventType.ACCOUNT_ACTIVE:
            _count_active(desk, subject.partition("#")[2], load(str(event["at"])))
        elif schema == AUDIT_EVENT:
            _keep_lists(desk, subject.partition("#")[2])
        else:
            subjects.append(subject)
    ids = list(dict.fromkeys(subject.partition("#")[2] for subject in subjects))
    if ids:
        count_accounts(desk, ids)


def count_accounts(desk: CountDesk, ids: Sequence[str]) -> None:
    """What is new of each since it was counted, together. Raises CountsBusy, OfficialsBusy.

    Of those of which nothing is new the lists are counted all the same: the letter may come again
    because that broke off.
    """
    for _ in range(_ATTEMPTS):
        before = desk.counts.counted(ids)
        steps = {id: step for id in ids if (step := _step(desk, id, before.get(id)))}
        if not steps or desk.counts.take(list(steps.values())):
            changed = [s.newly_known_by | s.no_longer_known_by for s in steps.values()]
            again = [_hashes_of(one) for id, one in before.items() if id not in steps]
            count_known(desk.officials, sorted(frozenset().union(*changed, *again)))
            return
    raise CountsBusy


def _hashes_of(counted: AccountCount) -> frozenset[str]:
    """Also of who is gone."""
    return frozenset(filter(None, (counted.phone, counted.person)))


def _count_active(desk: CountDesk, id: str, at: datetime) -> None:
    """Once a month, in the commune where the account is now; one that is gone was never active."""
    account, day = desk.accounts.find(id), local_date(at)
    if account is not None:
        counts = {CountPlace(day, account.commune): Counter({Measure.ACTIVE.value: 1})}
        desk.counts.add_once(f"active#{id}#{day:%Y-%m}", counts)


def _keep_lists(desk: CountDesk, import_id: str) -> None:
    """How many eligible people each commune has that the import named, and how many officials of
    each agency have an account."""
    imported = desk.imports.find(import_id)
    if imported and imported.kind is ListKind.OFFICIALS:
        count_listed(desk.officials, imported.scopes)
    if imported is None or imported.kind is not ListKind.ELIGIBLE_CITIZENS:
        return
    for start in range(0, len(imported.scopes), _PER_BATCH):
        parts = [(imported.kind, scope) for scope in imported.scopes[start : start + _PER_BATCH]]
        for tally in desk.tallies.of(parts):
            desk.counts.keep_list(tally.scope, tally.hamlets, tally.at)


def _step(desk: CountDesk, id: str, before: AccountCount | None) -> AccountStep | None:
    account = desk.accounts.find(id)
    if account is None:
        after = gone(before, local_date(desk.clock.now())) if before else None
        return AccountStep(id, before, after) if after and after != before else None
    if before is not None and before.version >= account.version:
        return None
    number, hashes = account.identity.personal_id, desk.hashes
    after = replace(
        counted_as(account, before),
        phone=phone_hash(hashes, account.phone),
        person=hashes.of(ColumnName.PERSONAL_ID.value, number) if number else None,
    )
    if before is not None and after == replace(before, version=after.version):
        return None
    return AccountStep(id, before, after)


def counted_as(account: Account, before: AccountCount | None) -> AccountCount:
    """What the account comes to, whatever was told of it before.

    Of an account that moved before it kept where it was, more may have been counted than it knows:
    that stays, and only what is new is added.
    """
    stays = _stays(account)
    if before is None:
        return AccountCount(account.version, stays, _help_in(account))
    if before.stays[0] == stays[0] and len(before.stays) <= len(stays):
        return replace(before, version=account.version, stays=stays)
    return moved(before, account.version, local_date(account.updated_at), account.commune)


def _stays(account: Account) -> tuple[tuple[date, str], ...]:
    """The communes that it was in, each from which local day on."""
    since, stays = local_date(account.created_at), list[tuple[date, str]]()
    for former in account.former_communes:
        stays.append((since, former.commune))
        since = local_date(former.until)
    return (*stays, (since, account.commune))


def _help_in(account: Account) -> Help | None:
    given = account.assistance
    if given is None:
        return None
    return Help(given.helper, Team(given.commune, given.team), given.hamlet)
