"""What the local cloud takes of this machine, whatever else runs on it."""

from __future__ import annotations

import os
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from operations.places import LocalPlace

_TICKS = os.sysconf("SC_CLK_TCK")
_PARENT, _SPENT = 1, slice(11, 15)
"""Of `/proc/<pid>/stat` behind the name: the parent; user, system, and both of ended children."""


@dataclass(frozen=True)
class CloudCpu:
    """Seconds of CPU: of the emulator itself, which stands for AWS, and of the functions."""

    emulator: float
    functions: float

    @property
    def whole(self) -> float:
        """Of both."""
        return self.emulator + self.functions

    def since(self, before: CloudCpu) -> CloudCpu:
        """What came to it."""
        return CloudCpu(self.emulator - before.emulator, self.functions - before.functions)


def cpu_so_far(place: LocalPlace) -> CloudCpu:
    """Of the emulator and of all processes of functions that it has had so far."""
    children, spent = defaultdict[int, list[int]](list), dict[int, list[int]]()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text("utf-8").rpartition(")")[2].split()
        except OSError:
            continue  # it has ended meanwhile, and its parent has its time
        pid = int(stat.parent.name)
        children[int(fields[_PARENT])].append(pid)
        spent[pid] = [int(ticks) for ticks in fields[_SPENT]]
    emulator = int(place.pid_file.read_text(encoding="utf-8"))
    family = [emulator]
    for pid in family:
        family += children[pid]
    own = sum(spent[emulator][:2])
    whole = sum(sum(spent.get(pid, ())) for pid in family)
    return CloudCpu(own / _TICKS, (whole - own) / _TICKS)
