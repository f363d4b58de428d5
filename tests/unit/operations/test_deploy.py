"""Whose bucket a deployment goes through, and which stage goes where."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
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


def packaged_before(
    folder: Path, monkeypatch: pytest.MonkeyPatch, made_of: str | None = None
) -> list[str]:
    """A fingerprint of today's sources, and a package that was made of these; the stages for which
    one is made from now on."""
    made: list[str] = []

    def package(stage: str, into: Path) -> None:
        made.append(stage)
        into.mkdir(exist_ok=True)
        (into / deploying.TEMPLATE).write_text(json.dumps({"Resources": {}}))

    monkeypatch.setattr(deploying, "fingerprint", lambda: "f1")
    monkeypatch.setattr(deploying, "package", package)
    if made_of:
        package("prod", folder / "prod")
        (folder / "prod" / "fingerprint").write_text(made_of)
        made.clear()
    return made


@pytest.mark.parametrize(("made_of", "times"), [(None, 1), ("f0", 1), ("f1", 0)])
def test_a_package_is_made_where_there_is_none_of_these_sources(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, made_of: str | None, times: int
) -> None:
    """Once, also for several who deploy at the same moment: of them each uploads it."""
    made, client = packaged_before(tmp_path, monkeypatch, made_of), s3(head_object="404")
    with ThreadPoolExecutor(3) as pool:
        list(
            pool.map(
                lambda _: deploying._upload(client, BUCKET, ACCOUNT, "prod", tmp_path / "prod"),
                range(3),
            )
        )
    assert made == ["prod"] * times
    assert client.upload_file.call_count == 3


def test_what_lies_there_is_not_sent_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second deployment of the same sources, as with other parameters, finds zip and template."""
    made, client = packaged_before(tmp_path, monkeypatch), s3()
    address = deploying._upload(client, BUCKET, ACCOUNT, "prod", tmp_path / "prod")
    assert address.endswith(f"/{BUCKET}/f1.json")
    assert (made, client.upload_file.called, client.put_object.called) == ([], False, False)


def test_a_bucket_of_somebody_else_is_not_written_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It cannot be looked into, and what is sent says whose it must be."""
    packaged_before(tmp_path, monkeypatch)
    client = s3(head_object="403", upload_file="AccessDenied")
    with pytest.raises(ClientError):
        deploying._upload(client, BUCKET, ACCOUNT, "prod", tmp_path / "prod")
    client.put_object.assert_not_called()


def test_what_is_uploaded_names_its_owner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Zip and template: also should the bucket change hands in between."""
    packaged_before(tmp_path, monkeypatch)
    client = s3(head_object="404")
    deploying._upload(client, BUCKET, ACCOUNT, "prod", tmp_path / "prod")
    assert client.head_object.call_args.kwargs["ExpectedBucketOwner"] == ACCOUNT
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
