"""Officers add an app that shows codes to their own account."""

from __future__ import annotations

import io

from chalicelib.runtime.http.calls import Access, Call, Reply
from chalicelib.runtime.http.route import Endpoint
from chalicelib.runtime.services import services
from chalicelib.staff.application.factors import AppProof, FactorDesk, begin_app, confirm_app
from chalicelib.staff.domain.factors import secret_text
from chalicelib.staff.http.factor_schemas import AppCodeBody, NewAppBody, NewAppView, RecoveryView
from chalicelib.staff.http.owners import owner

_TRIES = ("too_many_wrong_codes", "too_busy")
_CODES = {404: ("officer_not_found",), 429: _TRIES}


@Endpoint(
    "POST",
    "/v1/officer/me/totp",
    access=Access.OFFICER,
    body=NewAppBody,
    reply=NewAppView,
    status=201,
    codes={**_CODES, 422: ("wrong_code",), 429: ("too_many_wrong_passwords", *_TRIES)},
    summary="Begin with an app that shows codes (TOTP)",
)
def begin(call: Call, body: NewAppBody) -> Reply:
    """Nothing changes at the sign-in before the app's first code was given, within a quarter of an
    hour."""
    desk, proof = services().get(FactorDesk), AppProof(body.otp, body.password)
    begun = begin_app(desk, owner(call), proof, call.correlation_id)
    view = NewAppView(secret=secret_text(begun.app), uri=begun.uri, qr_svg=_picture(begun.uri))
    return Reply(201, view.model_dump())


@Endpoint(
    "POST",
    "/v1/officer/me/totp/confirm",
    access=Access.OFFICER,
    body=AppCodeBody,
    reply=RecoveryView,
    codes={**_CODES, 409: ("no_app_begun",), 422: ("wrong_code",)},
    summary="Give the app's first code, and get recovery codes",
)
def confirm(call: Call, body: AppCodeBody) -> Reply:
    """From then on each sign-in asks for the app's code. Recovery codes of before are over."""
    desk = services().get(FactorDesk)
    codes = confirm_app(desk, owner(call), body.otp, call.correlation_id)
    return Reply(200, RecoveryView(recovery_codes=list(codes)).model_dump())


def _picture(uri: str) -> str:
    """The QR code as SVG: no script, nothing from elsewhere."""
    import segno

    drawn = io.BytesIO()
    segno.make(uri, error="m", micro=False).save(drawn, kind="svg", scale=4, xmldecl=False)
    return drawn.getvalue().decode()
