"""The floor: the same AWS calls again, by bare boto3, with nothing around them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from botocore import xform_name

from bench.meter import AwsCall

_PLACEHOLDER = re.compile(r"[#:]\w+")
_CONDITION = "ConditionExpression"
_NAMES = "ExpressionAttributeNames"
_VALUES = "ExpressionAttributeValues"
_USING = ("UpdateExpression", "KeyConditionExpression", "FilterExpression", "ProjectionExpression")


def bare(calls: Iterable[AwsCall], client: Callable[[str], Any]) -> Callable[[], None]:
    """Make these calls. Conditions are left out: what they forbid has happened already."""
    ready = [
        (getattr(client(call.service), xform_name(call.operation)), _again(call)) for call in calls
    ]

    def run() -> None:
        for method, parameters in ready:
            method(**parameters)

    return run


def _again(call: AwsCall) -> dict[str, Any]:
    if call.operation != "TransactWriteItems":
        return _unconditional(call.parameters)
    parts = (dict(part) for part in call.parameters["TransactItems"])
    plain = [{kind: _unconditional(it) for kind, it in p.items()} for p in parts]
    kept = [part for part in plain if "ConditionCheck" not in part]
    return {"TransactItems": kept}


def _unconditional(parameters: Mapping[str, Any]) -> dict[str, Any]:
    used = {name for part in _USING for name in _PLACEHOLDER.findall(str(parameters.get(part, "")))}
    rest = {k: v for k, v in parameters.items() if k not in (_CONDITION, _NAMES, _VALUES)}
    for kind in (_NAMES, _VALUES):
        kept = {name: v for name, v in parameters.get(kind, {}).items() if name in used}
        if kept:
            rest[kind] = kept
    return rest
