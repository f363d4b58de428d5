"""What the demo's app shows is what the product expects, reckoned by two hands."""

from __future__ import annotations

from datetime import timedelta

from chalicelib.staff.adapters.webauthn_checks import WebauthnChecks
from chalicelib.staff.application.ports import MadePasskey, ShownPasskey
from chalicelib.staff.domain.factors import code_at, new_app, secret_text, step_of
from chalicelib.staff.domain.passkeys import new_challenge
from chalicelib.staff.domain.passwords import check_password
from localstack.demo.security_key import key_at
from localstack.demo.staffing import MENDED, PASSWORDS, shown_by_app
from tests.support.clock import NOW
from tests.support.people import PASSWORD_RULES


def test_the_app_shows_what_is_expected() -> None:
    """In whichever half minute."""
    app = new_app(NOW)
    for seconds in (0, 29, 30, 3600):
        at = NOW + timedelta(seconds=seconds)
        assert shown_by_app(secret_text(app), at) == code_at(app, step_of(at))


def test_its_passwords_are_good_ones() -> None:
    """Of people whom the list names."""
    for username, password in PASSWORDS.items():
        row = next(row for row in MENDED if row[-1] == username)
        check_password(password, PASSWORD_RULES, (username, row[1], row[4]))


def test_its_security_key_is_one() -> None:
    """For the office's address, and once more for each use."""
    office = "https://office.example:8443/officer/inbox"
    key, checks = key_at(office), WebauthnChecks(office)
    body, challenge = key.make(text := new_challenge()), new_challenge()
    made = MadePasskey(body["client_data"], body["attestation"])
    one = checks.make(text, made, "k1", body["name"], NOW)
    assert one
    used = checks.use(challenge, one, ShownPasskey(**key.sign(challenge)), NOW)
    assert used
    assert checks.use(challenge, used, ShownPasskey(**key.sign(text)), NOW) is None
