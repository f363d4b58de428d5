"""What the demo's reader makes of the messages that the product sends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from localstack.demo.carrier import kind_of

TEMPLATES = json.loads(Path("chalicelib/data/messages.json").read_text(encoding="utf-8"))["kinds"]
WORDS = {
    "code": "LC-260803-7K3QX",
    "parent": "LC-260803-AAAAA",
    "app": "LaoCai-S",
    "otp": "123456",
    "minutes": "5",
    "due": "17:00 06/08/2026",
    "due_short": "17:00 06/08",
    "category": "Giao thông",
    "commune": "Phường Lào Cai",
    "agency": "Sở Xây dựng",
    "link": "https://laocai-s.example/officer/LC-260803-7K3QX",
    "where": "là tố cáo",
    "occasion": "đã quá hạn",
    "count": "3",
    "codes": "LC-260803-7K3QX, LC-260803-AAAAA",
    "lines": "",
    "at": "08:05 03/08/2026",
    "month": "08/2026",
    "day": "04/08/2026",
    "last_day": "10/08/2026",
    "number": "5300100276-001",
    "when": "08:05 03/08/2026",
}
NEVER_ALONE_IN_THE_POST = {
    "digest_line",
    "urgent_cases_line",
    "digest_more",
    "went_on",
    "accepted",
    "assigned",
    "started",
    "reopened",
    "closed",
    "withdrawn",
    "welcome",
}


@pytest.mark.parametrize("kind", sorted(set(TEMPLATES) - NEVER_ALONE_IN_THE_POST))
def test_every_message_is_recognised_by_its_words(kind: str) -> None:
    """A message that no reader can tell from the others would be counted under a wrong kind."""
    template = TEMPLATES[kind]["vi"]
    assert kind_of(template["subject"].format(**WORDS)) == kind
    if "sms" in template:
        assert kind_of(template["sms"].format(**WORDS)) == kind
