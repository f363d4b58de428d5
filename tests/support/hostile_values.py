"""Values of the right type that no good request has: what each route says to them.

Data only. `{waiting}` stands for an upload of the knocker's that never came, `{theirs}` for
somebody else's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Bad:
    """Members put in place of the good body's, and the fault: its pointer and code. `code` is the
    problem's."""

    members: Mapping[str, Any]
    pointer: str
    fault: str
    code: str = "invalid"


def _of_version(version: int) -> dict[str, Any]:
    return {"purpose": "account", "version": version}


_FEEDBACK = {"purpose": "feedback", "version": 1}
_HANOI = {"lat": 21.0285, "lon": 105.8542}
_NOWHERE = {"lat": 0, "lon": 0}
_UPLOAD = (
    Bad({"content_type": "text/html"}, "/content_type", "not_one_of"),
    Bad({"content_type": "IMAGE/JPEG"}, "/content_type", "not_one_of"),
    Bad({"size": 0}, "/size", "out_of_range"),
    Bad({"size": -1}, "/size", "out_of_range"),
    Bad({"size": 10 * 2**20 + 1}, "/size", "too_large"),
    Bad({"size": 10**80}, "/size", "too_large"),
    Bad({"size": 2048.5}, "/size", "wrong_type"),
    Bad({"size": True}, "/size", "wrong_type"),
    Bad({"sha256": "b5" * 31}, "/sha256", "wrong_form"),
    Bad({"sha256": "zz" * 32}, "/sha256", "wrong_form"),
)
_PHONES = tuple(
    Bad({"phone": phone}, "/phone", fault)
    for phone, fault in (
        ("", "too_short"),
        ("0" * 41, "too_long"),
        ("912", "phone_invalid"),
        ("không có", "phone_invalid"),
        ("+1 202 555 0143", "phone_country"),
        ("0912345678; DROP TABLE", "phone_invalid"),
    )
)
_OTPS = tuple(
    Bad({"otp": otp}, "/otp", fault)
    for otp, fault in (
        ("12345", "wrong_form"),
        ("1234567", "wrong_form"),
        ("٠١٢٣٤٥", "wrong_form"),
        ("123456\n", "wrong_form"),
        (123456, "wrong_type"),
    )
)

