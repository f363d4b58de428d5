"""What schemathesis is given besides the served document: its setting `hooks` names this."""

from __future__ import annotations

from typing import Any

import schemathesis

from chalicelib.runtime.http.schemas.texts import LINE, LINES

SIMPLER = dict.fromkeys((LINE, LINES), "^[^\\u0000-\\u001f\\u007f-\\u009f]*$")
"""Texts of thousands of characters are made from one class in no time, and from alternatives with
a look ahead in minutes. What these leave out stands in the table of hostile texts."""


@schemathesis.hook
def before_load_schema(_context: Any, raw_schema: dict[str, Any]) -> None:
    """Simpler patterns of texts."""
    _simplify(raw_schema)


def _simplify(part: Any) -> None:
    if isinstance(part, list):
        for item in part:
            _simplify(item)
    elif isinstance(part, dict):
        if part.get("pattern") in SIMPLER:
            part["pattern"] = SIMPLER[part["pattern"]]
        for member in part.values():
            _simplify(member)
