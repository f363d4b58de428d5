"""A new worker is one entry: everything that the stack has of it follows from the declaration."""

from __future__ import annotations

import json
from typing import Any

import pytest

from chalicelib.audit.domain.kinds import AuditKind
from chalicelib.cases.domain.workflow import Action
from chalicelib.function_events import WantedEvents
from chalicelib.function_forms import (
    Files,
    Function,
    ItemRights,
    Letters,
    Rights,
    completed,
    dead_letters,
    events_wanted,
    queues,
    subscribed,
)
from chalicelib.functions import FUNCTIONS
from chalicelib.identity.domain.account_events import AccountEventType
from chalicelib.kernel.due_work import SHARDS, LaneKind
from chalicelib.messages.domain.lanes import LANES
from chalicelib.relay.domain.subscriptions import Subscriptions
from chalicelib.runtime.settings import MissingSetting, Settings
from chalicelib.schedule.application import waking
from infra.functions import configuration
from infra.package import ROOT
from infra.policies import policy
from infra.rights import page
from infra.template import merge
from operations.redrive import TARGETS
from tests.support.subscriptions import SUBSCRIPTIONS

EXPORT = Function(
    name="export",
    does="writes exports",
    memory=256,
    timeout=45,
    fed_by=Letters(
        "exports",
        batch=3,
        receives=2,
        concurrency=4,
        wants=(
            WantedEvents("case_event/1", only=("close", "rate"), telling="figures"),
            WantedEvents("account_event/1", but=("account.moved",)),
        ),
    ),
    may=Rights(
        items=(ItemRights("figures", ("GetItem",), ("export#*",), indexes=("by_month",)),),
        files=(Files("exports/", ("PutObject",)),),
        settings=("PROVINCE",),
    ),
)
MORE = completed((*FUNCTIONS, EXPORT))
MADE = merge(MORE)


def properties(name: str) -> dict[str, Any]:
    found: dict[str, Any] = MADE["Resources"][name]["Properties"]
    return found


def test_what_others_have_to_do_with_it_follows_from_its_entry() -> None:
    """The local stack waits for it, and code asks for its address by its name: beside the entry
    there are its handler and its delegate. The relay may not even write to its queue."""
    relay, before = (next(o for o in of if o.name == "relay") for of in (MORE, FUNCTIONS))
    assert relay == before
    waiting = properties("APIHandler")["Environment"]["Variables"]["EXPORTS_QUEUE_URL"]
    assert waiting == {"Fn::If": ["IsLocal", {"Ref": "ExportsQueue"}, {"Ref": "AWS::NoValue"}]}
    read = Settings({"EXPORTS_QUEUE_URL": "https://queue.example/exports", "STAGE": "local"})
    assert read.queue_urls() == (read.queue_url("exports"),)
    with pytest.raises(MissingSetting, match="NOWHERE_QUEUE_URL"):
        read.queue_url("nowhere")


def test_it_is_subscribed() -> None:
    """To what names it, with the body as it was published; only the topic may bring it, and what
    cannot be delivered lies among its own dead letters. Nothing is published before."""
    queue, dead = ({"Fn::GetAtt": [f"Exports{one}", "Arn"]} for one in ("Queue", "DeadLetters"))
    subscription = MADE["Resources"]["ExportsSubscription"]
    assert subscription["Properties"] == {
        "TopicArn": {"Ref": "EventsTopic"},
        "Protocol": "sqs",
        "Endpoint": queue,
        "RawMessageDelivery": True,
        "FilterPolicyScope": "MessageAttributes",
        "FilterPolicy": {"queues": ["exports"]},
        "RedrivePolicy": {"deadLetterTargetArn": dead},
    }
    (may,) = subscription["DependsOn"]
    assert properties(may)["Queues"] == [{"Ref": "ExportsQueue"}, {"Ref": "ExportsDeadLetters"}]
    (statement,) = properties(may)["PolicyDocument"]["Statement"]
    assert statement == {
        "Effect": "Allow",
        "Principal": {"Service": "sns.amazonaws.com"},
        "Action": "sqs:SendMessage",
        "Resource": [queue, dead],
        "Condition": {"ArnEquals": {"aws:SourceArn": {"Ref": "EventsTopic"}}},
    }
    assert "ExportsSubscription" in MADE["Resources"]["Relay"]["DependsOn"]