VALUES: Mapping[str, tuple[Bad, ...]] = {
    "POST /v1/registrations": _PHONES,
    "POST /v1/registrations/{id}/verify": _OTPS,
    "POST /v1/sessions": _PHONES,
    "POST /v1/officer/search": _PHONES,
    "POST /v1/sessions/{id}/verify": _OTPS,
    "POST /v1/officer/sessions/{id}/verify": _OTPS,
    "POST /v1/uploads": _UPLOAD,
    "POST /v1/officer/uploads": _UPLOAD,
    "POST /v1/accounts": (
        Bad({"commune_code": "2647"}, "/commune_code", "wrong_form"),
        Bad({"commune_code": "00000"}, "/commune_code", "unknown_commune"),
        Bad({"email": "a@"}, "/email", "email_form"),
        Bad({"sex": "x"}, "/sex", "not_one_of"),
        Bad({"date_of_birth": "2026-02-30"}, "/date_of_birth", "wrong_form"),
        Bad({"date_of_birth": "03/08/1990"}, "/date_of_birth", "wrong_form"),
        Bad({"date_of_birth": 19900803}, "/date_of_birth", "wrong_type"),
        Bad({"date_of_birth": "2126-08-03"}, "/date_of_birth", "date_in_future"),
        Bad({"consents": [_FEEDBACK]}, "/consents", "consent_missing"),
        Bad({"consents": [_FEEDBACK, _of_version(0)]}, "/consents/1/version", "out_of_range"),
        Bad({"consents": [_FEEDBACK, _of_version(2)]}, "/consents/1/version", "consent_outdated"),
    ),
    "PATCH /v1/me": (
        Bad({"full_name": None}, "/full_name", "wrong_type"),
        Bad({"commune_code": "00000"}, "/commune_code", "unknown_commune"),
        Bad({"phone": "0912345679"}, "/phone", "unknown_field"),
        Bad({"identity_level": 2}, "/identity_level", "unknown_field"),
    ),
    "POST /v1/me/notifications/read": (
        Bad({"up_to": "0" * 25}, "/up_to", "wrong_form"),
        Bad({"up_to": "I" * 26}, "/up_to", "wrong_form"),
    ),
    "POST /v1/officer/cases": (
        Bad({"channel": "app"}, "/channel", "not_one_of"),
        Bad({"channel": None}, "/channel", ""),
        Bad({"reporter": None}, "/reporter", "wrong_type"),
        Bad({"reporter": {"phone": "0201234567"}}, "/reporter/phone", "phone_invalid"),
        Bad({"reporter": {"phone": "+8613912345678"}}, "/reporter/phone", "phone_country"),
        Bad({"reporter": {"account": "A1"}}, "/reporter/account", "unknown_field"),
        Bad({"received_at": "2099-01-01T08:00:00+07:00"}, "/received_at", "in_the_future"),
        Bad({"received_at": "2020-01-02T08:00:00Z"}, "/received_at", "received_too_long_ago"),
        Bad({"received_at": 0}, "/received_at", "wrong_type"),
        Bad({"foreign_number": {"system": "A B", "number": "1"}}, "/foreign_number/system", ""),
        Bad({"location": _HANOI}, "/location", "outside_province", "outside_province"),
        Bad({"category": "other things"}, "/category", "unknown_category"),
        Bad({"uploads": ["{theirs}"]}, "/uploads/0", "unknown_upload"),
    ),
    "PUT /v1/admin/abuse-words": (
        Bad({"words": "đồ chó"}, "/words", "wrong_type"),
        Bad({"words": ["đồ chó", "đồ chó"]}, "/words", "not_unique"),
        Bad({"words": ["!!!"]}, "/words", "no_word"),
        Bad({"words": ["a b c d e f g h i"]}, "/words", "too_many_words"),
        Bad({"words": ["x" * 61]}, "/words", "too_long"),
        Bad({"valid_from": "soon"}, "/valid_from", ""),
    ),
    "PUT /v1/admin/category-questions": (
        Bad({"categories": {}}, "/categories", "wrong_type"),
        Bad(
            {"categories": [{"category": "x", "questions": []}]},
            "/categories/0/category",
            "unknown_category",
        ),
        Bad({"valid_from": "soon"}, "/valid_from", ""),
    ),
    "POST /v1/cases": (
        Bad({"answers": {"no_such": 1}}, "/answers/no_such", "unknown_question"),
        Bad({"answers": {"A b": 1}}, "/answers", "unknown_question"),
        Bad({"answers": [1]}, "/answers", "wrong_type"),
        Bad({"questions_version": 7}, "/questions_version", "unknown_version"),
        Bad({"location": {"lat": "22.4856", "lon": 103.97}}, "/location/lat", "wrong_type"),
        Bad({"location": {"lat": 22.4856, "lon": True}}, "/location/lon", "wrong_type"),
        Bad({"location": {"lat": 103.9707, "lon": 22.4856}}, "/location/lat", "out_of_range"),
        Bad({"location": {"lat": 22.4856, "lon": 463.9}}, "/location/lon", "out_of_range"),
        Bad({"location": {"lat": 22.4856}}, "/location/lon", "missing"),
        Bad({"location": [22.4856, 103.97]}, "/location", "wrong_type"),
        Bad({"location": None}, "/location", "missing"),
        Bad({"location": _HANOI}, "/location", "outside_province", "outside_province"),
        Bad(
            {"location": {"lat": 0, "lon": 0}}, "/location", "outside_province", "outside_province"
        ),
        Bad({"commune_code": "03006"}, "/commune_code", "commune_mismatch", "commune_mismatch"),
        Bad({"commune_code": "00000"}, "/commune_code", "unknown_commune"),
        Bad({"commune_code": 2647}, "/commune_code", "wrong_type"),
        Bad({"category": "other things"}, "/category", "unknown_category"),
        Bad({"category": ""}, "/category", "too_short"),
        Bad({"visibility": "secret"}, "/visibility", "not_one_of"),
        Bad({"urgent": "true"}, "/urgent", "wrong_type"),
        Bad({"urgent": 1}, "/urgent", "wrong_type"),
        Bad({"uploads": ["{waiting}"]}, "/uploads/0", "unknown_upload"),
        Bad({"uploads": ["{theirs}"]}, "/uploads/0", "unknown_upload"),
        Bad({"uploads": ["01K1QX4F7H2Q9S5D3G8J6K0M1N"]}, "/uploads/0", "unknown_upload"),
        Bad({"uploads": ["../../x"]}, "/uploads/0", "unknown_upload"),
        Bad({"uploads": ["a"] * 11}, "/uploads", "too_long"),
        Bad({"uploads": "a"}, "/uploads", "wrong_type"),
        Bad({"reporter": "account-2"}, "/reporter", "unknown_field"),
        Bad({"submitted_at": "2027-01-01T00:00:00Z"}, "/submitted_at", "unknown_field"),
    ),
    "POST /v1/cases/{code}/rating": tuple(
        Bad({"stars": stars}, "/stars", fault)
        for stars, fault in (
            (0, "out_of_range"),
            (6, "out_of_range"),
            (4.5, "wrong_type"),
            ("5", "wrong_type"),
            (True, "wrong_type"),
        )
    ),
    "POST /v1/officer/cases/{code}/transitions": (
        Bad({"action": "submit"}, "/action", "not_one_of"),
        Bad({"action": "give_up_waiting"}, "/action", "not_one_of"),
        Bad({"action": ""}, "/action", "not_one_of"),
        Bad({"version": 4}, "/version", "unknown_field"),
    ),
}
"""By route."""

