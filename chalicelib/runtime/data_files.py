"""The data that ships with the code: texts, consents, and a folder for each province."""

from __future__ import annotations

import json
from pathlib import Path

DATA = Path(__file__).parents[1] / "data"


def read_document(province: str, name: str) -> object:
    """A province's JSON document; raises FileNotFoundError for a province that has none."""
    document: object = json.loads((DATA / province / f"{name}.json").read_text(encoding="utf-8"))
    return document