def test_it_gets_the_events_that_its_entry_names_and_no_others() -> None:
    """The relay learns of them by the setting that is made of the entries."""
    told = properties("Relay")["Environment"]["Variables"]["EVENTS_WANTED"]
    before, after = SUBSCRIPTIONS, Subscriptions.read(told)
    cases = [{"schema": "case_event/1", "action": one.value} for one in Action]
    events: list[dict[str, Any]] = [
        *cases,
        *({**one, "figures": None} for one in cases),
        *({**one, "officer": "o1"} for one in cases),
        *({"schema": "account_event/1", "type": one.value} for one in AccountEventType),
        *({"schema": "audit_event/1", "type": one.value} for one in AuditKind),
        {"schema": "campaign_event/1", "type": "visits.counted"},
    ]
    wanted = [one for one in events if "exports" in after.queues_for(one)]
    accounts = [one for one in events if one["schema"] == "account_event/1"]
    assert [one for one in wanted if one in accounts] == [
        one for one in accounts if one["type"] != "account.moved"
    ]
    assert [one for one in wanted if one not in accounts] == [
        {**of_case, **more}
        for more in ({}, {"officer": "o1"})
        for of_case in cases
        if of_case["action"] in ("close", "rate")
    ]
    for event in events:
        others = tuple(one for one in after.queues_for(event) if one != "exports")
        assert others == before.queues_for(event)


def test_who_is_subscribed_and_who_is_not() -> None:
    """Whoever is woken up for due work, or by the bucket, wants no events; codes come straight."""
    relay = next(one for one in FUNCTIONS if one.name == "relay")
    assert {*queues(FUNCTIONS)} - {*subscribed(FUNCTIONS)} == {
        *("uploads", "sending", "settling", "codes")
    }
    assert relay.may.sends_to == ("codes",)
    allowed = policy(relay)["Statement"]
    (publishing,) = (one for one in allowed if "sns:Publish" in one.get("Action", ()))
    assert publishing["Resource"] == [{"Ref": "EventsTopic"}]


def test_what_the_relay_is_told_fits_its_environment() -> None:
    """Lambda takes 4 KB of variables; half of it is left for more workers."""
    assert len(events_wanted(FUNCTIONS)) < 2048


def test_it_has_a_queue_with_dead_letters() -> None:
    """Hidden for as long as its batches may take, and told to operators by its address."""
    target = {"Fn::GetAtt": ["ExportsDeadLetters", "Arn"]}
    queue = properties("ExportsQueue")
    assert queue["RedrivePolicy"] == {"deadLetterTargetArn": target, "maxReceiveCount": 2}
    assert queue["VisibilityTimeout"] == {"Fn::If": ["IsLocal", 45, 270]}
    assert properties("ExportsDeadLetters")["MessageRetentionPeriod"] == 14 * 24 * 3600
    assert {"ExportsQueueUrl", "ExportsDeadLettersUrl"} <= set(MADE["Outputs"])


def test_it_is_fed() -> None:
    """In batches, by that queue."""
    mapping = properties("ExportsToWorker")
    assert mapping["EventSourceArn"] == {"Fn::GetAtt": ["ExportsQueue", "Arn"]}
    assert mapping["FunctionName"] == {"Fn::GetAtt": ["Export", "Arn"]}
    assert mapping["BatchSize"] == 3
    assert mapping["ScalingConfig"] == {"MaximumConcurrency": {"Fn::If": ["IsLocal", 2, 4]}}


