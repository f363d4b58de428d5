"""Cases that may be about the same matter: found and named with reasons, and nothing is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain, zip_longest

from chalicelib.cases.application.case_index import CaseIndex, squares_around
from chalicelib.cases.application.cases import CaseDesk
from chalicelib.cases.domain.cases import Case
from chalicelib.cases.domain.likeness import (
    ENOUGH,
    LATELY,
    REACHES,
    Candidate,
    Comparable,
    Sought,
    as_it_is,
    as_public,
    candidate,
    degrees,
    nearest,
    said_in,
)
from chalicelib.cases.domain.permissions import may_see
from chalicelib.cases.domain.publication import PublicState, public_state
from chalicelib.cases.domain.workflow import NO_PARENTS
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.errors import Fault, Invalid
from chalicelib.kernel.quotas import used_up

MOST_READ = 100
"""Documents in a batch."""
_MOST_AT_A_PLACE = 50
_MOST_SHOWN = 10


@dataclass(frozen=True)
class SimilarDesk:
    """What looking needs."""

    cases: CaseDesk
    index: CaseIndex


def similar_before_sending(desk: SimilarDesk, reader: Actor, sought: Sought) -> list[Candidate]:
    """Published cases in their public form, and the reader's own, the nearest first.

    At most 5 queries and two batches, and one write that counts it. Raises Invalid for names that
    are not there, and TooMany (`too_many_similar`) until the reader's next day.
    """
    _check_names(desk.cases, sought)
    _count(desk.cases, reader)

    def shown(case: Case) -> Comparable | None:
        if case.reporter == reader.id:
            return as_it_is(case)
        return as_public(case) if public_state(case) is PublicState.PUBLISHED else None

    return list(_found(desk, sought, shown))


def similar_while_told(desk: SimilarDesk, reader: Actor, sought: Sought) -> list[Candidate]:
    """What may be the same as somebody tells the office of: cases that the reader may see, of
    others the public form of what is published. Nothing before a place is known.

    Costs what `similar_before_sending` does, and raises the same for names that are not there.
    """
    if sought.location is None and sought.commune is None:
        return []
    _check_names(desk.cases, sought)

    def shown(case: Case) -> Comparable | None:
        if may_see(reader, case):
            return as_it_is(case)
        return as_public(case) if public_state(case) is PublicState.PUBLISHED else None

    return list(_found(desk, sought, shown))


def _count(desk: CaseDesk, reader: Actor) -> None:
    """One more of the day: whoever asks without end learns the words of other people's texts."""
    now, quota = desk.clock.now(), desk.directory.policy().usage_limits.similar()
    if desk.limiter.take(f"account-{reader.id}", [quota], now):
        raise used_up("too_many_similar", quota, now)


def similar_to(desk: SimilarDesk, reader: Actor, case: Case) -> list[Candidate]:
    """Cases that this one may be a duplicate of and the reader may see. At most 5 queries and two
    batches."""
    sought = Sought(case.description, case.category, case.location, case.commune)

    def shown(other: Case) -> Comparable | None:
        return as_it_is(other) if other.code != case.code and may_see(reader, other) else None

    return list(_found(desk, sought, shown))


def _found(
    desk: SimilarDesk, sought: Sought, shown: Callable[[Case], Comparable | None]
) -> tuple[Candidate, ...]:
    """First what lies around; the squares beyond only where that is not enough."""
    words, places = said_in(sought.description), dict[str, None]()
    found: list[Candidate] = []
    for reach in (REACHES[0], REACHES[-1]):
        further = [place for place in _places(sought, reach) if place not in places]
        places |= dict.fromkeys(further)
        cases, _ = desk.index.read(_codes(desk, further))
        alive = (shown(one) for one in cases if one.state not in NO_PARENTS)
        found += filter(None, (candidate(sought, words, one) for one in alive if one))
        if len(found) >= ENOUGH:
            break
    return nearest(found, _MOST_SHOWN)


def _places(sought: Sought, reach: float) -> Iterator[str]:
    if sought.location:
        yield from squares_around(*sought.location, degrees(reach, sought.location[0]))
    if sought.commune:
        yield sought.commune


def _codes(desk: SimilarDesk, places: list[str]) -> list[str]:
    """The newest of each place by turns, so that none crowds out another."""
    since = desk.cases.clock.now() - LATELY
    found = [desk.index.at(place, since, _MOST_AT_A_PLACE) for place in places]
    by_turns = chain.from_iterable(zip_longest(*found))
    return [code for code in by_turns if code is not None][:MOST_READ]


def _check_names(desk: CaseDesk, sought: Sought) -> None:
    if sought.commune is not None and desk.gazetteer.commune(sought.commune) is None:
        raise Invalid([Fault(("commune_code",), "unknown_commune")])
    if sought.location is None and sought.commune is None:
        raise Invalid([Fault(("location",), "missing")])
    if sought.category is not None and desk.directory.category(sought.category) is None:
        raise Invalid([Fault(("category",), "unknown_category")])
