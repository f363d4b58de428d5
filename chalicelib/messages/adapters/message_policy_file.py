"""The file that says how long messages are kept."""

from __future__ import annotations

from msgspec.json import decode

from chalicelib.messages.domain.message_policy import LEAST_DAYS, MessagePolicy
from chalicelib.runtime.data_files import DATA


def load_message_policy() -> MessagePolicy:
    """`data/message_policy.json`; raises ValueError for less than letters may take."""
    policy = decode((DATA / "message_policy.json").read_bytes(), type=MessagePolicy)
    if policy.days_kept < LEAST_DAYS:
        raise ValueError(f"message_policy.json: days_kept is less than {LEAST_DAYS}")
    return policy
