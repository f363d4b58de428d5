"""What hostile or careless clients send: the doors of the API.

Data only, so that the same table can be played in process and through a deployed gateway.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import chalicelib
from tests.support.imports import LIST_UPLOAD

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
_OF_TRAININGS = {"title": (1, 100), "purpose": (1, 1000), "place": (1, 300)}
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


@dataclass(frozen=True)
class Door:
    """A route that takes a body: who may knock, and a body of good form.

    `texts` are members that take free text, with the fewest and most characters of each.
    """

    route: str
    knocker: str
    body: Json
    texts: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    optional: frozenset[str] = frozenset()
    """Members of the good body that might be left out."""
    keyed: bool = False
    """Needs an idempotency key."""


DOORS = (
    Door("POST /v1/registrations", "nobody", {"phone": "0912345678"}),
    Door("POST /v1/registrations/{id}/verify", "nobody", {"otp": "204817"}),
    Door("POST /v1/accounts", "registration", ACCOUNT, {"full_name": (1, 100)}),
    Door("POST /v1/sessions", "nobody", {"phone": "0912345678"}),
    Door("POST /v1/sessions/{id}/verify", "nobody", {"otp": "204817"}),
    Door("POST /v1/sessions/refresh", "nobody", {"refresh_token": "x.1.y"}),
    Door(
        "PATCH /v1/me",
        "citizen",
        {"full_name": "Lù A Sử"},
        {"full_name": (1, 100)},
        optional=frozenset({"full_name"}),
    ),
    Door("POST /v1/me/notifications/read", "citizen", {"up_to": "0" * 26}),
    Door("POST /v1/uploads", "citizen", UPLOAD),
    Door("POST /v1/officer/uploads", "officer", UPLOAD),
    Door(
        "POST /v1/officer/cases",
        "intake",
        {**CASE, "channel": "paper", "reporter": {"phone": "0912345678"}, "document": "15/PA"},
        {"description": (10, 4000), "address": (1, 300), "document": (1, 100)},
        optional=frozenset({"location", "document"}),
        keyed=True,
    ),
    Door(
        "POST /v1/cases",
        "citizen",
        CASE,
        {"description": (10, 4000), "address": (1, 300)},
        optional=frozenset({"location"}),
        keyed=True,
    ),
    Door(
        "POST /v1/cases/similar",
        "citizen",
        {name: CASE[name] for name in ("category", "description", "location")},
        {"description": (10, 4000)},
        optional=frozenset({"category", "location"}),
    ),
    Door(
        "POST /v1/officer/cases/similar",
        "intake",
        {name: CASE[name] for name in ("category", "description", "location")},
        {"description": (10, 4000)},
        optional=frozenset({"category", "location"}),
    ),
    Door("POST /v1/cases/{code}/supplements", "citizen", {"text": LONG_TEXT}, {"text": (10, 4000)}),
    Door(
        "POST /v1/cases/{code}/rating",
        "citizen",
        {"stars": 4, "comment": "Nhanh."},
        {"comment": (1, 1000)},
        optional=frozenset({"comment"}),
    ),
    Door("POST /v1/cases/{code}/reopen", "citizen", {"reason": "Lại hỏng."}, {"reason": (1, 1000)}),
    Door(
        "POST /v1/cases/{code}/withdraw",
        "citizen",
        {"reason": "Đã sửa."},
        {"reason": (1, 1000)},
        optional=frozenset({"reason"}),
    ),
    Door(
        "POST /v1/cases/{code}/visibility",
        "citizen",
        {"visibility": "private", "hidden_photos": []},
        optional=frozenset({"visibility", "hidden_photos"}),
    ),
    Door(
        "POST /v1/cases/{code}/disputes",
        "citizen",
        {"reason": "Vẫn hỏng.", "uploads": []},
        {"reason": (1, 1000)},
        optional=frozenset({"uploads"}),
    ),
    Door("POST /v1/external/case", "nobody", {"token": "x"}),
    Door(
        "POST /v1/external/replies",
        "nobody",
        {"token": "x", "reply": "answer", "text": "Đã thay."},
        {"text": (1, 1000)},
        optional=frozenset({"text"}),
    ),
    Door(
        "POST /v1/team/registrations",
        "citizen",
        {"phone": "0912345678", "hamlet": "Tổ dân phố số 5"},
    ),
    Door("POST /v1/team/visits", "citizen", {"entries": [VISIT]}),
    Door(
        "POST /v1/officer/sessions",
        "nobody",
        {"username": "ltmay.sxd", "password": "đường lên Sa Pa 1"},
    ),
    Door("POST /v1/officer/sessions/{id}/verify", "nobody", {"otp": "204817"}),
    Door("POST /v1/officer/sessions/{id}/passkey", "nobody", SIGNED),
    Door("POST /v1/officer/sessions/refresh", "nobody", {"refresh_token": "x.1.y"}),
    Door(
        "PUT /v1/officer/me/password",
        "officer",
        {"present": "đường lên Sa Pa 1", "wanted": "mùa lúa chín trên nương"},
    ),
    Door(
        "POST /v1/admin/revocations",
        "administrator",
        {"officers": ["cb017"], "reason": "Nghỉ hưu."},
        {"reason": (1, 1000)},
        optional=frozenset({"officers"}),
    ),
    Door(
        "POST /v1/admin/officers/{id}/restoration",
        "administrator",
        {"reason": "Trở lại."},
        {"reason": (1, 1000)},
    ),
    Door(
        "POST /v1/admin/officers/{id}/posts",
        "administrator",
        {"agency": "so-y-te", "role": "officer", "last_day": "2027-12-31"},
        optional=frozenset({"last_day"}),
    ),
    Door(
        "PUT /v1/admin/officers/{id}/last-day",
        "administrator",
        {"last_day": "2027-12-31"},
    ),
    Door(
        "POST /v1/admin/officers/{id}/factor-reset",
        "administrator",
        {"reason": "Mất điện thoại."},
        {"reason": (1, 1000)},
    ),
    Door("POST /v1/officer/me/passkeys", "administrator", {"password": "mật khẩu của ai đó"}),
    Door(
        "POST /v1/officer/me/passkeys/confirm",
        "administrator",
        {"name": "Khóa USB", "client_data": "e30", "attestation": "oA"},
        {"name": (1, 100)},
    ),
    Door(
        "POST /v1/officer/me/passkeys/{id}/removal",
        "administrator",
        {"password": "mật khẩu của ai đó"},
    ),
    Door(
        "POST /v1/officer/me/totp",
        "officer",
        {"otp": "204817", "password": "x" * 12},
        optional=frozenset({"otp", "password"}),
    ),
    Door("POST /v1/officer/me/totp/confirm", "officer", {"otp": "204817"}),
    Door(
        "POST /v1/officer/me/contact",
        "officer",
        {"email": "may.moi@example.vn"},
        optional=frozenset({"email"}),
    ),
    Door(
        "POST /v1/officer/me/contact/{id}/verify",
        "officer",
        {"otp_old": "204817", "otp_new": "718402"},
    ),
    Door(
        "POST /v1/officer/cases/{code}/transitions",
        "officer",
        {"action": "request_info", "question": "Đoạn nào?"},
        {"question": (1, 1000)},
    ),
    Door(
        "POST /v1/officer/cases/{code}/transitions",
        "officer",
        {"action": "propose_answer", "text": LONG_TEXT},
        {"text": (10, 4000)},
    ),
    Door(
        "PUT /v1/officer/answer-templates",
        "administrator",
        {"id": "da-va-o-ga", "category": "roads", "title": "Đã vá", "text": LONG_TEXT},
        {"title": (1, 100), "text": (10, 4000)},
        optional=frozenset({"category"}),
    ),
    Door(
        "PUT /v1/admin/commune-reports/{id}",
        "administrator",
        {"texts": {"results": LONG_TEXT}},
    ),
    Door(
        "POST /v1/admin/commune-reports/{id}/return",
        "administrator",
        {"reason": LONG_TEXT},
        {"reason": (1, 4000)},
    ),
    Door(
        "POST /v1/admin/trainings",
        "administrator",
        TRAINING,
        _OF_TRAININGS,
        optional=frozenset({"place"}),
    ),
    Door(
        "PUT /v1/admin/trainings/{id}",
        "administrator",
        TRAINING,
        _OF_TRAININGS,
        optional=frozenset({"place"}),
    ),
    Door("POST /v1/admin/trainings/{id}/attendance", "administrator", {"officers": ["cb017"]}),
    Door(
        "POST /v1/admin/trainings/{id}/invitations",
        "administrator",
        {"since": "so-xay-dung"},
        optional=frozenset({"since"}),
    ),
    Door("POST /v1/officer/trainings/{id}/attendance", "officer", {"code": "204817"}),
    Door(
        "POST /v1/admin/difficulties",
        "administrator",
        {"topic": "network", "text": LONG_TEXT},
        {"text": (10, 4000)},
    ),
    Door(
        "PUT /v1/admin/difficulties/{id}/owner",
        "administrator",
        {"owner": "so-xay-dung", "due": "2026-08-20"},
    ),
    Door(
        "PUT /v1/admin/difficulties/{id}/solution",
        "administrator",
        {"solution": LONG_TEXT},
        {"solution": (10, 4000)},
    ),
    Door(
        "POST /v1/officer/answers",
        "officer",
        {"text": LONG_TEXT, "cases": [{"code": "LC-260803-7K3QX", "version": 4}]},
        {"text": (10, 4000)},
    ),
    Door(
        "POST /v1/officer/approvals",
        "administrator",
        {"cases": [{"code": "LC-260803-7K3QX", "version": 4}]},
    ),
    Door(
        "POST /v1/officer/cases/{code}/answer-preview",
        "officer",
        {"text": LONG_TEXT},
        {"text": (10, 4000)},
    ),
    Door(
        "POST /v1/officer/cases/{code}/reveal-reporter",
        "supervisor",
        {"reason": "Gọi lại để hỏi vị trí."},
        {"reason": (1, 1000)},
    ),
    Door(
        "POST /v1/officer/reinspections/{code}",
        "supervisor",
        {"holds": True, "note": "Đã đến xem.", "evidence": []},
        {"note": (1, 1000)},
        optional=frozenset({"evidence"}),
    ),
    Door(
        "POST /v1/officer/cases/{code}/block-reporter",
        "intake",
        {"reason": "Nhiều lần xúc phạm.", "until": "2026-08-10"},
        {"reason": (1, 1000)},
    ),
    Door(
        "POST /v1/admin/blocks/{id}/decision",
        "administrator",
        {"lift": True, "reason": "Đã xác minh."},
        {"reason": (1, 1000)},
    ),
    Door(
        "POST /v1/organisations",
        "citizen",
        {
            "number": "5300100276",
            "name": "Công ty Apatit",
            "evidence": ["01J00000000000000000000004"],
        },
        {"name": (1, 100)},
    ),
    Door("POST /v1/organisations/{id}/representatives", "citizen", {"phone": "0912345679"}),
    Door(
        "POST /v1/admin/organisations/{id}/decision",
        "intake",
        {"confirm": True, "reason": "Đã xem giấy phép."},
        {"reason": (1, 1000)},
        optional=frozenset({"reason"}),
    ),
    Door("POST /v1/me/block/appeal", "citizen", {"text": "Không phải tôi."}, {"text": (1, 1000)}),
    Door("POST /v1/officer/search", "supervisor", {"phone": "0912345678"}),
    Door("POST /v1/admin/uploads", "administrator", {**UPLOAD, "content_type": "text/csv"}),
    Door(
        "POST /v1/admin/imports",
        "administrator",
        {"kind": "officials", "upload_id": LIST_UPLOAD, "mode": "check", "replace": False},
        optional=frozenset({"replace"}),
    ),
    Door("PUT /v1/officer/roster/{id}/absences", "officer", {"absences": []}),
    Door(
        "PUT /v1/admin/calendar", "administrator", good_document("calendar"), {"source": (1, 1000)}
    ),
    Door(
        "PUT /v1/admin/policies",
        "supervisor",
        good_document("policy"),
        {"source": (1, 1000)},
        optional=frozenset(
            {
                *("desk_categories", "disputes", "snooze_limit", "suggestions"),
                "reinspections",
                *("urgent_gathering_minutes", "usage_limits"),
            }
        ),
    ),
    Door(
        "PUT /v1/admin/routing-rules",
        "administrator",
        good_document("routing"),
        {"source": (1, 1000)},
    ),
    Door(
        "PUT /v1/admin/category-questions",
        "administrator",
        good_document("questions"),
        {"source": (1, 1000)},
    ),
    Door(
        "PUT /v1/admin/roll-out", "administrator", good_document("roll_out"), {"source": (1, 1000)}
    ),
    Door(
        "PUT /v1/admin/abuse-words",
        "administrator",
        good_document("abuse_words"),
        {"source": (1, 1000)},
    ),
    Door("PUT /v1/admin/targets", "administrator", TARGETS),
    Door("PUT /v1/admin/recomputation", "administrator", {"state": "stopped"}),
)
