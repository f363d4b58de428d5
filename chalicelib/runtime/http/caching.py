"""Answers that clients may keep: ETag, Cache-Control, 304."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from chalicelib.runtime.http.calls import Call, Reply


def cacheable(call: Call, body: Any, *, seconds: int) -> Reply:
    """The body, or 304 where the client has it already."""
    text = json.dumps(body, ensure_ascii=False, sort_keys=True)
    tag = f'"{hashlib.sha256(text.encode()).hexdigest()[:20]}"'
    headers = {
        "ETag": tag,
        "Cache-Control": f"public, max-age={seconds}",
        "Vary": "Accept-Language",
    }
    seen = {part.strip().removeprefix("W/") for part in _seen(call).split(",")}
    if tag in seen or "*" in seen:
        return Reply(304, None, headers)
    return Reply(200, body, headers)


def _seen(call: Call) -> str:
    return call.headers.get("if-none-match", "")
