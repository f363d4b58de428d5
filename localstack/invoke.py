"""Run one function of the local stack on a sample event, and show what it answers and logs.

python -m localstack.invoke relay events/samples/relay-case-submitted.json [--port N]
"""

from __future__ import annotations

import base64
import sys
from pathlib import Path
from typing import Any

from operations.places import LocalPlace
from operations.stacks import local_stack, parser, place_of


def invoke(place: LocalPlace, function: str, event: bytes) -> dict[str, Any]:
    """The function's answer (`payload`), whether it raised (`failed`), and the end of its log."""
    stack = local_stack(place)
    name = f"{stack.name}-{function}"
    answer = stack.clients("lambda").invoke(FunctionName=name, Payload=event, LogType="Tail")
    return {
        "payload": answer["Payload"].read().decode(),
        "failed": "FunctionError" in answer,
        "log": base64.b64decode(answer.get("LogResult", "")).decode(),
    }


if __name__ == "__main__":
    options = parser(__doc__)
    options.add_argument("function", help="api, relay, assign, notify, project, inspect or tick")
    options.add_argument("sample", type=Path, help="a file of events/samples/")
    chosen = options.parse_args()
    result = invoke(place_of(chosen), chosen.function, chosen.sample.read_bytes())
    print(result["log"], file=sys.stderr)
    print(result["payload"])
    sys.exit(result["failed"])