def test_it_wakes_somebody_up() -> None:
    """Dead letters, old letters, errors, throttles."""
    alarms = {"ExportsDeadLettersNotEmpty", "ExportsTooOld", "ExportErrors", "ExportThrottles"}
    assert alarms <= set(MADE["Resources"])


def test_whoever_may_not_be_late_wakes_somebody_up_sooner() -> None:
    """A code is worth nothing after some minutes; other letters may wait for ten."""
    waits = {name: properties(f"{name}TooOld") for name in ("Codes", "Notifications", "Exports")}
    assert {name: one["Threshold"] for name, one in waits.items()} == {
        "Codes": 30,
        "Notifications": 600,
        "Exports": 600,
    }
    assert all(one["MetricName"] == "ApproximateAgeOfOldestMessage" for one in waits.values())


@pytest.mark.parametrize(("kind", "seconds"), waking.LATE_AFTER.items())
def test_due_work_that_is_not_done_wakes_somebody_up(kind: LaneKind, seconds: int) -> None:
    """By the age of the oldest thing of its kind that is due, as the minute schedule tells it."""
    alarm = properties(f"{kind.title()}Late")
    assert (alarm["MetricName"], alarm["Threshold"]) == ("DueWorkBehind", seconds)
    assert {one["Name"]: one["Value"] for one in alarm["Dimensions"]} == {
        "service": "any",
        "work": kind.value,
    }
    assert alarm["Statistic"] == "Maximum"


def test_the_budget_of_short_messages_rings_three_times() -> None:
    """At 50, 80 and 100 %, by what was used most so far that day."""
    alarms = {n: properties(f"SmsBudget{n}") for n in (50, 80, 100)}
    for percent, alarm in alarms.items():
        assert (alarm["MetricName"], alarm["Threshold"]) == ("SmsBudgetUsed", percent)
        assert alarm["ComparisonOperator"] == "GreaterThanOrEqualToThreshold"
        assert alarm["Statistic"] == "Maximum"
    names = [name for name in MADE["Resources"] if name.startswith("SmsBudget")]
    assert len(names) == len(alarms)


def test_a_lane_has_a_worker_of_its_own() -> None:
    """As many at once as there are lanes, one lane each."""
    sending = sum(lane.kind is LaneKind.SENDING for lane in LANES)
    for queue, lanes in (("Settling", len(SHARDS)), ("Sending", sending)):
        mapping = properties(f"{queue}ToWorker")
        assert mapping["BatchSize"] == 1
        assert mapping["ScalingConfig"]["MaximumConcurrency"]["Fn::If"][2] == lanes
    assert {kind.value for kind in LaneKind} <= set(queues(FUNCTIONS))


def test_it_has_its_settings_and_its_size() -> None:
    """Those of its tables and files among them."""
    variables = properties("Export")["Environment"]["Variables"]
    assert {"FIGURES_TABLE", "UPLOADS_BUCKET", "PROVINCE"} <= set(variables)
    assert not {"PEOPLE_TABLE", "KEY_ID", "RELAY_DLQ_URL"} & set(variables)
    configured = configuration(MORE)["lambda_functions"]["export"]
    assert (configured["lambda_memory_size"], configured["lambda_timeout"]) == (256, 45)
    assert configured["iam_policy_file"] == "policy-export.json"


