"""Every role × route, and every role × action: who gets how far. Source: docs/handbook.md §2, §3.

Data only. A new route or action needs a row here. A column stands for a person, and a row says for
each of them, in this order: `-` 401, `x` 403, `?` 404 as if the case were not there, `+` served (or
refused for another reason than who it is).
"""

from __future__ import annotations

from collections.abc import Mapping

from chalicelib.kernel.actors import Actor, Role
from tests.support.actors import central
from tests.support.cases import (
    CITIZEN,
    ELSEWHERE,
    INTAKE,
    LEADER,
    OFFICER,
    STRANGER,
    SUPERVISOR,
)

PEOPLE: Mapping[str, Actor | None] = {
    "nobody": None,
    "the holder of a registration": None,
    "the citizen of the case": CITIZEN,
    "another citizen": STRANGER,
    "hotline": central(Role.HOTLINE, "h1"),
    "team member": Actor(Role.TEAM_MEMBER, "t1", "ubnd-02647"),
    "intake": INTAKE,
    "officer of the agency": OFFICER,
    "leader of the agency": LEADER,
    "officer of another agency": ELSEWHERE,
    "leader of another agency": Actor(Role.LEADER, "l3", "so-y-te"),
    "supervisor": SUPERVISOR,
    "administrator": central(Role.ADMINISTRATOR, "a1"),
    "the agency's desk": Actor(Role.INTAKE, "i4", "so-xay-dung"),
    "the agency's supervisor": Actor(Role.SUPERVISOR, "s4", "so-xay-dung"),
    "the desk of the commune": Actor(Role.INTAKE, "i5", "ubnd-02647"),
    "the commune's supervisor": Actor(Role.SUPERVISOR, "s5", "ubnd-02647"),
    "the desk of another commune": Actor(Role.INTAKE, "i6", "ubnd-02683"),
}
"""The columns, in their order."""

_EVERYBODY = "++ ++ ++ +++ ++ ++ +++++"
_PROVEN = "-+ -- -- --- -- -- -----"
_CITIZENS = "-- ++ xx xxx xx xx xxxxx"
_TEAM = "-- +x xx xxx xx xx xxxxx"
"""The citizen of the case is on a team's list too."""
_OWN_CASE = "-- +? ?? xxx ?? xx xxxx?"
_CASE = "-- +? ?? +++ ?? ++ ++++?"
_STAFF = "-- xx ++ +++ ++ ++ +++++"
_ENTERING = "-- xx +x +xx xx xx +x+x+"
_DESKS = "-- xx xx +++ ++ ++ +++++"
_STAFF_CASE = "-- x? ?? +++ ?? ++ ++++?"
_REVEALED = "-- x? ?? +xx ?? xx +xxx?"
_INTAKE = "-- xx xx +xx xx xx +x+x+"
_CASE_AUDIT = "-- x? ?? xx+ ?? ++ x+x+?"
_COLLEAGUE = "-- xx ?? +++ ?? ++ ++???"
_ABSENCES = "-- xx ?? x++ ?? ++ x+???"
_TEXTS = "-- xx xx xx+ x+ x+ xxxxx"
_SUPERVISION = "-- xx xx xxx xx ++ xxxxx"
_ADMINISTRATION = "-- xx xx xxx xx x+ xxxxx"
_LISTS = "-- xx xx xx+ x+ x+ xxxxx"
_OWN_LISTS = "-- xx xx xx+ x? x+ xxxxx"
_OWNERS = "-- xx ?? xxx ?? ++ xx???"
_SOLUTIONS = "-- xx ?? xx+ ?? ++ x+???"
_OF_THE_COMMUNE = "-- xx ?+ +?? ?? ++ ??++?"
_BY_THE_COMMUNE = "-- xx ?x x?? ?? xx ??++?"
_BY_ITS_LEADER = "-- xx ?x x?? ?? xx ??xx?"
_BY_THE_CENTRE = "-- xx ?x x?? ?? ++ ??xx?"
_HELD = "-- xx ?? xx+ ?? x+ xx???"
_MEANT = "-- xx ?? x++ ?? xx ++???"
_TRAINED = "-- xx xx +x+ x+ ++ +++++"
_SUPERVISORS = "-- xx xx xxx xx +x x+x+x"
_SUPERVISED = "-- x? ?? xxx ?? +x x+xx?"
_REPRESENTED = "-- +? xx xxx xx xx xxxxx"
_BLOCKS = "-- xx xx +xx xx x+ xxxxx"
_BLOCKING = "-- x? ?? +xx ?? x+ xxxx?"
_OFFICIALS = "-- xx xx +x+ x+ ++ +++++"
_REACH = "-- xx xx +xx xx ++ xx+++"
_REPORTS = "-- xx xx +x+ x+ ++ +++++"

