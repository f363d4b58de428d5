"""Put a package into one CloudFormation stack: the same way on AWS and on the emulator.

python -m operations.deploy STAGE      (a real account; see docs/deployment.md)
"""

from __future__ import annotations

import argparse
import fcntl
import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

import boto3
from botocore.exceptions import ClientError

from chalicelib.audit.domain.kinds import AuditKind
from chalicelib.runtime.settings import Settings
from infra.package import BUILD, ROOT, TEMPLATE, ZIP, fingerprint, package
from infra.storage import NO_PUBLIC_ACCESS, over_tls_only
from operations.auditing import tell, to_the_end
from operations.clients import account_clients
from operations.key_custody import custodian_of
from operations.places import STAGE as LOCAL
from operations.published_files import publish
from operations.stacks import STAGES, Stack

Parameters = dict[str, str]

_WAIT = {"Delay": 1, "MaxAttempts": 1800}
_CAPABILITIES = ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"]
_OURS = "BucketAlreadyOwnedByYou"
_NOT_OURS = ("BucketAlreadyExists", "403", "AccessDenied")
EMULATOR_ACCOUNT = "000000000000"
"""Of whoever speaks to an emulator."""


class DeploymentRefused(Exception):
    """Why nothing was deployed."""


def deploy(stack: Stack, folder: Path, own: Parameters | None = None) -> None:
    """Create or update the stack from a package made in the folder, made anew if outdated.

    `own` goes before `infra/parameters/`. Raises DeploymentRefused before anything is made, and
    botocore's WaiterError where CloudFormation rolls back; its events say why.
    """
    stage, clients = stack.stage, stack.clients
    account = str(clients("sts").get_caller_identity()["Account"])
    if stage == LOCAL and account != EMULATOR_ACCOUNT:
        raise DeploymentRefused(
            "the local stage has no limits and a clock that anybody moves: emulator only"
        )
    bucket = artifact_bucket(clients("s3"), stack.name, account)
    template = _upload(clients("s3"), bucket, account, stage, folder)
    parameters = {**given_parameters(stage), "Stage": stage, "Build": commit(), **(own or {})}
    _part_keyring(stack)
    known = stack.is_there()
    if known:  # before its pages ask for them
        publish(clients("s3"), stack.outputs(), account)
    _apply(stack, template, parameters)
    if not known:
        publish(clients("s3"), stack.outputs(), account)


def given_parameters(stage: str) -> Parameters:
    """What `infra/parameters/` says of the stage."""
    file = ROOT / "infra" / "parameters" / f"{stage}.json"
    given: Parameters = json.loads(file.read_text(encoding="utf-8"))
    return given


def commit() -> str:
    """The commit, marked where the work tree differs; without git, what the sources hash to."""
    command = ["git", "describe", "--always", "--dirty", "--exclude", "*"]
    try:
        described = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    except (FileNotFoundError, subprocess.CalledProcessError):
        return fingerprint()
    return described.stdout.strip()


def _part_keyring(stack: Stack) -> None:
    """Give a stage that was deployed before key sets had uses the form that its new functions
    read; those that still run read the old one, of the same keys."""
    client = stack.clients("lambda")
    try:
        found = client.get_function_configuration(FunctionName=f"{stack.name}-api")
    except ClientError as error:
        if error.response["Error"]["Code"] != "ResourceNotFoundException":
            raise
        return
    custodian_of(Settings(found["Environment"]["Variables"])).part()


def artifact_bucket(s3: Any, name: str, account: str) -> str:
    """The private bucket of zips and templates, made with the first deployment.

    Its name can be foreseen, so somebody else may have made it before: raises DeploymentRefused
    unless it belongs to this account, for whoever owns it chooses the code that is deployed.
    """
    bucket = f"{name}-artifacts-{account}"
    place = {"LocationConstraint": s3.meta.region_name}
    try:
        s3.create_bucket(Bucket=bucket, CreateBucketConfiguration=place)
    except ClientError as error:
        if error.response["Error"]["Code"] != _OURS:
            _raise_for(error, bucket)
    ours = {"Bucket": bucket, "ExpectedBucketOwner": account}
    try:
        s3.head_bucket(**ours)
    except ClientError as error:
        _raise_for(error, bucket)
    s3.put_public_access_block(**ours, PublicAccessBlockConfiguration=NO_PUBLIC_ACCESS)
    if account != EMULATOR_ACCOUNT:  # which is spoken to without TLS
        arn = f"arn:{_partition(s3.meta.region_name)}:s3:::{bucket}"
        policy = {"Version": "2012-10-17", "Statement": over_tls_only(arn)}
        s3.put_bucket_policy(**ours, Policy=json.dumps(policy))
    return bucket


