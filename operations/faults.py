"""What an operator's command left out: said at once, and in the command's end."""

from __future__ import annotations

import sys

from chalicelib.kernel.faults import Broken, Work
from chalicelib.kernel.isolation import Isolation
from chalicelib.runtime.faults import is_passing


class ToldFaults:
    """Names what is left out on standard error: codes and ids, and the class of the fault."""

    def is_passing(self, fault: Exception) -> bool:
        """As for the functions."""
        return is_passing(fault)

    def note(self, _work: Work, broken: Broken) -> None:
        """One line."""
        print(f"left out: {broken.thing} ({broken.kind})", file=sys.stderr)


def told() -> Isolation:
    """For one command, which ends with 1 when something was left out."""
    return Isolation(ToldFaults(), Work.READ)
