"""The gateway's own errors, in the form of all others (RFC 9457)."""

from __future__ import annotations

import json
from typing import Any

_ERRORS: dict[str, tuple[int, str, str]] = {
    "MISSING_AUTHENTICATION_TOKEN": (404, "not_found", "Không tìm thấy"),
    "RESOURCE_NOT_FOUND": (404, "not_found", "Không tìm thấy"),
    "REQUEST_TOO_LARGE": (413, "too_large", "Nội dung quá lớn"),
    "UNSUPPORTED_MEDIA_TYPE": (415, "unsupported_media_type", "Kiểu nội dung không được hỗ trợ"),
    "THROTTLED": (429, "too_many_requests", "Quá nhiều yêu cầu"),
    "QUOTA_EXCEEDED": (429, "too_many_requests", "Quá nhiều yêu cầu"),
    "INTEGRATION_FAILURE": (502, "unavailable", "Tạm thời gián đoạn"),
    "INTEGRATION_TIMEOUT": (504, "unavailable", "Tạm thời gián đoạn"),
    "DEFAULT_4XX": (400, "bad_request", "Yêu cầu không hợp lệ"),
    "DEFAULT_5XX": (500, "internal", "Lỗi hệ thống"),
}
_KEEPS_STATUS = frozenset({"DEFAULT_4XX", "DEFAULT_5XX"})


def _body(status: int, code: str, title: str) -> str:
    kind = f"urn:problem:{code.replace('_', '-')}"
    return json.dumps(
        {"type": kind, "title": title, "status": status, "detail": title, "code": code},
        ensure_ascii=False,
    )


def _response(kind: str) -> dict[str, Any]:
    status, code, title = _ERRORS[kind]
    headers = {"gatewayresponse.header.Content-Type": "'application/problem+json'"}
    if status == 429:
        headers["gatewayresponse.header.Retry-After"] = "'5'"
    response = {
        "ResponseParameters": headers,
        "ResponseTemplates": {"application/json": _body(status, code, title)},
    }
    return response if kind in _KEEPS_STATUS else {"StatusCode": str(status), **response}


GATEWAY: dict[str, dict[str, Any]] = {
    f"Gateway{''.join(word.title() for word in kind.split('_'))}": {
        "Type": "AWS::ApiGateway::GatewayResponse",
        "Properties": {
            "RestApiId": {"Ref": "RestAPI"},
            "ResponseType": kind,
            **_response(kind),
        },
    }
    for kind in _ERRORS
}
