"""How much a stage can do at once: numbers that grow with the province (docs/scale.md).

The defaults, those of a million people, stand where each thing is declared.
"""

from __future__ import annotations

from typing import Any

from chalicelib.function_forms import WORKERS, Function, Letters
from chalicelib.functions import FUNCTIONS

_OWN = {"api": "ApiConcurrency", "relay": "RelayConcurrency"}
_WORKERS = "WorkerConcurrency"
_RATE, _BURST = 500, 1000
"""More than a busy day of the province; it bounds what an attack can cost."""
_KEPT = {function.name: function.reserves for function in FUNCTIONS}


def _count(default: int, least: int, most: int, says: str) -> dict[str, Any]:
    bounds = {"Default": default, "MinValue": least, "MaxValue": most}
    return {"Type": "Number", **bounds, "Description": says}


CAPACITY: dict[str, dict[str, Any]] = {
    "RequestsASecond": _count(_RATE, 1, 10_000, "Beyond which the gateway refuses requests"),
    "RequestBurst": _count(_BURST, 1, 10_000, "Requests that may come at the same moment"),
    "ApiConcurrency": _count(_KEPT["api"], 1, 10_000, "Executions kept for the API"),
    "RelayConcurrency": _count(_KEPT["relay"], 1, 1_000, "Executions kept for the relay"),
    _WORKERS: _count(WORKERS, 2, 1_000, "Batches of each worker at once, and executions kept"),
    "NetworkAllowance": _count(1, 1, 100, "Times what the policy lets one network do"),
}
"""The parameters."""


def throttle() -> dict[str, Any]:
    """Of the gateway, for all methods."""
    return {
        "ThrottlingRateLimit": {"Fn::If": ["IsLocal", _RATE, {"Ref": "RequestsASecond"}]},
        "ThrottlingBurstLimit": {"Fn::If": ["IsLocal", _BURST, {"Ref": "RequestBurst"}]},
    }


def at_once(fed: Letters) -> Any:
    """Batches of a queue at the same moment."""
    return {"Ref": _WORKERS} if fed.concurrency == WORKERS else fed.concurrency


def kept(function: Function) -> Any:
    """Executions kept for a function, where any are."""
    fed, name = function.fed_by, _OWN.get(function.name)
    if isinstance(fed, Letters) and fed.concurrency == WORKERS:
        name = _WORKERS
    return {"Ref": name} if name else function.reserves
