"""What officers and administrators do about accounts: the acts of which the audit has lines."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from chalicelib.kernel.actors import Actor, Role
from chalicelib.staff.domain.factors import code_at, step_of
from tests.support import office_acts
from tests.support.actors import central
from tests.support.asking import BLOCKED, AskedOffice
from tests.support.cases import INTAKE, OFFICER
from tests.support.organisations import NUMBER
from tests.support.people import OFFICER as SIGNING_IN
from tests.support.people import PASSWORD, set_password
from tests.support.rules import ADMINISTRATOR


def fail(office: AskedOffice) -> None:
    body = {"username": SIGNING_IN.username, "password": "x" * 12}
    office.api.send("POST", "/v1/officer/sessions", body)


def lock(office: AskedOffice) -> None:
    for _ in range(4):
        fail(office)
    office.api.people.guards.events.clear()
    for _ in range(2):
        fail(office)


def answer(office: AskedOffice, otp: str) -> Any:
    path = f"/v1/officer/sessions/{office.officer_session}/verify"
    return office.api.send("POST", path, {"otp": otp})


def wrong(office: AskedOffice) -> Actor:
    assert answer(office, "000000").code == "wrong_code"
    return Actor(SIGNING_IN.role, SIGNING_IN.id, SIGNING_IN.agency)


def sign_in(office: AskedOffice) -> Any:
    return answer(office, office.api.people.code_of(f"F#{office.officer_session}")).body


def signed_in(office: AskedOffice) -> Actor:
    sign_in(office)
    return Actor(SIGNING_IN.role, SIGNING_IN.id, SIGNING_IN.agency)


def sign_out(office: AskedOffice) -> Actor:
    token = sign_in(office)["access_token"]
    office.api.people.officer_sessions.events.clear()
    path = "/v1/officer/sessions/current"
    assert office.api.send("DELETE", path, token=token).status == 204
    return Actor(SIGNING_IN.role, SIGNING_IN.id, SIGNING_IN.agency)


def sign_out_by(path: str) -> Any:
    def act(office: AskedOffice) -> Actor:
        opened = sign_in(office)
        office.api.people.officer_sessions.events.clear()
        id = opened["refresh_token"].partition(".")[0]
        token = opened["access_token"]
        assert office.api.send("DELETE", path.format(id=id), token=token).status == 204
        return Actor(SIGNING_IN.role, SIGNING_IN.id, SIGNING_IN.agency)

    return act


def reuse(office: AskedOffice) -> Actor:
    body = {"refresh_token": sign_in(office)["refresh_token"]}
    office.api.people.officer_sessions.events.clear()
    answers = [office.api.send("POST", "/v1/officer/sessions/refresh", body) for _ in range(2)]
    assert [answer.status for answer in answers] == [200, 401]
    return Actor(SIGNING_IN.role, SIGNING_IN.id, SIGNING_IN.agency)


LEAVING = "l3"
INVITATION = f"/v1/admin/officers/{SIGNING_IN.id}/invitation"


def invite(office: AskedOffice) -> Actor:
    office_acts.ask(office, ADMINISTRATOR, "POST", INVITATION)
    return ADMINISTRATOR


def take_back(office: AskedOffice) -> Actor:
    invite(office)
    office.api.people.invitations.events.clear()
    office_acts.ask(office, ADMINISTRATOR, "DELETE", INVITATION)
    return ADMINISTRATOR


def choose_password(office: AskedOffice) -> Actor:
    invite(office)
    office.api.people.invitations.events.clear()
    invitation = office.api.people.invitations.find(SIGNING_IN.id)
    assert invitation
    own = "mùa lúa chín trên nương"
    form = urlencode({"token": invitation.token, "password": own, "again": own}).encode()
    media = {"Content_Type": "application/x-www-form-urlencoded"}
    assert office.api.send("POST", "/officer/invitation", form, **media).status == 200
    return Actor(SIGNING_IN.role, SIGNING_IN.id, SIGNING_IN.agency)


def confirm_app(office: AskedOffice) -> Actor:
    who = Actor(SIGNING_IN.role, SIGNING_IN.id, SIGNING_IN.agency)
    office_acts.ask(office, who, "POST", "/v1/officer/me/totp", {"password": PASSWORD})
    credentials = office.api.people.credentials.find(SIGNING_IN.id)
    assert credentials
    assert credentials.beginning
    otp = code_at(credentials.beginning, step_of(office.api.clock.now()))
    office_acts.ask(office, who, "POST", "/v1/officer/me/totp/confirm", {"otp": otp})
    return who


def wrong_first_code(office: AskedOffice) -> Actor:
    who = Actor(SIGNING_IN.role, SIGNING_IN.id, SIGNING_IN.agency)
    office_acts.ask(office, who, "POST", "/v1/officer/me/totp", {"password": PASSWORD})
    refuse(office, who, "POST", "/v1/officer/me/totp/confirm", {"otp": "000000"})
    return who


def wrong_proof(office: AskedOffice) -> Actor:
    who = confirm_app(office)
    office.api.people.credentials.events.clear()
    refuse(office, who, "POST", "/v1/officer/me/totp", {"otp": "000000"})
    return who


def wrong_password_for_app(office: AskedOffice) -> Actor:
    who = Actor(SIGNING_IN.role, SIGNING_IN.id, SIGNING_IN.agency)
    refuse(office, who, "POST", "/v1/officer/me/totp", {"password": "x" * 12})
    return who


RESET = f"/v1/admin/officers/{SIGNING_IN.id}/factor-reset"


def ask_reset(office: AskedOffice) -> Actor:
    confirm_app(office)
    office.api.people.credentials.events.clear()
    office_acts.ask(office, ADMINISTRATOR, "POST", RESET, {"reason": "Mất điện thoại."})
    return ADMINISTRATOR


def confirm_reset(office: AskedOffice) -> Actor:
    ask_reset(office)
    office.api.people.credentials.events.clear()
    second = central(Role.ADMINISTRATOR, "a2")
    office_acts.ask(office, second, "POST", f"{RESET}/confirmation")
    return second


def wrong_own_password(office: AskedOffice) -> Actor:
    set_password(office.api.people.officer_desk, OFFICER.id, PASSWORD)
    office.api.people.credentials.events.clear()
    body = {"present": "x" * 12, "wanted": "mùa lúa chín trên nương"}
    refuse(office, OFFICER, "PUT", "/v1/officer/me/password", body)
    return OFFICER


def refuse(office: AskedOffice, who: Actor, method: str, path: str, body: Any) -> None:
    assert office.api.send(method, path, body, office.api.token(who)).status == 422


def revoke(office: AskedOffice) -> Actor:
    office.api.office.store.events.clear()
    body = {"officers": [LEAVING], "reason": "Nghỉ hưu."}
    told = office_acts.ask(office, ADMINISTRATOR, "POST", "/v1/admin/revocations", body).body[
        "results"
    ]
    assert [one["outcome"] for one in told] == ["revoked"]
    return ADMINISTRATOR


def block(office: AskedOffice) -> Actor:
    path = f"/v1/officer/cases/{office.case}/block-reporter"
    office_acts.ask(office, INTAKE, "POST", path, {"reason": "Xúc phạm.", "until": "2026-08-10"})
    return INTAKE


def lift(office: AskedOffice) -> Actor:
    body = {"lift": True, "reason": "Đã xác minh."}
    office_acts.ask(office, ADMINISTRATOR, "POST", f"/v1/admin/blocks/{BLOCKED}/decision", body)
    return ADMINISTRATOR


def look_at_organisation(office: AskedOffice) -> Actor:
    office_acts.ask(office, INTAKE, "GET", f"/v1/admin/organisations/{NUMBER}/evidence/1")
    return INTAKE


def confirm_organisation(office: AskedOffice) -> Actor:
    office.api.organisations.events.clear()
    path = f"/v1/admin/organisations/{NUMBER}/decision"
    office_acts.ask(office, INTAKE, "POST", path, {"confirm": True})
    return INTAKE


def restore(office: AskedOffice) -> Actor:
    revoke(office)
    office.api.office.directory.events.clear()
    path = f"/v1/admin/officers/{LEAVING}/restoration"
    office_acts.ask(office, ADMINISTRATOR, "POST", path, {"reason": "Trở lại."})
    return ADMINISTRATOR


def change_password(office: AskedOffice) -> Actor:
    set_password(office.api.people.officer_desk, OFFICER.id, PASSWORD)
    office.api.people.credentials.events.clear()
    body = {"present": PASSWORD, "wanted": "mùa lúa chín trên nương"}
    office_acts.ask(office, OFFICER, "PUT", "/v1/officer/me/password", body)
    return OFFICER


def contact_codes(office: AskedOffice, who: Actor) -> tuple[str, dict[str, str]]:
    """Where both codes of a change are given, and the codes."""
    set_password(office.api.people.officer_desk, who.id, PASSWORD)
    office.api.people.credentials.events.clear()
    body = {"email": "moi@lc.example"}
    begun = office_acts.ask(office, who, "POST", "/v1/officer/me/contact", body)
    proofs, change = office.api.people.proofs, begun.body["change_id"]
    new = proofs.find(change)
    assert new
    old = proofs.find(new.beside or "")
    assert old
    codes = {"otp_old": old.code.digits, "otp_new": new.code.digits}
    return f"/v1/officer/me/contact/{change}/verify", codes


def change_contact(office: AskedOffice) -> Actor:
    office_acts.ask(office, OFFICER, "POST", *contact_codes(office, OFFICER))
    return OFFICER


def wrong_contact_code(office: AskedOffice) -> Actor:
    path, codes = contact_codes(office, OFFICER)
    refuse(office, OFFICER, "POST", path, {**codes, "otp_new": "000000"})
    return OFFICER


def give_post(office: AskedOffice) -> Actor:
    body = {"agency": "so-xay-dung", "role": "officer"}
    path = f"/v1/admin/officers/{LEAVING}/posts"
    office_acts.ask(office, ADMINISTRATOR, "POST", path, body)
    return ADMINISTRATOR


def end_post(office: AskedOffice) -> Actor:
    path = f"/v1/admin/officers/{LEAVING}/last-day"
    office_acts.ask(office, ADMINISTRATOR, "PUT", path, {"last_day": "2027-12-31"})
    return ADMINISTRATOR