ROUTES: Mapping[str, str] = {
    "GET /v1/health": _EVERYBODY,
    "GET /v1/openapi.json": _EVERYBODY,
    "GET /docs": _EVERYBODY,
    "GET /v1/communes": _EVERYBODY,
    "GET /v1/categories": _EVERYBODY,
    "GET /v1/consents": _EVERYBODY,
    "POST /v1/registrations": _EVERYBODY,
    "POST /v1/registrations/{id}/otp": _EVERYBODY,
    "POST /v1/registrations/{id}/verify": _EVERYBODY,
    "POST /v1/accounts": _PROVEN,
    "POST /v1/sessions": _EVERYBODY,
    "POST /v1/sessions/{id}/verify": _EVERYBODY,
    "POST /v1/sessions/refresh": _EVERYBODY,
    "DELETE /v1/sessions/current": _CITIZENS,
    "GET /v1/me": _CITIZENS,
    "PATCH /v1/me": _CITIZENS,
    "GET /v1/me/block": _CITIZENS,
    "POST /v1/me/block/appeal": _CITIZENS,
    "POST /v1/organisations": _CITIZENS,
    "GET /v1/me/organisations": _CITIZENS,
    "POST /v1/organisations/{id}/representatives": _REPRESENTED,
    "DELETE /v1/organisations/{id}/representatives/{account}": _REPRESENTED,
    "GET /v1/admin/organisations": _BLOCKS,
    "GET /v1/admin/organisations/{id}": _BLOCKS,
    "GET /v1/admin/organisations/{id}/evidence/{number}": _BLOCKS,
    "POST /v1/admin/organisations/{id}/decision": _BLOCKS,
    "GET /v1/officer/blocks": _BLOCKS,
    "POST /v1/admin/blocks/{id}/decision": _ADMINISTRATION,
    "POST /v1/officer/cases/{code}/block-reporter": _BLOCKING,
    "GET /v1/me/notifications": _CITIZENS,
    "POST /v1/me/notifications/read": _CITIZENS,
    "POST /v1/uploads": _CITIZENS,
    "POST /v1/officer/uploads": _STAFF,
    "POST /v1/cases": _CITIZENS,
    "POST /v1/officer/cases": _ENTERING,
    "GET /v1/me/cases": _CITIZENS,
    "GET /v1/me/followed": _CITIZENS,
    "POST /v1/cases/similar": _CITIZENS,
    "GET /v1/cases/{code}": _OWN_CASE,
    "POST /v1/cases/{code}/supplements": _OWN_CASE,
    "POST /v1/cases/{code}/rating": _OWN_CASE,
    "POST /v1/cases/{code}/reopen": _OWN_CASE,
    "POST /v1/cases/{code}/withdraw": _OWN_CASE,
    "GET /v1/public/launch": _EVERYBODY,
    "GET /v1/public/cases/{code}": _EVERYBODY,
    "GET /v1/public/cases/{code}/photos/{number}": _EVERYBODY,
    "GET /v1/cases/{code}/publication": _OWN_CASE,
    "POST /v1/external/case": _EVERYBODY,
    "POST /v1/external/replies": _EVERYBODY,
    "PUT /v1/cases/{code}/follow": _CITIZENS,
    "POST /v1/cases/{code}/disputes": _CITIZENS,
    "GET /v1/cases/{code}/disputes": _CITIZENS,
    "DELETE /v1/cases/{code}/follow": _CITIZENS,
    "POST /v1/cases/{code}/visibility": _OWN_CASE,
    "GET /v1/cases/{code}/attachments/{id}": _CASE,
    "POST /v1/officer/sessions": _EVERYBODY,
    "POST /v1/officer/sessions/{id}/verify": _EVERYBODY,
    "POST /v1/officer/sessions/{id}/passkey": _EVERYBODY,
    "POST /v1/officer/sessions/refresh": _EVERYBODY,
    "DELETE /v1/officer/sessions/current": _STAFF,
    "POST /v1/admin/officers/{id}/invitation": _OWN_LISTS,
    "DELETE /v1/admin/officers/{id}/invitation": _OWN_LISTS,
    "POST /v1/admin/officers/{id}/factor-reset": _OWN_LISTS,
    "POST /v1/admin/officers/{id}/factor-reset/confirmation": _OWN_LISTS,
    "POST /v1/admin/officers/{id}/posts": _ADMINISTRATION,
    "PUT /v1/admin/officers/{id}/last-day": _OWN_LISTS,
    "GET /v1/admin/officers": _LISTS,
    "GET /v1/officer/me": _STAFF,
    "PUT /v1/officer/me/password": _STAFF,
    "GET /v1/officer/me/sessions": _STAFF,
    "DELETE /v1/officer/me/sessions": _STAFF,
    "DELETE /v1/officer/me/sessions/{id}": _STAFF,
    "POST /v1/admin/revocations": _ADMINISTRATION,
    "POST /v1/admin/officers/{id}/restoration": _ADMINISTRATION,
    "POST /v1/officer/me/totp": _STAFF,
    "POST /v1/officer/me/totp/confirm": _STAFF,
    "POST /v1/officer/me/passkeys": _ADMINISTRATION,
    "POST /v1/officer/me/passkeys/confirm": _ADMINISTRATION,
    "POST /v1/officer/me/passkeys/{id}/removal": _STAFF,
    "POST /v1/officer/me/contact": _STAFF,
    "POST /v1/officer/me/contact/{id}/verify": _STAFF,
    "GET /officer/invitation": _EVERYBODY,
    "POST /officer/invitation": _EVERYBODY,
    "GET /v1/officer/inbox": _DESKS,
    "GET /v1/officer/inbox/counts": _DESKS,
    "GET /v1/officer/inbox/sheet": _DESKS,
    "GET /v1/officer/cases/{code}": _STAFF_CASE,
    "POST /v1/officer/cases/{code}/transitions": _STAFF_CASE,
    "POST /v1/officer/cases/{code}/viewers": _STAFF_CASE,
    "GET /v1/officer/cases/{code}/audit": _CASE_AUDIT,
    "GET /v1/officer/cases/{code}/similar": _STAFF_CASE,
    "POST /v1/officer/cases/similar": _ENTERING,
    "POST /v1/officer/cases/{code}/reveal-reporter": _REVEALED,
    "GET /v1/officer/reinspections": _SUPERVISORS,
    "POST /v1/officer/reinspections/{code}": _SUPERVISED,
    "GET /v1/officer/search": _DESKS,
    "POST /v1/officer/search": _INTAKE,
    "GET /v1/officer/hot-spots": _DESKS,
    "GET /v1/officer/at-risk": _DESKS,
    "GET /v1/officer/roster": _STAFF,
    "GET /v1/officer/roster/{id}/absences": _COLLEAGUE,
    "PUT /v1/officer/roster/{id}/absences": _ABSENCES,
    "GET /v1/officer/answer-templates": _STAFF,
    "PUT /v1/officer/answer-templates": _TEXTS,
    "POST /v1/officer/cases/{code}/answer-preview": _STAFF_CASE,
    "POST /v1/officer/answers": _STAFF,
    "POST /v1/officer/approvals": _STAFF,
    "GET /v1/admin/commune-reports": _STAFF,
    "GET /v1/admin/commune-reports/{id}": _OF_THE_COMMUNE,
    "PUT /v1/admin/commune-reports/{id}": _BY_THE_COMMUNE,
    "POST /v1/admin/commune-reports/{id}/confirmation": _BY_ITS_LEADER,
    "POST /v1/admin/commune-reports/{id}/return": _BY_THE_CENTRE,
    "GET /v1/admin/trainings": _STAFF,
    "POST /v1/admin/trainings": _LISTS,
    "GET /v1/admin/trainings/{id}": _COLLEAGUE,
    "PUT /v1/admin/trainings/{id}": _HELD,
    "GET /v1/admin/trainings/{id}/calendar": _COLLEAGUE,
    "GET /v1/admin/trainings/{id}/code": _HELD,
    "GET /v1/admin/trainings/{id}/attendance": _HELD,
    "POST /v1/admin/trainings/{id}/attendance": _HELD,
    "POST /v1/admin/trainings/{id}/invitations": _HELD,
    "POST /v1/officer/trainings/{id}/attendance": _MEANT,
    "GET /v1/reports/trained": _TRAINED,
    "GET /v1/admin/difficulties": _STAFF,
    "POST /v1/admin/difficulties": _STAFF,
    "GET /v1/admin/difficulties/{id}": _COLLEAGUE,
    "PUT /v1/admin/difficulties/{id}/owner": _OWNERS,
    "PUT /v1/admin/difficulties/{id}/solution": _SOLUTIONS,
    "GET /v1/officer/attention": _SUPERVISION,
    "GET /v1/team": _TEAM,
    "POST /v1/team/registrations": _TEAM,
    "POST /v1/team/visits": _TEAM,
    "GET /v1/team/visits": _TEAM,
    "POST /v1/admin/uploads": _LISTS,
    "POST /v1/admin/imports": _LISTS,
    "GET /v1/admin/imports/{id}": _OWN_LISTS,
    "GET /v1/admin/imports/{id}/errors": _OWN_LISTS,
    "GET /v1/admin/import-templates/{kind}": _LISTS,
    "GET /v1/admin/calendar": _SUPERVISION,
    "PUT /v1/admin/calendar": _ADMINISTRATION,
    "GET /v1/admin/policies": _SUPERVISION,
    "PUT /v1/admin/policies": _SUPERVISION,
    "GET /v1/admin/routing-rules": _SUPERVISION,
    "PUT /v1/admin/routing-rules": _ADMINISTRATION,
    "GET /v1/admin/category-questions": _SUPERVISION,
    "PUT /v1/admin/category-questions": _ADMINISTRATION,
    "GET /v1/admin/roll-out": _SUPERVISION,
    "PUT /v1/admin/roll-out": _ADMINISTRATION,
    "GET /v1/admin/abuse-words": _SUPERVISION,
    "PUT /v1/admin/abuse-words": _ADMINISTRATION,
    "GET /v1/admin/recomputation": _SUPERVISION,
    "PUT /v1/admin/recomputation": _ADMINISTRATION,
    "GET /v1/admin/audit": _ADMINISTRATION,
    "GET /v1/admin/audit/proof": _ADMINISTRATION,
    "GET /v1/admin/targets": _SUPERVISION,
    "PUT /v1/admin/targets": _ADMINISTRATION,
    "GET /v1/reports/reach": _REACH,
    "GET /v1/reports/activity": _REACH,
    "GET /v1/reports/officials": _OFFICIALS,
    "GET /v1/reports/live": _REPORTS,
    "GET /v1/reports/monthly": _REPORTS,
}

