"""Who gets what: things are asked for by type, made at first use, and kept for the process.

    services().get(CaseDesk)

Each noun's `wiring.py` says how its own types are made (`register`); it is imported when the first
of them is asked for, so that a function pays only for the nouns that it uses. The types of the
kernel (clock, keys) are registered by the runtime's wiring. Tests put values in the place of the
real things (`register_value`).

In the manner of hynek/svcs, which costs a cold start 74 ms to import.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from importlib import import_module
from threading import RLock
from typing import Any, TypeVar

from chalicelib.runtime.settings import Settings

T = TypeVar("T")
_PRODUCT = "chalicelib"
_WIRED_BY = {"kernel": "runtime"}
"""A noun that knows no adapters: whose wiring makes its types."""


class UnknownService(LookupError):
    """No wiring says how this type is made; the message names it."""


class Services:
    """The things of one process, by their type."""

    def __init__(self, settings: Settings | None = None) -> None:
        self._made: dict[type, Any] = {Services: self}
        self._factories: dict[str, Callable[[Services], Any]] = {}
        self._wired: set[str] = set()
        self._making = RLock()  # one thing each, whichever thread asks first
        if settings is not None:
            self.register_value(Settings, settings)

    def get(self, kind: type[T]) -> T:
        """The one thing of that type; raises `UnknownService`, or whatever its making raises."""
        if kind not in self._made:
            with self._making:
                if kind not in self._made:
                    self._made[kind] = self._factory(kind)(self)
        made: T = self._made[kind]
        return made

    def register(self, kind: type[T], make: Callable[[Services], T]) -> None:
        """How the thing of that type is made, unless there is one already."""
        self._factories[_name(kind)] = make

    def register_late(self, name: str, make: Callable[[Services], Any]) -> None:
        """The same for a type named `module:Type`, whose module is first imported by whoever asks
        for it: what few of a noun's requests need costs the others nothing."""
        self._factories[name] = make

    def register_value(self, kind: type[T], value: T) -> None:
        """This is the thing of that type."""
        self._made[kind] = value

    def _factory(self, kind: type) -> Callable[[Services], Any]:
        name = _name(kind)
        if name not in self._factories:
            self._wire(kind)
        try:
            return self._factories[name]
        except KeyError:
            raise UnknownService(name) from None

    def _wire(self, kind: type) -> None:
        """Let the type's noun register its own, but for what is registered already.

        The runtime comes first of all: the local stage puts things of its own in place there.
        """
        product, _, rest = kind.__module__.partition(".")
        noun = rest.partition(".")[0]
        if product == _PRODUCT:
            for name in ("runtime", _WIRED_BY.get(noun, noun)):
                self._wire_once(name)

    def _wire_once(self, noun: str) -> None:
        if noun in self._wired:
            return
        self._wired.add(noun)
        present = dict(self._factories)
        import_module(f"{_PRODUCT}.{noun}.wiring").register(self)
        self._factories |= present


def _name(kind: type) -> str:
    return f"{kind.__module__}:{kind.__qualname__}"


_services: Services | None = None


def services() -> Services:
    """The process's things, with the settings of its environment."""
    global _services
    if _services is None:
        from chalicelib.runtime.dynamodb.session import share_session

        share_session()  # before anything makes a client
        _services = Services(Settings(dict(os.environ)))
    return _services


def use(replacement: Services | None) -> None:
    """Let a test's services stand for the process's; `None` forgets them."""
    global _services
    _services = replacement
