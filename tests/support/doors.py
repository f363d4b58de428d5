"""A door of the API; those of officers' accounts, and those by which the rules are edited."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.support.good_bodies import SIGNED, Json, good_document


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


OF_OFFICERS = (
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
)

OF_RULES = (
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
)
