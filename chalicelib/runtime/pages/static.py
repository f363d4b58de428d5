"""Where browsers find what pages are dressed in: never changing files, each under its hash."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

PREFIX = "/static"
FINGERPRINTS = Path(__file__).with_name("static.json")


def static_url(name: str) -> str:
    """The address of a file of `static/`; raises KeyError for a name that is not served."""
    return f"{PREFIX}/{_fingerprints()[name]}/{name}"


@cache
def _fingerprints() -> dict[str, str]:
    found: dict[str, str] = json.loads(FINGERPRINTS.read_text(encoding="utf-8"))
    return found
