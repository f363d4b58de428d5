"""The only place where real things are put together. One container per process, filled lazily."""

from __future__ import annotations

from functools import cached_property

from chalicelib.adapters.clock import SystemClock
from chalicelib.application.ports.clock import Clock
from chalicelib.config import Settings, load_settings


class Container:
    """Adapters and the bundles of ports that use cases take, each made at its first use."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    @cached_property
    def clock(self) -> Clock:
        """What time it is."""
        return SystemClock()


_container: Container | None = None


def container() -> Container:
    """The process's container."""
    global _container
    if _container is None:
        _container = Container(load_settings())
    return _container


def use(replacement: Container | None) -> None:
    """Put another container in its place; `None` makes the next call build a real one."""
    global _container
    _container = replacement
