"""Request headers that mean something here, each checked where an endpoint takes it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from chalicelib.domain.errors import Fault, Invalid

Need = Literal["required", "optional"] | None
KEY_PATTERN = "^[!-~]{1,128}$"
"""Visible ASCII."""
VERSION_PATTERN = '^\\s*(W/)?"?[0-9]{1,9}"?\\s*$'


def key_in(headers: Mapping[str, str], need: Need) -> str | None:
    """The idempotency key; raises Invalid."""
    header = headers.get("idempotency-key")
    if need is None or (header is None and need == "optional"):
        return None
    if header is None:
        raise Invalid([Fault("Idempotency-Key", "missing")])
    if not 1 <= len(header) <= 128 or not all("!" <= char <= "~" for char in header):
        raise Invalid([Fault("Idempotency-Key", "wrong_form")])
    return header


def version_in(headers: Mapping[str, str], need: Need) -> int | None:
    """The version that `If-Match` names; raises Invalid for what is no version of ours.

    That a required one is missing is said later (428): only after it is known that the action is
    allowed at all.
    """
    header = headers.get("if-match")
    if need is None or header is None:
        return None
    tag = header.strip().removeprefix("W/").strip('"')
    if not (tag.isascii() and tag.isdigit() and len(tag) < 10):
        raise Invalid([Fault("If-Match", "wrong_form")])
    return int(tag)
