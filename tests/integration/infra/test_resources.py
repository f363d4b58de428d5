"""What the emulator takes without effect, read off the packaged template."""

from __future__ import annotations

import json
from typing import Any

import pytest

from chalicelib.function_forms import dead_letters, fed_by_letters
from chalicelib.functions import FUNCTIONS
from chalicelib.kernel.faults import Work
from infra import names
from infra.tables import TABLES
from tests.support.packages import Resource

STREAMING = {"CasesTable", "PeopleTable", "DirectoryTable", "AuditTable", "CampaignTable"}
LOGICAL = [names.logical(function) for function in FUNCTIONS]
WORKERS = [function.name for function, _ in fed_by_letters(FUNCTIONS)]
DEAD_LETTERS = [names.dead_letters(name) for name in dead_letters(FUNCTIONS)]
EXPIRING = {
    *("PeopleTable", "MessagesTable", "LedgerTable", "AuditTable", "FiguresTable"),
    "CampaignTable",
}


def of_type(resources: dict[str, Resource], kind: str) -> dict[str, Resource]:
    return {name: r["Properties"] for name, r in resources.items() if r["Type"] == kind}


@pytest.mark.parametrize("name", TABLES)
def test_tables_are_encrypted_restorable_and_on_demand(
    resources: dict[str, Resource], name: str
) -> None:
    """With the stage's own key; streams and expiry where the design says so, nowhere else."""
    table = resources[name]["Properties"]
    assert table["BillingMode"] == "PAY_PER_REQUEST"
    assert table["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
    assert table["SSESpecification"]["SSEEnabled"]
    assert table["SSESpecification"]["KMSMasterKeyId"] == {"Ref": "DataKey"}
    assert ("StreamSpecification" in table) == (name in STREAMING)
    expiry = {"AttributeName": "expires", "Enabled": True}
    assert table.get("TimeToLiveSpecification") == (expiry if name in EXPIRING else None)


def test_what_holds_data_outlives_its_stack(resources: dict[str, Resource]) -> None:
    """Tables, bucket and keys stay when a stack is deleted or a resource replaced."""
    for name in (*TABLES, "UploadsBucket", "DataKey", "HashKey"):
        assert resources[name]["DeletionPolicy"] == "RetainExceptOnCreate"
        assert resources[name]["UpdateReplacePolicy"] == "Retain"


@pytest.mark.parametrize("name", WORKERS)
def test_queues_redrive_and_report_single_failures(
    resources: dict[str, Resource], name: str
) -> None:
    """A letter fails some times, alone, before it lies in the dead-letter queue."""
    ((worker, fed),) = ((one, fed) for one, fed in fed_by_letters(FUNCTIONS) if one.name == name)
    queue = resources[f"{fed.queue.title()}Queue"]["Properties"]
    target = {"Fn::GetAtt": [f"{fed.queue.title()}DeadLetters", "Arn"]}
    assert queue["RedrivePolicy"] == {
        "deadLetterTargetArn": target,
        "maxReceiveCount": fed.receives,
    }
    timeout = resources[name.title()]["Properties"]["Timeout"]
    assert queue["VisibilityTimeout"] == {
        "Fn::If": ["IsLocal", timeout, fed.hidden_for_timeouts * timeout]
    }
    assert timeout == worker.timeout
    mapping = resources[f"{fed.queue.title()}ToWorker"]["Properties"]
    assert mapping["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    assert mapping["FunctionName"] == {"Fn::GetAtt": [name.title(), "Arn"]}
    assert mapping["BatchSize"] == fed.batch


def test_all_queues_are_encrypted(resources: dict[str, Resource]) -> None:
    """At rest, with keys of SQS."""
    queues = of_type(resources, "AWS::SQS::Queue")
    assert all(queue["SqsManagedSseEnabled"] for queue in queues.values())
    assert set(DEAD_LETTERS) < set(queues)


@pytest.mark.parametrize("name", ["Cases", "People", "Directory", "Audit"])
def test_the_stream_never_blocks_and_never_loses(resources: dict[str, Resource], name: str) -> None:
    """Bounded retries, bisection, and a place for what fails all the same; whole batches only."""
    mapping = resources[f"{name}ToRelay"]["Properties"]
    assert mapping["StartingPosition"] == "TRIM_HORIZON"
    assert 0 < mapping["MaximumRetryAttempts"] <= 10_000
    assert mapping["BisectBatchOnFunctionError"] is True
    failures = {"Destination": {"Fn::GetAtt": ["StreamFailures", "Arn"]}}
    assert mapping["DestinationConfig"] == {"OnFailure": failures}
    assert "FunctionResponseTypes" not in mapping
    patterns = [json.loads(f["Pattern"]) for f in mapping["FilterCriteria"]["Filters"]]
    assert patterns == [{"dynamodb": {"NewImage": {"event": {"S": [{"exists": True}]}}}}]


def test_the_bucket_is_private_and_forgets(resources: dict[str, Resource]) -> None:
    """No public access of any kind, encrypted, and what nobody fetched goes by itself."""
    bucket = resources["UploadsBucket"]["Properties"]
    assert all(bucket["PublicAccessBlockConfiguration"].values())
    assert len(bucket["PublicAccessBlockConfiguration"]) == 4
    assert bucket["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    rules = {rule["Prefix"]: rule for rule in bucket["LifecycleConfiguration"]["Rules"]}
    days = {prefix: rule["ExpirationInDays"] for prefix, rule in rules.items()}
    assert days == {"incoming/": 2, "lists/": 7, "reports/": 1}
    assert all(rule["Status"] == "Enabled" for rule in rules.values())
    assert "*" not in json.dumps(bucket["CorsConfiguration"])


def test_the_key_turns_over(resources: dict[str, Resource]) -> None:
    """AWS rotates it each year, and it has a name."""
    assert resources["DataKey"]["Properties"]["EnableKeyRotation"] is True
    assert resources["DataKeyAlias"]["Properties"]["TargetKeyId"] == {"Ref": "DataKey"}


def test_the_key_of_hashes_never_leaves_kms(resources: dict[str, Resource]) -> None:
    """Its material is made there for HMACs alone, and does not turn over: hashes are kept."""
    key = resources["HashKey"]["Properties"]
    assert (key["KeySpec"], key["KeyUsage"]) == ("HMAC_256", "GENERATE_VERIFY_MAC")
    assert not {"Origin", "EnableKeyRotation"} & set(key)


@pytest.mark.parametrize("name", LOGICAL)
def test_functions_say_what_they_need(resources: dict[str, Resource], name: str) -> None:
    """Memory, timeout, tracing, Python and processor are set, and logs are kept for 90 days. Only
    who reads whole lists works for minutes."""
    function = resources[name]["Properties"]
    assert function["MemorySize"] >= 512
    assert 29 <= function["Timeout"] <= (300 if name == "Imports" else 120)
    assert function["Tracing"] == {"Ref": "Tracing"}
    assert (function["Runtime"], function["Architectures"]) == ("python3.11", ["x86_64"])
    groups = {
        json.dumps(group["LogGroupName"]): group["RetentionInDays"]
        for group in of_type(resources, "AWS::Logs::LogGroup").values()
    }
    own = json.dumps({"Fn::Sub": f"/aws/lambda/{function['FunctionName']['Fn::Sub']}"})
    assert groups[own] == 90


def test_the_schedule_runs_each_minute(resources: dict[str, Resource]) -> None:
    """And may call its function."""
    rule = resources["EachMinute"]["Properties"]
    assert (rule["ScheduleExpression"], rule["State"]) == ("rate(1 minute)", "ENABLED")
    assert resources["EachMinuteMayCall"]["Properties"]["FunctionName"] == {"Ref": "Tick"}


def watched(resources: dict[str, Resource]) -> set[tuple[str, Any]]:
    """Metric and what it is taken of, for each alarm."""
    alarms = of_type(resources, "AWS::CloudWatch::Alarm").values()
    assert all(alarm["AlarmActions"] == [{"Ref": "AlarmTopic"}] for alarm in alarms)
    return {(alarm["MetricName"], json.dumps(alarm["Dimensions"][0]["Value"])) for alarm in alarms}


def test_everything_that_can_go_wrong_unseen_has_an_alarm(resources: dict[str, Resource]) -> None:
    """Dead letters, old letters, errors, throttles, a late relay, a dead schedule, 5xx, and what
    is left out of its list."""

    def queue(name: str) -> str:
        return json.dumps({"Fn::GetAtt": [name, "QueueName"]})

    def function(name: str) -> str:
        return json.dumps({"Ref": name})

    expected = {("ApproximateNumberOfMessagesVisible", queue(name)) for name in DEAD_LETTERS}
    waiting = [names.queue(fed.queue) for _, fed in fed_by_letters(FUNCTIONS)]
    expected |= {("ApproximateAgeOfOldestMessage", queue(name)) for name in waiting}
    topic = json.dumps({"Fn::GetAtt": ["EventsTopic", "TopicName"]})
    lost = ("Failed", "FailedToRedriveToDlq", "FilteredOut-InvalidAttributes")
    expected |= {(f"NumberOfNotifications{what}", topic) for what in lost}
    expected |= {(what, function(name)) for name in LOGICAL for what in ("Errors", "Throttles")}
    expected |= {("IteratorAge", function("Relay")), ("Invocations", function("Tick"))}
    expected |= {("5XXError", json.dumps({"Fn::Sub": "${AWS::StackName}"}))}
    expected |= {(work.value, json.dumps("any")) for work in Work}
    expected |= {(name, json.dumps("any")) for name in ("SmsBudgetUsed", "DueWorkBehind")}
    assert watched(resources) == expected


def test_the_topic_of_events_is_encrypted_and_followed_before_anything_is_published(
    resources: dict[str, Resource],
) -> None:
    """By AWS's own key, which needs no rights; every queue that wants events is subscribed."""
    assert resources["EventsTopic"]["Properties"]["KmsMasterKeyId"] == "alias/aws/sns"
    subscriptions = of_type(resources, "AWS::SNS::Subscription")
    told = resources["Relay"]["Properties"]["Environment"]["Variables"]["EVENTS_WANTED"]
    wanted = json.loads(told)
    by_topic = {*wanted["wanted"]} - {*wanted["straight"]}
    assert {one["FilterPolicy"]["queues"][0] for one in subscriptions.values()} == by_topic
    assert set(resources["Relay"]["DependsOn"]) >= {*subscriptions}
    for name, subscription in subscriptions.items():
        queue = subscription["FilterPolicy"]["queues"][0].title()
        assert subscription["Endpoint"] == {"Fn::GetAtt": [f"{queue}Queue", "Arn"]}, name
        dead = {"Fn::GetAtt": [f"{queue}DeadLetters", "Arn"]}
        assert subscription["RedrivePolicy"] == {"deadLetterTargetArn": dead}


def test_cloudwatch_can_reach_the_topic(resources: dict[str, Resource]) -> None:
    """It may not use AWS's own key for SNS: alarms of a topic so encrypted reach nobody."""
    topic = resources["AlarmTopic"]["Properties"]
    assert topic.get("KmsMasterKeyId") != "alias/aws/sns"
    assert topic["Subscription"]


def test_alarms_name_runbooks_that_exist(resources: dict[str, Resource]) -> None:
    """Whoever is woken up finds what to do."""
    from infra.package import ROOT

    texts = [a["AlarmDescription"] for a in of_type(resources, "AWS::CloudWatch::Alarm").values()]
    named = {word for text in texts for word in text.split() if word.startswith("docs/")}
    assert named
    assert all((ROOT / name).exists() for name in named)
