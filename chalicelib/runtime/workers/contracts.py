"""The contracts of what travels between functions: JSON Schemas, compiled once per process."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parents[3] / "events" / "contracts"
"""In the tree and, through `vendor/`, at the same place in the deployment package."""


class ContractBroken(Exception):
    """A document does not keep its contract. The message names place and rule, never a value."""


def check(contract: str, document: object) -> None:
    """Hold a JSON document against a contract such as `queue_envelope/1`.

    Raises `ContractBroken` where it does not fit, and for a contract that nobody knows.
    """
    import fastjsonschema

    try:
        _validator(contract)(document)
    except fastjsonschema.JsonSchemaValueException as broken:
        place = "/".join(broken.path[1:])
        raise ContractBroken(f"{contract}: /{place} breaks {broken.rule}") from None


@cache
def _validator(contract: str) -> Callable[[object], object]:
    import fastjsonschema

    name, _, version = contract.partition("/")
    path = FOLDER / f"{name}.v{version}.json"
    if not (name.replace("_", "").isalpha() and version.isdecimal() and path.is_file()):
        raise ContractBroken(f"unknown contract {contract[:60]!r}")
    compiled: Callable[[object], object] = fastjsonschema.compile(
        json.loads(path.read_text(encoding="utf-8"))
    )
    return compiled
