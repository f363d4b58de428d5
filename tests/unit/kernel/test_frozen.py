"""Frozen classes: in all that can be seen as those of the standard library."""

from __future__ import annotations

import copy
import pickle
import subprocess
import sys
from collections.abc import Callable
from dataclasses import FrozenInstanceError, asdict, dataclass, field, fields, replace
from typing import Any

import pytest

from chalicelib.kernel.frozen import frozen


def _point(decorate: Callable[[type[Any]], type[Any]]) -> type[Any]:
    class Point:
        """A place with everything that a field can have."""

        x: int
        of: str = "a"
        tags: tuple[str, ...] = field(default_factory=tuple)
        secret: str = field(default="s", repr=False, compare=False)
        shown: bool = field(default=True, kw_only=True)
        sum: int = field(init=False, default_factory=lambda: 7)

        def __post_init__(self) -> None:
            if self.x < 0:
                raise ValueError(self.x)

    return decorate(Point)


OURS, THEIRS = _point(frozen), _point(dataclass(frozen=True))
GIVEN: list[tuple[tuple[Any, ...], dict[str, Any]]] = [
    ((1,), {}),
    ((1, "b"), {}),
    ((), {"x": 2, "of": "c", "shown": False}),
    ((1, "a", ("t",), "other"), {}),
]
WRONG: list[tuple[tuple[Any, ...], dict[str, Any]]] = [
    ((), {}),
    ((1, "a", (), "s", True), {}),
    ((1,), {"sum": 3}),
    ((1,), {"unknown": 3}),
    ((1,), {"x": 3}),
    ((-1,), {}),
]


def test_they_are_made_and_shown_alike() -> None:
    for given, named in GIVEN:
        ours, theirs = OURS(*given, **named), THEIRS(*given, **named)
        assert asdict(ours) == asdict(theirs)
        assert repr(ours) == repr(theirs)
        assert asdict(replace(ours, of="z")) == asdict(replace(theirs, of="z"))
    assert [one.name for one in fields(OURS)] == [one.name for one in fields(THEIRS)]
    assert OURS.__match_args__ == THEIRS.__match_args__


def test_they_are_refused_alike() -> None:
    for given, named in WRONG:
        with pytest.raises((TypeError, ValueError)) as theirs:
            THEIRS(*given, **named)
        with pytest.raises(theirs.type) as ours:
            OURS(*given, **named)
        assert str(ours.value) == str(theirs.value)


def test_they_are_equal_by_what_is_compared_and_of_one_class() -> None:
    assert OURS(1) == OURS(1, secret="other")
    assert hash(OURS(1)) == hash(OURS(1, secret="other"))
    assert OURS(1) != OURS(2)
    assert OURS(1) != THEIRS(1)
    assert len({OURS(1), OURS(1), OURS(2)}) == 2


def test_nothing_of_them_can_be_changed() -> None:
    point = OURS(1)
    with pytest.raises(FrozenInstanceError, match="cannot assign to field 'x'"):
        point.x = 2
    with pytest.raises(FrozenInstanceError, match="cannot delete field 'x'"):
        del point.x
    assert point.x == 1


@frozen
class Line:
    """One that can be imported."""

    name: str


@frozen
class NumberedLine(Line):
    """With what it inherits."""

    number: int = 0


@dataclass(frozen=True)
class MarkedLine(Line):
    """One that the standard library makes of one of ours."""

    mark: str = "x"


@frozen
class Nothing:
    """Without fields."""


def test_they_are_copied_and_inherited_from() -> None:
    line = NumberedLine("a", 3)
    assert pickle.loads(pickle.dumps(line)) == line
    assert copy.deepcopy(line) == line
    assert line != Line("a")
    assert repr(line) == "NumberedLine(name='a', number=3)"
    assert Line("b") == Line("b")
    assert NumberedLine("b").number == 0
    assert MarkedLine("b") == MarkedLine("b", "x")
    assert Nothing() == Nothing()
    assert hash(Nothing()) == hash(Nothing())


_COMPILED = """
import dataclasses, sys
import chalicelib.cases.http.cases, chalicelib.cases.wiring, chalicelib.runtime.http.serving
from chalicelib.kernel.frozen import frozen
made = {one for name, module in list(sys.modules.items()) if name.startswith("chalicelib.")
        for one in vars(module).values()
        if isinstance(one, type) and one.__module__ == name and dataclasses.is_dataclass(one)}
compiled = [one.__name__ for one in made
            if getattr(one.__eq__, "__module__", None) != frozen.__module__]
print(len(made), *compiled)
"""
MOST_COMPILED = 12


def test_a_case_page_compiles_few_classes() -> None:
    """A class that a first request imports is `@frozen`, so that it costs next to nothing."""
    command = [sys.executable, "-c", _COMPILED]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    made, *compiled = done.stdout.split()
    assert int(made) > 150
    assert len(compiled) <= MOST_COMPILED, compiled