def _raise_for(error: ClientError, bucket: str) -> NoReturn:
    if error.response["Error"]["Code"] in _NOT_OURS:
        raise DeploymentRefused(f"the bucket {bucket} belongs to another account") from None
    raise error


def _partition(region: str) -> str:
    return str(boto3.session.Session().get_partition_for_region(region))


def _upload(s3: Any, bucket: str, account: str, stage: str, folder: Path) -> str:
    """Upload zip and template under the fingerprint of what they were made from; the template's
    address. What lies there is taken on an emulator alone: names can be foreseen, and whoever may
    write to the bucket would choose the code of the next deployment."""
    name, ours = fingerprint(), {"ExpectedBucketOwner": account}
    address = f"{s3.meta.endpoint_url}/{bucket}/{name}.json"
    template_file = {"Bucket": bucket, "Key": f"{name}.json", **ours}
    if account == EMULATOR_ACCOUNT and _lies_there(s3, template_file):
        return address
    with packaged(stage, folder, name):
        s3.upload_file(str(folder / ZIP), bucket, f"{name}.zip", ExtraArgs=ours)
        template = json.loads((folder / TEMPLATE).read_text(encoding="utf-8"))
    for resource in template["Resources"].values():
        if resource["Type"] == "AWS::Serverless::Function":
            resource["Properties"]["CodeUri"] = {"Bucket": bucket, "Key": f"{name}.zip"}
    s3.put_object(**template_file, Body=json.dumps(template).encode())
    return address


def _lies_there(s3: Any, which: Mapping[str, str]) -> bool:
    """The template is put behind its zip: where it is, both are. Where nobody may look, or the
    bucket is another's, sending says so."""
    try:
        s3.head_object(**which)
    except ClientError:
        return False
    return True


@contextmanager
def packaged(stage: str, folder: Path, name: str) -> Iterator[None]:
    """The package of that fingerprint in the folder, which is nobody else's meanwhile."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with folder.with_name(f"{folder.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        stamp = folder / "fingerprint"
        if not stamp.exists() or stamp.read_text(encoding="utf-8") != name:
            package(stage, folder)
            stamp.write_text(name, encoding="utf-8")
        yield


def _apply(stack: Stack, template: str, parameters: Parameters) -> None:
    cloudformation = stack.clients("cloudformation")
    change = {
        "StackName": stack.name,
        "TemplateURL": template,
        "Parameters": [
            {"ParameterKey": key, "ParameterValue": value} for key, value in parameters.items()
        ],
        "Capabilities": _CAPABILITIES,
    }
    if not stack.is_there():
        cloudformation.create_stack(**change)
        done = cloudformation.get_waiter("stack_create_complete")
    elif _update(cloudformation, change):
        done = cloudformation.get_waiter("stack_update_complete")
    else:
        return
    done.wait(StackName=stack.name, WaiterConfig=_WAIT)


def _update(cloudformation: Any, change: dict[str, Any]) -> bool:
    """Whether there was anything to update."""
    try:
        cloudformation.update_stack(**change)
    except ClientError as error:
        if "No updates are to be performed" in error.response["Error"]["Message"]:
            return False
        raise
    return True


def main(arguments: list[str] | None = None) -> None:
    """The command: a real stage, into the account that the environment names."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("stage", choices=[stage for stage in STAGES if stage != LOCAL])
    stack = Stack(options.parse_args(arguments).stage, account_clients())
    try:
        deploy(stack, BUILD / stack.stage)
    except DeploymentRefused as refused:
        sys.exit(str(refused))
    tell(stack.adopt(), AuditKind.STAGE_DEPLOYED, build=commit())
    print(json.dumps(stack.outputs(), indent=2))


if __name__ == "__main__":
    sys.exit(to_the_end(main))
