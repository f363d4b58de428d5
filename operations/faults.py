"""What an operator's command left out or refused: said at once, and in the command's end."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from chalicelib.kernel.errors import Invalid, Path
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


def fault_lines(invalid: Invalid) -> Iterator[str]:
    """A line for each fault: where (`officers 3, phone`: the third of them), and what."""
    for fault in invalid.faults:
        params = "".join(f", {name}: {value}" for name, value in fault.params.items())
        yield f"{_place(fault.path)}: {fault.code}{params}"


def _place(path: Path) -> str:
    """People count from one."""
    steps = (f" {step + 1}" if isinstance(step, int) else f", {step}" for step in path)
    return "".join(steps).removeprefix(", ") or "the whole"
