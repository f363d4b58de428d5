"""Who takes part, and the requests that they make."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bench.gateway import BenchRequest, answer_to, event_of, request, token_of
from bench.meter import aside
from bench.population import TEXT
from chalicelib.identity.application.codes import CodeStores
from chalicelib.identity.domain.consents import ConsentTexts
from chalicelib.kernel.actors import Actor, Role
from chalicelib.runtime.services import services

CITIZEN = Actor(Role.CITIZEN, "0BENCHC1T1ZEN0000000000000")
INTAKE = Actor(Role.INTAKE, "cb004", "so-khcn", province=True)
SUPERVISOR = Actor(Role.SUPERVISOR, "cb002", "so-khcn", province=True)
OFFICER = Actor(Role.OFFICER, "cb013", "so-xay-dung")
LEADER = Actor(Role.LEADER, "cb012", "so-xay-dung")
CASE = {
    "category": "conduct",
    "description": TEXT,
    "commune_code": "02647",
    "location": {"lat": 22.4856, "lon": 103.9707},
    "visibility": "public",
}
"""Of a category whose agency the router only guesses, so that assigning is left to people."""


def submission(*, urgent: bool = False) -> BenchRequest:
    """A new case without photos."""
    body = {**CASE, "urgent": True} if urgent else CASE
    return request("POST", "/v1/cases", body, token=token_of(CITIZEN), keyed=True)


def case_page(code: str) -> BenchRequest:
    """The citizen looks at the case."""
    return request("GET", "/v1/cases/{code}", token=token_of(CITIZEN), code=code)


def rating(code: str) -> BenchRequest:
    """Two stars, which close nothing by themselves."""
    body = {"stars": 2, "comment": "Cảm ơn"}
    token = token_of(CITIZEN)
    return request("POST", "/v1/cases/{code}/rating", body, token=token, keyed=True, code=code)


def action(actor: Actor, name: str, **fields: Any) -> Callable[[str, int], BenchRequest]:
    """An officer's action on a case in the version that was seen."""
    route = "/v1/officer/cases/{code}/transitions"
    body = {"action": name, **fields}

    def asked(code: str, version: int) -> BenchRequest:
        token = token_of(actor)
        return request("POST", route, body, token=token, version=version, keyed=True, code=code)

    return asked


def register(phone: str) -> str:
    """All three requests from a phone number to an account; its id."""
    begun = answer_to(event_of(request("POST", "/v1/registrations", {"phone": phone}, keyed=True)))
    id = str(begun["registration_id"])
    otp = {"otp": _code_sent_to(id)}
    proven = answer_to(
        event_of(request("POST", "/v1/registrations/{id}/verify", otp, keyed=True, id=id))
    )
    made = answer_to(event_of(_form(str(proven["registration_token"]))))
    return str(made["account_id"])


def _form(token: str) -> BenchRequest:
    consents = [
        {"purpose": consent.purpose, "version": consent.version}
        for consent in services().get(ConsentTexts).texts
        if consent.needed
    ]
    form = {"full_name": "Giàng Thị Mẩy", "commune_code": "02647", "consents": consents}
    return request("POST", "/v1/accounts", form, token=token, keyed=True)


def _code_sent_to(registration: str) -> str:
    """What the SMS would say: read beside the meter, since the phone would not ask AWS."""
    with aside():
        found = services().get(CodeStores).registrations.find(registration)
    if found is None:
        raise LookupError(registration)
    return found.code.digits
