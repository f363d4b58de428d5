"""People's routes, served in process to a test."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from chalicelib.agencies.application.ports import Directory
from chalicelib.identity.application.accounts import AccountDesk
from chalicelib.identity.application.registrations import RegistrationDesk
from chalicelib.identity.application.sessions import SessionDesk
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.keys import Cursors, Hasher, Sealer, Tokens
from chalicelib.runtime.http.idempotency.requests import RequestDesk
from chalicelib.runtime.services import use
from chalicelib.staff.application.factor_resets import ResetDesk
from chalicelib.staff.application.factors import FactorDesk
from chalicelib.staff.application.invitations import InvitationDesk
from chalicelib.staff.application.office_accounts import OfficeAccountDesk
from chalicelib.staff.application.officer_sessions import OfficerDesk
from chalicelib.staff.application.own_contacts import ContactDesk
from chalicelib.staff.application.own_passkeys import PasskeyDesk
from chalicelib.staff.application.own_sessions import OwnSessionDesk
from tests.support.api import Answer, Api, make_services
from tests.support.keys import make_cursors, make_hasher, make_sealer, make_tokens
from tests.support.people import NEEDED_CONSENTS, People
from tests.support.requests import FakeRequestLedger

ACCOUNT: dict[str, Any] = {
    "full_name": "Giàng Thị Mẩy",
    "commune_code": "02647",
    "consents": [{"purpose": c.purpose, "version": c.version} for c in NEEDED_CONSENTS],
}
DECLARED: dict[str, Any] = {
    **ACCOUNT,
    "personal_id": "010190000123",
    "date_of_birth": "1990-05-17",
    "sex": "female",
    "email": "may@example.vn",
}


class PeopleApi(Api):
    """The API, and the people behind it."""

    def __init__(self, people: People, ledger: FakeRequestLedger) -> None:
        super().__init__()
        self.people, self.ledger = people, ledger

    def prove(self, phone: str = "0912345678") -> str:
        """The registration token of a proven phone."""
        begun = self.send("POST", "/v1/registrations", {"phone": phone})
        id = begun.body["registration_id"]
        otp = self.people.code_of(f"R#{id}")
        answer = self.send("POST", f"/v1/registrations/{id}/verify", {"otp": otp})
        return str(answer.body["registration_token"])

    def register(self, phone: str = "0912345678", **changes: Any) -> Answer:
        """The answer to the form, with these fields changed."""
        return self.send("POST", "/v1/accounts", {**ACCOUNT, **changes}, self.prove(phone))


@contextmanager
def people_api() -> Iterator[PeopleApi]:
    """Everything in memory, and no waiting."""
    people, ledger = People(), FakeRequestLedger()
    use(
        make_services(
            {
                Clock: people.clock,
                Directory: people.roster,
                Tokens: make_tokens(),
                Hasher: make_hasher(),
                Sealer: make_sealer(),
                Cursors: make_cursors(),
                RequestDesk: RequestDesk(ledger, people.clock, _nobody_waits),
                RegistrationDesk: people.registration_desk,
                AccountDesk: people.account_desk,
                SessionDesk: people.session_desk,
                OfficerDesk: people.officer_desk,
                InvitationDesk: people.invitation_desk,
                OfficeAccountDesk: people.office_account_desk(people.roster),
                FactorDesk: people.factor_desk,
                OwnSessionDesk: people.own_session_desk,
                ResetDesk: people.reset_desk,
                ContactDesk: people.contact_desk(people.roster),
                PasskeyDesk: people.passkey_desk(people.roster),
            }
        )
    )
    try:
        yield PeopleApi(people, ledger)
    finally:
        use(None)


def _nobody_waits(seconds: float) -> None:
    raise AssertionError(f"somebody would wait {seconds} s")
