"""Put a package into one CloudFormation stack: the same way on AWS and on the emulator.

python -m localstack.deploy STAGE      (a real account; see docs/deployment.md)
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import boto3
from botocore.exceptions import ClientError

from infra.package import BUILD, ROOT, fingerprint, package

_WAIT = {"Delay": 1, "MaxAttempts": 900}


def deploy(
    stage: str, stack_name: str, folder: Path, region: str, endpoint: str | None = None
) -> dict[str, str]:
    """Create or update the stage's stack; its outputs."""

    def client(service: str) -> Any:
        return boto3.client(service, region_name=region, endpoint_url=endpoint)

    bucket = _artifacts(client("s3"), client("sts"), stack_name, region)
    template = _upload(client("s3"), bucket, stage, folder)
    location = f"{endpoint or f'https://s3.{region}.amazonaws.com'}/{bucket}/{template}"
    parameters = _parameters(stage, endpoint)
    _apply(client("cloudformation"), stack_name, location, parameters)
    return outputs(client("cloudformation"), stack_name)


def outputs(cloudformation: Any, stack_name: str) -> dict[str, str]:
    """The outputs of a stack."""
    stack = cloudformation.describe_stacks(StackName=stack_name)["Stacks"][0]
    return {output["OutputKey"]: output["OutputValue"] for output in stack["Outputs"]}


def _artifacts(s3: Any, sts: Any, stack_name: str, region: str) -> str:
    bucket = f"{stack_name}-artifacts-{sts.get_caller_identity()['Account']}"
    try:
        s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": region})
    except ClientError as error:
        if error.response["Error"]["Code"] not in (
            "BucketAlreadyOwnedByYou",
            "BucketAlreadyExists",
        ):
            raise
    return bucket


def _upload(s3: Any, bucket: str, stage: str, folder: Path) -> str:
    """Upload zip and template under the fingerprint of what they were made from."""
    name = fingerprint()
    if not (folder / "deployment.zip").exists() or _packaged(folder) != name:
        package(stage, folder)
        (folder / "fingerprint").write_text(name, encoding="utf-8")
    s3.upload_file(str(folder / "deployment.zip"), bucket, f"{name}.zip")
    template = json.loads((folder / "template.json").read_text(encoding="utf-8"))
    for resource in template["Resources"].values():
        if resource["Type"] == "AWS::Serverless::Function":
            resource["Properties"]["CodeUri"] = {"Bucket": bucket, "Key": f"{name}.zip"}
    s3.put_object(Bucket=bucket, Key=f"{name}.json", Body=json.dumps(template).encode())
    return f"{name}.json"


def _packaged(folder: Path) -> str | None:
    file = folder / "fingerprint"
    return file.read_text(encoding="utf-8") if file.exists() else None


def _parameters(stage: str, endpoint: str | None) -> list[dict[str, str]]:
    given = json.loads(
        (ROOT / "infra" / "parameters" / f"{stage}.json").read_text(encoding="utf-8")
    )
    values = {**given, "Stage": stage, "EmulatorUrl": endpoint or ""}
    return [{"ParameterKey": key, "ParameterValue": value} for key, value in values.items()]


def _apply(
    cloudformation: Any, stack_name: str, location: str, parameters: list[dict[str, str]]
) -> None:
    change = {
        "StackName": stack_name,
        "TemplateURL": location,
        "Parameters": parameters,
        "Capabilities": ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"],
    }
    if _exists(cloudformation, stack_name):
        try:
            cloudformation.update_stack(**change)
        except ClientError as error:
            if "No updates are to be performed" in error.response["Error"]["Message"]:
                return
            raise
        waiter = cloudformation.get_waiter("stack_update_complete")
    else:
        cloudformation.create_stack(**change)
        waiter = cloudformation.get_waiter("stack_create_complete")
    waiter.wait(StackName=stack_name, WaiterConfig=_WAIT)


def _exists(cloudformation: Any, stack_name: str) -> bool:
    try:
        cloudformation.describe_stacks(StackName=stack_name)
    except ClientError:
        return False
    return True


if __name__ == "__main__":
    chosen = sys.argv[1]
    session = boto3.session.Session()
    done = deploy(chosen, f"citizen-cases-{chosen}", BUILD / chosen, session.region_name)
    print(json.dumps(done, indent=2))
