"""What the local cloud takes of this machine, whatever else runs on it."""

from __future__ import annotations

import os
from collections import defaultdict
from pathlib import Path

from operations.places import LocalPlace

_TICKS = os.sysconf("SC_CLK_TCK")
_PARENT, _SPENT = 1, slice(11, 15)
"""Of `/proc/<pid>/stat` behind the name: the parent; user, system, and both of ended children."""


def cpu_seconds(place: LocalPlace) -> float:
    """CPU of the emulator and of all processes of functions that it has had so far."""
    children, spent = defaultdict[int, list[int]](list), dict[int, float]()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text("utf-8").rpartition(")")[2].split()
        except OSError:
            continue  # it has ended meanwhile, and its parent has its time
        pid = int(stat.parent.name)
        children[int(fields[_PARENT])].append(pid)
        spent[pid] = sum(map(int, fields[_SPENT])) / _TICKS
    family = [int(place.pid_file.read_text(encoding="utf-8"))]
    for pid in family:
        family += children[pid]
    return sum(spent.get(pid, 0.0) for pid in family)
