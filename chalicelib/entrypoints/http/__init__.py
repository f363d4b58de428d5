"""The HTTP API: one module per noun, each with its blueprint `routes`."""

from __future__ import annotations

import os
from importlib import import_module
from typing import Any

NOUNS = (
    "system",
    "reference",
    "attention",
    "cases",
    "officer_cases",
    "uploads",
    "attachments",
    "registrations",
    "accounts",
    "sessions",
    "me",
    "officer_sessions",
    "notifications",
)


LOCAL_NOUNS = ("local_clock",)
"""Served by the local stack only: the stage is known while the stack is packaged."""


def register(app: Any) -> None:
    """Serve every noun's routes on the Chalice app."""
    local = os.environ.get("STAGE") == "local"
    for noun in NOUNS + LOCAL_NOUNS if local else NOUNS:
        app.register_blueprint(import_module(f"{__name__}.{noun}").routes)
