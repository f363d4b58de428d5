"""CPU of a process is told apart from that of the processes that it had."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from load.machine import cpu_so_far
from operations.places import LocalPlace

_BURN = "import time\nwhile time.process_time() < 0.3: pass"


def test_children_count_for_themselves_also_when_they_have_ended(tmp_path: Path) -> None:
    """This process stands for the emulator."""
    place = LocalPlace(tmp_path, 1)
    place.pid_file.write_text(str(os.getpid()), encoding="utf-8")
    before = cpu_so_far(place)
    subprocess.run([sys.executable, "-c", _BURN], check=True)
    spent = cpu_so_far(place).since(before)
    assert spent.functions >= 0.2
    assert spent.whole == spent.emulator + spent.functions
