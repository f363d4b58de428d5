"""Whether the chain holds, and where it breaks."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from datetime import date, datetime, timedelta
from itertools import chain
from typing import Any

from chalicelib.audit.domain.chain import FIRST, AuditHead, AuditLink, hash_of
from chalicelib.audit.domain.kinds import OF_THE_BOOK, AuditKind
from chalicelib.kernel.frozen import frozen

ENTERED_WITHIN = timedelta(hours=1)
"""A read waits no longer than that for its place in the chain, or something stands still."""
Place = tuple[date, int]


@frozen
class AuditBreak:
    """Where it does not hold, and how, in words."""

    day: date
    number: int | None
    text: str

    def __str__(self) -> str:
        place = self.day.isoformat() if self.number is None else f"{self.day}/{self.number}"
        return f"{place}: {self.text}"


@frozen
class WaitingLine:
    """A read as the API wrote it down, before it has its place."""

    id: str
    at: datetime
    line: str


@frozen
class AuditRecords:
    """Everything that is kept: links by day, the place that each line's id was given, and reads."""

    days: Mapping[date, Sequence[AuditLink]]
    places: Sequence[tuple[str, Place]] = ()
    waiting: Sequence[WaitingLine] = ()
    listed: frozenset[date] | None = field(default=None)
    """The days that the book itself lists; None: not asked."""
    misfiled: Sequence[Place] = ()
    """Links that the indexes show under something else than their line says."""


def verify_all(
    records: AuditRecords, kept_since: date, now: datetime, heads: Iterable[AuditHead] = ()
) -> list[AuditBreak]:
    """All breaks, by day. Days before `kept_since` may be gone, or half gone, and are left out."""
    days = sorted(day for day in records.days if day >= kept_since)
    found: list[AuditBreak] = []
    for index, day in enumerate(days):
        before = records.days[days[index - 1]] if index else ()
        after = records.days[days[index + 1]] if index + 1 < len(days) else ()
        found += verify_day(day, records.days[day], before, after, kept_since)
    if records.listed is not None:
        known = {day for day in records.listed if day >= kept_since}
        found += [AuditBreak(day, None, "the whole day is gone") for day in known - {*days}]
        found += [AuditBreak(day, None, "the book does not list it") for day in {*days} - known]
    found += _misplaced(records, kept_since)
    found += [AuditBreak(*place, "is filed under something else") for place in records.misfiled]
    found += _left_waiting(records, now, kept_since)
    found += _against(records.days, heads)
    return sorted(found, key=lambda one: (one.day, one.number or 0))


def verify_day(
    day: date,
    links: Sequence[AuditLink],
    before: Sequence[AuditLink],
    after: Sequence[AuditLink],
    kept_since: date,
) -> list[AuditBreak]:
    """The breaks of one day between its neighbours (empty: there is none).

    Of `before` the last link is looked at, of `after` the first.
    """
    found = list(_row_breaks(day, links))
    if not links:
        return [AuditBreak(day, None, "nothing is entered")]
    found += _opening_breaks(links[0], before, kept_since)
    if after:
        found += _closing_breaks(links[-1], after[0])
    return found


def _row_breaks(day: date, links: Sequence[AuditLink]) -> Iterator[AuditBreak]:
    """Numbers without a gap, each hash its own, each link behind the one before it."""
    expected, hashed = 1, None
    for link in links:
        if link.number != expected:
            missing = f"{expected}" if link.number == expected + 1 else f"{expected} and on"
            yield AuditBreak(day, link.number, f"stands where {missing} is missing")
        elif hashed is not None and link.previous != hashed:
            yield AuditBreak(day, link.number, "does not follow the line before it")
        if link.hash != hash_of(link.day, link.number, link.previous, link.entered, link.line):
            yield AuditBreak(day, link.number, "was changed: its hash is not its own")
        expected, hashed = link.number + 1, link.hash
    for link in links[:-1]:
        if _kind(link) == AuditKind.DAY_CLOSED:
            yield AuditBreak(day, link.number + 1, "was entered after the day was closed")


def _opening_breaks(
    first: AuditLink, before: Sequence[AuditLink], kept_since: date
) -> Iterator[AuditBreak]:
    day, said = first.day, _document(first)
    if said.get("kind") != AuditKind.DAY_OPENED:
        yield AuditBreak(day, first.number, "does not open the day")
        return
    named = said["what"].get("previous_day")
    if named is None:
        if before or first.previous != FIRST:
            yield AuditBreak(day, first.number, "says that nothing was before it")
    elif not before or named != before[-1].day.isoformat():
        if date.fromisoformat(named) >= kept_since:
            yield AuditBreak(date.fromisoformat(named), None, f"the day before {day} is gone")
    elif first.previous != before[-1].hash:
        yield AuditBreak(day, first.number, f"does not follow the end of {named}")


def _closing_breaks(last: AuditLink, after: AuditLink) -> Iterator[AuditBreak]:
    said = _document(last)
    if said.get("kind") != AuditKind.DAY_CLOSED:
        yield AuditBreak(last.day, last.number + 1, f"is missing: {after.day} follows, unclosed")
    elif said["what"].get("lines") != last.number - 1:
        yield AuditBreak(last.day, last.number, "closes the day with another count")


def _misplaced(records: AuditRecords, kept_since: date) -> Iterator[AuditBreak]:
    """Each line has one place, and each place that was given has its line."""
    given: defaultdict[str, set[Place]] = defaultdict(set)
    for id, place in records.places:
        given[id].add(place)
    for day, links in records.days.items():
        for link in links if day >= kept_since else ():
            said = _document(link)
            if said.get("kind") in OF_THE_BOOK:
                continue
            places = given.get(str(said.get("id")), set())
            if (day, link.number) not in places:
                yield AuditBreak(day, link.number, "was put in: no line was given this place")
            places.discard((day, link.number))
    for id, places in given.items():
        for day, number in places:
            if day >= kept_since:
                yield AuditBreak(day, number, f"is missing: it was given to {id}")


def _left_waiting(records: AuditRecords, now: datetime, kept_since: date) -> Iterator[AuditBreak]:
    links = chain.from_iterable(records.days.values())
    entered = {str(_document(link).get("id")): link for link in links}
    for one in records.waiting:
        link, day = entered.get(one.id), one.at.date()
        if link is None and now - one.at > ENTERED_WITHIN and day >= kept_since:
            yield AuditBreak(day, None, f"the read {one.id} was not entered")
        elif link is not None and link.line != one.line:
            yield AuditBreak(link.day, link.number, "differs from the read that was written down")


def _against(
    days: Mapping[date, Sequence[AuditLink]], heads: Iterable[AuditHead]
) -> Iterator[AuditBreak]:
    for head in heads:
        link = next((one for one in days.get(head.day, ()) if one.number == head.number), None)
        if link is None:
            yield AuditBreak(head.day, head.number, "is missing: it was noted once")
        elif link.hash != head.hash:
            yield AuditBreak(head.day, head.number, "is not what was noted once")


def _kind(link: AuditLink) -> object:
    return _document(link).get("kind")


def _document(link: AuditLink) -> dict[str, Any]:
    """What the line says; a text that is none says nothing, and its hash does not fit."""
    try:
        said = json.loads(link.line)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}
