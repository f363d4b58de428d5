"""The life of an organisation. Source: docs/handbook.md §5."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from chalicelib.kernel.errors import Conflict, DomainError, NotFound
from chalicelib.organisations.domain.organisations import (
    MOST_REPRESENTATIVES,
    Organisation,
    OrganisationState,
    Representative,
    check_free,
    confirmed_or_not,
    left,
    represented,
)
from tests.support.clock import NOW
from tests.support.organisations import make_confirmed, make_organisation

NEW = Representative("A2", "679", NOW, "A1")
WAITING, CONFIRMED = make_organisation(), make_confirmed()
REFUSED = replace(WAITING, version=2, state=OrganisationState.REFUSED, reason="Giấy tờ mờ.")
_SOLE = WAITING.representatives[0].account
ACTS: dict[str, Callable[[Organisation], object]] = {
    "ask": check_free,
    "decide": lambda one: confirmed_or_not(one, confirm=True, reason=None, by="i1", now=NOW),
    "invite": lambda one: represented(one, NEW),
    "leave": lambda one: left(one, _SOLE, NOW),
}
TABLE = {
    "ask": ("organisation_taken", "organisation_taken", ""),
    "decide": ("", "organisation_decided", "organisation_decided"),
    "invite": ("organisation_not_confirmed", "", "organisation_not_confirmed"),
    "leave": ("last_representative", "last_representative", "last_representative"),
}
"""Of one that waits, is confirmed, was refused."""


@pytest.mark.parametrize("act", ACTS)
def test_what_can_be_done_in_which_state(act: str) -> None:
    """Every act in every state."""
    told = []
    for one in (WAITING, CONFIRMED, REFUSED):
        try:
            ACTS[act](one)
        except DomainError as refused:
            told.append(getattr(refused, "code", ""))
        else:
            told.append("")
    assert tuple(told) == TABLE[act]


def test_representatives_come_and_go_but_for_the_last() -> None:
    """Also who was first goes, once there is another."""
    two = represented(CONFIRMED, NEW)
    assert (two.version, two.is_represented_by("A2")) == (3, True)
    one = left(two, _SOLE, NOW)
    assert [person.account for person in one.representatives] == ["A2"]
    with pytest.raises(Conflict):
        left(one, "A2", NOW)
    with pytest.raises(NotFound):
        left(one, _SOLE, NOW)


def test_there_are_so_many_and_no_more() -> None:
    """An organisation is written once for each of them."""
    full = CONFIRMED
    for number in range(1, MOST_REPRESENTATIVES):
        full = represented(full, replace(NEW, account=f"B{number}"))
    with pytest.raises(Conflict) as refused:
        represented(full, NEW)
    assert refused.value.code == "too_many_representatives"


def test_it_stands_on_the_lists_of_all_its_state_and_its_representatives() -> None:
    """So that desk and persons find it by one query."""
    assert represented(CONFIRMED, NEW).parts == ("all", "confirmed", f"of-{_SOLE}", "of-A2")
