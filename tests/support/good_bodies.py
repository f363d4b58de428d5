"""Bodies of good form, as clients send them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import chalicelib

Json = dict[str, Any]
DATA = Path(chalicelib.__file__).parent / "data" / "lao_cai"

CASE: Json = {
    "category": "roads",
    "description": "Ổ gà sâu trước cổng trường, xe máy ngã nhiều lần.",
    "location": {"lat": 22.4856, "lon": 103.9707},
    "visibility": "public",
}
TRAINING: Json = {
    "title": "Tập huấn xử lý phản ánh",
    "purpose": "Nhận, xử lý và trả lời phản ánh.",
    "starts_at": "2026-08-05T08:00:00+07:00",
    "ends_at": "2026-08-05T11:00:00+07:00",
    "place": "Hội trường UBND phường",
}
ACCOUNT: Json = {
    "full_name": "Giàng Thị Mẩy",
    "commune_code": "02647",
    "consents": [{"purpose": one, "version": 1} for one in ("account", "feedback")],
}
UPLOAD: Json = {"content_type": "image/jpeg", "size": 2048, "sha256": "b5" * 32}
VISIT: Json = {
    "client_id": "5f0c9a52-3c1b-4a60",
    "at": "2026-08-03T08:05+07:00",
    "hamlet": "Tổ dân phố số 5",
    "result": "absent",
}
TARGETS: Json = {
    "items": [{"commune_code": "02647", "days": [{"day": "2026-08-30", "accounts": 8080}]}]
}
SIGNED: Json = {
    "credential": "q7fV0m2Jb1k",
    "client_data": "e30",
    "authenticator_data": "AAAA",
    "signature": "AAAA",
}
LONG_TEXT = "Đường hỏng nặng, xin sửa sớm."


def good_document(name: str) -> Json:
    """What the province begins with, as an administrator reads it; the service gives versions."""
    document: Json = json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))
    return {member: value for member, value in document.items() if member != "version"}
