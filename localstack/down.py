"""Stop the local cloud that `up` started, and nothing else.

What keeps its state is stopped when nothing is on its way any more, or after a while all the same:
what was on its way then is relayed again by the next start.
"""

from __future__ import annotations

import time

from chalicelib.local_stage.application.clock import Pipeline
from localstack import emulator
from operations.places import LocalPlace
from operations.stacks import local_stack, parser, place_of

_PATIENCE_SECONDS = 20.0


def down(place: LocalPlace) -> bool:
    """Whether there was anything to stop."""
    if emulator.is_running(place) and emulator.keeps_state(place) and place.people_file.exists():
        over = time.monotonic() + _PATIENCE_SECONDS
        local_stack(place).adopt().get(Pipeline).drain(lambda: time.monotonic() < over)
    return emulator.stop(place)


if __name__ == "__main__":
    stopped = down(place_of(parser(__doc__).parse_args()))
    print("stopped" if stopped else "nothing was running")
