"""The HTTP API: each module, and its routes; of pages: `page_routes.py`. These tables are what the
app serves; a module is imported at its first request, so that the API starts lean and packaging
imports none.

Each route stands here and at its endpoint (`route.Endpoint`); a test holds the two together.
"""

from __future__ import annotations

import os
from collections.abc import Mapping

ROUTES: Mapping[str, tuple[str, ...]] = {
    "chalicelib.runtime.http.system": ("GET /v1/health", "GET /v1/openapi.json", "GET /docs"),
    "chalicelib.places.http.reference": ("GET /v1/communes",),
    "chalicelib.agencies.http.categories": ("GET /v1/categories",),
    "chalicelib.identity.http.reference": ("GET /v1/consents",),
    "chalicelib.identity.http.registrations": (
        "POST /v1/registrations",
        "POST /v1/registrations/{id}/otp",
        "POST /v1/registrations/{id}/verify",
    ),
    "chalicelib.identity.http.accounts": ("POST /v1/accounts",),
    "chalicelib.identity.http.sessions": (
        "POST /v1/sessions",
        "POST /v1/sessions/{id}/verify",
        "POST /v1/sessions/refresh",
        "DELETE /v1/sessions/current",
    ),
    "chalicelib.identity.http.me": ("GET /v1/me", "PATCH /v1/me"),
    "chalicelib.identity.http.blocks": (
        "GET /v1/me/block",
        "POST /v1/me/block/appeal",
        "GET /v1/officer/blocks",
        "POST /v1/admin/blocks/{id}/decision",
    ),
    "chalicelib.organisations.http.organisations": (
        "POST /v1/organisations",
        "GET /v1/me/organisations",
        "POST /v1/organisations/{id}/representatives",
        "DELETE /v1/organisations/{id}/representatives/{account}",
    ),
    "chalicelib.organisations.http.deciding": (
        "GET /v1/admin/organisations",
        "GET /v1/admin/organisations/{id}",
        "GET /v1/admin/organisations/{id}/evidence/{number}",
        "POST /v1/admin/organisations/{id}/decision",
    ),
    "chalicelib.messages.http.notifications": (
        "GET /v1/me/notifications",
        "POST /v1/me/notifications/read",
    ),
    "chalicelib.uploads.http.uploads": ("POST /v1/uploads", "POST /v1/officer/uploads"),
    "chalicelib.cases.http.cases": (
        "POST /v1/cases",
        "GET /v1/me/cases",
        "GET /v1/cases/{code}",
        "POST /v1/cases/{code}/supplements",
        "POST /v1/cases/{code}/rating",
        "POST /v1/cases/{code}/reopen",
        "POST /v1/cases/{code}/withdraw",
    ),
    "chalicelib.cases.http.entering": ("POST /v1/officer/cases",),
    "chalicelib.cases.http.public_cases": (
        "GET /v1/public/cases/{code}",
        "GET /v1/public/cases/{code}/photos/{number}",
        "GET /v1/cases/{code}/publication",
        "POST /v1/cases/{code}/visibility",
    ),
    "chalicelib.cases.http.disputes": (
        "POST /v1/cases/{code}/disputes",
        "GET /v1/cases/{code}/disputes",
    ),
    "chalicelib.cases.http.referrals": (
        "POST /v1/external/case",
        "POST /v1/external/replies",
    ),
    "chalicelib.cases.http.following": (
        "GET /v1/me/followed",
        "PUT /v1/cases/{code}/follow",
        "DELETE /v1/cases/{code}/follow",
    ),
    "chalicelib.cases.http.similar": (
        "POST /v1/cases/similar",
        "POST /v1/officer/cases/similar",
        "GET /v1/officer/cases/{code}/similar",
    ),
    "chalicelib.cases.http.attachments": ("GET /v1/cases/{code}/attachments/{id}",),
    "chalicelib.staff.http.officer_sessions": (
        "POST /v1/officer/sessions",
        "POST /v1/officer/sessions/{id}/verify",
        "POST /v1/officer/sessions/{id}/passkey",
        "POST /v1/officer/sessions/refresh",
        "DELETE /v1/officer/sessions/current",
    ),
    "chalicelib.cases.http.reveal": ("POST /v1/officer/cases/{code}/reveal-reporter",),
    "chalicelib.staff.http.invitations": (
        "POST /v1/admin/officers/{id}/invitation",
        "DELETE /v1/admin/officers/{id}/invitation",
    ),
    "chalicelib.staff.http.office_accounts": (
        "GET /v1/admin/officers",
        "GET /v1/officer/me",
        "PUT /v1/officer/me/password",
    ),
    "chalicelib.staff.http.own_sessions": (
        "GET /v1/officer/me/sessions",
        "DELETE /v1/officer/me/sessions",
        "DELETE /v1/officer/me/sessions/{id}",
    ),
    "chalicelib.staff.http.own_contacts": (
        "POST /v1/officer/me/contact",
        "POST /v1/officer/me/contact/{id}/verify",
    ),
    "chalicelib.staff.http.own_passkeys": (
        "POST /v1/officer/me/passkeys",
        "POST /v1/officer/me/passkeys/confirm",
        "POST /v1/officer/me/passkeys/{id}/removal",
    ),
    "chalicelib.staff.http.revocations": (
        "POST /v1/admin/revocations",
        "POST /v1/admin/officers/{id}/restoration",
    ),
    "chalicelib.staff.http.posts": (
        "POST /v1/admin/officers/{id}/posts",
        "PUT /v1/admin/officers/{id}/last-day",
    ),
    "chalicelib.staff.http.factor_resets": (
        "POST /v1/admin/officers/{id}/factor-reset",
        "POST /v1/admin/officers/{id}/factor-reset/confirmation",
    ),
    "chalicelib.staff.http.factors": (
        "POST /v1/officer/me/totp",
        "POST /v1/officer/me/totp/confirm",
    ),
    "chalicelib.staff.http.invitation_page": (
        "GET /officer/invitation",
        "POST /officer/invitation",
    ),
    "chalicelib.cases.http.blocking": ("POST /v1/officer/cases/{code}/block-reporter",),
    "chalicelib.cases.http.case_audit": ("GET /v1/officer/cases/{code}/audit",),
    "chalicelib.cases.http.officer_cases": (
        "GET /v1/officer/inbox",
        "GET /v1/officer/inbox/counts",
        "GET /v1/officer/cases/{code}",
        "POST /v1/officer/cases/{code}/transitions",
    ),
    "chalicelib.cases.http.viewing": ("POST /v1/officer/cases/{code}/viewers",),
    "chalicelib.cases.http.reinspections": (
        "GET /v1/officer/reinspections",
        "POST /v1/officer/reinspections/{code}",
    ),
    "chalicelib.search.http.search": (
        "GET /v1/officer/search",
        "POST /v1/officer/search",
    ),
    "chalicelib.search.http.watching": (
        "GET /v1/officer/hot-spots",
        "GET /v1/officer/at-risk",
    ),
    "chalicelib.agencies.http.roster": (
        "GET /v1/officer/roster",
        "GET /v1/officer/roster/{id}/absences",
        "PUT /v1/officer/roster/{id}/absences",
    ),
    "chalicelib.answer_texts.http.answer_texts": (
        "GET /v1/officer/answer-templates",
        "PUT /v1/officer/answer-templates",
        "POST /v1/officer/cases/{code}/answer-preview",
    ),
    "chalicelib.answer_texts.http.bulk": (
        "POST /v1/officer/answers",
        "POST /v1/officer/approvals",
    ),
    "chalicelib.commune_reports.http.commune_reports": (
        "GET /v1/admin/commune-reports",
        "GET /v1/admin/commune-reports/{id}",
        "PUT /v1/admin/commune-reports/{id}",
        "POST /v1/admin/commune-reports/{id}/confirmation",
    ),
    "chalicelib.commune_reports.http.returning": ("POST /v1/admin/commune-reports/{id}/return",),
    "chalicelib.trainings.http.trainings": (
        "GET /v1/admin/trainings",
        "POST /v1/admin/trainings",
        "GET /v1/admin/trainings/{id}",
        "PUT /v1/admin/trainings/{id}",
        "GET /v1/admin/trainings/{id}/calendar",
    ),
    "chalicelib.trainings.http.inviting": ("POST /v1/admin/trainings/{id}/invitations",),
    "chalicelib.trainings.http.attendances": (
        "GET /v1/admin/trainings/{id}/code",
        "GET /v1/admin/trainings/{id}/attendance",
        "POST /v1/admin/trainings/{id}/attendance",
        "POST /v1/officer/trainings/{id}/attendance",
        "GET /v1/reports/trained",
    ),
    "chalicelib.difficulties.http.difficulties": (
        "GET /v1/admin/difficulties",
        "POST /v1/admin/difficulties",
        "GET /v1/admin/difficulties/{id}",
        "PUT /v1/admin/difficulties/{id}/owner",
        "PUT /v1/admin/difficulties/{id}/solution",
    ),
    "chalicelib.attention.http.attention": ("GET /v1/officer/attention",),
    "chalicelib.campaign.http.team": (
        "GET /v1/team",
        "POST /v1/team/registrations",
        "POST /v1/team/visits",
        "GET /v1/team/visits",
    ),
    "chalicelib.campaign.http.launch": ("GET /v1/public/launch",),
    "chalicelib.campaign.http.reach": (
        "GET /v1/reports/reach",
        "GET /v1/reports/activity",
        "GET /v1/reports/officials",
        "GET /v1/admin/targets",
        "PUT /v1/admin/targets",
    ),
    "chalicelib.imports.http.imports": (
        "POST /v1/admin/uploads",
        "POST /v1/admin/imports",
        "GET /v1/admin/imports/{id}",
        "GET /v1/admin/imports/{id}/errors",
        "GET /v1/admin/import-templates/{kind}",
    ),
    "chalicelib.rule_edits.http.admin": (
        "GET /v1/admin/calendar",
        "PUT /v1/admin/calendar",
        "GET /v1/admin/policies",
        "PUT /v1/admin/policies",
        "GET /v1/admin/routing-rules",
        "PUT /v1/admin/routing-rules",
        "GET /v1/admin/category-questions",
        "PUT /v1/admin/category-questions",
        "GET /v1/admin/roll-out",
        "PUT /v1/admin/roll-out",
        "GET /v1/admin/abuse-words",
        "PUT /v1/admin/abuse-words",
        "GET /v1/admin/recomputation",
        "PUT /v1/admin/recomputation",
    ),
    "chalicelib.audit.http.audit": (
        "GET /v1/admin/audit",
        "GET /v1/admin/audit/proof",
    ),
    "chalicelib.figures.http.work_sheets": ("GET /v1/officer/inbox/sheet",),
    "chalicelib.figures.http.reports": (
        "GET /v1/reports/live",
        "GET /v1/reports/monthly",
    ),
}
"""Module: method and path of each of its endpoints."""

LOCAL_ROUTES: Mapping[str, tuple[str, ...]] = {
    "chalicelib.local_stage.http.clock": ("GET /v1/_local/clock", "POST /v1/_local/clock"),
}
"""Served by the local stack only: the stage is known while the stack is packaged."""


def served() -> Mapping[str, tuple[str, ...]]:
    """The routes of this stage."""
    return {**ROUTES, **LOCAL_ROUTES} if os.environ.get("STAGE") == "local" else ROUTES
