"""The processes that relay and work, and die."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from chaos.faults import SAYS
from operations.places import ROOT

WORKERS = 3


@dataclass
class Crew:
    """The processes that relay and work, and what they were made to suffer."""

    seed: int
    folder: Path
    faults: str = "faults"
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    started: int = 0
    kills: Counter[str] = field(default_factory=Counter)

    def hire(self, name: str) -> None:
        """One more process, under a number of its own."""
        self.started += 1
        log = (self.folder / f"{name}-{self.started}.log").open("wb")
        chance = str(self.seed * 1000 + self.started)
        line = ["chaos.relaying", chance, self.faults, str(self.folder / "checkpoint")]
        if name != "relay":
            line = ["chaos.worker", chance, self.faults]
        self.processes[name] = subprocess.Popen(
            [sys.executable, "-m", *line], cwd=ROOT, stdout=log, stderr=subprocess.STDOUT
        )

    def kill(self, name: str) -> None:
        """In the middle of whatever it does; what is half done comes again."""
        if self.dismiss(name):
            self.kills[f"{name.rstrip('0123456789')} killed"] += 1

    def dismiss(self, name: str) -> bool:
        """Stop it, outside of the storm; whether there was one."""
        process = self.processes.pop(name, None)
        if process is None:
            return False
        process.kill()
        process.wait()
        return True

    def all_hands(self) -> list[str]:
        """The names of all processes that there should be."""
        return ["relay", *(f"worker{number}" for number in range(WORKERS))]

    def injected(self) -> Counter[str]:
        """What the processes said they were made to suffer."""
        total: Counter[str] = Counter()
        for log in self.folder.glob("*.log"):
            said = [line for line in log.read_text().splitlines() if line.startswith(SAYS)]
            total.update(json.loads(said[-1].removeprefix(SAYS)) if said else {})
        return total + self.kills
