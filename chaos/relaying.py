"""The stream's side: every batch of records goes to the relay three times.

    python -m chaos.relaying SEED faults|calm CHECKPOINT

Reads the cases' stream from where the checkpoint stands, window by window. A window is told to the
relay in batches, each three times, shuffled: worse than a stream, which keeps the order of each
item the first time. Killed in the middle, all of it comes again.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

import app
from chalicelib.runtime.services import services
from chaos.faults import InjectedFaults
from chaos.stream import WINDOW, records

TIMES = 3
_BATCH = 10
_CONTEXT = SimpleNamespace(get_remaining_time_in_millis=lambda: 30_000, function_name="chaos")


def relay_all(chance: random.Random, faults: InjectedFaults, checkpoint: Path) -> None:
    """For ever. A call that fails brings the whole window again."""
    while True:
        try:
            window = list(islice(records(checkpoint), WINDOW))
            for batch in _thrice(window, chance):
                app.relay({"Records": batch}, _CONTEXT)
        except (BotoCoreError, ClientError):
            faults.say()
            time.sleep(0.2)
            continue
        if window:
            checkpoint.write_text(str(window[-1]["dynamodb"]["SequenceNumber"]))
        else:
            time.sleep(0.2)


def _thrice(window: Sequence[Any], chance: random.Random) -> list[list[Any]]:
    """Its batches, each as often, none in its order and none in its place."""
    batches = [window[start : start + _BATCH] for start in range(0, len(window), _BATCH)]
    shuffled = [chance.sample(batch, len(batch)) for batch in batches * TIMES]
    chance.shuffle(shuffled)
    return shuffled


def main() -> None:
    """The process."""
    chance = random.Random(sys.argv[1])
    services()
    faults = InjectedFaults(chance)
    if sys.argv[2] == "faults":
        faults.begin()
    relay_all(chance, faults, Path(sys.argv[3]))


if __name__ == "__main__":
    main()