QUERIES: Mapping[str, tuple[tuple[str, int, str, str], ...]] = {
    "GET /v1/me/cases": (
        ("limit=0", 422, "?limit", "out_of_range"),
        ("limit=101", 422, "?limit", "out_of_range"),
        ("limit=-1", 422, "?limit", "wrong_type"),
        ("limit=1e1", 422, "?limit", "wrong_type"),
        ("limit=%D9%A1", 422, "?limit", "wrong_type"),
        ("limit=", 422, "?limit", "wrong_type"),
        ("cursor=", 400, "", "bad_cursor"),
        ("cursor=x", 400, "", "bad_cursor"),
        ("cursor=%00", 400, "", "bad_cursor"),
        ("cursor=" + "A" * 3000, 400, "", "bad_cursor"),
    ),
    "GET /v1/me/notifications": (("cursor=AAAA", 400, "", "bad_cursor"),),
    "GET /v1/officer/inbox": (
        ("queue=all", 422, "?queue", "not_one_of"),
        ("queue=MINE", 422, "?queue", "not_one_of"),
        ("cursor=AAAA", 400, "", "bad_cursor"),
    ),
    "GET /v1/cases/{code}/attachments/{id}": (("size=huge", 422, "?size", "not_one_of"),),
    "GET /v1/officer/search": (
        ("q=", 422, "?q", "too_short"),
        ("q=a", 422, "?q", "one_letter"),
        ("q=%E1%BA%A5%20%C3%B4%207", 422, "?q", "one_letter"),
        ("q=%F0%9F%99%8F%F0%9F%98%A1", 422, "?q", "no_words"),
        ("q=%20%E2%80%8B...", 422, "?q", "no_words"),
        ("q=0912345678", 422, "?q", "number_in_words"),
        ("q=%2B84%20912%20345%20678", 422, "?q", "number_in_words"),
        ("q=goi%20091.234.5678%20nhe", 422, "?q", "number_in_words"),
        ("q=010090000123", 422, "?q", "number_in_words"),
        ("q=mot%20hai%20ba%20bon%20nam%20sau", 422, "?q", "too_many_search_words"),
        ("q=" + "x" * 201, 422, "?q", "too_long"),
        ("code=LC-1", 422, "?code", "wrong_form"),
        ("code=U%2301J00000000000000000000001", 422, "?code", "wrong_form"),
        ("code=LC-260803-7K3QX&q=duong", 422, "?q", "not_with_code"),
        ("question=waste", 422, "?answer", "missing"),
        ("answer=hazardous", 422, "?question", "missing"),
        ("question=weather&answer=rain", 422, "?question", "unknown_question"),
        ("question=waste&answer=nuclear", 422, "?answer", "not_acceptable"),
        ("question=waste&answer=" + "x" * 61, 422, "?answer", "too_long"),
        ("code=LC-260803-7K3QX&question=waste&answer=hazardous", 422, "?question", "not_with_code"),
        ("state=open", 422, "?state", "not_one_of"),
        ("agency=so-nowhere", 422, "?agency", "unknown_agency"),
        ("commune=00000", 422, "?commune", "unknown_commune"),
        ("commune=2647", 422, "?commune", "wrong_form"),
        ("category=weather", 422, "?category", "unknown_category"),
        ("officer=nobody", 422, "?officer", "unknown_officer"),
        ("from=2026-08-02T10:00", 422, "?from", ""),
        ("from=2026-08-02&to=2026-08-02", 422, "?to", "empty_period"),
        ("phone=0912345678", 422, "?phone", "unknown_field"),
        ("cursor=AAAA", 400, "", "bad_cursor"),
    ),
    "GET /v1/reports/activity": (
        ("month=", 422, "?month", "wrong_form"),
        ("month=2026-08-01", 422, "?month", "wrong_form"),
    ),
    "GET /v1/officer/inbox/sheet": (
        ("cases=", 422, "?cases", "wrong_form"),
        ("cases=LC-260803-7K3QX,", 422, "?cases", "wrong_form"),
        ("queue=theirs", 422, "?queue", "not_one_of"),
        ("limit=5", 422, "?limit", "unknown_field"),
    ),
    "GET /v1/reports/monthly": (
        ("period=2026-13", 422, "?period", ""),
        ("period=2026-08-01", 422, "?period", ""),
        ("from=2026-08-01T07:30&to=2026-09-01", 422, "?from", "not_a_day"),
        ("from=2026-09-01&to=2026-08-01", 422, "?to", ""),
        ("period=2026-08&level=street", 422, "?level", "not_one_of"),
        ("period=2026-08&format=pdf", 422, "?format", "not_one_of"),
    ),
}
"""By route: query, status, and the fault's parameter and code (or the problem's code)."""
