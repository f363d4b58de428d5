"""Personal data of the story's people must not lie where it does not belong."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import boto3
import pytest

from localstack.demo.script import Script, whole_script
from localstack.demo.stack import RunningStack
from localstack.demo.texts import PHRASES
from tests.e2e.conftest import Played

_INSTANT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d\.\d+")


def secrets_of(script: Script) -> set[str]:
    """What only the sealed bodies may hold: who the people are, where exactly, and their words."""
    found: set[str] = set()
    for profile in (*script.profiles, *script.strangers, *script.callers):
        national = "0" + profile.phone.removeprefix("+84")
        found |= {profile.full_name, profile.phone, profile.phone[1:], national}
        found |= {profile.personal_id or profile.phone, profile.email or profile.phone}
    for story in script.stories:
        found |= {story.description, str(story.lat), str(story.lon)}
    return found | {PHRASES["question"], PHRASES["supplement"]}


def leaks(script: Script, text: str) -> set[str]:
    """The secrets that the text holds, as they are or as JSON escapes them. The fractions of a
    second in an instant are no coordinates, whatever they look like."""
    text = _INSTANT.sub("", text)
    return {
        secret
        for secret in secrets_of(script)
        if secret in text or json.dumps(secret)[1:-1] in text
    }


def test_a_leak_is_seen_beside_an_instant_that_looks_like_it() -> None:
    """A coordinate is found; the same digits within a time are not."""
    script = whole_script()
    lat = str(script.stories[0].lat)
    seconds, _, fraction = lat.partition(".")
    instant = f"2026-08-03T07:30:{seconds}.{fraction}17+07:00"
    assert leaks(script, f'{{"at": "{instant}"}}') == set()
    assert leaks(script, f'{{"at": "{instant}", "lat":{lat}}}') == {lat}


def lambda_logs(stack: RunningStack) -> str:
    """Everything that the stack's functions have logged."""
    logs = boto3.client("logs", endpoint_url=stack.emulator_url, region_name=stack.region)
    groups = logs.describe_log_groups(logGroupNamePrefix="/aws/lambda/")["logGroups"]
    pages = (
        logs.get_paginator("filter_log_events").paginate(logGroupName=group["logGroupName"])
        for group in groups
    )
    return "\n".join(e["message"] for found in pages for page in found for e in page["events"])


def stored_items(stack: RunningStack) -> Iterator[str]:
    """Every item of every table of the stack, as it lies there."""
    dynamodb = boto3.client("dynamodb", endpoint_url=stack.emulator_url, region_name=stack.region)
    for table in dynamodb.list_tables()["TableNames"]:
        for page in dynamodb.get_paginator("scan").paginate(TableName=table):
            for item in page["Items"]:
                yield json.dumps(item, ensure_ascii=False, default=repr)


@pytest.fixture(autouse=True)
def credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    """The emulator takes any key."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")


def test_no_log_holds_personal_data(played: Played, stack: RunningStack) -> None:
    """What the functions logged during the story names nobody, no place and no word of a case."""
    logged = lambda_logs(stack)
    assert "correlation_id" in logged, "the functions' logs were not found"
    assert leaks(played.script, logged) == set()


def test_no_queue_holds_personal_data(played: Played) -> None:
    """What lay on the queues during the story, dead-letter queues included, names nobody."""
    assert "case_event/1" in played.queued, "no queue was seen with an event on it"
    assert leaks(played.script, played.queued) == set()


def test_no_table_holds_personal_data_in_the_clear(played: Played, stack: RunningStack) -> None:
    """Phones, names, numbers, places and texts lie in the tables sealed or hashed, never plain."""
    stored = "\n".join(stored_items(stack))
    assert stored, "no table was found"
    assert leaks(played.script, stored) == set()
