"""Bring the local cloud up: emulator, stack, directory. Idempotent.

python -m localstack.up [--port N] [--folder PATH] [--persist] [--clock INSTANT] [--fresh]
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import sys
from pathlib import Path
from typing import Any

from localstack import emulator
from localstack.clients import Clients, local_clients
from localstack.deploy import deploy, given_parameters, stack_name
from localstack.places import DEFAULT_PORT, REGION, ROOT, STAGE, Place


def up(place: Place, *, persist: bool = False, clock: str | None = None) -> dict[str, Any]:
    """Start what does not run, deploy what changed, load the directory; what clients need."""
    started = emulator.start(place, persist=persist)
    return furnish(place, started=started, clock=clock)


def furnish(
    place: Place, *, started: bool, clock: str | None = None, inner_url: str | None = None
) -> dict[str, Any]:
    """Put stack and directory into an emulator that answers; what clients need.

    `inner_url` is where its functions find it, if not where we do.
    """
    prepare_environment(place)
    clients = local_clients(place)
    own = {"EmulatorUrl": inner_url or place.url}
    resumed = started and place.people_file.exists() and emulator.keeps_state(place)
    if resumed:
        from localstack.resync import read_streams_anew

        read_streams_anew(place, clients, own)
    outputs = deploy(STAGE, place.build, clients, own)
    from localstack.operator import adopt, load

    adopt(clients, stack_name(STAGE))
    os.environ["AWS_ENDPOINT_URL"] = place.url
    verify_sender(clients)
    people = _known(place, started) or load(clock)
    if emulator.keeps_state(place):
        place.people_file.write_text(_document(people), encoding="utf-8")
    if resumed:
        from localstack.resync import resync

        resync()
    stack = {
        "api_url": f"{place.url}/restapis/{outputs['RestAPIId']}/api/_user_request_",
        "emulator_url": place.url,
        "region": REGION,
        "stack_name": stack_name(STAGE),
        **people,
    }
    place.stack_file.write_text(_document(stack), encoding="utf-8")
    return stack


def prepare_environment(place: Place) -> None:
    """Let this process speak to the emulator as its functions do."""
    os.environ |= {
        "AWS_ENDPOINT_URL": place.url,
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": REGION,
    }


def verify_sender(clients: Clients) -> None:
    """SES, here as on AWS, takes mail only from a domain that was verified."""
    mail = clients("sesv2")
    with contextlib.suppress(mail.exceptions.AlreadyExistsException):
        mail.create_email_identity(EmailIdentity=given_parameters(STAGE)["MailDomain"])


def _known(place: Place, started: bool) -> dict[str, Any] | None:
    """The people of a stack that was running already, or that was kept."""
    file = place.people_file if started and emulator.keeps_state(place) else place.stack_file
    if not file.exists() or (started and file == place.stack_file):
        return None
    given = json.loads(file.read_text(encoding="utf-8"))
    return {name: given[name] for name in ("administrator", "officers")}


def _document(content: dict[str, Any]) -> str:
    return json.dumps(content, indent=2, ensure_ascii=False)


def place_of(arguments: argparse.Namespace) -> Place:
    """The place that the command line names."""
    return Place(arguments.folder.resolve(), arguments.port)


def parser() -> argparse.ArgumentParser:
    """Options that every local command takes."""
    options = argparse.ArgumentParser()
    options.add_argument("--port", type=int, default=DEFAULT_PORT)
    options.add_argument("--folder", type=Path, default=ROOT / ".local")
    return options


def main() -> None:
    """The command."""
    given = parser()
    given.add_argument("--persist", action="store_true")
    given.add_argument("--clock")
    given.add_argument("--fresh", action="store_true", help="stop what runs and begin anew")
    chosen = given.parse_args()
    place = place_of(chosen)
    if chosen.fresh:
        emulator.stop(place)
        emulator.forget(place)
    try:
        made = up(place, persist=chosen.persist, clock=chosen.clock or None)
    except emulator.AlreadyRuns as refusal:
        sys.exit(str(refusal))
    print(f"API       {made['api_url']}/v1\nCloud     {made['emulator_url']}")
    print(f"People    {place.stack_file}")


if __name__ == "__main__":
    main()
