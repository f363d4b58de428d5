"""What forms offer to choose from, in the words of the reader's language."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from chalicelib.agencies.application.ports import Directory
from chalicelib.agencies.pages.namesakes import told_apart
from chalicelib.cases.application.cases import CaseDesk
from chalicelib.kernel.words import bare
from chalicelib.places.domain.communes import Gazetteer
from chalicelib.runtime.pages.visits import PageVisit
from chalicelib.runtime.services import services

Choices = Sequence[tuple[str, str]]
"""Codes and words, in the order in which they are shown."""
_LISTS = 16
"""Of agencies, put in order once: all of them, and those of single readers."""


def categories(visit: PageVisit) -> Choices:
    """All categories; the directory remembers them, so that no call is made."""
    found = services().get(Directory).categories()
    return tuple((category.code, category.name(visit.language)) for category in found)


def communes(_visit: PageVisit) -> Choices:
    """All communes by name, wards and communes apart."""
    return _communes(services().get(CaseDesk).gazetteer)


@lru_cache(1)
def _communes(gazetteer: Gazetteer) -> Choices:
    found = gazetteer.communes()
    return tuple(sorted(((one.code, one.name) for one in found), key=lambda one: bare(one[1])))


def agencies(visit: PageVisit, own_only: bool) -> Choices:
    """All agencies that handle cases, by name; or the reader's own alone."""
    own = visit.session.officer["agency"] if visit.session else ""
    found = services().get(Directory).agencies()
    named = (
        (one.id, one.name)
        for one in found
        if not one.is_external and (not own_only or one.id == own)
    )
    return _by_name(tuple(named))


@lru_cache(_LISTS)
def _by_name(choices: Choices) -> Choices:
    return tuple(sorted(choices, key=lambda one: bare(one[1])))


def colleagues(visit: PageVisit) -> Choices:
    """The people of the reader's agency who handle cases there, by given name; the directory
    remembers them all, where the route gives a hundred at once."""
    found = services().get(Directory).officers(visit.agency)
    return told_apart((one.id, one.name) for one in found if one.active)


def rejection_reasons(_visit: PageVisit) -> Sequence[str]:
    """What the policy lists, but for the one that only time gives."""
    reasons = services().get(Directory).policy().rejection_reasons
    return [reason for reason in reasons if reason != "no_reply"]
