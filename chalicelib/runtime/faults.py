"""Faults of single things: told from passing ones, logged, and counted (embedded metric format)."""

from __future__ import annotations

import traceback
from pathlib import PurePath

from aws_lambda_powertools import Logger, single_metric
from aws_lambda_powertools.metrics import MetricUnit
from botocore.exceptions import BotoCoreError, ClientError, ParamValidationError
from pynamodb.exceptions import PynamoDBException

from chalicelib.kernel.faults import Broken, Work

EVERYWHERE = {"service": "any"}
"""The metric's dimension, whichever function met the fault: one alarm holds for all of them."""
_OF_THE_THING = frozenset(
    {"ValidationException", "ItemCollectionSizeLimitExceededException", "NoSuchKey"}
)
"""What AWS refuses because of what it was asked for. All else meets every thing alike."""


def is_passing(fault: BaseException) -> bool:
    """Whether AWS, the network or the machine failed rather than the thing that was worked on."""
    if isinstance(fault, PynamoDBException) and fault.cause is not None:
        return is_passing(fault.cause)
    if isinstance(fault, ClientError):
        return fault.response.get("Error", {}).get("Code") not in _OF_THE_THING
    if isinstance(fault, BotoCoreError):
        return not isinstance(fault, ParamValidationError)
    return isinstance(fault, OSError | MemoryError)


def passed_lines(fault: BaseException) -> list[str]:
    """The last lines of code that the fault passed: all of a traceback that quotes nobody."""
    frames = traceback.extract_tb(fault.__traceback__)[-6:]
    return [f"{PurePath(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]


class MetricFaults:
    """What the functions use."""

    def is_passing(self, fault: Exception) -> bool:
        """See `is_passing`."""
        return is_passing(fault)

    def note(self, work: Work, broken: Broken) -> None:
        """One line and one count; never the fault's text."""
        Logger().error(
            "left out",
            work=work.name.lower(),
            thing=broken.thing,
            fault=broken.kind,
            passed=passed_lines(broken.fault),
        )
        with single_metric(name=work.value, unit=MetricUnit.Count, value=1) as metric:
            metric.add_dimension(name="service", value=EVERYWHERE["service"])
