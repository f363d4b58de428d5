"""Writes of several stores that happen together: all of them, or none."""

from __future__ import annotations


class Part:
    """A conditional write that one store makes and the write of another takes along.

    What it holds is the business of the stores, which speak of it to nobody else.
    """


class Refused(Exception):
    """Nothing was written, since the condition of this part does not hold."""

    def __init__(self, part: Part) -> None:
        super().__init__(type(part).__name__)
        self.part = part
