"""Stop the local cloud that `up` started, and nothing else."""

from __future__ import annotations

from localstack import emulator
from localstack.up import parser, place_of

if __name__ == "__main__":
    stopped = emulator.stop(place_of(parser().parse_args()))
    print("stopped" if stopped else "nothing was running")
