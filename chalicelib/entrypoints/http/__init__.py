"""The HTTP API: one module per noun, each with its blueprint `routes`."""

from __future__ import annotations

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


def register(app: Any) -> None:
    """Serve every noun's routes on the Chalice app."""
    for noun in NOUNS:
        app.register_blueprint(import_module(f"{__name__}.{noun}").routes)
