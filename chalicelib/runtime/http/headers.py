"""Request headers that mean something here, each checked where an endpoint takes it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

from chalicelib.kernel.errors import Invalid
from chalicelib.runtime.http.pointers import HeaderFault

Need = Literal["required", "optional"] | None
KEY_PATTERN = "^[!-~]{1,128}$"
"""Visible ASCII."""
_VERSION = "(?:0|[1-9][0-9]{0,8})"
VERSION_PATTERN = f'^[ \\t]*(?:(?:W/)?"{_VERSION}"|{_VERSION})[ \\t]*$'
"""One entity tag of ours (RFC 9110, 8.8.3), or its number alone."""
_TAG = re.compile(VERSION_PATTERN)
_TOKEN = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_PARAMETER = re.compile(rf';[ \t]*(?:({_TOKEN})=({_TOKEN}|"(?:[^"\\]|\\.)*")[ \t]*)?')
_PLAIN_JSON = re.compile(rf"application/json[ \t]*(?:{_PARAMETER.pattern})*", re.IGNORECASE)


def key_in(headers: Mapping[str, str], need: Need) -> str | None:
    """The idempotency key; raises Invalid."""
    header = headers.get("idempotency-key")
    if need is None or (header is None and need == "optional"):
        return None
    if header is None:
        raise Invalid([HeaderFault(("Idempotency-Key",), "missing")])
    if not 1 <= len(header) <= 128 or not all("!" <= char <= "~" for char in header):
        raise Invalid([HeaderFault(("Idempotency-Key",), "wrong_form")])
    return header


def version_in(headers: Mapping[str, str], need: Need) -> int | None:
    """The version that `If-Match` names; raises Invalid for what is no version of ours.

    A weak tag is as good: gateways weaken them. No list and no `*`: a change is made to the one
    version that was seen. That a required one is missing is said later (428): only after it is
    known that the action is allowed at all.
    """
    header = headers.get("if-match")
    if need is None or header is None:
        return None
    if not _TAG.fullmatch(header):
        raise Invalid([HeaderFault(("If-Match",), "wrong_form")])
    return int(header.strip(' \t"W/'))


def is_form(headers: Mapping[str, str]) -> bool:
    """Whether the body is what a browser makes of a form without files, not compressed."""
    media = headers.get("content-type", "").partition(";")[0].strip(" \t").lower()
    coding = headers.get("content-encoding", "").strip(" \t").lower()
    return media == "application/x-www-form-urlencoded" and coding in ("", "identity")


def is_plain_json(headers: Mapping[str, str]) -> bool:
    """Whether the body is JSON in UTF-8, not compressed (RFC 9110, 8.3.1; RFC 8259, 8.1)."""
    media = headers.get("content-type", "application/json").strip(" \t")
    coding = headers.get("content-encoding", "").strip(" \t").lower()
    if not _PLAIN_JSON.fullmatch(media) or coding not in ("", "identity"):
        return False
    parameters = _PARAMETER.findall(media.partition("/")[2])
    charsets = [value.strip('"').lower() for name, value in parameters if name.lower() == "charset"]
    return all(charset in ("utf-8", "utf8") for charset in charsets)
