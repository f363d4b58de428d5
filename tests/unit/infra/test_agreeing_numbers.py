"""Numbers in different places that must agree: in code, in data and in the stack."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import groupby

import pytest

from chalicelib.functions import FUNCTIONS
from chalicelib.identity.adapters.identity_data import load_identity_policy
from chalicelib.identity.application import registrations
from chalicelib.identity.domain.identity_policy import IdentityPolicy, contradictions
from chalicelib.kernel.quotas import Quota
from chalicelib.messages.adapters.providers import SEND_ONCE
from chalicelib.messages.application.delivery import SENDING_RESERVE_MS
from chalicelib.messages.application.pace import PATIENCE
from chalicelib.messages.domain import messages
from chalicelib.messages.domain.sending import ATTEMPTS, CODE_ATTEMPTS
from chalicelib.rule_edits.domain import recomputation
from chalicelib.runtime import memory, offered_files
from chalicelib.runtime.crypto.tokens import ACCESS_LIFE, REGISTRATION_LIFE
from chalicelib.runtime.http.idempotency import requests as idempotency
from chalicelib.uploads.adapters import bytes as attachments
from infra.storage import STORAGE
from infra.template import PARAMETERS
from tests.support.directory import PROVINCES

SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)
TIMEOUTS = {function.name: function.timeout * SECOND for function in FUNCTIONS}
POLICY = load_identity_policy()


def timeout(name: str) -> timedelta:
    return TIMEOUTS[name]


@pytest.mark.parametrize("sender", [f.name for f in FUNCTIONS if f.may.sends_messages])
def test_a_lease_on_a_message_outlasts_whoever_sends_it(sender: str) -> None:
    """Else a second worker would take a living one for dead."""
    assert timeout(sender) < messages.LEASE
    assert timeout(sender) > SENDING_RESERVE_MS * SECOND / 1000


def test_the_reserve_holds_all_calls_that_are_made_without_a_wait() -> None:
    """Waiting for a place (codes do not), connecting and reading for each provider that is tried at
    once, and some for the records."""
    call = SEND_ONCE.connect_timeout + SEND_ONCE.read_timeout
    for plan, longest in ((ATTEMPTS, max(PATIENCE.values()) / SECOND), (CODE_ATTEMPTS, 0)):
        waits = [attempt.wait for attempt in plan[1:]]
        at_once = 1 + max((len(list(run)) for wait, run in groupby(waits) if not wait), default=0)
        assert at_once * call + longest + 2 <= SENDING_RESERVE_MS / 1000


def test_a_request_outlives_neither_its_lease_nor_its_racers() -> None:
    """The lease lasts longer than the function, the racers give up before it ends."""
    assert timeout("api") < idempotency.LEASE
    assert sum(idempotency.PAUSES) * SECOND < timeout("api")


def test_a_recomputation_begins_when_every_process_knows_the_rules() -> None:
    """They remember them for a minute."""
    assert recomputation.SETTLING > memory.MAX_AGE * SECOND


def test_whoever_is_revoked_is_out_within_a_quarter_of_an_hour() -> None:
    """A process may remember them for a minute, and then gives out a token for the last time."""
    assert timedelta(minutes=15) >= memory.MAX_AGE * SECOND + ACCESS_LIFE


def test_signed_addresses_end_before_what_they_lead_to() -> None:
    """The bucket forgets uploads and reports by itself."""
    bucket = STORAGE["UploadsBucket"]["Properties"]["LifecycleConfiguration"]["Rules"]
    kept = {rule["Prefix"]: rule["ExpirationInDays"] * DAY for rule in bucket}
    assert kept["incoming/"] > attachments._FORM_SECONDS * SECOND
    assert kept["reports/"] > offered_files.GOOD_FOR_SECONDS * SECOND


def test_a_registration_is_there_as_long_as_its_token_and_a_code_while_it_is_sent() -> None:
    """The account is made from it; a code that is over is not tried again."""
    assert REGISTRATION_LIFE < registrations.KEPT
    assert sum((attempt.wait for attempt in CODE_ATTEMPTS), timedelta(0)) < POLICY.codes.life


def test_the_stack_takes_only_provinces_that_there_are() -> None:
    """A misspelt one fails when it is deployed, by the name of the parameter."""
    assert PARAMETERS["Province"]["AllowedValues"] == sorted(PROVINCES)


def codes(**changes: timedelta) -> IdentityPolicy:
    return replace(POLICY, codes=replace(POLICY.codes, **changes))


def per_phone(**changes: object) -> IdentityPolicy:
    return replace(POLICY, codes_per_phone=replace(POLICY.codes_per_phone, **changes))


APART: list[tuple[IdentityPolicy, str]] = [
    (codes(resend_after=10 * 60 * SECOND), "codes.resend_after is longer than codes.life"),
    (codes(life=HOUR), "codes.life is longer than codes.open_for"),
    (
        replace(POLICY, officer_sessions=replace(POLICY.officer_sessions, idle=60 * SECOND)),
        "an access token's life is longer than officer_sessions.idle",
    ),
    (
        replace(POLICY, citizen_sessions=replace(POLICY.citizen_sessions, absolute=DAY)),
        "citizen_sessions.idle is longer than citizen_sessions.absolute",
    ),
    (
        replace(POLICY, wrong_codes_per_network=(Quota(6, HOUR), Quota(5, DAY))),
        "wrong_codes_per_network[1] allows less than the one before it",
    ),
    (
        replace(POLICY, codes_per_network=(Quota(2999, DAY),)),
        "passwords_per_network allows more than codes_per_network",
    ),
    (
        per_phone(known_devices=(Quota(6, 7 * HOUR),)),
        "codes_per_phone.known_devices[0].window does not divide a day",
    ),
    (
        per_phone(in_all=(Quota(15, DAY),)),
        "codes_per_phone.in_all allows no more than one network",
    ),
    (
        replace(POLICY, personal_id_asks=Quota(3, 2 * DAY)),
        "personal_id_asks[0].window does not divide a day",
    ),
]


@pytest.mark.parametrize(("policy", "told"), APART)
def test_rules_of_signing_in_that_contradict_one_another_are_named(
    policy: IdentityPolicy, told: str
) -> None:
    """The process does not start with them: whoever edits the file reads which field it is."""
    assert contradictions(policy, ACCESS_LIFE) == (told,)
