"""The templates that ship with the code: `chalicelib/data/messages.json`."""

from __future__ import annotations

import json

from chalicelib.messages.domain.templates import Templates
from chalicelib.runtime.data_files import DATA

FILE = DATA / "messages.json"


def read_templates() -> Templates:
    """All of them, in all languages."""
    document = json.loads(FILE.read_text(encoding="utf-8"))
    return Templates(document["kinds"], document["words"])
