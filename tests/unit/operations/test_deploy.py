"""Whose bucket a deployment goes through, and which stage goes where."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from unittest.mock import MagicMock

import pytest
from botocore.exceptions import ClientError

from operations import deploy as deploying
from operations.deploy import EMULATOR_ACCOUNT, DeploymentRefused, artifact_bucket, deploy, main
from operations.stacks import Stack

ACCOUNT = "111122223333"
BUCKET = f"citizen-cases-prod-artifacts-{ACCOUNT}"


def refusal(code: str) -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": code}}, "operation")


def s3(**faults: str) -> MagicMock:
    """A client whose named calls fail with these codes."""
    client = MagicMock()
    client.meta.region_name = "ap-southeast-1"
    for name, code in faults.items():
        getattr(client, name).side_effect = refusal(code)
    return client


@pytest.mark.parametrize(
    "client",
    [
        s3(create_bucket="BucketAlreadyExists"),
        s3(create_bucket="BucketAlreadyOwnedByYou", head_bucket="403"),
        s3(head_bucket="403"),
    ],
    ids=["made by a stranger", "given away", "not ours after all"],
)
def test_a_bucket_of_somebody_else_is_refused(client: MagicMock) -> None:
    """Its owner would choose the code that runs; nothing is written to it."""
    with pytest.raises(DeploymentRefused, match=BUCKET):
        artifact_bucket(client, "citizen-cases-prod", ACCOUNT)
    client.put_bucket_policy.assert_not_called()
    client.put_object.assert_not_called()


@pytest.mark.parametrize("client", [s3(), s3(create_bucket="BucketAlreadyOwnedByYou")])
def test_our_own_bucket_is_private_and_wants_tls(client: MagicMock) -> None:
    """New or from before; each call says whose it must be."""
    assert artifact_bucket(client, "citizen-cases-prod", ACCOUNT) == BUCKET
    for call in (client.head_bucket, client.put_public_access_block, client.put_bucket_policy):
        assert call.call_args.kwargs["ExpectedBucketOwner"] == ACCOUNT
    policy = json.loads(client.put_bucket_policy.call_args.kwargs["Policy"])
    insecure = {"Bool": {"aws:SecureTransport": "false"}}
    assert insecure in [one["Condition"] for one in policy["Statement"]]
    assert {one["Effect"] for one in policy["Statement"]} == {"Deny"}


def test_another_fault_is_not_taken_for_an_answer() -> None:
    """The bucket may be ours; CloudFormation's hour has not come all the same."""
    with pytest.raises(ClientError):
        artifact_bucket(s3(create_bucket="SlowDown"), "citizen-cases-prod", ACCOUNT)


def test_what_is_uploaded_names_its_owner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Zip and template: also should the bucket change hands in between."""
    monkeypatch.setattr(deploying, "fingerprint", lambda: "f1")
    (tmp_path / "fingerprint").write_text("f1")
    (tmp_path / deploying.TEMPLATE).write_text(json.dumps({"Resources": {}}))
    client = s3()
    deploying._upload(client, BUCKET, ACCOUNT, "prod", tmp_path)
    assert client.upload_file.call_args.kwargs["ExtraArgs"] == {"ExpectedBucketOwner": ACCOUNT}
    assert client.put_object.call_args.kwargs["ExpectedBucketOwner"] == ACCOUNT


def test_the_local_stage_is_for_emulators(tmp_path: Path) -> None:
    """In a real account it would have a clock that anybody moves, and no limits."""
    clients: dict[str, Any] = {"sts": MagicMock(), "s3": s3()}
    clients["sts"].get_caller_identity.return_value = {"Account": ACCOUNT}
    with pytest.raises(DeploymentRefused, match="emulator only"):
        deploy(Stack("local", lambda service: clients[service]), tmp_path)
    clients["s3"].create_bucket.assert_not_called()
    assert EMULATOR_ACCOUNT != ACCOUNT


@pytest.mark.parametrize("stage", ["local", "", "production"])
def test_the_command_knows_real_stages_only(stage: str, capsys: pytest.CaptureFixture[str]) -> None:
    """It ends before anything is asked of the account."""
    with pytest.raises(SystemExit):
        main([stage])
    assert "invalid choice" in capsys.readouterr().err
