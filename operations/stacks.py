"""The operator's hand on a stack: its clients, and the services that its functions have."""

from __future__ import annotations

import argparse
import os
import sys
from dataclasses import dataclass
from pathlib import Path

from botocore.exceptions import ClientError
from pynamodb.models import Model

from chalicelib.functions import FUNCTIONS
from chalicelib.runtime.services import Services, services, use
from operations.arguments import whole
from operations.clients import Clients, account_clients, local_clients
from operations.places import DEFAULT_PORT, REGION, ROOT, STAGE, LocalPlace

STAGES = (STAGE, "dev", "staging", "prod")


def stack_name(stage: str) -> str:
    """The stack of a stage; an account and region hold one each."""
    return f"citizen-cases-{stage}"


_OWN = {"AWS_ENDPOINT_URL", "POWERTOOLS_SERVICE_NAME"}
"""What a function has for itself: how it finds the cloud, and the name in its logs."""


@dataclass(frozen=True)
class Stack:
    """One deployed stage, and how to speak to its cloud."""

    stage: str
    clients: Clients

    @property
    def name(self) -> str:
        """CloudFormation's."""
        return stack_name(self.stage)

    def is_there(self) -> bool:
        """Whether it was ever made."""
        try:
            self.clients("cloudformation").describe_stacks(StackName=self.name)
        except ClientError:
            return False
        return True

    def outputs(self) -> dict[str, str]:
        """The outputs of the stack."""
        found = self.clients("cloudformation").describe_stacks(StackName=self.name)["Stacks"][0]
        return {output["OutputKey"]: output["OutputValue"] for output in found["Outputs"]}

    def adopt(self) -> Services:
        """Give this process what all functions of the stack have together; services with that."""
        client = self.clients("lambda")
        for function in FUNCTIONS:
            name = f"{self.name}-{function.name}"
            given = client.get_function_configuration(FunctionName=name)["Environment"]["Variables"]
            os.environ |= {name: value for name, value in given.items() if name not in _OWN}
        os.environ["POWERTOOLS_SERVICE_NAME"] = "operations"
        use(None)
        return services()


def local_stack(place: LocalPlace) -> Stack:
    """The stack of a local cloud. From here on this process speaks to that cloud by itself, also
    where it has spoken to another one before."""
    _forget_connections(Model)
    os.environ |= {
        "AWS_ENDPOINT_URL": place.url,
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": REGION,
    }
    return Stack(STAGE, local_clients(place))


def _forget_connections(model: type[Model]) -> None:
    """Models keep theirs under the table's name, which is the same in each local cloud."""
    model._connection = None
    for heir in model.__subclasses__():
        _forget_connections(heir)


def parser(text: str | None = None) -> argparse.ArgumentParser:
    """Options by which every command finds a local cloud."""
    options = argparse.ArgumentParser(
        description=text, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--port", type=whole(1, 65535), default=DEFAULT_PORT)
    options.add_argument("--folder", type=Path, default=ROOT / ".local")
    return options


def place_of(arguments: argparse.Namespace) -> LocalPlace:
    """The local cloud that the command line names."""
    return LocalPlace(arguments.folder.resolve(), arguments.port)


def stack_of(arguments: argparse.Namespace) -> Stack:
    """The stack that the command line names with `--stage`. Ends the command where it is the local
    one, and no local cloud answers."""
    if arguments.stage == STAGE:
        return local_stack(answering(place_of(arguments)))
    return Stack(arguments.stage, account_clients())


def answering(place: LocalPlace) -> LocalPlace:
    """The same place; ends the command where nothing answers there."""
    if not place.answers():
        sys.exit(f"nothing answers at {place.url}: `make up` first, with the same PORT and FOLDER")
    return place


def for_any_stage(text: str | None) -> argparse.ArgumentParser:
    """Options of a command that works on real stages too."""
    options = parser(text)
    options.add_argument("--stage", choices=STAGES, default=STAGE)
    return options
