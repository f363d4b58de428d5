"""A case as one line of a list."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache, cached_property
from typing import Any

from chalicelib.agencies.application.ports import Directory
from chalicelib.cases.application.ports import Card
from chalicelib.cases.http.answer_views import agency_view
from chalicelib.kernel.instants import wire
from chalicelib.places.domain.communes import Gazetteer
from chalicelib.worktime.domain.calendars import Calendar
from chalicelib.worktime.domain.due_times import DueTime

CardView = dict[str, Any]
_MINUTE = timedelta(minutes=1)
_NO_DUE_TIME: CardView = {
    "due_at": None,
    "working_minutes_left": None,
    "overdue": False,
    "paused": False,
}


class PageReading:
    """What all lines of a page are read with: agencies, communes, the calendar and due times,
    many of which are the close of one day, are looked up once, however many lines name them."""

    def __init__(self, now: datetime, directory: Directory, gazetteer: Gazetteer) -> None:
        self.now = now
        self._directory = directory
        self.agency = cache(lambda id: agency_view(id, directory))
        self.commune = cache(lambda code: commune_view(code, gazetteer))
        self._due: dict[tuple[object, ...], CardView] = {}

    @cached_property
    def calendar(self) -> Calendar:
        """The one that is valid today."""
        return self._directory.calendar()

    def due(self, due: DueTime | None) -> CardView:
        """When the case is due; without a due time all of it is empty."""
        if due is None:
            return _NO_DUE_TIME
        told = due.at, due.stands_until, due.runs
        if told not in self._due:
            self._due[told] = due_view(due, self.now, self.calendar)
        return self._due[told]


def card_view(card: Card, reading: PageReading) -> CardView:
    """One line of a list."""
    return {
        "code": card.code,
        "version": card.version,
        "state": card.state,
        "category": card.category,
        "urgency": card.urgency,
        "urgency_asked": card.urgency_asked,
        "commune": reading.commune(card.commune),
        "agency": reading.agency(card.agency),
        "officer": card.officer,
        "excerpt": card.excerpt,
        "submitted_at": wire(card.submitted_at),
        **reading.due(card.due),
        "returns": card.returns,
        "acknowledged": list(card.acknowledged),
    }


def own_card_view(card: Card, reading: PageReading) -> CardView:
    """One line of the citizen's own list: without the inside of the office."""
    view = card_view(card, reading)
    inside = ("officer", "returns", "acknowledged", "urgency_asked")
    return {name: value for name, value in view.items() if name not in inside}


def commune_view(code: str, gazetteer: Gazetteer) -> CardView:
    """Code and full name."""
    commune = gazetteer.commune(code)
    return {"code": code, "name": commune.name if commune else code}


def due_view(due: DueTime, now: datetime, calendar: Calendar) -> CardView:
    """The same in lists and on the page. Working time in whole minutes, those begun left out."""
    left = calendar.working_time(now, due.at) / _MINUTE
    return {
        "due_at": wire(due.at),
        "working_minutes_left": int(left) if due.runs else None,
        "overdue": due.is_overdue(now),
        "paused": due.is_paused(now),
    }
