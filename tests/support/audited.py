"""What each route of the office leaves in the audit: kinds of lines, or why there is none.

Data only. A route that officers or administrators are served needs a row here; a citizen's changes
of cases are told as `case.changed` too, and their sign-ins like those of officers.
"""

from __future__ import annotations

from collections.abc import Mapping

from chalicelib.audit.domain.kinds import AuditKind

AUDITED: Mapping[str, frozenset[AuditKind] | str] = {
    "POST /v1/officer/uploads": "announces a file; attaching it to an answer is a change of a case",
    "POST /v1/officer/sessions": frozenset({AuditKind.PASSWORD_WRONG, AuditKind.SIGN_IN_LOCKED}),
    "POST /v1/officer/sessions/{id}/verify": frozenset({AuditKind.SIGNED_IN, AuditKind.CODE_WRONG}),
    "POST /v1/officer/sessions/{id}/passkey": frozenset(
        {AuditKind.SIGNED_IN, AuditKind.CODE_WRONG}
    ),
    "POST /v1/officer/sessions/refresh": frozenset({AuditKind.TOKEN_REUSED}),
    "DELETE /v1/officer/sessions/current": frozenset({AuditKind.SIGNED_OUT}),
    "POST /v1/officer/cases": frozenset({AuditKind.CASE_CHANGED}),
    "POST /v1/admin/officers/{id}/invitation": frozenset({AuditKind.OFFICER_INVITED}),
    "DELETE /v1/admin/officers/{id}/invitation": frozenset({AuditKind.INVITATION_TAKEN_BACK}),
    "POST /v1/admin/officers/{id}/factor-reset": frozenset({AuditKind.FACTOR_CHANGED}),
    "POST /v1/admin/officers/{id}/factor-reset/confirmation": frozenset({AuditKind.FACTOR_CHANGED}),
    "GET /v1/admin/officers": "names, roles and sign-ins of colleagues, no secret",
    "GET /v1/officer/me": "the reader's own account",
    "PUT /v1/officer/me/password": frozenset({AuditKind.PASSWORD_SET, AuditKind.PASSWORD_WRONG}),
    "GET /v1/officer/me/sessions": "one's own",
    "DELETE /v1/officer/me/sessions": frozenset({AuditKind.SIGNED_OUT}),
    "DELETE /v1/officer/me/sessions/{id}": frozenset({AuditKind.SIGNED_OUT}),
    "POST /v1/admin/revocations": frozenset({AuditKind.OFFICER_REVOKED}),
    "POST /v1/admin/officers/{id}/restoration": frozenset({AuditKind.OFFICER_RESTORED}),
    "POST /v1/admin/officers/{id}/posts": frozenset({AuditKind.OFFICER_CHANGED}),
    "PUT /v1/admin/officers/{id}/last-day": frozenset({AuditKind.OFFICER_CHANGED}),
    "POST /v1/officer/me/totp": frozenset({AuditKind.CODE_WRONG, AuditKind.PASSWORD_WRONG}),
    "POST /v1/officer/me/totp/confirm": frozenset({AuditKind.FACTOR_CHANGED, AuditKind.CODE_WRONG}),
    "POST /v1/officer/me/passkeys": frozenset({AuditKind.PASSWORD_WRONG}),
    "POST /v1/officer/me/passkeys/confirm": frozenset(
        {AuditKind.FACTOR_CHANGED, AuditKind.CODE_WRONG}
    ),
    "POST /v1/officer/me/passkeys/{id}/removal": frozenset(
        {AuditKind.FACTOR_CHANGED, AuditKind.PASSWORD_WRONG}
    ),
    "POST /v1/officer/me/contact": "nothing changes before both codes are given",
    "POST /v1/officer/me/contact/{id}/verify": frozenset(
        {AuditKind.FACTOR_CHANGED, AuditKind.CODE_WRONG}
    ),
    "GET /officer/invitation": "a form; nothing is shown but one's own username",
    "POST /officer/invitation": frozenset({AuditKind.PASSWORD_SET}),
    "POST /v1/officer/cases/{code}/transitions": frozenset({AuditKind.CASE_CHANGED}),
    "PUT /v1/officer/roster/{id}/absences": frozenset({AuditKind.OFFICER_CHANGED}),
    "PUT /v1/officer/answer-templates": frozenset({AuditKind.ANSWER_TEXT_CHANGED}),
    "POST /v1/officer/cases/{code}/answer-preview": frozenset({AuditKind.CASE_READ}),
    "POST /v1/officer/answers": frozenset({AuditKind.CASE_CHANGED}),
    "POST /v1/officer/approvals": frozenset({AuditKind.CASE_CHANGED}),
    "PUT /v1/admin/commune-reports/{id}": frozenset({AuditKind.COMMUNE_REPORT_CHANGED}),
    "POST /v1/admin/commune-reports/{id}/confirmation": frozenset(
        {AuditKind.COMMUNE_REPORT_CHANGED}
    ),
    "POST /v1/admin/commune-reports/{id}/return": frozenset({AuditKind.COMMUNE_REPORT_CHANGED}),
    "GET /v1/admin/commune-reports": frozenset({AuditKind.REPORT_EXPORTED}),
    "GET /v1/admin/commune-reports/{id}": "figures and what the commune says of them",
    "POST /v1/admin/trainings": frozenset({AuditKind.TRAINING_CHANGED}),
    "PUT /v1/admin/trainings/{id}": frozenset({AuditKind.TRAINING_CHANGED}),
    "POST /v1/admin/trainings/{id}/attendance": frozenset({AuditKind.ATTENDANCE_SAID}),
    "POST /v1/admin/trainings/{id}/invitations": frozenset({AuditKind.TRAINING_INVITED}),
    "POST /v1/officer/trainings/{id}/attendance": frozenset({AuditKind.ATTENDANCE_SAID}),
    "GET /v1/admin/trainings/{id}/attendance": frozenset({AuditKind.REPORT_EXPORTED}),
    "GET /v1/admin/trainings": "sessions are no secret",
    "GET /v1/admin/trainings/{id}": "sessions are no secret",
    "GET /v1/admin/trainings/{id}/calendar": "sessions are no secret",
    "GET /v1/admin/trainings/{id}/code": "what a screen shows to a room",
    "GET /v1/reports/trained": "figures, on the page alone",
    "POST /v1/admin/difficulties": frozenset({AuditKind.DIFFICULTY_CHANGED}),
    "PUT /v1/admin/difficulties/{id}/owner": frozenset({AuditKind.DIFFICULTY_CHANGED}),
    "PUT /v1/admin/difficulties/{id}/solution": frozenset({AuditKind.DIFFICULTY_CHANGED}),
    "GET /v1/admin/difficulties": frozenset({AuditKind.REPORT_EXPORTED}),
    "GET /v1/admin/difficulties/{id}": "what the office does about its own difficulties",
    "PUT /v1/admin/calendar": frozenset({AuditKind.RULES_EDITED}),
    "PUT /v1/admin/policies": frozenset({AuditKind.RULES_EDITED}),
    "PUT /v1/admin/routing-rules": frozenset({AuditKind.RULES_EDITED}),
    "PUT /v1/admin/category-questions": frozenset({AuditKind.RULES_EDITED}),
    "PUT /v1/admin/roll-out": frozenset({AuditKind.RULES_EDITED}),
    "PUT /v1/admin/abuse-words": frozenset({AuditKind.RULES_EDITED}),
    "PUT /v1/admin/recomputation": frozenset({AuditKind.RECOMPUTATION_TURNED}),
    "GET /v1/public/cases/{code}": "what anybody may read",
    "GET /v1/public/cases/{code}/photos/{number}": "what anybody may read",
    "GET /v1/cases/{code}/attachments/{id}": frozenset({AuditKind.ATTACHMENT_READ}),
    "GET /v1/admin/targets": "numbers of communes",
    "PUT /v1/admin/targets": frozenset({AuditKind.TARGETS_SET}),
    "GET /v1/reports/activity": frozenset({AuditKind.REPORT_EXPORTED}),
    "GET /v1/reports/officials": frozenset({AuditKind.REPORT_EXPORTED}),
    "GET /v1/reports/reach": frozenset({AuditKind.REPORT_EXPORTED}),
    "POST /v1/admin/uploads": "announces a list; what becomes of it is told by its import",
    "POST /v1/admin/imports": frozenset({AuditKind.LIST_SENT}),
    "GET /v1/admin/imports/{id}/errors": frozenset({AuditKind.LIST_READ}),
    "GET /v1/admin/imports/{id}": "numbers, names of colleagues, and faults without cells",
    "GET /v1/admin/import-templates/{kind}": "an empty list",
    "POST /v1/officer/cases/{code}/viewers": "nothing of the case is told; reading it has its line",
    "GET /v1/officer/cases/{code}": frozenset({AuditKind.CASE_READ}),
    "POST /v1/officer/cases/{code}/reveal-reporter": frozenset({AuditKind.REPORTER_REVEALED}),
    "GET /v1/officer/cases/{code}/audit": frozenset({AuditKind.AUDIT_READ}),
    "GET /v1/officer/cases/{code}/similar": frozenset({AuditKind.CASE_READ}),
    "POST /v1/officer/cases/similar": "a list without anything of the person, as the inbox",
    "POST /v1/officer/search": frozenset({AuditKind.PHONE_LOOKED_UP}),
    "GET /v1/officer/search": frozenset({AuditKind.CASES_SEARCHED}),
    "GET /v1/admin/audit": frozenset({AuditKind.AUDIT_READ}),
    "GET /v1/reports/monthly": frozenset({AuditKind.REPORT_EXPORTED}),
    "GET /v1/admin/audit/proof": "shows no line, the chain's end alone",
    "GET /v1/officer/inbox": "a list without anything of the person; opening a case is a line",
    "GET /v1/officer/inbox/sheet": frozenset({AuditKind.REPORT_EXPORTED}),
    "GET /v1/officer/inbox/counts": "numbers",
    "GET /v1/officer/hot-spots": "places and codes; opening a case is a line",
    "GET /v1/officer/at-risk": "as the inbox",
    "GET /v1/admin/organisations": "numbers and names of bodies; no person",
    "GET /v1/admin/organisations/{id}": "number and name of a body; no person",
    "GET /v1/admin/organisations/{id}/evidence/{number}": frozenset({AuditKind.ORGANISATION_READ}),
    "POST /v1/admin/organisations/{id}/decision": frozenset({AuditKind.ORGANISATION_DECIDED}),
    "GET /v1/officer/blocks": "accounts by id, and words that were told to the person",
    "POST /v1/officer/cases/{code}/block-reporter": frozenset({AuditKind.ACCOUNT_BLOCKED}),
    "POST /v1/admin/blocks/{id}/decision": frozenset({AuditKind.BLOCK_DECIDED}),
    "GET /v1/officer/reinspections": "as the inbox",
    "POST /v1/officer/reinspections/{code}": frozenset({AuditKind.CASE_CHANGED}),
    "GET /v1/officer/roster": "names and absences, which every colleague sees",
    "GET /v1/officer/roster/{id}/absences": "as the roster",
    "GET /v1/officer/answer-templates": "texts without anything of a person",
    "GET /v1/officer/attention": "codes and counts",
    "GET /v1/admin/calendar": "rules are no secret",
    "GET /v1/admin/policies": "rules are no secret",
    "GET /v1/admin/routing-rules": "rules are no secret",
    "GET /v1/admin/category-questions": "rules are no secret",
    "GET /v1/admin/roll-out": "rules are no secret",
    "GET /v1/admin/abuse-words": "rules are no secret",
    "GET /v1/admin/recomputation": "counts",
    "GET /v1/reports/live": "figures, on the page alone",
}

