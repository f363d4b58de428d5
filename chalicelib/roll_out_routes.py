"""The pages of the roll-out, of the office and of community teams: a part of `routes.PAGES`."""

from __future__ import annotations

from collections.abc import Mapping

ROLL_OUT_PAGES: Mapping[str, tuple[str, ...]] = {
    "chalicelib.campaign.pages.board": ("GET /officer/campaign",),
    "chalicelib.commune_reports.pages.commune_reports": (
        "GET /officer/commune-reports",
        "GET /officer/commune-reports/sheet",
        "GET /officer/commune-reports/{id}",
        "POST /officer/commune-reports/{id}",
        "POST /officer/commune-reports/{id}/confirmation",
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
}
