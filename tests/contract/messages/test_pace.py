"""How fast messages go out: what the fake promises, DynamoDB keeps, however many ask at once."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from chalicelib.kernel.channels import Channel
from chalicelib.messages.adapters.pace import DynamoPace
from chalicelib.messages.application.pace import BURST, PATIENCE, Pace, Precedence
from tests.support.clock import NOW
from tests.support.senders import FakePace
from tests.support.tables import cloud, make_table

RATE = 10
NONE = timedelta(0)
LONGEST = PATIENCE[Precedence.ORDINARY]
TENTH = timedelta(milliseconds=100)
PLACES = RATE * 3 + 1
"""What fits in the burst and in what anybody waits for."""


@pytest.fixture(params=["memory", "moto", "emulator"])
def pace(request: pytest.FixtureRequest) -> Iterator[Pace]:
    if request.param == "memory":
        yield FakePace(RATE)
        return
    on_emulator = request.param == "emulator"
    with cloud(request.getfixturevalue("emulator_endpoint") if on_emulator else None):
        yield DynamoPace(make_table("LedgerTable"), {Channel.EMAIL: RATE, Channel.SMS: 5 * RATE})


def take(
    pace: Pace, after: timedelta = NONE, precedence: Precedence = Precedence.ORDINARY
) -> timedelta | None:
    return pace.take("ses:here", Channel.EMAIL, NOW + after, precedence)


def test_a_second_of_messages_goes_at_once_and_the_rest_at_the_pace(pace: Pace) -> None:
    """Each waits a tenth of a second longer than the one before; nobody longer than two."""
    waits = [take(pace) for _ in range(PLACES + 2)]
    assert waits[: RATE + 1] == [NONE] * (RATE + 1)
    assert waits[RATE:PLACES] == [number * TENTH for number in range(PLACES - RATE)]
    assert waits[PLACES - 1] == LONGEST
    assert waits[PLACES:] == [None, None]


def test_time_gives_places_back(pace: Pace) -> None:
    """One for each tenth of a second, and after a while of silence a second's full."""
    while take(pace) is not None:
        pass
    assert take(pace, TENTH) == LONGEST
    assert take(pace, TENTH) is None
    later = LONGEST + BURST + 2 * TENTH
    assert [take(pace, later) for _ in range(RATE + 1)] == [NONE] * (RATE + 1)
    assert take(pace, later) == TENTH


def test_codes_are_counted_and_never_wait(pace: Pace) -> None:
    """What they take the others wait for."""
    while take(pace) is not None:
        pass
    assert take(pace, precedence=Precedence.CODE) == NONE
    assert take(pace, TENTH) is None
    assert take(pace, 2 * TENTH) == LONGEST


def test_after_a_rush_of_codes_the_others_have_their_turn_within_seconds(pace: Pace) -> None:
    """What goes beyond the quota the provider has refused: a minute's worth of codes at one instant
    does not keep an urgent message from a provider that has nothing to do for that minute."""
    for _ in range(60 * RATE):
        assert take(pace, precedence=Precedence.CODE) == NONE
    assert take(pace, precedence=Precedence.URGENT) is None
    soon = BURST + PATIENCE[Precedence.URGENT]
    assert take(pace, TENTH, Precedence.URGENT) is not None
    assert take(pace, soon) == NONE


def test_urgent_ones_find_a_place_behind_all_that_others_may_take(pace: Pace) -> None:
    """However many of these ask at once; for as long again, and not without end."""
    while take(pace) is not None:
        pass
    more = [take(pace, precedence=Precedence.URGENT) for _ in range(2 * RATE + 2)]
    assert more == [LONGEST + TENTH * number for number in range(1, 2 * RATE + 1)] + [None] * 2
    assert take(pace, 5 * TENTH) is None
    assert take(pace, 5 * TENTH, Precedence.URGENT) is not None


def test_providers_have_a_pace_each(pace: Pace) -> None:
    """And regions."""
    while take(pace) is not None:
        pass
    assert pace.take("ses:there", Channel.EMAIL, NOW, Precedence.ORDINARY) == NONE


def test_of_many_who_ask_at_once_no_more_find_a_place_than_there_are(pace: Pace) -> None:
    """To the message, and no two the same place."""
    with ThreadPoolExecutor(8) as pool:
        waits = list(pool.map(lambda _: take(pace), range(60)))
    found = sorted(wait for wait in waits if wait is not None)
    assert len(found) == PLACES
    assert len(set(found)) == PLACES - RATE
