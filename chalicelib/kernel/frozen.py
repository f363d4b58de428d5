"""Frozen dataclasses that are made without being compiled.

The standard library compiles six methods for each frozen dataclass, which takes most of a
millisecond a class, whether or not the process ever makes one: with two hundred classes that was a
third of what a first request took above the libraries' imports. Here five of them are
shared by all classes, and `__init__` is compiled when the first one is made. All else is as in
`@dataclass(frozen=True)`: `fields`, `replace`, `asdict` and `match` work on both alike.
"""

from __future__ import annotations

from dataclasses import MISSING, Field, FrozenInstanceError, dataclass, field, fields, is_dataclass
from operator import attrgetter
from typing import Any, TypeVar, dataclass_transform

T = TypeVar("T")
_COMPARED = "_frozen_compared"


@dataclass_transform(frozen_default=True, field_specifiers=(field, Field))
def frozen(cls: type[T]) -> type[T]:
    """As `@dataclass(frozen=True)`; not for classes with slots, which have no `__dict__`."""
    cls.__doc__ = cls.__doc__ or cls.__name__  # else the signature is worked out for it
    inherits = any(is_dataclass(base) for base in cls.__mro__[1:])
    made = dataclass(init=False, repr=False, eq=False, frozen=inherits)(cls)
    made.__dataclass_params__.frozen = True  # type: ignore[attr-defined]
    for name, method in (*_SHARED.items(), ("__init__", _late_init(made))):
        if name not in made.__dict__:
            setattr(made, name, method)
    return made


def _late_init(cls: type[Any]) -> Any:
    def first(self: Any, *given: Any, **named: Any) -> None:
        compiled = _init_of(cls)
        cls.__init__ = compiled
        compiled(self, *given, **named)

    return first


def _init_of(cls: type[Any]) -> Any:
    """What `dataclass` would have made: parameters with their defaults, then `__post_init__`."""
    plain, by_name, body = list[str](), list[str](), ["    state_ = self.__dict__"]
    names: dict[str, Any] = {"MISSING": MISSING}
    for one in fields(cls):
        made = f"made_{one.name}"
        names |= {made: one.default_factory, f"default_{one.name}": one.default}
        has_factory, has_default = (
            given is not MISSING for given in (one.default_factory, one.default)
        )
        if one.init:
            default = "=MISSING" if has_factory else f"=default_{one.name}" if has_default else ""
            (by_name if one.kw_only else plain).append(one.name + default)
            given = f"{made}() if {one.name} is MISSING else {one.name}"
            body.append(f"    state_[{one.name!r}] = {given if has_factory else one.name}")
        elif has_factory:
            body.append(f"    state_[{one.name!r}] = {made}()")
    if hasattr(cls, "__post_init__"):
        body.append("    self.__post_init__()")
    parameters = ", ".join(["self", *plain, *(["*", *by_name] if by_name else [])])
    exec("\n".join([f"def __init__({parameters}):", *body]), names)
    names["__init__"].__qualname__ = f"{cls.__qualname__}.__init__"
    return names["__init__"]


def _compared(of: Any) -> Any:
    """What of it is compared: a tuple, or the one thing that there is."""
    cls = of.__class__
    get = cls.__dict__.get(_COMPARED)
    if get is None:
        names = [one.name for one in fields(cls) if one.compare]
        get = attrgetter(*names) if names else _nothing
        setattr(cls, _COMPARED, get)
    return get(of)


def _nothing(_of: Any) -> None:
    """What is compared of classes without fields."""


def _equal(self: Any, other: Any) -> Any:
    return (
        _compared(self) == _compared(other) if other.__class__ is self.__class__ else NotImplemented
    )


def _hash(self: Any) -> int:
    return hash(_compared(self))


def _shown(self: Any) -> str:
    shown = (f"{one.name}={getattr(self, one.name)!r}" for one in fields(self) if one.repr)
    return f"{self.__class__.__qualname__}({', '.join(shown)})"


def _not_set(_self: Any, name: str, _value: Any) -> None:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _not_deleted(_self: Any, name: str) -> None:
    raise FrozenInstanceError(f"cannot delete field {name!r}")


_SHARED = {
    "__eq__": _equal,
    "__hash__": _hash,
    "__repr__": _shown,
    "__setattr__": _not_set,
    "__delattr__": _not_deleted,
}
