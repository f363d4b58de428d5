"""Requests of DynamoDB as they are sent: where to is found out once, and signed is what signature
version 4 asks for: host, target, type and time. botocore goes through the rules of all addresses
and copies the headers several times for each call, which is half of what a call costs it. Whatever
is not the plain request of a table is left to it.
"""

from __future__ import annotations

import time
from functools import lru_cache
from hashlib import sha256
from hmac import HMAC
from typing import Any
from urllib.parse import urlsplit
from zlib import crc32

from botocore.awsrequest import AWSPreparedRequest, HeadersDict

_SERVICE = "dynamodb"
_OK = 200
_PORTS = {"http": 80, "https": 443}


class LeanRequests:
    """In the place of the endpoint's own: each attempt is a request with a signature of its own."""

    def __init__(self, client: Any) -> None:
        self._own = client._endpoint.create_request
        self._signer = client._request_signer
        self._region = client.meta.region_name

    def __call__(self, params: dict[str, Any], operation_model: Any = None) -> Any:
        """The request, ready to be sent."""
        context, headers = params["context"], params["headers"]
        credentials, host = self._signer._credentials, _host(params["url"])
        plain = context.get("auth_type") in (None, "v4") and "X-Amz-Target" in headers
        if not (plain and host and credentials):
            return self._own(params, operation_model)
        signed = {
            "content-type": headers["Content-Type"],
            "host": host,
            "x-amz-date": time.strftime("%Y%m%dT%H%M%SZ", time.gmtime()),
            "x-amz-target": headers["X-Amz-Target"],
        }
        keys, where = credentials.get_frozen_credentials(), context.get("signing") or {}
        if keys.token:
            signed["x-amz-security-token"] = keys.token
        body, region = params["body"], where.get("region") or self._region
        sent = HeadersDict({name: value.encode() for name, value in headers.items()})
        for name, value in signed.items():
            if name.startswith("x-amz-"):
                sent[name] = value.encode()
        sent["Authorization"] = authorization(keys, region, signed, body).encode()
        sent["Content-Length"] = str(len(body))
        return AWSPreparedRequest("POST", params["url"], sent, body, False, context)


class OneAddress:
    """In the place of the client's own: its tables are all at one address."""

    def __init__(self, client: Any) -> None:
        self._own = client._resolve_endpoint_ruleset
        self._found: Any = None
        self._signing: dict[str, Any] = {}

    def __call__(
        self,
        operation_model: Any,
        params: dict[str, Any],
        request_context: dict[str, Any],
        ignore_signing_region: bool = False,
    ) -> Any:
        """The address, more headers and properties; how to sign goes into the context."""
        if ignore_signing_region:
            return self._own(operation_model, params, request_context, ignore_signing_region)
        if self._found is None:
            found, told = (
                self._own(operation_model, params, request_context),
                ("auth_type", "signing"),
            )
            self._signing = {one: request_context[one] for one in told if one in request_context}
            self._found = found
        request_context.update(self._signing)
        return self._found


class LeanRetries:
    """In the place of the endpoint's own, which goes through all that can go wrong for each answer:
    what came well and whole is not asked for again."""

    def __init__(self, client: Any) -> None:
        self._own = client._endpoint._needs_retry

    def __call__(
        self,
        attempts: int,
        operation_model: Any,
        request_dict: Any,
        response: Any = None,
        caught_exception: Exception | None = None,
    ) -> bool:
        """Whether to send it once more; what went wrong is weighed as ever."""
        if caught_exception is None and response is not None and _is_whole(response[0]):
            return False
        again = self._own(attempts, operation_model, request_dict, response, caught_exception)
        return bool(again)


def remember_pools(session: Any) -> None:
    """Let this session of HTTP look up the connections to an address once, not for each call."""
    manager = session._manager
    manager.connection_from_url = lru_cache(8)(manager.connection_from_url)


def _is_whole(http: Any) -> bool:
    """As its checksum says, if it has one."""
    told = http.headers.get("x-amz-crc32")
    return http.status_code == _OK and (told is None or int(told) == crc32(http.content))


def authorization(keys: Any, region: str, signed: dict[str, str], body: bytes) -> str:
    """The header of that name for a request to `/` that sends these headers, named in small
    letters; `x-amz-date` is one of them."""
    in_order = sorted(signed.items())
    names, at = ";".join(name for name, _ in in_order), signed["x-amz-date"]
    lines = "".join(f"{name}:{value}\n" for name, value in in_order)
    asked = f"POST\n/\n\n{lines}\n{names}\n{sha256(body).hexdigest()}"
    scope = f"{at[:8]}/{region}/{_SERVICE}/aws4_request"
    told = f"AWS4-HMAC-SHA256\n{at}\n{scope}\n{sha256(asked.encode()).hexdigest()}"
    signature = _mac(_day_key(keys.secret_key, at[:8], region), told).hex()
    named = f"Credential={keys.access_key}/{scope}, SignedHeaders={names}, Signature={signature}"
    return f"AWS4-HMAC-SHA256 {named}"


@lru_cache(4)
def _day_key(secret: str, day: str, region: str) -> bytes:
    key = f"AWS4{secret}".encode()
    for part in (day, region, _SERVICE, "aws4_request"):
        key = _mac(key, part)
    return key


def _mac(key: bytes, text: str) -> bytes:
    return HMAC(key, text.encode(), sha256).digest()


@lru_cache(8)
def _host(url: str) -> str:
    """As the header says it; nothing for an address with a path, or one in brackets."""
    parts = urlsplit(url)
    if parts.path not in ("", "/") or parts.query or not parts.hostname or "[" in parts.netloc:
        return ""
    usual = parts.port in (None, _PORTS.get(parts.scheme))
    return parts.hostname if usual else f"{parts.hostname}:{parts.port}"
