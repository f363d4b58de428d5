"""Things are asked for by type: made once, late, and replaced by value."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from chalicelib.cases.application.cases import CaseDesk
from chalicelib.cases.application.duplicates import DuplicateDesk
from chalicelib.cases.application.similar import SimilarDesk
from chalicelib.kernel.clock import Clock
from chalicelib.local_stage.adapters.clock import MovableClock
from chalicelib.places.domain.provinces import Province
from chalicelib.relay.application.ports import Barriers, Queues
from chalicelib.runtime.clock import SystemClock
from chalicelib.runtime.services import Services, UnknownService
from chalicelib.runtime.settings import SETTINGS, Settings
from chalicelib.staff.application.officer_sessions import OfficerDesk
from tests.support.api import make_services
from tests.support.clock import FakeClock

ROOT = Path(__file__).parents[3]


class Thing:
    """Something that no noun knows."""


def test_a_noun_wires_its_own_when_one_of_them_is_asked_for() -> None:
    """The province by the settings, and the same thing each time."""
    made = make_services({})
    assert made.get(Province).case_prefix == "LC"
    assert made.get(Province) is made.get(Province)


def test_a_value_stands_before_and_after_its_noun_is_wired() -> None:
    """Whatever the order: what a test puts in is what everybody gets."""
    clock = FakeClock()
    early = make_services({Clock: clock})
    early.get(Province)
    late = make_services({})
    late.get(Clock)
    late.register_value(Clock, clock)
    assert early.get(Clock) is late.get(Clock) is clock
    assert early.get(Settings).province == "lao_cai"


def test_a_type_that_was_only_named_is_made_when_it_is_asked_for() -> None:
    """Also by whoever put a value in its place before."""
    made = make_services({})
    assert isinstance(made.get(DuplicateDesk), DuplicateDesk)
    assert made.get(DuplicateDesk) is made.get(DuplicateDesk)
    desk = made.get(SimilarDesk)
    assert make_services({SimilarDesk: desk}).get(SimilarDesk) is desk


def test_every_name_in_a_wiring_is_that_of_a_type() -> None:
    """Else nobody would ever find it."""
    names: list[str] = []

    class Listening(Services):
        def register_late(self, name: str, make: Callable[[Services], Any]) -> None:
            names.append(name)
            super().register_late(name, make)

    listening = Listening(make_services({}).get(Settings))
    for wiring in sorted((ROOT / "chalicelib").glob("*/wiring.py")):
        import_module(f"chalicelib.{wiring.parent.name}.wiring").register(listening)
    assert names
    for name in names:
        module, _, kind = name.partition(":")
        assert isinstance(getattr(import_module(module), kind), type)


def test_what_is_made_of_other_things_gets_the_values() -> None:
    """A desk has the clock that was put in."""
    clock = FakeClock()
    assert make_services({Clock: clock}).get(CaseDesk).clock is clock


def test_what_nobody_makes_is_named() -> None:
    """Of a noun or not."""
    with pytest.raises(UnknownService, match="Thing"):
        make_services({}).get(Thing)
    with pytest.raises(UnknownService, match="FakeClock"):
        make_services({}).get(FakeClock)


@pytest.mark.parametrize(("stage", "kind"), [("local", MovableClock), ("prod", SystemClock)])
def test_only_the_local_stage_has_a_clock_that_moves(stage: str, kind: type) -> None:
    """The others' packages do not even hold it."""
    local = make_services({}).get(Settings)
    services = Services(Settings({**local.given, "STAGE": stage}))
    assert isinstance(services.get(Clock), kind)


@pytest.mark.parametrize(("stage", "kind"), [("local", "LedgerBarriers"), ("prod", "NoBarriers")])
def test_the_local_stage_hears_of_marks_whatever_is_asked_for_first(
    stage: str, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The relay asks for its queues and then for who wants to know: nothing of the runtime."""
    monkeypatch.setenv("AWS_DEFAULT_REGION", "ap-southeast-1")
    given = {**dict.fromkeys(SETTINGS, "nowhere"), "STAGE": stage}
    services = Services(Settings(given))
    services.get(Queues)
    assert type(services.get(Barriers)).__name__ == kind


def test_threads_that_ask_at_once_get_the_same_thing() -> None:
    """Also while the noun is still being wired by the one that was first."""
    for _ in range(20):
        services = make_services({})
        with ThreadPoolExecutor(8) as pool:
            found = list(pool.map(services.get, [OfficerDesk] * 8))
        assert len({id(desk) for desk in found}) == 1
