"""Invitations: a link works once, until its end, and no other's does."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib.kernel.errors import Conflict, Gone, NotFound, TooMany
from chalicelib.staff.domain.invitations import (
    check_link,
    invite,
    officer_of_token,
    take_back,
    use,
)
from tests.support.clock import NOW

LIFE = timedelta(days=7)
LATER = NOW + timedelta(minutes=2)


def test_the_link_leads_to_its_officer() -> None:
    """Also where the officer's id has dots."""
    invitation = invite(None, "cb.017", NOW, LIFE)
    assert officer_of_token(invitation.token) == "cb.017"
    assert check_link(invitation, invitation.token, NOW) is invitation


def test_a_link_is_good_until_its_end_and_not_at_it() -> None:
    """The end is exclusive."""
    invitation = invite(None, "cb017", NOW, LIFE)
    last = invitation.expires_at - timedelta(microseconds=1)
    assert check_link(invitation, invitation.token, last)
    with pytest.raises(Gone, match="invitation_over"):
        check_link(invitation, invitation.token, invitation.expires_at)


def test_a_used_link_is_over() -> None:
    """It is known as one that was good."""
    invitation = invite(None, "cb017", NOW, LIFE)
    with pytest.raises(Gone, match="invitation_over"):
        check_link(use(invitation, LATER), invitation.token, LATER)


def test_a_link_taken_back_is_over() -> None:
    """And cannot be taken back twice."""
    invitation = invite(None, "cb017", NOW, LIFE)
    taken = take_back(invitation, LATER)
    with pytest.raises(Gone, match="invitation_over"):
        check_link(taken, invitation.token, LATER)
    with pytest.raises(Conflict, match="invitation_over"):
        take_back(taken, LATER)


def test_sent_again_the_older_link_leads_nowhere() -> None:
    """The newest is good, also after one that was used."""
    first = invite(None, "cb017", NOW, LIFE)
    second = invite(first, "cb017", LATER, LIFE)
    with pytest.raises(NotFound):
        check_link(second, first.token, LATER)
    third = invite(use(second, LATER), "cb017", LATER, LIFE)
    assert check_link(third, third.token, LATER)
    with pytest.raises(NotFound):
        check_link(third, second.token, LATER)


def test_two_clicks_are_one_mail() -> None:
    """Until a minute is over; then it is meant."""
    first = invite(None, "cb017", NOW, LIFE)
    with pytest.raises(TooMany, match="invited_just_now") as caught:
        invite(first, "cb017", NOW + timedelta(seconds=20), LIFE)
    assert caught.value.retry_after == 40
    assert invite(first, "cb017", NOW + timedelta(minutes=1), LIFE).version == 2


@pytest.mark.parametrize("changed", ["x", "é", "", "9" * 5000])
def test_a_changed_link_leads_nowhere(changed: str) -> None:
    """Nobody else's, and nothing made up."""
    invitation = invite(None, "cb017", NOW, LIFE)
    for token in (invitation.token + changed + "0", f"cb017.{changed}.00", f"cb018{changed}"):
        with pytest.raises(NotFound):
            check_link(invitation if officer_of_token(token) else None, token, NOW)
    with pytest.raises(NotFound):
        check_link(None, invitation.token, NOW)
