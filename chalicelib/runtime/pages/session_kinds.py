"""Who has sessions in the browser: the office, and members of community teams.

Each kind has a cookie of its own, so that an officer who is on a team may be signed in as both.
"""

from __future__ import annotations

from datetime import timedelta

from chalicelib.kernel.frozen import frozen

_TEAM = "/team"


@frozen
class SessionKind:
    """The cookies of one kind, where it signs in, by which route it is refreshed, the page that it
    begins with, and the template around its pages. `kept`: beyond the browser's closing."""

    cookie: str
    device: str
    refresh: str
    sign_in: str
    home: str
    frame: str
    kept: timedelta = timedelta(0)


OFFICE = SessionKind(
    cookie="__Host-office",
    device="__Host-device",
    refresh="POST /v1/officer/sessions/refresh",
    sign_in="/officer/sign-in",
    home="/officer/inbox",
    frame="runtime/layout.html",
)
TEAM = SessionKind(
    cookie="__Host-team",
    device="__Host-team-device",
    refresh="POST /v1/sessions/refresh",
    sign_in=f"{_TEAM}/sign-in",
    home=_TEAM,
    frame="campaign/team_layout.html",
    kept=timedelta(days=60),
)
"""A phone closes its browser by itself, and what was noted offline is still to be sent then."""


def kind_of(path: str) -> SessionKind:
    """By the address of a page."""
    return TEAM if path == _TEAM or path.startswith(f"{_TEAM}/") else OFFICE