def test_it_may_do_what_is_declared_and_nothing_else() -> None:
    """The whole of its policy, but for log, traces and the key."""
    ours = {"StringEquals": {"s3:ResourceAccount": {"Ref": "AWS::AccountId"}}}
    bucket = "arn:${AWS::Partition}:s3:::${AWS::StackName}-uploads-${AWS::AccountId}"
    polling = ("ReceiveMessage", "DeleteMessage", "GetQueueAttributes", "ChangeMessageVisibility")
    assert [
        statement
        for statement in policy(EXPORT, MORE)["Statement"]
        if not statement["Action"][0].startswith(("logs:", "xray:", "kms:"))
    ] == [
        {
            "Effect": "Allow",
            "Action": [f"sqs:{one}" for one in polling],
            "Resource": [{"Fn::GetAtt": ["ExportsQueue", "Arn"]}],
        },
        {
            "Effect": "Allow",
            "Action": ["dynamodb:GetItem"],
            "Resource": [{"Fn::GetAtt": ["FiguresTable", "Arn"]}],
            "Condition": {"ForAllValues:StringLike": {"dynamodb:LeadingKeys": ["export#*"]}},
        },
        {
            "Effect": "Allow",
            "Action": ["dynamodb:Query"],
            "Resource": [{"Fn::Sub": "${FiguresTable.Arn}/index/by_month"}],
        },
        {
            "Effect": "Allow",
            "Action": ["s3:PutObject"],
            "Resource": [{"Fn::Sub": f"{bucket}/exports/*"}],
            "Condition": ours,
        },
        {
            "Effect": "Allow",
            "Action": ["s3:ListBucket"],
            "Resource": [{"Fn::Sub": bucket}],
            "Condition": ours,
        },
    ]


def test_people_know_its_dead_letters_by_name() -> None:
    """The attention list counts them, and operators redrive them."""
    assert "exports" in dead_letters(MORE)
    assert "exports" in queues(MORE)
    api = properties("APIHandler")["Environment"]["Variables"]
    assert json.loads(api["DEAD_LETTER_URLS"]["Fn::Sub"])["exports"] == "${ExportsDeadLetters}"
    assert (*queues(FUNCTIONS), "relay") == TARGETS
    counted = [s for s in policy(FUNCTIONS[0], MORE)["Statement"] if "Fn::If" not in s]
    asked = [s["Resource"] for s in counted if s["Action"] == ["sqs:GetQueueAttributes"]]
    assert {"Fn::GetAtt": ["ExportsDeadLetters", "Arn"]} in asked[0]


def test_the_page_that_is_checked_in_is_up_to_date() -> None:
    """`make functions` writes it anew."""
    assert (ROOT / "docs" / "functions.md").read_text(encoding="utf-8") == page()
    assert "queue `exports`: 3 a batch, 2 deliveries, hidden for 270 s" in page(MORE)


WRITERS: dict[str, set[str]] = {
    "keyring": set(),
    "keys": set(),
    "agencies": {"imports"},
    "routing": {"api"},
    "policy": {"api"},
    "calendar": {"api"},
    "officers#so-xay-dung": {"api", "imports", "tick"},
    "officer#o1": {"api", "imports", "tick"},
    "username#hash": {"api", "imports", "tick"},
    "staff_phone#hash": {"api", "imports", "tick"},
    "revision": {"api", "imports", "tick"},
    "recomputation": {"api", "tick"},
    "quarantine": set(),
}
"""Partition of the directory table: which functions may change it, in a real stage."""


@pytest.mark.parametrize("partition", WRITERS)
def test_the_directory_is_changed_by_whom_it_is_for(partition: str) -> None:
    """The keys by nobody: the first load makes them."""
    changing = {"PutItem", "UpdateItem", "DeleteItem"}
    found = {
        function.name
        for function in FUNCTIONS
        for items in function.may.items
        if items.table == "directory"
        and changing & set(items.actions)
        and any(_meets(partition, key) for key in items.keys or ("*",))
    }
    assert found == WRITERS[partition]


def _meets(partition: str, key: str) -> bool:
    return partition.startswith(key[:-1]) if key.endswith("*") else partition == key


def test_no_condition_on_keys_stands_where_it_holds_nobody_back() -> None:
    """A scan has no leading keys, so that the condition would let it pass."""
    actions = {one for f in FUNCTIONS for items in f.may.items for one in items.actions}
    assert actions <= {
        *("GetItem", "BatchGetItem", "Query", "PutItem", "UpdateItem", "DeleteItem"),
        *("BatchWriteItem", "ConditionCheckItem"),
    }
