"""Faults that are remembered in place of being logged."""

from __future__ import annotations

from chalicelib.kernel.faults import Broken, Work


class FakeFaults:
    """A `ConnectionError` passes; everything else is the thing's own."""

    def __init__(self) -> None:
        self.noted: list[tuple[Work, str, str]] = []

    def is_passing(self, fault: Exception) -> bool:
        return isinstance(fault, ConnectionError)

    def note(self, work: Work, broken: Broken) -> None:
        self.noted.append((work, broken.thing, broken.kind))

    def of(self, work: Work) -> list[str]:
        """What could not be worked on, in order."""
        return [thing for kind, thing, _ in self.noted if kind is work]
