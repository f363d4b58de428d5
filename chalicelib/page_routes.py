"""The office in the browser: each module with pages, and their addresses; beside `routes.py`.

A module is imported when the first of its pages is asked for. Each address stands here and at its
function (`runtime/pages/page.py`); a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Mapping

PAGES: Mapping[str, tuple[str, ...]] = {
    "chalicelib.staff.pages.sign_in": (
        "GET /",
        "GET /officer/sign-in",
        "POST /officer/sign-in",
        "GET /officer/sign-in/code",
        "POST /officer/sign-in/code",
        "POST /officer/sign-out",
    ),
    "chalicelib.staff.pages.account": (
        "GET /officer/account",
        "POST /officer/account/password",
        "POST /officer/account/contact",
        "GET /officer/account/contact",
        "POST /officer/account/contact/codes",
        "POST /officer/account/post",
        "POST /officer/account/end",
        "POST /officer/account/end-all",
    ),
    "chalicelib.staff.pages.passkeys": (
        "POST /officer/account/passkeys",
        "POST /officer/account/passkeys/made",
        "POST /officer/account/passkeys/remove",
    ),
    "chalicelib.staff.pages.people": (
        "GET /officer/people",
        "POST /officer/people/invite",
        "POST /officer/people/revoke",
        "POST /officer/people/last-day",
    ),
    "chalicelib.uploads.pages.sending": ("POST /officer/uploads",),
    "chalicelib.agencies.pages.absences": (
        "GET /officer/absences",
        "GET /officer/absences/{id}",
        "POST /officer/absences/{id}",
    ),
    "chalicelib.rule_edits.pages.rules": (
        "GET /officer/rules",
        "GET /officer/rules/{kind}",
        "GET /officer/rules/{kind}/edit",
        "POST /officer/rules/{kind}/edit",
    ),
    "chalicelib.imports.pages.imports": (
        "GET /officer/imports",
        "POST /officer/imports",
        "GET /officer/imports/{id}",
        "POST /officer/imports/{id}/writing",
        "GET /officer/imports/{id}/errors",
        "GET /officer/import-templates/{kind}",
    ),
    "chalicelib.organisations.pages.organisations": (
        "GET /officer/organisations",
        "GET /officer/organisations/{id}",
        "POST /officer/organisations/{id}",
        "GET /officer/organisations/{id}/evidence/{number}",
    ),
    "chalicelib.cases.pages.inbox": (
        "GET /officer/inbox",
        "GET /officer/inbox/sheet",
        "GET /officer/approvals",
    ),
    "chalicelib.cases.pages.intake": (
        "GET /officer/intake/new",
        "POST /officer/intake/new",
        "POST /officer/intake/look",
    ),
    "chalicelib.campaign.pages.board": ("GET /officer/campaign",),
    "chalicelib.campaign.pages.targets": (
        "GET /officer/campaign/targets",
        "POST /officer/campaign/targets",
    ),
    "chalicelib.commune_reports.pages.commune_reports": (
        "GET /officer/commune-reports",
        "GET /officer/commune-reports/sheet",
        "GET /officer/commune-reports/{id}",
        "POST /officer/commune-reports/{id}",
        "POST /officer/commune-reports/{id}/confirmation",
        "POST /officer/commune-reports/{id}/return",
    ),
    "chalicelib.trainings.pages.trainings": (
        "GET /officer/trainings",
        "POST /officer/trainings",
        "GET /officer/trainings/{id}",
        "POST /officer/trainings/{id}/attendance",
        "POST /officer/trainings/{id}/list",
        "POST /officer/trainings/{id}/invitations",
    ),
    "chalicelib.difficulties.pages.difficulties": (
        "GET /officer/difficulties",
        "POST /officer/difficulties",
        "GET /officer/difficulties/sheet",
        "GET /officer/difficulties/{id}",
        "POST /officer/difficulties/{id}/owner",
        "POST /officer/difficulties/{id}/solution",
    ),
    "chalicelib.campaign.pages.team_sign_in": (
        "GET /team/sign-in",
        "POST /team/sign-in",
        "GET /team/sign-in/code",
        "POST /team/sign-in/code",
        "POST /team/sign-out",
    ),
    "chalicelib.campaign.pages.team": (
        "GET /team",
        "POST /team/visits",
        "GET /team/state",
        "POST /team/upload",
        "GET /team/shell",
        "GET /team/worker.js",
    ),
    "chalicelib.campaign.pages.helping": (
        "GET /team/register",
        "POST /team/register",
        "POST /team/register/account",
    ),
    "chalicelib.cases.pages.case": (
        "GET /officer/cases/{code}",
        "GET /officer/cases/{code}/files/{id}",
        "GET /officer/find",
    ),
    "chalicelib.cases.pages.viewing": ("POST /officer/cases/{code}/viewers",),
    "chalicelib.search.pages.search_page": (
        "GET /officer/search",
        "POST /officer/search",
    ),
    "chalicelib.cases.pages.actions": (
        "GET /officer/cases/{code}/{action}",
        "POST /officer/cases/{code}/{action}",
    ),
    "chalicelib.cases.pages.transfer_sheet": (
        "GET /officer/cases/{code}/print",
        "GET /officer/cases/{code}/print/docx",
    ),
    "chalicelib.cases.pages.saved_filters": ("POST /officer/inbox/filters",),
    "chalicelib.cases.pages.queue_walk": ("GET /officer/next",),
    "chalicelib.cases.pages.reinspections": (
        "GET /officer/reinspections",
        "GET /officer/reinspections/{code}",
        "POST /officer/reinspections/{code}",
    ),
    "chalicelib.attention.pages.attention": ("GET /officer/attention",),
    "chalicelib.answer_texts.pages.several": (
        "POST /officer/several",
        "POST /officer/several/{job}",
    ),
    "chalicelib.campaign.pages.launch": ("GET /launch",),
    "chalicelib.figures.pages.dashboard": ("GET /dashboard", "GET /dashboard/sheet"),
}
"""The pages of the office in the browser: each module with pages, and their addresses."""
