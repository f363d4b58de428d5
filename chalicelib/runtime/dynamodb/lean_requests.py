"""Requests of DynamoDB as they are sent: where to is found out once, and signed by botocore is what
signature version 4 asks for: host, target, type and time. botocore goes through the rules of all
addresses, asks whoever may want to know, and copies the headers several times for each call, which
is much of what a call costs. Whatever is not the plain request of a table is left to it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any
from zlib import crc32

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSPreparedRequest, AWSRequest, HeadersDict

_SERVICE = "dynamodb"
_OK = 200
_SIGNED = ("Content-Type", "X-Amz-Target")


class LeanRequests:
    """In the place of the endpoint's own: each attempt is a request with a signature of its own."""

    def __init__(self, client: Any) -> None:
        self._own = client._endpoint.create_request
        self._signer = client._request_signer
        self._region = client.meta.region_name

    def __call__(self, params: dict[str, Any], operation_model: Any = None) -> Any:
        """The request, ready to be sent."""
        context, headers = params["context"], params["headers"]
        credentials = self._signer._credentials
        plain = context.get("auth_type") in (None, "v4") and "X-Amz-Target" in headers
        if not (plain and credentials):
            return self._own(params, operation_model)
        url, body = params["url"], params["body"]
        region = (context.get("signing") or {}).get("region") or self._region
        signed = AWSRequest("POST", url, {name: headers[name] for name in _SIGNED}, body)
        SigV4Auth(credentials.get_frozen_credentials(), _SERVICE, region).add_auth(signed)
        sent = HeadersDict({name: value.encode() for name, value in headers.items()})
        for name, value in signed.headers.items():
            sent[name] = value.encode()
        sent["Content-Length"] = str(len(body))
        return AWSPreparedRequest("POST", url, sent, body, False, context)


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
            found = self._own(operation_model, params, request_context)
            told = ("auth_type", "signing")
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
