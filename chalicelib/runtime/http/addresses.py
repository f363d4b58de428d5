"""Whose network a request comes from.

Through the distribution every request comes from one of its own servers. It then says by a key,
which it and the functions of the stack alone have, that the address which it noted may be believed;
nobody else's `X-Forwarded-For` is.
"""

from __future__ import annotations

from collections.abc import Mapping
from hmac import compare_digest
from ipaddress import ip_address

from chalicelib.runtime.http.security_headers import EDGE_HEADER


def network_address(headers: Mapping[str, str], peer: str, edge_key: str) -> str:
    """The address of whoever asks; `peer` is who spoke to the gateway, headers are in lower case.

    The distribution puts it last, and the gateway the peer behind it.
    """
    key = headers.get(EDGE_HEADER.lower(), "")
    if not edge_key or not compare_digest(key.encode(), edge_key.encode()):
        return peer
    *_, noted = ["", *_noted(headers.get("x-forwarded-for", ""), peer)]
    return noted if _is_address(noted) else peer


def _noted(forwarded: str, peer: str) -> list[str]:
    found = [part.strip() for part in forwarded.split(",")]
    return found[:-1] if found[-1] == peer else found


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
