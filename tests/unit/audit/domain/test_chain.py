"""The chain, and whatever breaks it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from chalicelib.audit.application.entering import enter
from chalicelib.audit.domain.chain import AuditLink, hash_of
from chalicelib.audit.domain.events import AuditEvent
from chalicelib.audit.domain.kinds import AuditKind
from chalicelib.audit.domain.verification import AuditRecords, verify_all
from tests.support.audit import CLERK, CODE, MemoryAudit, make_audit_desk, make_audit_line
from tests.support.clock import NOW, FakeClock

MONDAY, TUESDAY = date(2026, 8, 3), date(2026, 8, 4)
SINCE = date(2026, 1, 1)
LATER = NOW + timedelta(days=3)


@pytest.fixture
def audit() -> MemoryAudit:
    """Monday with five lines, Tuesday and Thursday with one each."""
    made, clock = MemoryAudit(), FakeClock()
    desk = make_audit_desk(made, clock)
    for number in range(5):
        enter(desk, [make_audit_line(f"mon{number}")])
    clock.advance(days=1)
    enter(desk, [make_audit_line("tue", at=clock.now())])
    clock.advance(days=2)
    enter(desk, [make_audit_line("thu", at=clock.now())])
    return made


def breaks(audit: MemoryAudit) -> list[str]:
    return [str(one) for one in verify_all(audit.everything(), SINCE, LATER)]


def by_links_alone(audit: MemoryAudit) -> list[str]:
    """Whoever tampers with the links takes the places of their lines along."""
    days = {day: audit.links_of(day) for day, _ in audit.links}
    records = AuditRecords({day: [*links] for day, links in days.items()})
    bare = replace(records, places=[(id, p) for id, p in audit.places.items() if p in audit.links])
    return [str(one) for one in verify_all(bare, SINCE, LATER)]


def test_what_was_entered_holds(audit: MemoryAudit) -> None:
    """Days that nothing happened on are no gap."""
    assert breaks(audit) == []
    assert [number for day, number in sorted(audit.links) if day == MONDAY] == list(range(1, 8))


def test_a_line_that_was_changed_shows(audit: MemoryAudit) -> None:
    """Whatever of it: here who it was."""
    place = (MONDAY, 3)
    link = audit.links[place]
    audit.links[place] = replace(link, line=link.line.replace('"i1"', '"i2"'))
    assert breaks(audit) == ["2026-08-03/3: was changed: its hash is not its own"]


def test_a_line_that_was_changed_with_its_hash_shows_behind_it(audit: MemoryAudit) -> None:
    """The one behind it names another."""
    place = (MONDAY, 3)
    audit.links[place] = rehashed(replace(audit.links[place], line="{}"))
    assert "2026-08-03/4: does not follow the line before it" in breaks(audit)


def test_a_line_that_was_taken_out_shows(audit: MemoryAudit) -> None:
    """Also where its place went with it."""
    del audit.links[MONDAY, 3]
    assert by_links_alone(audit) == ["2026-08-03/4: stands where 3 is missing"]
    assert "2026-08-03/3: is missing: it was given to mon1" in breaks(audit)


def test_a_line_that_was_put_in_shows(audit: MemoryAudit) -> None:
    """At the end, where every hash fits, no place was given; in between the hashes do not fit."""
    thursday = MONDAY + timedelta(days=3)
    last = audit.last_of(thursday)
    assert last
    forged = rehashed(replace(last, number=last.number + 1, previous=last.hash))
    audit.links[thursday, forged.number] = forged
    assert breaks(audit) == ["2026-08-06/3: was put in: no line was given this place"]


def test_lines_that_changed_places_show(audit: MemoryAudit) -> None:
    """Even with hashes made anew."""
    two, three = audit.links[MONDAY, 2], audit.links[MONDAY, 3]
    audit.links[MONDAY, 2] = rehashed(replace(three, number=2, previous=two.previous))
    audit.links[MONDAY, 3] = rehashed(replace(two, number=3, previous=audit.links[MONDAY, 2].hash))
    audit.places |= {"mon0": (MONDAY, 3), "mon1": (MONDAY, 2)}
    assert breaks(audit) == ["2026-08-03/4: does not follow the line before it"]


def test_an_end_that_was_cut_off_shows(audit: MemoryAudit) -> None:
    """Of a day that is over, by the day after."""
    for number in (6, 7):
        del audit.links[MONDAY, number]
    assert by_links_alone(audit) == [
        "2026-08-03/6: is missing: 2026-08-04 follows, unclosed",
        "2026-08-04/1: does not follow the end of 2026-08-03",
    ]


def test_the_newest_end_that_was_cut_off_shows_against_what_was_noted(audit: MemoryAudit) -> None:
    """Nothing follows that could tell: the head stands in the function's log."""
    noted = audit.head()
    assert noted
    del audit.links[noted.day, noted.number]
    assert by_links_alone(audit) == []
    found = verify_all(audit.everything(), SINCE, LATER, [noted])
    assert "2026-08-06/2: is missing: it was noted once" in map(str, found)


def test_a_whole_day_that_is_gone_shows(audit: MemoryAudit) -> None:
    """The next one names it."""
    audit.links = {place: link for place, link in audit.links.items() if place[0] != TUESDAY}
    assert by_links_alone(audit) == ["2026-08-04: the day before 2026-08-06 is gone"]


def test_the_first_days_that_are_gone_show(audit: MemoryAudit) -> None:
    """Until they are older than what is kept."""
    audit.links = {place: link for place, link in audit.links.items() if place[0] != MONDAY}
    assert by_links_alone(audit) == ["2026-08-03: the day before 2026-08-04 is gone"]
    bare = AuditRecords({day: audit.links_of(day) for day, _ in audit.links})
    kept = replace(bare, places=[(i, p) for i, p in audit.places.items() if p in audit.links])
    assert verify_all(kept, TUESDAY, LATER) == []


def test_a_read_that_was_never_entered_shows(audit: MemoryAudit) -> None:
    """And one that says something else than was entered; not one of just now."""
    event = AuditEvent(AuditKind.CASE_READ, NOW, CLERK, "c-1").document(CODE, "s1")
    audit.write_down(event)
    assert breaks(audit) == [f"2026-08-03: the read {event['id']} was not entered"]
    assert verify_all(audit.everything(), SINCE, NOW) == []


def test_the_day_is_closed_with_its_count(audit: MemoryAudit) -> None:
    """Five lines behind the one that opened it."""
    last = audit.last_of(MONDAY)
    assert last
    assert '"lines":6' in last.line


def rehashed(link: AuditLink) -> AuditLink:
    """As who knows how the chain is made would forge it."""
    hashed = hash_of(link.day, link.number, link.previous, link.entered, link.line)
    return replace(link, hash=hashed)