_TEXT = "Đã vá ổ gà và kẻ lại vạch sơn."

ACTIONS: Mapping[str, tuple[dict[str, object], frozenset[Role]]] = {
    "accept": ({}, frozenset({Role.INTAKE})),
    "reject": ({"reason": "unclear", "text": _TEXT}, frozenset({Role.INTAKE})),
    "redirect": ({"where": "other", "text": _TEXT}, frozenset({Role.INTAKE})),
    "request_info": ({"question": "Đoạn nào?"}, frozenset({Role.INTAKE, Role.OFFICER})),
    "mark_duplicate": (
        {"parent": "LC-260803-7K3QX"},
        frozenset({Role.INTAKE, Role.OFFICER}),
    ),
    "unmark_duplicate": ({}, frozenset({Role.INTAKE})),
    "assign": (
        {"agency": "so-xay-dung"},
        frozenset({Role.INTAKE, Role.SUPERVISOR, Role.LEADER}),
    ),
    "return": ({"reason": "Nhầm cơ quan."}, frozenset({Role.OFFICER})),
    "start": ({}, frozenset({Role.OFFICER})),
    "request_extension": ({"days": 1, "reason": "Mưa."}, frozenset({Role.OFFICER})),
    "decide_extension": ({"grant": True}, frozenset({Role.LEADER})),
    "propose_answer": ({"text": _TEXT}, frozenset({Role.OFFICER})),
    "approve": ({}, frozenset({Role.LEADER})),
    "hand_over": ({"officer": "o2"}, frozenset({Role.LEADER})),
    "send_back": ({"reason": "Thiếu ảnh."}, frozenset({Role.LEADER})),
    "reopen": ({"reason": "Lại hỏng."}, frozenset({Role.SUPERVISOR})),
    "close": ({}, frozenset({Role.LEADER})),
    "snooze": (
        {"working_hours": 1, "reason": "Chờ vật tư."},
        frozenset({Role.OFFICER, Role.LEADER, Role.SUPERVISOR}),
    ),
    "acknowledge": ({}, frozenset({Role.LEADER, Role.SUPERVISOR})),
    "record_answer": (
        {
            "on_behalf_of": "so-xay-dung",
            "document": {"number": "12/SXD", "date": "2026-08-03"},
            "text": _TEXT,
            "evidence": ["01J00000000000000000000009"],
        },
        frozenset({Role.INTAKE}),
    ),
    "correct_answer": ({"text": _TEXT, "reason": "Nhầm tên đường."}, frozenset({Role.LEADER})),
    "ask_part": (
        {"agency": "so-y-te", "wanted_by": "2026-08-04T17:00:00+07:00"},
        frozenset({Role.OFFICER, Role.LEADER}),
    ),
    "assign_part": ({"officer": "o1"}, frozenset()),
    "answer_part": ({"text": _TEXT}, frozenset()),
    "note": (
        {"text": "Đã gọi đội thi công."},
        frozenset({Role.OFFICER, Role.LEADER, Role.INTAKE, Role.SUPERVISOR}),
    ),
    "comment": (
        {"text": "Đã đặt vật tư."},
        frozenset({Role.OFFICER, Role.LEADER, Role.INTAKE}),
    ),
    "publish": ({}, frozenset({Role.INTAKE})),
    "refer": (
        {"agency": "dien-luc", "question": "Bao giờ có điện?"},
        frozenset({Role.OFFICER, Role.LEADER, Role.INTAKE, Role.SUPERVISOR}),
    ),
    "revoke_referral": (
        {"referral": 1, "reason": "Hỏi nhầm."},
        frozenset({Role.OFFICER, Role.LEADER, Role.INTAKE, Role.SUPERVISOR}),
    ),
    "answer_dispute": ({"dispute": 1, "text": _TEXT}, frozenset({Role.OFFICER, Role.LEADER})),
}
"""What each action takes besides its name, and who may take it on a case of their own, in whatever
state (an agency's part is for those who co-ordinate); of an agency's own desk and supervisors
`OF_THE_PROVINCE` is asked besides."""
OF_THE_PROVINCE = frozenset({"record_answer"})
"""What they may not."""
