"""Visits in DynamoDB: one item each, written many at once with what they say of households."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from msgspec.json import encode
from pynamodb.connection import Connection

from chalicelib.campaign.adapters.campaign_items import campaign_item_class, phone_key
from chalicelib.campaign.domain.campaign_events import VisitsCounted
from chalicelib.campaign.domain.teams import Team
from chalicelib.campaign.domain.visits import Household, TeamVisit
from chalicelib.kernel.instants import epoch_seconds, load, store
from chalicelib.kernel.pages import Page, Position
from chalicelib.kernel.together import Refused
from chalicelib.runtime.dynamodb.json_forms import JsonForm
from chalicelib.runtime.dynamodb.pages import read_page
from chalicelib.runtime.dynamodb.schemas import VISIT
from chalicelib.runtime.dynamodb.together import putting, updating, write_together

KEPT = timedelta(days=62)
"""How long what tells of visits is kept; the visits themselves are for good."""
_VISIT, _HOUSEHOLD = "visit", "household"
_VISITS = JsonForm(VISIT, TeamVisit)


class DynamoVisitBook:
    """The book on one table."""

    def __init__(self, table: str) -> None:
        self._items = campaign_item_class(table)
        self._connection = Connection()

    def find(self, client_ids: Sequence[str]) -> Mapping[str, TeamVisit]:
        """A hundred a call."""
        keys = [(_visit_key(id), _VISIT) for id in client_ids]
        found = map(_visit, self._items.batch_get(keys, consistent_read=True))
        return {visit.client_id: visit for visit in found}

    def households(self, phones: Sequence[str]) -> Mapping[str, Household]:
        """A hundred a call."""
        keys = [(phone_key(phone), _HOUSEHOLD) for phone in phones]
        found = self._items.batch_get(keys, consistent_read=True)
        return {item.pk.partition("#")[2]: _household(item) for item in found}

    def add(self, told: VisitsCounted) -> bool:
        """One transaction."""
        free, visits = self._items.pk.does_not_exist(), told.visits
        parts = [putting(self._item(visit), free) for visit in visits]
        parts.append(putting(self._told(told), free))
        by_phone: defaultdict[str, set[str]] = defaultdict(set)
        for visit in visits:
            if visit.phone:
                by_phone[visit.phone].add(visit.team)
        for phone, teams in by_phone.items():
            household = self._items(phone_key(phone), _HOUSEHOLD)
            parts.append(updating(household, [self._items.teams.add(teams)]))
        try:
            write_together(self._connection, parts)
        except Refused:
            return False
        return True

    def of_team(
        self, team: Team, day: date, limit: int, position: Position | None
    ) -> Page[TeamVisit]:
        """One query of the index."""
        key, order = ("team_day", _team_day(team, day)), ("visited", "pk", "sk")
        return read_page(self._items.by_team.query, key, order, limit, position).of(_visit)

    def _told(self, told: VisitsCounted) -> Any:
        """The event's own item: the stream takes it from there, and the counting marks it."""
        subject = f"upload#{told.id}"
        event = json.dumps(told.document(subject), ensure_ascii=False, separators=(",", ":"))
        expires = epoch_seconds(told.at + KEPT)
        return self._items(subject, "counts", event=event, expires=expires)

    def _item(self, visit: TeamVisit) -> Any:
        team = Team(visit.commune, visit.team_hamlet)
        return self._items(
            _visit_key(visit.client_id),
            _VISIT,
            schema=VISIT.number,
            document=encode(visit).decode(),
            team_day=_team_day(team, visit.day),
            visited=f"{store(visit.at)}#{visit.client_id}",
        )


def _visit_key(client_id: str) -> str:
    return f"visit#{client_id}"


def _team_day(team: Team, day: date) -> str:
    return f"{team.commune}#{team.hamlet}#{day.isoformat()}"


def _visit(item: Any) -> TeamVisit:
    return _VISITS.decode(item.document.encode(), item.schema)


def _household(item: Any) -> Household:
    since = load(item.account_since) if item.account_since else None
    return Household(frozenset(item.teams or ()), since, item.helper)
