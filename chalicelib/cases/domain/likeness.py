"""Whether two cases may be about the same: by place, time, category and the words of their texts.

Source: judgement (default): 50 m, growing where little was sent in; 12 weeks.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import timedelta

from chalicelib.cases.domain.cases import Case
from chalicelib.cases.domain.publication import public_form
from chalicelib.kernel.words import fold

REACHES = (50.0, 100.0, 250.0)
"""Metres; the next one where fewer than `ENOUGH` were found within the one before."""
ENOUGH = 3
LATELY = timedelta(weeks=12)
METRES_IN_A_DEGREE = 111_195.0
_DIGIT = re.compile(r"\d")
_ALIKE = 20
"""Per cent, from which on cases of different categories may be the same."""
_ALIKE_ANYWHERE = 35
"""Per cent, where all that is known of the place is the commune."""


@dataclass(frozen=True)
class Sought:
    """What another case is held against. `location`: (latitude, longitude) in degrees."""

    description: str
    category: str | None
    location: tuple[float, float] | None
    commune: str | None


@dataclass(frozen=True)
class Candidate:
    """A case that may be the same, and why: metres between them (None: one has no location), per
    cent of the words that they share, whether the category is the same."""

    case: Case
    metres: float | None
    alike: int
    same_category: bool


@dataclass(frozen=True)
class Comparable:
    """A case as its reader may read it, and the text that may be held against other words."""

    case: Case
    text: str


def candidate(sought: Sought, words: Collection[str], one: Comparable) -> Candidate | None:
    """The case with the reasons for it; None where there are too few. `words`: `said_in` what is
    sought."""
    case = one.case
    metres = None
    if sought.location and case.location:
        metres = metres_between(sought.location, case.location)
    alike, same = _alike(words, said_in(one.text)), sought.category == case.category
    if metres is None:
        fits = sought.commune == case.commune and same and alike >= _ALIKE_ANYWHERE
    else:
        fits = metres <= REACHES[-1] and (same or alike >= _ALIKE)
    return Candidate(case, metres, alike, same) if fits else None


def nearest(found: Collection[Candidate], limit: int) -> tuple[Candidate, ...]:
    """Those within the reach that is wide enough, the nearest first, of equals the likest."""
    reach = next((one for one in REACHES if len(_within(found, one)) >= ENOUGH), REACHES[-1])
    unplaced = [one for one in found if one.metres is None]
    return tuple(sorted([*_within(found, reach), *unplaced], key=_order)[:limit])


def as_it_is(case: Case) -> Comparable:
    """For who may see all of it."""
    return Comparable(case, case.description)


def as_public(case: Case) -> Comparable:
    """Of a published case its public form, compared without what has a digit. Distances to where it
    really is would tell where a stranger lives, and who tries out numbers would find a phone."""
    form = public_form(case)
    words = " ".join(word for word in form.description.split() if not _DIGIT.search(word))
    return Comparable(replace(case, description=form.description, location=form.location), words)


def degrees(metres: float, lat: float) -> float:
    """So many metres to the east, which are more than so many to the north."""
    return metres / (METRES_IN_A_DEGREE * math.cos(math.radians(lat)))


def metres_between(one: tuple[float, float], other: tuple[float, float]) -> float:
    """On a plane that touches the ground: exact to a metre over these distances."""
    up = (one[0] - other[0]) * METRES_IN_A_DEGREE
    aside = (one[1] - other[1]) * METRES_IN_A_DEGREE * math.cos(math.radians(one[0]))
    return math.hypot(up, aside)


def said_in(text: str) -> frozenset[str]:
    """The words of a text, without diacritics and case; single letters say nothing."""
    return frozenset(word for word in fold(text).bare if len(word) > 1)


def _alike(words: Collection[str], others: Collection[str]) -> int:
    both = len(set(words) & set(others))
    return round(200 * both / (len(words) + len(others))) if both else 0


def _within(found: Collection[Candidate], metres: float) -> list[Candidate]:
    return [one for one in found if one.metres is not None and one.metres <= metres]


def _order(one: Candidate) -> tuple[float, int, str]:
    return (math.inf if one.metres is None else one.metres, -one.alike, one.case.code)
