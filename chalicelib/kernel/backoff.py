"""How long what cannot be done waits for its next try, and when somebody must look at it."""

from __future__ import annotations

from datetime import timedelta

FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=1)
"""(default) Whatever was mended is tried again within this time."""
ATTENTION_AFTER = 3
"""(default) Failures in a row after which a thing stands on the attention list."""


def wait_after(failures: int) -> timedelta:
    """The wait after so many failures in a row: 1, 2, 4 … minutes, an hour at most."""
    doubled: int = 2 ** min(failures - 1, 16)
    return min(FIRST_WAIT * doubled, LONGEST_WAIT)


def needs_attention(failures: int) -> bool:
    """Whether it has failed so often that it will hardly pass by itself."""
    return failures >= ATTENTION_AFTER