OPERATED: Mapping[str, frozenset[AuditKind] | str] = {
    "audit": "shows breaks of the chain, no line",
    "backup": frozenset({AuditKind.STAGE_BACKED_UP}),
    "deploy": frozenset({AuditKind.STAGE_DEPLOYED}),
    "documents": frozenset({AuditKind.DOCUMENTS_REWRITTEN}),
    "search_index": frozenset({AuditKind.SEARCH_REBUILT}),
    "import_list": frozenset({AuditKind.LIST_SENT, AuditKind.LIST_IMPORTED}),
    "train": frozenset({AuditKind.CATEGORIES_LEARNED}),
    "foreign_cases": frozenset({AuditKind.CASES_BROUGHT_IN, AuditKind.CASE_CHANGED}),
    "first_load": frozenset({AuditKind.DIRECTORY_LOADED, AuditKind.OFFICER_CHANGED}),
    "recomputation": frozenset({AuditKind.CASES_RECOMPUTED}),
    "recount": frozenset({AuditKind.FIGURES_REPAIRED}),
    "redrive": frozenset({AuditKind.LETTERS_REDRIVEN}),
    "rehash": frozenset({AuditKind.HASHES_MOVED}),
    "release": frozenset({AuditKind.STAGE_RELEASED}),
    "restore": frozenset({AuditKind.STAGE_RESTORED}),
    "resync": frozenset({AuditKind.EVENTS_RELAYED}),
    "revoke": frozenset({AuditKind.OFFICER_REVOKED}),
    "rotate": frozenset({AuditKind.KEYS_ROTATED}),
}
"""The same of the operator's commands (`operations/`)."""

PAST_THE_ROUTES: Mapping[tuple[str, str], frozenset[AuditKind] | str] = {
    ("cases/pages/transfer_sheet.py", "SheetDesk"): frozenset({AuditKind.REPORT_EXPORTED}),
    ("cases/pages/transfer_sheet.py", "ReadersDesk"): "writes that line",
    ("cases/pages/pictures.py", "UploadDesk"): "small pictures of a case whose read has its line",
    ("uploads/pages/sending.py", "UploadDesk"): "bytes for a form that the route gave out",
    ("imports/pages/imports.py", "ListFiles"): "the same for a list",
}
"""What pages ask for besides the routes, which leave their lines for them: by file and by what is
asked for; lists of names (`REFERENCE`) are no secret."""
REFERENCE = frozenset({"Directory", "CaseDesk", "Gazetteer", "Province", "Sealer", "Settings"})
