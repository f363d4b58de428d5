"""How long messages are kept, and what is told to nobody any more."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.messages.adapters import message_policy_file
from chalicelib.messages.adapters.message_documents import to_attributes
from chalicelib.messages.adapters.message_policy_file import load_message_policy
from chalicelib.messages.application.notifications import notify
from chalicelib.messages.domain.messages import OPEN, MessageStatus
from infra.tables import TABLES
from tests.support.keys import make_sealer
from tests.support.messages import NOON, make_message
from tests.support.notifier import make_event, make_notifier, told

POLICY = load_message_policy()


@pytest.mark.parametrize("status", MessageStatus)
def test_only_what_is_over_expires(status: MessageStatus) -> None:
    """What failed leaves the attention list with it; what waits is never lost."""
    changed = NOON + timedelta(days=3)
    message = replace(make_message(status=status), changed_at=changed)
    expires = to_attributes(message, make_sealer(), POLICY).get("expires")
    kept = changed + timedelta(days=POLICY.days_kept)
    assert expires == (None if status in OPEN else int(kept.timestamp()))


def test_the_table_lets_them_go() -> None:
    """By the attribute that they carry."""
    ttl = TABLES["MessagesTable"]["Properties"]["TimeToLiveSpecification"]
    assert ttl == {"AttributeName": "expires", "Enabled": True}


@pytest.mark.parametrize(("late", "is_told"), [(-1, True), (0, False)])
def test_nobody_is_told_what_may_have_been_told_and_forgotten(late: int, is_told: bool) -> None:
    """An event that is relayed again a year later finds no mark that it was told."""
    notifier = make_notifier()
    age = timedelta(days=POLICY.days_kept, seconds=late)
    notify(notifier.desk, make_event(at=notifier.clock.now() - age))
    assert bool(told(notifier)) is is_told


def test_less_than_a_letter_may_take_is_refused(monkeypatch, tmp_path) -> None:
    """It would be sent twice."""
    text = (message_policy_file.DATA / "message_policy.json").read_text("utf-8")
    short = text.replace(f'"days_kept": {POLICY.days_kept}', '"days_kept": 29')
    (tmp_path / "message_policy.json").write_text(short, "utf-8")
    monkeypatch.setattr(message_policy_file, "DATA", tmp_path)
    with pytest.raises(ValueError, match="days_kept is less than 30"):
        load_message_policy()
