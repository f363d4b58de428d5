"""Whoever asked for an organisation hears what the desk decided, whoever was invited that they
represent one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest

from chalicelib.audit.application.reading import shown_to_readers
from chalicelib.audit.domain.events import line_of
from chalicelib.identity.domain.account_events import AccountEvent, AccountEventType
from chalicelib.identity.domain.guests import Guest
from chalicelib.kernel.isolation import BrokenThings
from chalicelib.messages.application.notifications import notify
from chalicelib.runtime.workers import contracts
from tests.support.cases import CITIZEN, INTAKE, STRANGER
from tests.support.clock import NOW, FakeClock
from tests.support.keys import make_sealer
from tests.support.notifier import Notifier, local, make_notifier
from tests.support.organisations import NUMBER, make_confirmed, put_organisation
from tests.support.people import claims_of, make_account
from tests.support.whole_api import WholeApi, send_as

THEIR_PHONE, UNKNOWN_PHONE = "+84912345679", "+84912345671"
REASON = "Giấy phép mờ: {otp}\nKhông đọc được mã số."


@pytest.fixture
def notifier() -> Notifier:
    """The one who asks has a mail address, the one who is invited has none."""
    made = make_notifier(clock=FakeClock(local("03T10:00")))
    made.add_account(CITIZEN.id, "asker@mail.example")
    made.add_account(STRANGER.id)
    return made


def decided(api: WholeApi, **decision: Any) -> dict[str, Any]:
    """The event of a decision, as its queue brings it."""
    put_organisation(api.organisations)
    path = f"/v1/admin/organisations/{NUMBER}/decision"
    assert send_as(api, INTAKE, "POST", path, **decision).status == 200
    return brought(api)


def invited(api: WholeApi, phone: str) -> dict[str, Any]:
    """The same of an invitation."""
    put_organisation(api.organisations, make_confirmed())
    account = make_account(STRANGER.id, THEIR_PHONE)
    created = AccountEvent(AccountEventType.ACCOUNT_CREATED, NOW, "c-1")
    assert api.people.accounts.create(account, claims_of(account), created) == account
    path = f"/v1/organisations/{NUMBER}/representatives"
    assert send_as(api, CITIZEN, "POST", path, phone=phone).status == 201
    return brought(api)


def brought(api: WholeApi) -> dict[str, Any]:
    event: dict[str, Any] = json.loads(json.dumps(api.organisations.events[-1]))
    contracts.check("audit_event/1", event)
    return event


def tell(notifier: Notifier, event: Mapping[str, Any]) -> dict[tuple[str, str], tuple[str, str]]:
    """What whom reached, by channel, after it was brought three times."""
    for _ in range(3):
        notify(notifier.desk, event)
    sent = notifier.messages.items.values()
    assert {message.status for message in sent} <= {"sent"}
    return {(m.recipient, str(m.channel)): (m.kind, m.about) for m in sent}


def test_who_asked_hears_once_that_it_is_confirmed(api: WholeApi, notifier: Notifier) -> None:
    """In the bell, by SMS and mail, by its number."""
    event = decided(api, confirm=True)
    told = ("organisation_confirmed", event["id"])
    channels = ("bell", "sms", "email")
    assert tell(notifier, event) == {(CITIZEN.id, channel): told for channel in channels}
    (short,), (mail,) = notifier.sms.carried, notifier.email.carried
    assert NUMBER in short.text.body
    assert NUMBER in mail.text.body


def test_who_is_refused_reads_why(api: WholeApi, notifier: Notifier) -> None:
    """In mail and bell, as the desk wrote it, and not by SMS; the queue brings it sealed."""
    event = decided(api, confirm=False, reason=REASON)
    assert "Giấy phép" not in json.dumps(event, ensure_ascii=False)
    told = ("organisation_refused", event["id"])
    assert set(tell(notifier, event).values()) == {told}
    (short,), (mail,) = notifier.sms.carried, notifier.email.carried
    assert REASON in mail.text.body
    (bell,) = (m for m in notifier.messages.items.values() if str(m.channel) == "bell")
    assert bell.text is not None
    assert REASON in bell.text.body
    assert "Giay phep" not in short.text.body
    assert "xem ly do" in short.text.body
    line = line_of(event)
    assert line is not None
    assert shown_to_readers(make_sealer(), line)[1] == REASON


def test_a_reason_that_cannot_be_unsealed_is_not_passed_over(
    api: WholeApi, notifier: Notifier
) -> None:
    """The letter comes again, and at last lies with the dead ones; nothing is told halfway."""
    event = decided(api, confirm=False, reason=REASON)
    event["what"]["sealed_reason"] = event["what"]["sealed_reason"][:-8] + "AAAAAAA="
    for _ in range(2):
        with pytest.raises(BrokenThings):
            notify(notifier.desk, event)
    assert notifier.messages.items == {}


def test_what_older_code_told_names_nobody(api: WholeApi, notifier: Notifier) -> None:
    """Its decisions say not who asked: nobody is told, and nothing breaks."""
    event = decided(api, confirm=True)
    del event["what"]["person"]
    assert tell(notifier, event) == {}


def test_who_is_invited_hears_of_it(api: WholeApi, notifier: Notifier) -> None:
    """In the bell, and by mail where there is mail; nobody can let SMS be sent to phones by it."""
    event = invited(api, THEIR_PHONE)
    told = ("representative_invited", event["id"])
    assert tell(notifier, event) == {(STRANGER.id, "bell"): told}
    assert notifier.carried() == []


def test_who_has_no_account_yet_finds_it_in_the_bell_later(
    api: WholeApi, notifier: Notifier
) -> None:
    """Nothing goes to a phone that nobody has shown to be theirs."""
    event = invited(api, UNKNOWN_PHONE)
    person = event["what"]["person"]
    notifier.accounts.guests[person] = Guest(person, 1, UNKNOWN_PHONE, None, NOW)
    assert set(tell(notifier, event)) == {(person, "bell")}
    assert notifier.carried() == []
