"""Bring the local cloud up: emulator, stack, directory. Idempotent.

python -m localstack.up [--port N] [--folder PATH] [--persist] [--clock INSTANT]
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
from pathlib import Path
from typing import Any

import boto3

from localstack import emulator
from localstack.deploy import deploy
from localstack.places import DEFAULT_PORT, REGION, ROOT, STACK_NAME, Place


def up(place: Place, *, persist: bool = False, clock: str | None = None) -> dict[str, Any]:
    """Start what does not run, deploy what changed, load the directory; what clients need."""
    started = emulator.start(place, persist=persist)
    prepare_environment(place)
    outputs = deploy("local", STACK_NAME, place.build, REGION, place.url)
    from localstack.operator import adopt, load

    adopt(outputs, place)
    verify_sender(os.environ["SENDER_EMAIL"])
    known = _known(place) if not started or persist else None
    people = known or load(clock)
    stack = {
        "api_url": f"{place.url}/restapis/{outputs['RestAPIId']}/api/_user_request_",
        "emulator_url": place.url,
        "region": REGION,
        "stack_name": STACK_NAME,
        **people,
    }
    place.stack_file.write_text(json.dumps(stack, indent=2, ensure_ascii=False), encoding="utf-8")
    return stack


def prepare_environment(place: Place) -> None:
    """Let this process speak to the emulator as its functions do."""
    os.environ |= {
        "AWS_ENDPOINT_URL": place.url,
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": REGION,
    }


def verify_sender(address: str) -> None:
    """SES, here as on AWS, takes mail only from an address or domain that was verified."""
    client = boto3.client("sesv2", region_name=REGION)
    with contextlib.suppress(client.exceptions.AlreadyExistsException):
        client.create_email_identity(EmailIdentity=address)


def _known(place: Place) -> dict[str, Any] | None:
    if not place.stack_file.exists():
        return None
    stack = json.loads(place.stack_file.read_text(encoding="utf-8"))
    return {name: stack[name] for name in ("administrator", "officers")}


def place_of(arguments: argparse.Namespace) -> Place:
    """The place that the command line names."""
    return Place(arguments.folder.resolve(), arguments.port)


def parser() -> argparse.ArgumentParser:
    """Options that every local command takes."""
    options = argparse.ArgumentParser()
    options.add_argument("--port", type=int, default=DEFAULT_PORT)
    options.add_argument("--folder", type=Path, default=ROOT / ".local")
    return options


if __name__ == "__main__":
    given = parser()
    given.add_argument("--persist", action="store_true")
    given.add_argument("--clock")
    given.add_argument("--fresh", action="store_true", help="stop what runs and begin anew")
    chosen = given.parse_args()
    if chosen.fresh:
        emulator.stop(place_of(chosen))
    made = up(place_of(chosen), persist=chosen.persist, clock=chosen.clock or None)
    print(f"API       {made['api_url']}/v1\nCloud     {made['emulator_url']}")
    print(f"People    {place_of(chosen).stack_file}")
